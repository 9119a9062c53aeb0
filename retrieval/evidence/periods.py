"""Of which year and quarter a story tells what is asked: 去年 is not answered by what it tells of 今年.

A report sets this year's figure beside last year's, or tells of one year alone. Each figure belongs to the
year that it stands in, else to the last one named before it in its row, else to one behind it in its clause,
else to the year of the report; 去年 in 比去年多8处 is measured by and tells of nothing. Where none of the
figures that might answer is of the year that the question names, another year's would be the answer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from retrieval.evidence.candidates import typed
from retrieval.evidence.sentences import Evidence
from retrieval.question.analysis import Kind, Question
from vectorstore.catalogue.script import simplified

_AWAY = {"大前年": -3, "前年": -2, "去年": -1, "上年": -1, "今年": 0, "本年": 0, "明年": 1, "后年": 2}
_YEAR = re.compile(
    rf"(?P<word>{'|'.join(_AWAY)})(?!轻)|(?<!\d)(?P<number>(?:19|20)\d\d)(?=年|度|届|\s?[-—–~～至到]\s?\d)"
)
_MEASURED_BY = re.compile(r"(?:比|较|[高低多少大小早晚]于|超过?)$")
_BESIDE = re.compile(r"[与跟和同]$")
_LIKENED = re.compile(r"[^，。；]{0,4}(?:比|持平|一样|相同|相当|差不多)")
_SAME_TIME = "同期"

_QUARTER = re.compile(r"(?:前?[一二三四])季度|[上下]半年")
_AGE_ASKED = re.compile(r"多大|几岁|多少岁|年[龄纪]|岁数")
"""今年 beside these says no more than now."""

_SHAPED = {Kind.NUMBER, Kind.DATE, Kind.DURATION, Kind.PERSON}
_MARKS = re.compile(r"[，。；！？\n]")

READ = 4
"""Sentences of the story that are looked at, the best first."""


class _Year(NamedTuple):
    start: int
    end: int
    year: int


def of_another_period(question: Question, evidence: Sequence[Evidence], asked_in: int | None = None) -> float:
    """How sure it is that the best story tells of another year or quarter than the question's.

    Args:
        question: Analysed; one in another language than Chinese names no year here.
        evidence: Best first, not empty.
        asked_in: The year in which it is asked, by which its 去年 may be read as well as by the report's own;
            None where that is not known.

    Returns:
        1 where the story never speaks of the year or the quarter, 0.5 where it does elsewhere, 0 where it
        may tell of it, or no year is asked for, or the report's own is unknown.
    """
    best = evidence[0]
    if question.lang != "zh":
        return 0.0
    story = [item.text for item in evidence if item.article.id == best.article.id][:READ]
    if _another_quarter(question.text, story, best.reading):
        return 1.0
    printed = best.article.date
    if printed is None or _AGE_ASKED.search(question.text):
        return 0.0
    wanted = _wanted(question.text, printed, asked_in)
    if not wanted or wanted & (_told(question, story, printed) | _years_of(story[0], printed)):
        return 0.0
    titles = simplified(
        "\n".join(filter(None, (best.article.headline, best.article.kicker, best.article.deck)))
    )
    if wanted & _years_of(titles, printed):
        return 0.0
    return 0.5 if wanted & _years_of(best.reading, printed) else 1.0


def names_relative_year(text: str) -> bool:
    """Whether a question's year depends on when it is asked."""
    return any(match["word"] for match in _YEAR.finditer(text))


def _wanted(asked: str, printed: date, asked_in: int | None) -> set[int]:
    """The years that the question's one year may be; none where it names several, or only compares."""
    named = _named(asked, printed.year)
    if len({one.year for one in named}) != 1:
        return set()
    readings = {named[0].year}
    if asked_in is not None:
        readings |= {one.year for one in _named(asked, asked_in)}
    return readings


def _told(question: Question, story: Sequence[str], printed: date) -> set[int]:
    """The years of all that might answer; the report's own among them where a figure bears none."""
    told: set[int] = set()
    for text in story:
        named = _named(text, printed.year)
        spans = typed(question, text) if question.kind in _SHAPED else []
        if spans:
            told |= {_of(text, named, start, end, printed.year) for start, end in spans}
        else:
            told |= {one.year for one in named}
    return told or {printed.year}


def _of(text: str, named: Sequence[_Year], start: int, end: int, own: int) -> int:
    """The year that what stands at `text[start:end]` is told of."""
    inside = [one.year for one in named if start <= one.start < end]
    if inside:
        return inside[0]
    row = max(text.rfind(mark, 0, start) for mark in "；。\n") + 1
    before = [one.year for one in named if row <= one.start and one.end <= start]
    if before:
        return before[-1]
    mark = _MARKS.search(text, end)
    behind = [one.year for one in named if end <= one.start < (mark.start() if mark else len(text))]
    return behind[0] if behind else own


def _years_of(text: str, printed: date) -> set[int]:
    return {one.year for one in _named(text, printed.year)}


def _named(text: str, own: int) -> list[_Year]:
    """The years that a text tells of, those left out by which something is measured."""
    return list(_all_named(text, own))


def _all_named(text: str, own: int) -> Iterator[_Year]:
    for match in _YEAR.finditer(text):
        if not _measures(text, *match.span()):
            year = int(match["number"]) if match["number"] else own + _AWAY[match["word"]]
            yield _Year(match.start(), match.end(), year)


def _measures(text: str, start: int, end: int) -> bool:
    """Whether a year is what something is measured by: 比去年多8处, 与去年持平, 去年同期."""
    before = text[:start]
    likened = _BESIDE.search(before) and _LIKENED.match(text, end)
    return bool(_MEASURED_BY.search(before) or likened or text.startswith(_SAME_TIME, end))


def _another_quarter(asked: str, story: Sequence[str], whole: str) -> bool:
    """一季度 where the sentences tell of 二季度 and the story never of the first."""
    wanted = set(_QUARTER.findall(asked))
    told = {one for text in story for one in _QUARTER.findall(text)}
    return bool(wanted and told) and not wanted & told and not any(one in whole for one in wanted)
