"""Which of the sentences gathered may answer: all rules that leave out what is told of something else."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from retrieval.evidence.doers import of_deed
from retrieval.evidence.interviews import with_what_was_asked
from retrieval.evidence.measured import of_measure
from retrieval.evidence.numbered import of_number
from retrieval.evidence.offices import of_office
from retrieval.evidence.rows import of_row
from retrieval.evidence.sentences import Evidence
from retrieval.evidence.siblings import of_sibling
from retrieval.evidence.stated_numbers import with_stated_numbers
from retrieval.evidence.things import of_thing
from retrieval.question.analysis import Question

Rule = Callable[[Question, Sequence[Evidence]], list[Evidence]]

_ABOUT: tuple[Rule, ...] = (of_thing, of_number, of_row, with_stated_numbers)
_TELLS: tuple[Rule, ...] = (of_measure, of_sibling, of_office, of_deed, with_what_was_asked)


def about(question: Question, evidence: Sequence[Evidence]) -> list[Evidence]:
    """The sentences about the bridge, the bus line or the table's row that the question names, best first."""
    return _kept(_ABOUT, question, evidence)


def admitted(question: Question, evidence: Sequence[Evidence]) -> list[Evidence]:
    """Of sentences about the thing asked about those that may tell what is asked, best first.

    Args:
        question: Analysed.
        evidence: Best first, as `about` gives it.
    """
    return _kept(_TELLS, question, evidence)


def _kept(rules: Sequence[Rule], question: Question, evidence: Sequence[Evidence]) -> list[Evidence]:
    kept = list(evidence)
    for rule in rules:
        kept = rule(question, kept)
    return kept


def with_runner_up(kept: Sequence[Evidence], gathered: Sequence[Evidence]) -> list[Evidence]:
    """The sentences that may answer, and one of a story left out, before which the best of them lies.

    How far it does speaks for an answer (`retrieval.evidence.support`). A story that a rule left out and that
    fitted better all the same speaks against one: the question was about that story, which does not tell it.

    Args:
        kept: What `admitted` gave, best first.
        gathered: What it was given, best first.
    """
    if not kept:
        return []
    best, stories = kept[0], {e.article.id for e in kept}
    lost = [e for e in gathered if e.article.id not in stories]
    if lost and (lost[0].score > best.score or len(stories) == 1):
        return [best, lost[0], *kept[1:]]
    return list(kept)
