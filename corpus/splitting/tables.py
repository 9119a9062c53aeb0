"""Rows of a table: the gaps between its cells are all that tells them apart, so one space of each is kept."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.reflow import reflow

LEAST_CELLS = 3
"""Cells of a row. Two are a line with a stray space as often as a row."""

LEAST_ROWS = 2
"""Rows of as many cells, one below the other: a single one may be spaced out for another reason."""

_SENTENCE = re.compile(r"[，。；！？]")


def reflowed(paragraphs: list[str]) -> list[str]:
    """Reflow an item's paragraphs; rows of one table keep the gaps between their cells.

    Args:
        paragraphs: As printed, each with its line breaks.

    Returns:
        One line each, in order; those of nothing but white space are left out.
    """
    cells = [_cells(paragraph) for paragraph in paragraphs]
    rows = set(_rows(cells))
    texts = [" ".join(cells[at]) if at in rows else reflow(text) for at, text in enumerate(paragraphs)]
    return [text for text in texts if text]


def _cells(paragraph: str) -> list[str]:
    """The cells of a line that may be a table's row; none for running text.

    Two cells at least are words or figures: a letter-spaced 公 告 栏 is none.
    """
    line = paragraph.strip()
    cells = line.split()
    wide = sum(len(cell) > 1 for cell in cells)
    return cells if "\n" not in line and not _SENTENCE.search(line) and wide > 1 else []


def _rows(cells: list[list[str]]) -> Iterator[int]:
    """Where `LEAST_ROWS` lines or more of as many cells follow each other, a figure in all but the head."""
    at = 0
    while at < len(cells):
        stop = at + 1
        while stop < len(cells) and len(cells[stop]) == len(cells[at]):
            stop += 1
        run = range(at, stop)
        figured = sum(any(c.isdigit() for cell in cells[n] for c in cell) for n in run)
        if len(cells[at]) >= LEAST_CELLS and len(run) >= LEAST_ROWS and figured >= len(run) - 1:
            yield from run
        at = stop
