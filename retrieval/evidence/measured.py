"""A story without any sum tells no price, and one without an age nobody's age."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from retrieval.evidence.cells import is_row
from retrieval.evidence.sentences import Evidence
from retrieval.question.analysis import Kind, Question
from retrieval.text.free_of_charge import free
from retrieval.text.quantities import quantities
from retrieval.text.units import AGE, LENGTH, MONEY, TEMPERATURE, WEIGHT, carries

_MEASURES = {MONEY, AGE, LENGTH, WEIGHT, TEMPERATURE}
"""Measures that a figure is never told without: of local-news', xquad-zh's and cmrc-trial's 336 answerable
questions for one of them, the story lacks it for 11, and 7 of these are prices in a table. People, shares and
scores are told in other words too (23–16, 1：7, 三分之二的人口) and are left alone."""

_STOREYS = re.compile(r"[\d一二三四五六七八九十]层")
"""How a paper tells the height of a house."""


def of_measure(question: Question, evidence: Sequence[Evidence]) -> list[Evidence]:
    """Leave out the stories that have no figure in the measure that is asked for.

    Args:
        question: Analysed.
        evidence: Best first.
    """
    if question.kind is not Kind.NUMBER or question.units not in _MEASURES or question.lang != "zh":
        return list(evidence)
    return [
        e
        for e in evidence
        if _has(e.reading, question.units)
        or bool(free(question.text, e.reading))
        or ("高" in question.text and bool(_STOREYS.search(e.reading)))
        or any(is_row(line) for line in e.reading.split("\n"))
    ]


@lru_cache(maxsize=1024)
def _has(text: str, units: tuple[str, ...]) -> bool:
    low = text.lower()  # 182CM
    return any(carries(low[start:end], units) for start, end in quantities(low))
