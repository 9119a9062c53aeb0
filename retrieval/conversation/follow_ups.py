"""A follow-up made whole with the turns before it, by rules.

`conversation.ellipsis` tells how it leans. Here it gets what it leaves out: the topic of the question before
it, the stories that the answer quoted, or that question again with one thing exchanged. A question that
stands alone is left as it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from corpus.models import Article
from retrieval.conversation.ellipsis import Lean, Leaning, leaning, opened, without_anaphors, without_place
from retrieval.conversation.exchange import exchanged, exchanged_subject
from retrieval.language import has_han, language_of
from retrieval.models import Language, Turn
from retrieval.question.analysis import Kind, analyse
from retrieval.question.sides import Side, aspect_of, side_of
from retrieval.question.smalltalk import smalltalk
from vectorstore.catalogue.script import simplified
from vectorstore.models import CatalogueEntry

STORIES = 5
"""Stories of the answer before that are looked in first: as many as one answer's quotes come from."""

_LONGEST_WORD = 12
"""Characters of an answer's marked words that a pronoun may stand for: names have fewer."""

_LISTED = 2  # one story is no list
_PIECE = 2  # a single character shared with a headline says nothing


_THEIRS = re.compile(r"[他她它]们?的?([一-鿿]+)$")
_HOURS = "时间"
_DAY = re.compile(r"\d{1,2}\s?(?:日|时|点|:\d\d)")
_OF_A_KIND = re.compile(r"哪|谁|什么|多少|几|\b(?:who|which|where)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A follow-up, understood.

    Attributes:
        text: The whole question, as it is shown.
        asked: The part that says what is wanted; a question in itself.
        topic: The words lent by the question before, which the evidence must speak of as well; "" where
            `asked` is whole.
        articles: Ids of the stories that are looked in first, and alone where they answer.
        said: What has been said already and is not wanted again.
        wants: Whether it wants more of the same kind (还有哪些) and not just more (还有呢).
        side: What is asked about the stories themselves.
    """

    text: str
    asked: str
    topic: str = ""
    articles: tuple[str, ...] = ()
    said: str = ""
    wants: bool = True
    side: Side = Side.NONE


def understand(
    question: str,
    lang: Language,
    before: Sequence[Turn],
    entry: Callable[[str], CatalogueEntry | None],
    *,
    alone: bool = True,
) -> FollowUp | None:
    """Make a follow-up whole; None for a question that stands alone or has nothing before it.

    Args:
        question: In simplified characters.
        lang: Its language.
        before: The turns before it, oldest first.
        entry: Looks an article up.
        alone: Whether a question of few words, which no story before it speaks of, stands alone.
    """
    turns = _answered([turn for turn in before if turn.question.strip()], lang)
    if not turns:
        return None
    own = opened(question, lang)
    of_story = turns[-1].articles and side_of(own, lang) is not Side.NONE
    leant = Leaning(Lean.ABOUT, own) if of_story else leaning(question, lang)
    if leant is None or own == opened(simplified(_root(turns)), lang):  # asked twice, it leans on itself
        return None
    # 第3篇 counts the stories of the last list that has so many.
    lists = [turn.articles for turn in turns if len(turn.articles) >= max(leant.place, _LISTED)]
    listed = lists[-1] if leant.place and lists else turns[-1].articles
    wanted = listed[leant.place - 1 : leant.place] if leant.place else listed[:STORIES]
    stories = [known.article for known in map(entry, wanted) if known]
    lent = _Lent(simplified(_root(turns)), turns, stories, lang)
    if leant.lean is Lean.MORE:
        return _more(own, lent)
    if leant.lean is Lean.INSTEAD:
        return _instead(leant, lent)
    if leant.lean is Lean.SHORT and alone and not _spoken_of(leant.content, stories):
        return None
    return _about(leant, lent)


@dataclass(frozen=True, slots=True)
class _Lent:
    """What the conversation lends: the question that it goes back to, its turns, its stories."""

    root: str
    turns: Sequence[Turn]
    stories: Sequence[Article]
    lang: Language

    @property
    def ids(self) -> tuple[str, ...]:
        return tuple(article.id for article in self.stories)


def _answered(turns: Sequence[Turn], lang: Language) -> Sequence[Turn]:
    """The turns up to the last that was answered; where none was, up to the last real question."""
    told = [at for at, turn in enumerate(turns, start=1) if turn.articles]
    asked = [at for at, turn in enumerate(turns, start=1) if not smalltalk(turn.question, lang)]
    return turns[: (told or asked or [0])[-1]]


def _more(own: str, lent: _Lent) -> FollowUp:
    said = "\n".join(turn.answer for turn in lent.turns)
    asked = _last_asked(simplified(lent.turns[-1].question), lent.root)
    if side_of(asked, lent.lang) is not Side.NONE:
        asked = lent.root
    wants = bool(_OF_A_KIND.search(own))
    return FollowUp(_joined(lent.root, own, lent.lang), asked, _topic(lent), lent.ids, said, wants)


def _instead(leant: Leaning, lent: _Lent) -> FollowUp | None:
    aspect = aspect_of(leant.own, lent.lang)
    if aspect is None and _measured(leant.own, lent.stories):
        aspect = f"{leant.own}是多少"
    theirs = _THEIRS.match(leant.own)
    if theirs:  # 他妻子 belongs to whom was asked about, and takes nobody's place
        aspect = aspect_of(theirs[1], lent.lang) or f"{leant.own}呢"
    if leant.own == _HOURS and any(map(_gives_hours, lent.stories[:1])):
        aspect = f"{_HOURS}是什么时候"
    if aspect is not None:
        return _about(Leaning(Lean.ABOUT, aspect), lent)
    earlier = dict.fromkeys([lent.root, *(simplified(turn.question) for turn in reversed(lent.turns))])
    exchanges = [exchanged(question, leant.own, lent.lang) for question in earlier]
    whole = next((e for e in exchanges if e and e.replaced), exchanges[0])
    if whole is None and _told_otherwise(leant.own, lent):
        return _about(Leaning(Lean.ABOUT, f"{leant.own}呢"), lent)
    whole = whole or exchanged_subject(lent.root, leant.own, lent.stories)
    if whole:
        return FollowUp(whole.text, whole.text)
    # 训达粮油呢？ after a list of firms asks what its story says of this one.
    if lent.lang == "en" and has_han(lent.root):  # its own words stand in no Chinese story
        return _about(Leaning(Lean.ABOUT, f"what about {leant.own}"), lent)
    return _about(Leaning(Lean.ABOUT, leant.own), lent) if _spoken_of([leant.own], lent.stories) else None


def _gives_hours(article: Article) -> bool:
    """Whether a story's text tells a time better than its dateline: 停水时间为…, or a day and no dateline."""
    text = simplified(article.text)
    return _HOURS in text or (not article.dateline and bool(_DAY.search(text)))


def _told_otherwise(named: str, lent: _Lent) -> bool:
    """Whether the story speaks of a thing, but never with what the root asks of its own (货车, 有多长)."""
    units = analyse(lent.root).units
    if not units or not has_han(named) or not _spoken_of([named], lent.stories[:1]):
        return False
    figure = re.compile(rf"\d[^。！？\n\d]{{0,2}}(?:{'|'.join(map(re.escape, units))})")
    sentences = (s for story in lent.stories[:1] for s in re.split(r"[。！？\n]", simplified(story.text)))
    return not any(named in sentence and figure.search(sentence) for sentence in sentences)


_AGE = re.compile(r"([他她](?:今年|现在)?)(?:有)?多大(?:了|年岁|岁数)?$")


def _about(leant: Leaning, lent: _Lent) -> FollowUp:
    root, lang, own = lent.root, lent.lang, without_place(leant.own, lent.lang)
    own = _AGE.sub(r"\1多大年纪", own)  # 多大 alone may ask how large
    word = _meant(leant, lent)
    brackets = "（{}）" if lang == "zh" else " ({})"
    shown = _stem(root) + brackets.format(word) if word else root
    topic = f"{_topic(lent)} {word}".strip()
    if leant.place and lent.stories:
        topic = simplified(lent.stories[0].headline or lent.stories[0].text[:_LONGEST_WORD])
        shown = f"《{topic}》" if lang == "zh" else f"“{topic}”"
    side = side_of(own, lang) if lent.stories else Side.NONE
    return FollowUp(_joined(shown, own, lang), without_anaphors(own, lang), topic, lent.ids, side=side)


LONGEST_STEM = 200
"""Characters of an earlier question that are lent and shown: with more, what is asked now would be cut off at
the search's own limit (`retrieval.search.retriever.MAX_QUESTION`)."""


def _stem(question: str) -> str:
    said = question.strip()
    if has_han(said):  # 那馆长是谁 opened in mid-talk; shown whole, it opens nothing
        said = opened(said, "zh") or said
    return said.rstrip("？?。.！!")[:LONGEST_STEM]


def _joined(root: str, own: str, lang: Language) -> str:
    if lang == "zh":
        return f"{_stem(root)}，{_stem(own)}？"
    asks = re.match(r"(?:wh|how)", own, re.IGNORECASE)
    link = ":" if not asks or language_of(root) == "zh" else ", and"
    return f"{_stem(root)}{link} {own[:1].lower()}{_stem(own)[1:]}?"


def _root(turns: Sequence[Turn]) -> str:
    """The question that the last turn goes back to: as understood, it begins with it."""
    last = turns[-1].question
    for turn in turns:
        stem = _stem(turn.question)
        if last.startswith(tuple(f"{stem}{mark}" for mark in ("，", ",", ":", "（", " ("))):
            return turn.question
    return last


def _last_asked(last: str, root: str) -> str:
    """What the last turn asked, without the root that it was understood with."""
    own = last[len(_stem(root)) :].lstrip("，,：: ") if last.startswith(_stem(root)) else ""
    own = own.removeprefix("and ")
    return own if len(own) > 1 else last


def _topic(lent: _Lent) -> str:
    """What the conversation is about: the root's words that stand in the story's title, else all of them."""
    content = " ".join(analyse(lent.root).content.split())[:LONGEST_STEM]
    if not lent.stories or not has_han(content):
        return content
    article = lent.stories[0]
    titles = simplified("\n".join(filter(None, (article.headline, article.kicker, article.deck))))
    shared = _shared(content, titles)
    return " ".join(shared) if shared else content


def _shared(text: str, titles: str) -> list[str]:
    """The longest runs of `text` that stand in `titles`, in order."""
    runs, at = [], 0
    while at < len(text):
        end = at
        while end < len(text) and text[at : end + 1] in titles:
            end += 1
        if end - at >= _PIECE:
            runs.append(text[at:end].strip())
        at = max(end, at + 1)
    return [run for run in runs if len(run) >= _PIECE]


def _meant(leant: Leaning, lent: _Lent) -> str:
    """What a pronoun for one stands for, where the answer before marked one short word."""
    words = {word.strip() for word in lent.turns[-1].words}
    if not leant.one or len(words) != 1 or simplified(lent.turns[-1].question) != lent.root:
        return ""
    word = words.pop()
    asked_who = analyse(lent.root).kind in {Kind.PERSON, Kind.ORGANISATION, Kind.PLACE}
    return word if asked_who and len(word) <= _LONGEST_WORD else ""


def _measured(named: str, stories: Sequence[Article]) -> bool:
    """Whether a story gives a figure for what is named (车速60公里)."""
    figure = re.compile(rf"{re.escape(named)}(?:是|为|达到?|约|共|有|超过?|不?[高低]于)?\d")
    return has_han(named) and any(figure.search(simplified(article.text)) for article in stories)


def _spoken_of(content: Sequence[str], stories: Sequence[Article]) -> bool:
    """Whether one of the stories speaks of every one of these words."""
    texts = [simplified(f"{article.headline or ''}\n{article.text}") for article in stories]
    return any(all(word in text for word in content) for text in texts)
