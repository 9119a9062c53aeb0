"""The words that answer, inside an evidence sentence.

Chinese asks in place: what stands before and behind the interrogative in the question stands before
and behind the answer in the text. Candidates come from the kind of the question (quantities, times,
enumerated items, clauses), and the nearness of the question's words to both of their ends decides.
"""

from __future__ import annotations

import re

from corpus.sentences import clause_spans
from retrieval.models import Span
from retrieval.quantities import durations, quantities, times
from retrieval.question import Kind, Question
from retrieval.rarity import Rarity
from retrieval.units import carries
from vectorstore.terms import terms

_REASON = re.compile(r"因为|由于|因此|因而|因|为了|旨在|以便|之所以|是为")


def answer_spans(question: Question, text: str, start: int, end: int, rarity: Rarity) -> tuple[Span, ...]:
    """Find the words of `text[start:end]` that answer the question.

    Returns:
        Offsets in `text`, in order; empty where nothing stands out.
    """
    quote = text[start:end]
    typed: list[Span] = []
    if question.kind is Kind.NUMBER:
        typed = quantities(quote)
        typed = [span for span in typed if carries(quote[slice(*span)], question.units)] or typed
    elif question.kind is Kind.DATE:
        typed = times(quote)
    elif question.kind is Kind.DURATION:
        typed = durations(quote) or times(quote)
    if typed:
        best = max(typed, key=lambda span: (_nearness(question, quote, span, rarity), -span[0]))
        return ((start + best[0], start + best[1]),)
    return _clause(question, text, start, end, rarity)


def _nearness(question: Question, quote: str, span: Span, rarity: Rarity) -> float:
    wanted = list(dict.fromkeys(terms(question.content)))
    score = 0.0
    lowered = quote.lower()
    for term in wanted:
        at = lowered.find(term)
        while at >= 0:
            distance = max(span[0] - at - len(term), at - span[1], 0)
            score += rarity.weight(term) / (2 + distance)
            at = lowered.find(term, at + 1)
    return score


def _clause(question: Question, text: str, start: int, end: int, rarity: Rarity) -> tuple[Span, ...]:
    """The clause nearest to the question, less the question's own words at its ends."""
    asked = set(terms(question.content))
    clauses = clause_spans(text, start, end)
    if not clauses:
        return ()
    if question.kind is Kind.WHY:
        reason = next((c for c in clauses if _REASON.search(text[c[0] : c[1]])), None)
        if reason:
            return (_bare(text, *reason),)
    best = max(clauses, key=lambda c: rarity.covered(asked, set(terms(text[c[0] : c[1]]))))
    return (_bare(text, *best),)


def _bare(text: str, start: int, end: int) -> Span:
    while end > start and text[end - 1] in "，。；：、！？,;:!?. \n":
        end -= 1
    return start, end
