"""The cell of a table's row that a question asks for, by the name of its column.

A row is one line of an article, its cells a space apart, as `corpus.splitting.tables` leaves them; the row
above all others that has no figure names the columns.
"""

from __future__ import annotations

import re

from retrieval.models import Span
from retrieval.question.analysis import Kind, Question

LEAST_CELLS = 3
"""Cells of a row, as in `corpus.splitting.tables`."""

_SENTENCE = re.compile(r"[，。；！？\n]")
_PLACES = re.compile(r"范围|区域|地点|地址|路段|地方")
_TIMES = re.compile(r"时间|时刻|日期|几点")
_PLACE_ASKED = re.compile(r"哪些?(?:地方|小区|社区|村|路段|区域|单位)|哪里|哪儿|范围")


def is_row(line: str) -> bool:
    """Whether a line has the form of a table's row."""
    return len(line.split()) >= LEAST_CELLS and not _SENTENCE.search(line)


def _is_row_at(text: str, start: int, end: int) -> bool:
    """Whether a sentence is a row and a whole line: running text may have stray spaces."""
    alone = text[:start][-1:] in {"", "\n"} and text[end:][:1] in {"", "\n"}
    return alone and is_row(text[start:end].strip("\n"))


def is_head(text: str, start: int, end: int) -> bool:
    """Whether the line `text[start:end]` names the columns of the rows below it."""
    if not _is_row_at(text, start, end):
        return False
    below = text[end:].lstrip("\n").split("\n", 1)[0]
    names = text[start:end].split()
    return _aligned(names, len(below.split())) and not _figured(text[start:end]) and _figured(below)


def cell_asked(question: Question, text: str, start: int, end: int) -> list[Span]:
    """The items of the cell that is asked for in a row.

    Args:
        question: Analysed, in Chinese.
        text: The article's text, in simplified characters.
        start: Where the row begins in it.
        end: Behind it.

    Returns:
        Offsets in `text`; empty where the sentence is no row, or no column's name is in the question.
    """
    if question.lang == "en" or not _is_row_at(text, start, end):
        return []
    cells = text[start:end].split()
    head = _head(text, start, len(cells))
    if not head:
        return []
    scores = [_asked(question, name, cell) for name, cell in zip(head, cells, strict=True)]
    best = max(scores)
    if best == 0 or scores.count(best) > 1:
        return _bare_figures(question, text, start, head, cells)
    at = start
    for cell in cells[: scores.index(best)]:
        at = text.index(cell, at) + len(cell)
    at = text.index(cells[scores.index(best)], at)
    return [
        (at + item.start(), at + item.end()) for item in re.finditer(r"[^、]+", cells[scores.index(best)])
    ]


def names_row(question: Question, row: str) -> bool:
    """Whether a question of how much names the thing of a row whose figures stand without units."""
    cells = row.split()
    return (
        question.kind is Kind.NUMBER
        and is_row(row.strip("\n"))
        and any(cells[0][at:] in question.text for at in range(max(1, len(cells[0]) // 2)))
        and any(map(_FIGURE.fullmatch, cells[1:]))
    )


def _bare_figures(question: Question, text: str, start: int, head: list[str], cells: list[str]) -> list[Span]:
    """All figures of the row that is asked about, but for columns of another time than now."""
    if not names_row(question, " ".join(cells)):
        return []
    found, at = [], start
    for name, cell in zip(head, cells, strict=True):
        at = text.index(cell, at)
        if _FIGURE.fullmatch(cell) and not _THEN.search(name):
            found.append((at, at + len(cell)))
        at += len(cell)
    return found


_FIGURE = re.compile(r"[\d,]+(?:\.\d+)?")
_THEN = re.compile(r"上[周月年期]|去年|同期|同比|环比|涨跌|增减|比")
"""A column of what was, or of how much has changed: asked for by its name alone."""


def _head(text: str, start: int, count: int) -> list[str]:
    """The names of the columns of the row that begins at `start`; empty where nothing names them."""
    for line in reversed(text[:start].rstrip("\n").split("\n")):
        cells = line.split()
        if not _aligned(cells, count):
            return []
        if not _figured(line):
            return cells
    return []


def _asked(question: Question, name: str, cell: str) -> int:
    """How much of a column's name a question says; nothing of its cell may be said itself."""
    timed = question.kind in {Kind.DATE, Kind.DURATION} and not _TIMES.search(name)
    if timed or any(item in question.text for item in cell.split("、")):
        return 0
    said = sum(name[at : at + 2] in question.text for at in range(len(name) - 1))
    placed = bool(_PLACES.search(name)) and bool(_PLACE_ASKED.search(question.text))
    return said + placed


def _aligned(cells: list[str], count: int) -> bool:
    return len(cells) == count >= LEAST_CELLS


def _figured(line: str) -> bool:
    return any(character.isdigit() for character in line)
