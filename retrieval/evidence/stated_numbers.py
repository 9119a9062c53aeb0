"""A story with the day or the number that a question names, before one that names only others.

24日天气怎么样 is told by the forecast that has a 24日, however close an older one comes in everything else.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from retrieval.evidence.occasion import another_day
from retrieval.evidence.rivals import apart
from retrieval.evidence.sentences import Evidence
from retrieval.question.analysis import Question
from vectorstore.catalogue.script import simplified

NEAR = 3.0
"""How far below the best a story with the number may lie, in units of `fits`: what a missing number costs in
log odds (`retrieval.evidence.support`)."""


def with_stated_numbers(question: Question, evidence: Sequence[Evidence]) -> list[Evidence]:
    """Raise the best story that has the question's numbers before a best one that lacks some of them.

    Args:
        question: Analysed.
        evidence: Best first.

    Returns:
        The same sentences; as they were where the first story has all numbers, or none near it has more.
    """
    if not evidence or question.lang == "en" or not any(map(str.isdecimal, question.text)):
        return list(evidence)
    lacking: dict[str, float] = {}
    best = evidence[0]
    for item in evidence:
        if item.score < best.score - NEAR:
            break
        id_ = item.article.id
        if id_ not in lacking:
            title = simplified(item.article.headline or "")
            lacking[id_] = apart(question, f"{title}\n{item.reading}").number
        if lacking[id_] < lacking[best.article.id] and not another_day(question.text, item.text):
            raised = best.score - item.score + _ABOVE
            own = [replace(e, score=e.score + raised) for e in evidence if e.article.id == id_]
            return [*own, *(e for e in evidence if e.article.id != id_)]
    return list(evidence)


_ABOVE = 1e-6  # no tie
