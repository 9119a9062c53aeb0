"""A follow-up made whole with the turns before it, by rules.

`conversation.ellipsis` tells how it leans. Here it gets what it leaves out: the topic of the question before
it, the stories that the answer quoted, or that question again with one thing exchanged. A question that
stands alone is left as it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from retrieval.conversation.anaphors import filled, of_person, without_anaphors, without_place
from retrieval.conversation.ellipsis import Lean, Leaning, leaning, opened
from retrieval.conversation.instead import instead
from retrieval.conversation.lending import (
    FollowUp,
    Lent,
    answered,
    last_asked,
    of_title,
    refused_since,
    root_of,
    since_turned,
    spoken_of,
    topic_words,
)
from retrieval.conversation.topics import may_be_person, person, topic_of
from retrieval.conversation.wholes import asked_otherwise, joined, of_topic, stem
from retrieval.language import has_han
from retrieval.models import Language, Turn
from retrieval.question.analysis import Kind, analyse
from retrieval.question.sides import Side, side_of
from vectorstore.catalogue.script import simplified
from vectorstore.models import CatalogueEntry

__all__ = ["FollowUp", "understand"]

STORIES = 5
"""Stories of the answer before that are looked in first: as many as one answer's quotes come from."""

_LONGEST_WORD = 12
"""Characters of an answer's marked words that a pronoun may stand for: names have fewer."""

_LISTED = 2  # one story is no list

_OF_A_KIND = re.compile(r"哪|谁|什么|多少|几|\b(?:who|which|where)\b", re.IGNORECASE)


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
    before = since_turned(before)
    turns = answered([turn for turn in before if turn.question.strip()], lang)
    if not turns:
        return None
    own = opened(question, lang)
    of_story = turns[-1].articles and side_of(own, lang) is not Side.NONE
    leant = Leaning(Lean.ABOUT, own) if of_story else leaning(question, lang)
    if leant is None or own == opened(simplified(root_of(turns)), lang):  # asked twice, it leans on itself
        return None
    # 第3篇 counts the stories of the last list that has so many.
    lists = [turn.articles for turn in turns if len(turn.articles) >= max(leant.place, _LISTED)]
    listed = lists[-1] if leant.place and lists else turns[-1].articles
    wanted = listed[leant.place - 1 : leant.place] if leant.place else listed[:STORIES]
    stories = [known.article for known in map(entry, wanted) if known]
    since = [turn.question for turn in before[before.index(turns[-1]) + 1 :]]
    lent = Lent(simplified(root_of(turns)), turns, stories, lang, refused_since(since, lang))
    if leant.lean is Lean.MORE:
        return _more(own, lent)
    if leant.lean is Lean.INSTEAD:
        found = instead(leant.own, lent)
        return _about(found, lent) if isinstance(found, Leaning) else found
    if leant.lean is Lean.SHORT and alone and not spoken_of(leant.content, stories):
        return None
    return _about(leant, lent)


def _more(own: str, lent: Lent) -> FollowUp:
    said = "\n".join(turn.answer for turn in lent.turns)
    asked = last_asked(simplified(lent.turns[-1].question), lent.root)
    if side_of(asked, lent.lang) is not Side.NONE:
        asked = lent.root
    wants = bool(_OF_A_KIND.search(own))
    return FollowUp(joined(lent.root, own, lent.lang), asked, topic_words(lent), lent.ids, said, wants)


_AGE = re.compile(r"([他她](?:今年|现在)?)(?:有)?多大(?:了|年岁|岁数)?$")


def _about(leant: Leaning, lent: Lent) -> FollowUp:
    lang, own = lent.lang, without_place(leant.own, lent.lang)
    own = _AGE.sub(r"\1多大年纪", own)  # 多大 alone may ask how large
    crossing = lang == "zh" and not has_han(lent.root)  # 票价呢 behind an English question
    if lent.stories and (leant.place or crossing):
        return of_title(own, lent)
    last = simplified(lent.turns[-1].question)
    asked = last_asked(last, lent.root)
    other = asked_otherwise(asked, own) if lang == "zh" and has_han(last) else None
    if other:
        whole = last.removesuffix(asked) + other
        return FollowUp(whole, other, topic_of(whole, lent.stories), lent.ids)
    side = side_of(own, lang) if lent.stories else Side.NONE
    whole, topic = _whole(leant, lent, own)
    return FollowUp(whole, without_anaphors(own, lang), topic, lent.ids, side=side)


def _whole(leant: Leaning, lent: Lent, own: str) -> tuple[str, str]:
    """The question as it is shown, and the words that it is lent."""
    word, lang = _meant(leant, lent), lent.lang
    topic = _pointed_at(own, lent) or word or ("" if of_person(own, lang) else lent.topic)
    whole = filled(own, lang, topic) if topic else None
    lends = f"{topic_words(lent)} {word}".strip()
    if whole:
        return _marked(whole, lang), topic if topic not in lends else lends
    if word or not lent.topic:
        brackets = "（{}）" if lang == "zh" else " ({})"
        return joined(stem(lent.root) + brackets.format(word) if word else lent.root, own, lang), lends
    return of_topic(lent.topic, own, lang), lends


def _pointed_at(own: str, lent: Lent) -> str:
    """Whom or what the pronouns of a follow-up stand for, where its topics tell; "" where they do not.

    它 after 新图书馆在哪里 is the library, and not the place that was the answer.
    """
    if of_person(own, lent.lang):
        return person(lent.turns, lent.stories)
    return "" if may_be_person(lent.topic) else lent.topic


def _marked(whole: str, lang: Language) -> str:
    return f"{stem(whole)}{'？' if lang == 'zh' else '?'}"


def _meant(leant: Leaning, lent: Lent) -> str:
    """What a pronoun for one stands for, where the answer before marked one short word."""
    words = {word.strip() for word in lent.turns[-1].words}
    if not leant.one or len(words) != 1 or simplified(lent.turns[-1].question) != lent.root:
        return ""
    word = words.pop()
    asked_who = analyse(lent.root).kind in {Kind.PERSON, Kind.ORGANISATION, Kind.PLACE}
    return word if asked_who and len(word) <= _LONGEST_WORD else ""
