"""Whether a story has what an English question asks for in the form that it must have.

Of a Chinese question its characters say what is counted and who is meant; of an English one the dictionary
and the spelling of names do (`retrieval.evidence.bridge`). 35件乐器 counts the musical instruments that are
asked for though 件 is no unit of theirs; a story in which no time stands does not tell when; the age of Ge
Guihua is not told by 最大的74岁.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from retrieval.evidence.ages import tells_age
from retrieval.evidence.building_costs import asks_building_cost, tells_building_cost
from retrieval.evidence.sentences import Evidence
from retrieval.question.analysis import Kind, Question
from retrieval.text.figures import figures
from retrieval.text.pinyin import name_spans, names_in
from retrieval.text.quantities import times

_YEAR = re.compile(r"(?<!\d)(?:1\d|20)\d\d(?!\d)")
_AGE_ASKED = re.compile(
    r"\bhow\s+old\s+(?:is|was|are|were)\b|\bwhat(?:'s|\s+(?:is|was))\s+the\s+age\s+of\b", re.IGNORECASE
)
_BUILDING = re.compile(
    r"\b(?:building|library|museum|theat(?:re|er)|bridge|tunnel|road|highway|railway|school|hospital|hall|stadium"
    r"|station|airport|plant|factory|tower|park|square|centre|center)\b",
    re.IGNORECASE,
)
"""What is built: what it cost is no fee that it charges."""

READ = 4
"""Sentences of the story that are looked at for an age, the best first; as in `retrieval.evidence.ages`."""


def counts_asked(item: Evidence) -> bool:
    """Whether a figure of the sentence stands right before what an English question counts."""
    bridge = item.bridge
    return bool(bridge and any(bridge.counts(item.text, figure.end) for figure in figures(item.text)))


def lacks_form(question: Question, evidence: Sequence[Evidence]) -> bool:
    """Whether nothing that was read has a time where one is asked for, or a story only another's age or fees.

    Args:
        question: Analysed; False for one that is not in English.
        evidence: Best first, not empty.
    """
    if question.lang != "en":
        return False
    if question.kind is Kind.DATE:
        return not any(times(item.text) or _YEAR.search(item.text) for item in evidence)
    best = evidence[0]
    if asks_building_cost(question) and _BUILDING.search(question.text):
        return not tells_building_cost(best.reading)
    if not _AGE_ASKED.search(question.text):
        return False
    story = [item.text for item in evidence if item.article.id == best.article.id][:READ]
    spans = [span for name in names_in(question.text) for span in name_spans(best.reading, name)]
    named = {best.reading[start:end] for start, end in spans}
    return bool(named) and not any(tells_age(text, who) for text in story for who in named)
