"""A page as lines with their measures: how wide, how far indented, how many blank lines before."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from corpus.characters import width
from corpus.reflow import reflow

_BREAK = re.compile("\r\n|[\n\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029]")
_LONG_GAP = re.compile(r"[^\S\n]{5,}")
_MEASURED = 400
"""Characters of a line that are measured: a wider one is no column's line, however long it is."""


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line.

    Attributes:
        text: Without white space at its ends.
        width: In em, stray spaces not counted: on the seed page nine lines in ten are then within one em
            of their column's width, against eight in ten with them.
        indent: White space before it, in em.
        blanks: Blank lines above it.
    """

    text: str
    width: float
    indent: float
    blanks: int


def read_lines(text: str) -> list[Line]:
    """Cut a page's text into its printed lines; blank ones live on in `Line.blanks`."""
    lines = []
    blanks = 0
    for raw in _BREAK.split(text):
        stripped = raw.strip()
        if not stripped:
            blanks += 1
            continue
        before = raw[: len(raw) - len(raw.lstrip())].expandtabs(4)
        lines.append(
            Line(
                # runs of blanks say nothing that four do not, and would cost the patterns time
                text=_LONG_GAP.sub("    ", stripped),
                width=width(reflow(stripped[:_MEASURED])),
                indent=width(before),
                blanks=blanks,
            )
        )
        blanks = 0
    return lines


REACH = 8
"""Lines on each side that a column's width is read from: they outvote first and last lines of paragraphs."""

WIDEST = 24
"""Width in em beyond which a line gains no more votes, or one wide caption would outvote its neighbours."""

RIVAL = 1 / 4
"""Share of the best vote that makes a second width a column too: a wide caption between narrow columns."""


def column_width(lines: list[Line], at: int) -> float:
    """Estimate the width of the column that line `at` stands in.

    A column's lines are of one width but for the last and, indented, the first of each paragraph. Lines
    vote for their width by its square, so that a few full lines outweigh many short ones; where two
    columns meet, the one nearer to the line and its successor is meant.

    Returns:
        The width in em, to one em.
    """
    near = lines[max(0, at - REACH) : at + REACH + 1]
    counts = Counter(round(line.width) for line in near)
    votes = {
        size: min(size, WIDEST) ** 2 * (counts[size - 1] + 2 * counts[size] + counts[size + 1])
        for size in counts
    }
    best = max(votes.values())
    own = max(line.width for line in lines[at : at + 2])
    rivals = [size for size in votes if votes[size] >= RIVAL * best]
    return float(min(rivals, key=lambda size: (abs(size - own), -size)))
