"""Whether a story has a time of the form that is asked for: 哪一年 wants a year, 几点 an hour.

Any time has the shape of an answer to *when* (`retrieval.evidence.shapes`); a day in June tells no year, and
a date no hour.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from retrieval.evidence.sentences import Evidence
from retrieval.question.analysis import Kind, Question
from retrieval.text.quantities import CLOCK

_YEAR_ASKED = re.compile(r"哪一?年|何年|年份")
_YEAR = re.compile(
    r"(?<!\d)(?:1\d|20)\d\d(?!\d)|\d\s?年(?!代)|[一二三四五六七八九十零〇]年(?!代)|[今去前明后当同次翌本上]年|年[初底]|\d岁"
)
_HOUR_ASKED = re.compile(r"(?<![有提讲出了做])几点|什么钟点")
_HOUR = re.compile(rf"{CLOCK.pattern}|零点|零时|正午|午夜|[两]点")

READ = 3
"""Sentences of the story that are looked at, the best first."""


def lacks_time(question: Question, evidence: Sequence[Evidence]) -> bool:
    """Whether none of the best story's sentences has a year or an hour where one is asked for.

    Args:
        question: Analysed, in Chinese; False for others.
        evidence: Best first, not empty.
    """
    if question.lang != "zh" or question.kind is not Kind.DATE:
        return False
    story = [item for item in evidence if item.article.id == evidence[0].article.id][:READ]
    if _HOUR_ASKED.search(question.text):
        return not any(_HOUR.search(item.text) for item in story)
    if _YEAR_ASKED.search(question.text):
        return not any(_YEAR.search(item.text) for item in story)
    return False
