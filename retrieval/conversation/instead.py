"""A thing named and nothing said of it: 那票价呢, 训达粮油呢, what about page 2.

It is a side of what was talked of (票价), or takes the place of its like in an earlier question
(`conversation.exchange`), or is asked about where the story speaks of it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.models import Article
from retrieval.conversation.ellipsis import Lean, Leaning
from retrieval.conversation.exchange import Exchange, exchanged, exchanged_subject
from retrieval.conversation.lending import FollowUp, Lent, of_title, spoken_of
from retrieval.conversation.topics import WIDE, alike, may_be_person
from retrieval.conversation.wholes import of_topic
from retrieval.language import has_han
from retrieval.question.analysis import Kind, analyse
from retrieval.question.sides import aspect_of
from retrieval.question.smalltalk import smalltalk
from vectorstore.catalogue.script import simplified

_THEIRS = re.compile(r"[他她它]们?的?([一-鿿]+)$")
_HOURS = "时间"
_DAY = re.compile(r"\d{1,2}\s?(?:日|时|点|:\d\d)")
_SPAN = re.compile(r"(?:平时|周末|双休日|节假日|假期|工作日|平日|白天|晚上|夜里|早上|上午|下午|中午)")
_NUMBERED = re.compile(r"^\d{1,4}(?:路|号线)|版$|头版")
"""What an English question tells by the same number: of it the question is asked again in English."""

_ASKS = {
    Kind.NUMBER: "是多少",
    Kind.DURATION: "要多久",
    Kind.PLACE: "在哪里",
    Kind.PERSON: "是谁",
    Kind.LIST: "有哪些",
    Kind.WHY: "为什么",
}
"""What a Chinese follow-up of an English question asks, by what that asked for."""


def instead(named: str, lent: Lent) -> FollowUp | Leaning | None:
    """What a follow-up asks that only names a thing.

    Args:
        named: The thing.
        lent: What the conversation lends.

    Returns:
        The whole question, or what is asked about the conversation's topic; None where the thing is no side
        of it, has no like in it, and no story speaks of it.
    """
    side = _side(named, lent)
    if side is not None:
        if not lent.refused or has_han(lent.refused) != (lent.lang == "zh"):
            return Leaning(Lean.ABOUT, side)
        asked = of_topic(lent.refused, side, lent.lang)  # 3路呢, refused, and then 票价呢: of 3路
        return FollowUp(asked, asked)
    whole = _exchanged(named, lent)
    otherwise = whole is None and _told_otherwise(named, lent)
    told = None if whole or otherwise else _told_of(named, lent)
    if told:
        return told
    if not otherwise:
        whole = whole or exchanged_subject(lent.root, named, lent.stories)
    return FollowUp(whole.text, whole.text) if whole else _of_the_story(named, lent, told=otherwise)


def _told_of(named: str, lent: Lent) -> FollowUp | None:
    """The last question, asked of the topic, of what its story tells of as well: 学生 behind 大桥，票价多少.

    Where the story's title names the topic and not the thing, the story is the topic's still.
    """
    last, topic = simplified(lent.turns[-1].question), lent.topic
    rest = last.removeprefix(f"{topic}，")
    title = simplified(lent.stories[0].headline or "") if lent.stories else ""
    if not topic or rest == last or not has_han(named) or topic not in title or named in title:
        return None
    if not spoken_of([named], lent.stories[:1]):
        return None
    return FollowUp(f"{topic}，{named}{rest}", f"{named}{rest}", topic, lent.ids)


def _of_the_story(named: str, lent: Lent, *, told: bool) -> FollowUp | Leaning | None:
    """What a named thing that takes no other's place is asked of: the story, where it speaks of it."""
    if told:
        return Leaning(Lean.ABOUT, f"{named}呢")
    if _crosses(lent) and lent.stories:
        return of_title(f"{named}{_ASKS.get(analyse(lent.root).kind, '呢')}", lent)
    # 训达粮油呢？ after a list of firms asks what its story says of this one.
    if lent.lang == "en" and has_han(lent.root):  # its own words stand in no Chinese story
        return Leaning(Lean.ABOUT, f"what about {named}")
    return Leaning(Lean.ABOUT, named) if spoken_of([named], lent.stories) else None


def _side(named: str, lent: Lent) -> str | None:
    """The question that a named side of the topic asks; None for a thing of its own."""
    if named == _HOURS and any(map(_gives_hours, lent.stories[:1])):
        return f"{_HOURS}是什么时候"
    theirs = _THEIRS.match(named)
    if theirs:  # 他妻子 belongs to whom was asked about, and takes nobody's place
        return aspect_of(theirs[1], lent.lang) or f"{named}呢"
    aspect = aspect_of(named, lent.lang)
    if aspect is None and _measured(named, lent.stories):
        return f"{named}是多少"
    if aspect is None and _SPAN.fullmatch(named):  # 周末 takes no subject's place, and no 周几's
        return f"{named}呢"
    return aspect


def _crosses(lent: Lent) -> bool:
    """Whether a Chinese follow-up leans on an English question."""
    return lent.lang == "zh" and not has_han(lent.root)


def _exchanged(named: str, lent: Lent) -> Exchange | None:
    """An earlier question with the thing in its like's place, or added to it."""
    turns = (simplified(turn.question) for turn in reversed(lent.turns))
    earlier = dict.fromkeys([lent.root, *turns])
    crosses = _crosses(lent)
    exchanges = [
        exchanged(question, named, lent.lang)
        for question in earlier
        if not smalltalk(question, lent.lang)
        and (not crosses or has_han(question) or _NUMBERED.search(named))
    ]
    whole = next((e for e in exchanges if e and e.replaced), None) or _topic_exchanged(named, lent)
    return whole or (exchanges[0] if exchanges and not crosses else None)


def _topic_exchanged(named: str, lent: Lent) -> Exchange | None:
    """The last question, as it was understood of its topic, of another: 全县 for 董满仓，亩产多少."""
    last = simplified(lent.turns[-1].question)
    topic = lent.topic
    rest = last.removeprefix(topic)
    if not topic or rest == last or not rest.startswith(("，", "的")):
        return None
    like = named in WIDE or alike(topic, named) or (may_be_person(topic) and may_be_person(named))
    return Exchange(f"{named}{rest}", replaced=True) if like else None


def _gives_hours(article: Article) -> bool:
    """Whether a story's text tells a time better than its dateline: 停水时间为…, or a day and no dateline."""
    text = simplified(article.text)
    return _HOURS in text or (not article.dateline and bool(_DAY.search(text)))


def _told_otherwise(named: str, lent: Lent) -> bool:
    """Whether the story speaks of a thing, but never with what the root asks of its own (货车, 有多长)."""
    units = analyse(lent.root).units
    if not units or not has_han(named) or not spoken_of([named], lent.stories[:1]):
        return False
    figure = re.compile(rf"\d[^。！？\n\d]{{0,2}}(?:{'|'.join(map(re.escape, units))})")
    sentences = (s for story in lent.stories[:1] for s in re.split(r"[。！？\n]", simplified(story.text)))
    return not any(named in sentence and figure.search(sentence) for sentence in sentences)


def _measured(named: str, stories: Sequence[Article]) -> bool:
    """Whether a story gives a figure for what is named (车速60公里)."""
    figure = re.compile(rf"{re.escape(named)}(?:是|为|达到?|约|共|有|超过?|不?[高低]于)?\d")
    if not has_han(named) or named in WIDE or named.endswith(tuple("年月日号")):  # 6月18日 7:00, 全县42.6万亩
        return False
    return any(figure.search(simplified(article.text)) for article in stories)
