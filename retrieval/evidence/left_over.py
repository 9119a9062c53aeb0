"""The words that answer, by rules alone: what the nearest clause says beyond the question.

Chinese asks in place: what stands around the interrogative in the question stands around the answer in
the text. So figures and times are chosen by the question's words next to them, and for other questions
the answer is what is left over.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.sentences import clause_spans
from retrieval.evidence.candidates import typed
from retrieval.evidence.singling import singled
from retrieval.models import Span
from retrieval.question.analysis import Kind, Question
from retrieval.search.rarity import Rarity
from vectorstore.catalogue.terms import terms

_REASON = re.compile(r"因为|由于|因此|因而|因|为了|旨在|以便|之所以|是为")
_MARKS = "，。；：、！？,;:!?.“”‘’「」『』（）()《》 \n"
_OUTSIDE_CLAUSE = 12
"""Characters that a clause mark between a word and a figure counts for."""

_LONG_KINDS = {Kind.HOW, Kind.LIST, Kind.DEFINITION, Kind.WHETHER}
"""Kinds whose answers run on: from the nearest clause to the sentence's end."""

_ANCHOR = 6
"""Characters on either side of the interrogative that the answer's neighbours are compared with."""

_BRACKETS = ("(", "（", "「", "“")


def answer_spans(question: Question, text: str, start: int, end: int, rarity: Rarity) -> tuple[Span, ...]:
    """Find the words of `text[start:end]` that answer the question, by rules alone.

    Returns:
        Offsets in `text`, in order; empty where nothing stands out.
    """
    quote = text[start:end]
    found = singled(question, quote, typed(question, quote))
    if found:
        a, b = max(found, key=lambda span: (nearness(question, quote, span, rarity), -span[0]))
        return ((start + a, start + b),)
    if question.lang == "en":
        return ()
    left = _left_over(question, quote, rarity)
    return ((start + left[0], start + left[1]),) if left else ()


def nearness(question: Question, quote: str, span: Span, rarity: Rarity) -> float:
    """How closely the question's words stand around a span; a clause mark between them parts them."""
    score = 0.0
    lowered = quote.lower()
    for term in dict.fromkeys(terms(question.content)):
        weight = rarity.weight(term)
        at = lowered.find(term)
        while at >= 0:
            between = quote[at + len(term) : span[0]] if at < span[0] else quote[span[1] : at]
            marks = sum(character in "，；。：" for character in between)
            score += weight / (2 + len(between) + _OUTSIDE_CLAUSE * marks)
            at = lowered.find(term, at + 1)
    return score


def _left_over(question: Question, quote: str, rarity: Rarity) -> Span | None:
    """What the clauses nearest to the question say beyond it."""
    clauses = clause_spans(quote, 0, len(quote))
    if not clauses:
        return None
    asked = set(terms(question.content))
    best = max(clauses, key=lambda c: rarity.covered(asked, set(terms(quote[slice(*c)]))))
    if question.kind is Kind.WHY:
        reason = next((c for c in clauses if _REASON.search(quote[slice(*c)])), None)
        return _bare(quote, *(reason or (0, len(quote))))
    if question.kind in _LONG_KINDS:
        return _bare(quote, best[0], len(quote))
    known = _known(question, quote)
    left = [run for clause in clauses for run in _runs(quote, clause, known) if run[1] - run[0] > 1]
    if not left:
        at = clauses.index(best)
        return _bare(quote, *clauses[min(at + 1, len(clauses) - 1)])
    before, behind = _around(question)

    def fitness(run: Span) -> float:
        lead, rest = quote[max(0, run[0] - _ANCHOR) : run[0]], quote[run[1] : run[1] + _ANCHOR]
        score = nearness(question, quote, run, rarity)
        score += 3 * _shared_end(lead, before) + 3 * _shared_end(rest[::-1], behind[::-1])
        return score * (0.3 if quote[run[0] - 1 : run[0]] in _BRACKETS else 1) + min(run[1] - run[0], 12) / 4

    return max(left, key=fitness)


def _around(question: Question) -> tuple[str, str]:
    """The question's characters before and behind its interrogative."""
    before, _, behind = question.content.strip().partition(" ")
    if not behind.strip():
        return (before, "") if not question.content.startswith(" ") else ("", before)
    return before.strip()[-_ANCHOR:], behind.strip()[:_ANCHOR]


def _shared_end(text: str, wanted: str) -> int:
    """How many last characters of `wanted` stand together at the end of `text`, function words aside."""
    text = text.rstrip("了的是在为有于由被")
    wanted = wanted.rstrip("了的是在为有于由被")
    shared = 0
    while shared < min(len(text), len(wanted)) and text[-1 - shared] == wanted[-1 - shared]:
        shared += 1
    return shared


def _known(question: Question, quote: str) -> list[bool]:
    """For each character of the quote, whether the question says it, two neighbours at a time."""
    known = [False] * len(quote)
    said = question.text.lower()
    lowered = quote.lower()
    for at in range(len(quote) - 1):
        if lowered[at : at + 2] in said and not lowered[at : at + 2].isspace():
            known[at] = known[at + 1] = True
    return known


def _runs(quote: str, clause: Span, known: list[bool]) -> Iterator[Span]:
    at = clause[0]
    while at < clause[1]:
        if known[at] or quote[at] in _MARKS:
            at += 1
            continue
        stop = at
        while stop < clause[1] and not known[stop] and quote[stop] not in "，。；：！？()（）\n":
            stop += 1
        yield _stripped(quote, at, stop)
        at = stop


_HEAD_WORDS = re.compile(r"^(?:[的了是在为有于由被和与及也就都则即叫称]|称为|名为|叫做|位于|通过)+")
_TAIL_WORDS = re.compile(r"(?:[的了是在为有于由被和与及也就都则])+$")


def _stripped(quote: str, start: int, end: int) -> Span:
    """Without marks and function words at its ends."""
    start, end = _bare(quote, start, end)
    head = _HEAD_WORDS.match(quote[start:end])
    if head and head.end() < end - start:
        start += head.end()
    tail = _TAIL_WORDS.search(quote[start:end])
    if tail and tail.start() > 0:
        end = start + tail.start()
    return _bare(quote, start, end)


def _bare(text: str, start: int, end: int) -> Span:
    while end > start and text[end - 1] in "，。；：、！？,;:!?. \n":
        end -= 1
    while start < end and text[start] in "，。；：、 \n":
        start += 1
    return start, end
