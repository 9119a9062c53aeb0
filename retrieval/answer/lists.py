"""The list that a question asks for, among the enumerations of the evidence.

Every enumeration in and around the best sentences is a candidate. The words that frame it must be the
question's, its length should be the number asked for, and its items should end on the noun asked for.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from retrieval.answer.enumerations import (
    Enumeration,
    framed,
    joined,
    ordinals,
    pauses,
    sentence_around,
    titles,
)
from retrieval.answer.item_kinds import can_be, division_of, nouns_of
from retrieval.evidence.rivals import apart
from retrieval.evidence.sentences import Evidence
from retrieval.models import Span
from retrieval.question.analysis import Kind, Question, number_of
from retrieval.search.rarity import Rarity
from vectorstore.catalogue.terms import terms

_FIGURE = re.compile(r"\d+\s?[万亿]?[个家名位项种条所座元吨亩人公里米%％]")
_COUNT = re.compile(
    r"等?(?:共|这)?(\d{1,3}|[一二两三四五六七八九十]{1,3})(?:[个家名位项种条所座大类场部]|(?=[市县区镇乡村省州国校院局]))"
)

FRAMED = 0.5
FRAMED_WITH_COUNT = 0.2
"""How much of the question must stand around a list for it to be the whole answer; less where the number
of items agrees. On the list questions of cmrc-trial and xquad-zh such a list held the gold answer in 21 of
29 cases, one below in 57 of 140: there the best sentences are quoted instead."""

FRAMED_DIVISIONS = 0.1
"""The same for a list of cities where cities are asked for: few reports have two such lists. Set by hand."""

READ = 6
"""Best sentences whose enumerations are candidates."""

READ_ON = {"zh": 6, "en": 16}
"""Sentences read where none of those held a list of a known length: an English question's words do not
tell the sentence that introduces a list from the others. Set by hand on the real page."""

COUNT_BONUS = 0.5
HEAD_BONUS = 0.3
FRAME_WEIGHT = 1.5
OLD_NEWS = 0.8
DECLARED = 0.6
"""A right number outweighs a third of the frame's words. Set by hand on the list questions of the sample
pages (tests/data/sample_questions.jsonl) and the real page, a few dozen in all; not swept."""


@dataclass(frozen=True, slots=True)
class FoundList:
    """A list and the sentences that hold it.

    Attributes:
        evidence: The sentence that led to it.
        items: Offsets of the items in the article's text.
        quotes: The sentences that hold them, offsets, in order.
        framed: The question's words around the items: share of their weight, those of the clause
            itself counted in full, those before it and in the headline less; 1 for an English
            question, whose words cannot stand there.
        exact: Whether the number of items is the number asked for, or the one that the text
            itself gives beside the items (有3家企业：甲、乙和丙; 甲、乙和丙3家企业).
        told: How many there are as the text says beside the items; 0 where it does not say.
        of_division: Whether cities, counties or villages are asked for and all items are such.
    """

    evidence: Evidence
    items: tuple[Span, ...]
    quotes: tuple[Span, ...]
    framed: float
    exact: bool
    told: int = 0
    of_division: bool = False

    @property
    def sure(self) -> bool:
        """Whether the list stands for the whole answer."""
        least = FRAMED_DIVISIONS if self.of_division else FRAMED_WITH_COUNT if self.exact else FRAMED
        return self.framed >= least


def find_list(question: Question, evidence: Sequence[Evidence], rarity: Rarity) -> FoundList | None:
    """The enumeration that answers a list question; None where the evidence holds none."""
    if question.kind is not Kind.LIST or not evidence:
        return None
    best: tuple[float, FoundList] | None = None
    top = evidence[0].score
    for at, item in enumerate(evidence[: READ_ON[question.lang]]):
        if at >= READ and best and best[1].exact:
            break
        if apart(question, f"{item.article.headline or ''}\n{item.text}").rival:
            continue  # 省级绿色工厂 are no 国家级
        for candidate in _candidates(question, item):
            if _named_already(question, item, candidate) or not _of_kind(question, item, candidate):
                continue
            frame = _frame(question, item, candidate, rarity)
            score = FRAME_WEIGHT * frame + 0.3 * (item.score - top)
            counts = _declared(question, item, candidate)
            declared = len(candidate.items) in counts
            agreement = _count_agreement(question.asked, len(candidate.items))
            score += COUNT_BONUS * max(agreement, DECLARED * declared)
            score += HEAD_BONUS * _ends_on_head(question, item, candidate)
            score -= OLD_NEWS * _repeats(question, item, candidate)
            if best is None or score > best[0]:
                text = item.reading
                exact = declared or len(candidate.items) == question.asked
                quotes = dict.fromkeys(sentence_around(text, span) for span in candidate.items)
                # English words cannot stand around a Chinese list: only its number speaks for it.
                frame = frame if exact or question.lang == "zh" else 0.0
                # An English question's noun is not there to tell what a number counts.
                told = max(counts, default=0) if question.lang == "zh" and question.head else 0
                told = len(candidate.items) if declared else told
                divided = _of_division(question, item, candidate, counts)
                best = score, FoundList(item, candidate.items, tuple(quotes), frame, exact, told, divided)
    return best[1] if best else None


def _declared(question: Question, item: Evidence, candidate: Enumeration) -> set[int]:
    """The counts of the thing asked for that stand right behind the last item and last before the first.

    三家公司 behind three names says nothing where 园区 are asked for.
    """
    text = item.reading
    behind = _COUNT.match(text, candidate.items[-1][1])
    before = list(_COUNT.finditer(text, item.start, max(item.start, candidate.items[0][0])))
    counts = [count for count in (behind, *before[-1:]) if count]
    head = set(question.head[:2]) if question.lang == "zh" else set()
    return {
        number_of(count.group(1))
        for count in counts
        if not head or head.intersection(text[count.start(1) : count.end() + 4])
    }


def _candidates(question: Question, item: Evidence) -> list[Enumeration]:
    text = item.reading
    found = pauses(text, item.start, item.end)
    return [
        *found,
        *(joined(found, question.asked) if question.asked else ()),
        *ordinals(text, item.start, len(text)),
        *titles(text, item.start, item.end),
        *(framed(text, question.head) if question.lang == "zh" else ()),
    ]


def _of_kind(question: Question, item: Evidence, candidate: Enumeration) -> bool:
    return can_be(question, [item.reading[a:b] for a, b in candidate.items])


def _of_division(question: Question, item: Evidence, candidate: Enumeration, counts: set[int]) -> bool:
    """Whether all items are of the division asked for, by their ending or by 五市 behind five of them."""
    division = division_of(question)
    if not division or len(candidate.items) <= _PAIR:
        return False
    ends = all(item.reading[b - 1] == division for _, b in candidate.items)
    return ends or len(candidate.items) in counts


_PAIR = 2
"""Two names joined are no list yet: 甲市和乙市 stand in many sentences."""


def _named_already(question: Question, item: Evidence, candidate: Enumeration) -> bool:
    """Whether the question names one of the items itself: it asks for something else about it."""
    return any(item.reading[a:b] in question.text for a, b in candidate.items)


def _frame(question: Question, item: Evidence, candidate: Enumeration, rarity: Rarity) -> float:
    """The question's words in the clause of the enumeration and the one before it, items left out."""
    if question.lang == "en":
        return 1.0
    text = item.reading
    start, end = max(candidate.start, item.start - 1), candidate.end
    outside = [text[item.start : start]] if start > item.start else []
    at = candidate.start
    for a, b in candidate.items:
        outside.append(text[at:a])
        at = b
    outside.append(text[at:end])
    near = set(terms("\n".join(outside[1:] if start > item.start else outside)))
    far = set(terms(outside[0])) if start > item.start else set()
    far |= set(terms(item.article.headline or ""))
    if division_of(question):  # 座谈会设在机关。五市的负责人先后发言: the sentence before says where
        far |= set(terms(text[text.rfind("。", 0, max(0, item.start - 1)) + 1 : item.start]))
    asked = list(dict.fromkeys(terms(question.content)))
    return rarity.covered(asked, near) + 0.4 * rarity.covered(asked, far - near)


def _repeats(question: Question, item: Evidence, candidate: Enumeration) -> float:
    """Share of the items that say the question's own words again, or a figure: no names of anything."""
    asked = set(terms(question.content)) - set(terms(question.head))
    items = [item.reading[a:b] for a, b in candidate.items]
    return sum(bool(asked.intersection(terms(one)) or _FIGURE.search(one)) for one in items) / len(items)


def _count_agreement(asked: int, found: int) -> float:
    """1 for the number asked for, falling to 0 with the distance; 0 where no number was said."""
    return max(0.0, 1 - abs(asked - found) / asked) if asked else 0.0


def _ends_on_head(question: Question, item: Evidence, candidate: Enumeration) -> bool:
    nouns = nouns_of(question)
    if question.lang == "en":  # 公司 is left out of the names of firms
        nouns = tuple(noun for noun in nouns if len(noun) == 1)
    # 园区 are named …园 as often as …区.
    heads = {character for noun in nouns for character in noun[:2]}
    ends = sum(item.reading[b - 1] in heads for _, b in candidate.items)
    if not heads:
        return False
    return 2 * ends >= len(candidate.items)
