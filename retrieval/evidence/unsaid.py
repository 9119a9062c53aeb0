"""Words of a sentence that an English question asks for, and not those that it says itself.

The reader learnt in Chinese from what a sentence shares with its question, character by character. Between
languages it cannot see that, and marks the question's own thing now and then: 如遇雨天 for what happens if
it rains. The dictionary can (`retrieval.evidence.bridge`).
"""

from __future__ import annotations

import re

import numpy as np
from numpy.typing import NDArray

from retrieval.evidence.bridge import Bridge
from retrieval.evidence.reader import LONGEST_SPAN, Reading
from retrieval.models import Span
from retrieval.question.analysis import Kind, Question
from retrieval.text.quantities import quantities, times
from retrieval.text.words import TITLES

SAID = 5.0
"""Log odds lost where all of the question's words stand inside the words marked."""

CLAUSE = 1.0
"""Log odds gained where all of them stand in the clause in which the marked words begin. Both from a sweep
over half of xquad-en and near-xquad-en, read by readers that had not seen the paragraph: F1 of the marked
words is 0.504 without, 0.522 at 3 and 0, 0.526 at 3 and 1, 0.530 at 5 and 1, 0.508 at 10 and 2."""

_INSIDE = re.compile(r"(?<=[\d.A-Za-z])[\d.A-Za-z]|(?<=\d)[月日号时点分元%％]")
"""Inside a figure or a Latin word, where marked words neither begin nor end."""

A_TIME = 6.0
"""Log odds lost by words that lie in a time, where none is asked for, or for where and who in a figure:
more than two choices of the reader lie apart. Set by hand on the sample pages, where what is left over is
often the dateline."""

REASON = 4.0
"""The same for why, in a clause that says it gives a reason. Set by hand: xquad-en has few of them."""

_REASON = re.compile(r"因为|由于|因此|因而|因|为了|旨在|以便|之所以|多亏|鉴于")
_CLAUSE_END = re.compile(r"[，。；：！？]")
_WHO_IS = re.compile(r"^who(?:'s|\s+(?:is|was))\s+(?:mr\.?\s+|ms\.?\s+)?[a-z' -]+\??$", re.IGNORECASE)
_POST = re.compile(rf"[一-鿿]*(?:{TITLES})$")


def unsaid(question: Question, bridge: Bridge, text: str, reading: Reading) -> Span:
    """The reader's best words where those that the question says count against them.

    Args:
        question: Analysed.
        bridge: Its words.
        text: The sentence in simplified characters.
        reading: What the reader made of it.
    """
    because = question.kind is Kind.WHY and bool(_REASON.search(text))
    timed = times(text[reading.start : reading.end]) == [(0, reading.end - reading.start)]
    if not because and not timed and not bridge.share_within(text, reading.start, reading.end):
        return reading.start, reading.end
    size = len(reading.edges)
    said = np.zeros(size + 1)
    for start, end, word in bridge.places(text):
        if end <= size:
            said[start:] += bridge.share({word}) / 2
            said[end:] += bridge.share({word}) / 2
    inside = said[1:][None] - said[:-1][:, None]
    odds = reading.edges[:, 0][:, None] + reading.edges[:, 1][None] - SAID * np.maximum(inside, 0)
    by_clause = REASON * _reasons(text, size) if because else CLAUSE * _by_clause(bridge, text, size)
    odds = odds + by_clause[:, None]
    figures = quantities(text) if question.kind in {Kind.PLACE, Kind.PERSON} else []
    for start, end in [*times(text), *figures]:  # when and how much have candidates of their own
        odds[start:end, :end] -= A_TIME
    between = np.arange(size)[None] - np.arange(size)[:, None]
    cut = np.array([bool(_INSIDE.match(text, at)) for at in range(size + 1)])
    whole = ~cut[:-1][:, None] & ~cut[1:][None]
    odds = np.where((between >= 0) & (between < LONGEST_SPAN) & whole, odds, -np.inf)
    start, last = divmod(int(odds.argmax()), size)
    return start, last + 1


def _by_clause(bridge: Bridge, text: str, size: int) -> NDArray[np.float64]:
    """For each character the share of the question's words in its clause."""
    shares = np.zeros(size)
    for start, end in _clauses(text):
        shares[start:end] = bridge.share_within(text, start, end)
    return shares


def _reasons(text: str, size: int) -> NDArray[np.float64]:
    """For each character 1 in a clause that names a reason, behind the word that says so."""
    named = np.zeros(size)
    for start, end in _clauses(text):
        match = _REASON.search(text, start, end)
        if match:
            named[match.end() : end] = 1.0
    return named


def _clauses(text: str) -> list[Span]:
    ends = [match.end() for match in _CLAUSE_END.finditer(text)]
    return list(zip([0, *ends], [*ends, len(text)], strict=True))


def post_of(question: str, bridge: Bridge, text: str) -> Span | None:
    """What a person is, for a question that asks who someone it names is: 市长 in 市长朱良才."""
    if not _WHO_IS.match(question):
        return None
    for start, _ in bridge.named(text):
        match = _POST.search(text, 0, start)
        if match:
            return match.span()
    return None
