"""Whether a sentence speaks of the day, the year, the condition and the level that a question names.

What differs in one of these tells of something else, however many words it shares with the question: a row
of a table for another day, last year's figure, what would be if …, the province's prize for the city's.
"""

from __future__ import annotations

import datetime
import re

from retrieval.question.analysis import Question

_CONDITION = re.compile(r"(?:若(?!干)|如果|假如|倘若|要是|一旦)[^。；]*$")
_CONDITION_ASKED = re.compile(r"若(?!干)|如果|假如|倘若|要是|一旦|\bif\b|\bunless\b", re.IGNORECASE)
_LEVEL = re.compile(r"(?:国家|世界|省|市|县|区|乡|村)级")
_YEAR = re.compile(r"(今年|去年|上年|前年|明年)|(?<!\d)((?:19|20)\d\d)年")
_AWAY = {"今年": 0, "去年": -1, "上年": -1, "前年": -2, "明年": 1}


def may_say(question: Question, sentence: str, printed: datetime.date | None) -> bool:
    """Whether a sentence can be the one that answers, as far as years, conditions and levels tell.

    Args:
        question: Analysed.
        sentence: In simplified characters.
        printed: The date of its issue, by which 今年 and 去年 are read; None where it is unknown.
    """
    asked, said = _years(question.text, printed), _years(_COMPARED.sub("", sentence), printed)
    if asked and said and not asked & said:
        return False
    if another_day(question.text, sentence):
        return False
    if under_condition(sentence.rstrip("。；！？”")) and not asks_condition(question.text):
        return False
    return all(level in sentence for level in _LEVEL.findall(question.text))


def under_condition(text: str) -> bool:
    """Whether the end of a text stands under a condition (若边通车边施工，工期要延长到…)."""
    return bool(_CONDITION.search(text))


def asks_condition(asked: str) -> bool:
    """Whether a question asks for what would be under a condition."""
    return bool(_CONDITION_ASKED.search(asked))


_DAY = re.compile(r"(?<!\d)(?:(\d{1,2})月)?(\d{1,2})[日号](?![线楼院])")
_DAYS = re.compile(r"(?:(\d{1,2})月)?(\d{1,2})[日号]?\s?(?:至|到|[-—–~～])\s?(?:(\d{1,2})月)?(\d{1,2})[日号]")


_PUT_OFF = re.compile(r"改[到为在期]|顺延|推迟|延[期后]|提前|的话|如果|若")
"""Asks for another day than the one that it names."""


def another_day(asked: str, sentence: str) -> bool:
    """Whether a sentence names days and the one that the question names is not among them: rows of a table.

    A month that one of the two leaves out is not compared. Where another day is asked for (改到哪天), a
    sentence on the one that the question names is the other one.
    """
    wanted, told = _DAY.findall(asked), _DAY.findall(sentence)
    if not wanted or not told or _DAYS.search(sentence):
        return False
    if _PUT_OFF.search(asked):
        return set(told) <= set(wanted)
    return not any(
        day == other and (not month or not its or month == its)
        for month, day in wanted
        for its, other in told
    )


def names_day(sentence: str) -> bool:
    """Whether a sentence names a day of a month."""
    return bool(_DAY.search(sentence))


_COMPARED = re.compile(r"[比较与超][过]?[去上前]年")
"""A year that this one is held against: 比去年增加 is said of this year."""


def _years(text: str, printed: datetime.date | None) -> set[int]:
    found = set()
    for near, year in _YEAR.findall(text):
        if year:
            found.add(int(year))
        elif printed:
            found.add(printed.year + _AWAY[near])
    return found
