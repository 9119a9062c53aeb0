"""The words that answer why, how, where and what: those that the reader chose, their ends put right."""

from __future__ import annotations

from retrieval.evidence.interviews import turn_of
from retrieval.evidence.own_clause import own_clause
from retrieval.evidence.papers_needed import brought_in
from retrieval.evidence.places import place_in
from retrieval.evidence.reasons import reason_in
from retrieval.evidence.sentences import Evidence
from retrieval.models import Span
from retrieval.question.analysis import Kind, Question

_SAID = {Kind.HOW, Kind.WHY, Kind.WHAT}
LONGEST_SAID = 40
"""Characters of a turn's first sentence up to which all of it answers a question of how, why or what."""


def unformed(question: Question, text: str, evidence: Evidence, span: Span) -> Span:
    """The words for a question whose answer has no form of its own.

    Args:
        question: Analysed.
        text: The article's text, in simplified characters.
        evidence: A sentence of it.
        span: What the reader chose, offsets in the sentence, as are those given back.
    """
    said = turn_of(text, evidence.start, evidence.end)
    if said and question.kind in _SAID and said[1] - said[0] <= LONGEST_SAID:
        return said[0] - evidence.start, said[1] - evidence.start
    quote = evidence.text
    span = own_clause(question, quote, span)
    span = brought_in(question, quote, reason_in(question, quote, span))
    start, end = place_in(question, quote, span)
    spoken = said[0] - evidence.start if said else 0  # a speaker's name is no part of what he says
    return (max(start, spoken), end) if spoken < end else (start, end)
