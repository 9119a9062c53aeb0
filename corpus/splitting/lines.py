"""A page as lines with their measures: how wide, how far indented, how many blank lines before."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from corpus.characters import width

_BREAK = re.compile("\r\n|[\n\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029]")
_LONG_GAP = re.compile(r"[^\S\n]{5,}")
_MEASURED = 400
"""Characters of a line that are measured: a wider one is no column's line, however long it is."""


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line.

    Attributes:
        text: Without white space at its ends.
        width: In em.
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
                width=width(stripped[:_MEASURED]) if len(stripped) > _MEASURED else width(stripped),
                indent=width(before),
                blanks=blanks,
            )
        )
        blanks = 0
    return lines


def column_width(lines: list[Line], at: int, reach: int = 8) -> float:
    """Estimate the width of the column that line `at` stands in.

    Args:
        lines: Of the page.
        at: Index of a line.
        reach: How many lines before and behind are asked. A column's lines are of one width but for the
            first and last of each paragraph, so eight on each side outvote those and a headline.

    Returns:
        The most frequent width in em (to half an em, neighbours within one em counted in), the widest
        where several are as frequent.
    """
    near = lines[max(0, at - reach) : at + reach + 1]
    counts = Counter(round(line.width) for line in near)
    votes = {size: counts[size - 1] + 2 * counts[size] + counts[size + 1] for size in counts}
    return float(max(votes, key=lambda size: (votes[size], size)))
