"""The words that answer, inside an evidence sentence.

The reader marks them (`evidence.reader`). Where a figure, a time or a person is asked for, what has that
form is a candidate, and which of them is marked is decided by the reader's odds and by how near the
question's words stand: the reader has learnt from encyclopaedias, and a newspaper's sentence lists one
figure after another. Without a reader, rules choose alone (`evidence.left_over`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from math import log

from retrieval.evidence.bridge import Bridge
from retrieval.evidence.candidates import typed
from retrieval.evidence.cells import cell_asked
from retrieval.evidence.credits import credited, outside, read_without, unwritten
from retrieval.evidence.left_over import answer_spans, nearness
from retrieval.evidence.named import can_be_who, people_named
from retrieval.evidence.offices import holds_no_office
from retrieval.evidence.reader import Reading
from retrieval.evidence.rivals import NOTHING_LACKS, apart
from retrieval.evidence.sentences import Evidence
from retrieval.evidence.siblings import own_of_sibling
from retrieval.evidence.singling import singled
from retrieval.evidence.singling_times import end_of_range
from retrieval.evidence.unformed import unformed
from retrieval.evidence.unsaid import post_of, unsaid
from retrieval.models import Span
from retrieval.question.analysis import Kind, Question
from retrieval.search.rarity import Rarity
from retrieval.text.quantities import times, uncut
from retrieval.text.telephones import asks_telephone
from vectorstore.catalogue.terms import terms

NEARNESS = 1.0
"""What the logarithm of a candidate's nearness adds to the reader's log odds."""

WITHIN = 4.0
"""How far below the reader's own choice the best candidate may lie and still be marked in its place. With
both, and with the reader's choice alone, F1 of the marked words in the right sentence, by readers that had
not seen the paragraph: figures in cmrc-trial 0.686 and 0.711, xquad-zh 0.678 and 0.677, xquad-en 0.651 and
0.606; times 0.690 and 0.702, 0.915 and 0.927, 0.830 and 0.848; persons 0.622 and 0.640, 0.720 and 0.699,
0.545 and 0.533. On the sample pages and the real page all together: 0.625 and 0.575, 0.821 and 0.756."""


MUCH = 16
"""Characters of the reader's choice from which it says no more than the sentence, where a figure or a time is
asked for: CMRC's annotators marked whole sentences now and then."""


def marked(question: Question, evidence: Evidence, rarity: Rarity) -> tuple[Span, ...]:
    """The words of a sentence that answer, offsets in its article's text; empty where nothing stands out."""
    text = evidence.reading
    cell = cell_asked(question, text, evidence.start, evidence.end)
    if cell:
        return tuple(cell)
    byline = credited(question, evidence)
    if evidence.read is None:
        found = answer_spans(question, text, evidence.start, evidence.end, rarity)
        return tuple(outside(list(found), [(evidence.start + a, evidence.start + b) for a, b in byline]))
    read = read_without(evidence.read, byline)
    return _read(question, evidence, read, byline, rarity) if read else ()


def _read(
    question: Question, evidence: Evidence, read: Reading, byline: list[Span], rarity: Rarity
) -> tuple[Span, ...]:
    """The words that the reader marks in running text, outside of the byline."""
    text = evidence.reading
    start, end, quote = read.start, read.end, evidence.text
    bridge = evidence.bridge
    post = post_of(question.text, bridge, quote) if bridge else None
    if post:
        return ((evidence.start + post[0], evidence.start + post[1]),)
    formed = outside(_formed(question, quote, bridge, len(read.edges)), byline)
    if bridge and not formed and read.edges.size:
        start, end = unsaid(question, bridge, quote, read)
    if question.kind is Kind.PERSON and not formed:
        if not can_be_who(quote[start:end]):
            named = [span for span in people_named(quote, question.text) if span[1] <= len(read.edges)]
            formed = outside(named, byline)
        if not formed and _nobody(question, quote, (start, end)):
            return ()
    fitting = singled(question, quote, own_of_sibling(question, evidence, formed))
    fitting = unwritten(question, quote, fitting)
    # What the reader marks around a name in another language's question is what its bearer did.
    inside = [span for span in fitting if start <= span[0] and span[1] <= end]
    bearer = bridge is not None and question.kind is Kind.PERSON and bool(inside)
    fitting = inside if bearer else fitting
    if fitting:
        odds = {span: float(read.edges[span[0], 0] + read.edges[span[1] - 1, 1]) for span in fitting}
        beside = (
            {span: _beside_words(bridge, quote, span, fitting) for span in fitting}
            if bridge
            else {span: _beside(question, quote, span, fitting, rarity) for span in fitting}
        )
        best = max(fitting, key=lambda span: odds[span] + beside[span])
        at_length = end - start > MUCH and question.kind is not Kind.PERSON
        ruled_out = (start, end) not in fitting and any(
            a < end and start < b for a, b in formed if (a, b) not in fitting
        )
        no_one = question.kind is Kind.PERSON and not can_be_who(quote[start:end])
        # In another language's words the reader can miss what form is asked for.
        formless = bridge is not None and not any(a < end and start < b for a, b in formed)
        sure = ruled_out or no_one or formless or bearer or asks_telephone(question.text)
        if at_length or sure or odds[best] > read.span - WITHIN:
            start, end = _whole_range(question, quote, _after_change(question, quote, best, fitting), formed)
            start, end = end_of_range(question, quote, (start, end))
    else:
        start, end = unformed(question, text, evidence, (start, end))
    start, end = uncut(quote, (start, end))
    if question.kind in _TOLD and times(quote[start:end]) == [(0, end - start)]:
        return ()
    return ((evidence.start + start, evidence.start + end),)


def _formed(question: Question, quote: str, bridge: Bridge | None, seen: int) -> list[Span]:
    """The candidates among the characters that were read, without whom an English question names itself."""
    asked_of = bridge.named(quote) if bridge else []
    return [
        span
        for span in typed(question, quote)
        if span[1] <= seen and not any(a < span[1] and span[0] < b for a, b in asked_of)
    ]


def _nobody(question: Question, quote: str, span: Span) -> bool:
    """Whether words chosen for a question of who name nobody that can be meant."""
    return not can_be_who(quote[slice(*span)]) or holds_no_office(question, quote, span)


_TOLD = {Kind.HOW, Kind.WHY, Kind.DEFINITION}
"""Kinds that a date alone never answers."""

_NOWHERE = 0.01
"""Nearness of a candidate beside which the question says nothing."""

LED = 5.0
"""What it adds that all of the question's words stand between the candidate before, or the last ；, and this
one, and what it takes away that another's do (`evidence.rivals`): of 国家级5家、省级14家 each figure is its
own words'. On the development sets worth no more than a hundredth either way; set by hand for newspapers."""

COUNTED = 1.0
"""The same for a figure right before what the question counts: as much as all of its words. Set by hand."""

_DATED = re.compile(r"\d\s?[年月日号]")
_CHANGE = re.compile(
    r"(?:提前|延后|推迟|延长|缩短|调整|增加|提高|上升|回升|降低|减少|下降|扩大|改|变|增|降|升|压缩?|缩|减)?(?:到|至|为|成)"
)
_BEFORE_CHANGE = re.compile(r"原|以前|之前|过去|曾")


def _lead(quote: str, span: Span, others: Sequence[Span]) -> int:
    """Where what leads up to a candidate begins: behind the one before it, or the last ；."""
    before = max((other[1] for other in others if other[1] <= span[0]), default=0)
    return max(before, *(quote.rfind(mark, 0, span[0]) + 1 for mark in "。；"))


def _beside_words(bridge: Bridge, quote: str, span: Span, others: Sequence[Span]) -> float:
    """What an English question's words, found by a dictionary, say for a candidate by standing near it."""
    led = bridge.share_within(quote, _lead(quote, span, others), span[0])
    led += COUNTED * bridge.counts(quote, span[1])
    return NEARNESS * log(bridge.nearness(quote, *span) + _NOWHERE) + LED * led


def _beside(question: Question, quote: str, span: Span, others: Sequence[Span], rarity: Rarity) -> float:
    """What the question's words around a candidate say for it."""
    start = _lead(quote, span, others)
    asked = list(dict.fromkeys(terms(question.content)))
    lead = quote[start : span[0]]
    other = apart(question, lead) if len(others) > 1 else NOTHING_LACKS
    led = rarity.covered(asked, set(terms(lead))) - other.rival
    led -= other.number if _DATED.search(lead) else 0.0
    return NEARNESS * log(nearness(question, quote, span, rarity) + _NOWHERE) + LED * led


def _after_change(question: Question, quote: str, span: Span, others: Sequence[Span]) -> Span:
    """由20时30分延后到21时 means 21时, unless what was is asked for."""
    if _BEFORE_CHANGE.search(question.text):
        return span
    later = (other for other in others if _CHANGE.fullmatch(quote[span[1] : other[0]]))
    return next(later, span)


_RANGE = re.compile(r"\s?(?:至|到|[~～—–-])\s?")
_END_ASKED = re.compile(
    r"\b(?:until|till|by\s+when|end|finish|clos|start|begin|open|from|resum|back|earliest|latest|first|last|least|most)",
    re.IGNORECASE,
)


_HOURS_ASKED = re.compile(r"\bhours\b", re.IGNORECASE)


def _whole_range(question: Question, quote: str, span: Span, others: Sequence[Span]) -> Span:
    """每亩50元到60元 and 22时至次日6时 are one answer, unless one end of them is asked for."""
    if question.lang != "en" or (_END_ASKED.search(question.text) and not _HOURS_ASKED.search(question.text)):
        return span
    start, end = span
    for a, b in others:
        if b <= start and _RANGE.fullmatch(quote[b:start]):
            start = a
        elif a >= end and _RANGE.fullmatch(quote[end:a]):
            end = b
    return start, end
