"""Of a table in which the question names a row, that row and no other."""

from __future__ import annotations

from collections.abc import Sequence

from retrieval.evidence.cells import is_row, names_row
from retrieval.evidence.sentences import Evidence
from retrieval.question.analysis import Question


def of_row(question: Question, evidence: Sequence[Evidence]) -> list[Evidence]:
    """Leave out a table's other rows and the names of its columns, where the question names one of its rows.

    Args:
        question: Analysed.
        evidence: Best first.
    """
    meant = {e.article.id for e in evidence if names_row(question, e.text)}
    return [
        e
        for e in evidence
        if e.article.id not in meant or not is_row(e.text.strip("\n")) or names_row(question, e.text)
    ]
