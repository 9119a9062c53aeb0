"""Headline or first line: `firstlines` asks the words, this asks the lines around them too.

Form comes in by widths: a paragraph's first line falls short of its column by a dropped indent at most.
The weights of what stands around a line were set on the seed page and the pages of tests/corpus/pages,
on the scale of `firstlines`; where a share of pages is known, its logarithm is the weight.
"""

from __future__ import annotations

import re

from corpus.characters import CLOSERS, HAN, MARKS, width
from corpus.splitting.firstlines import BELOW, EVEN, SURE, display_odds
from corpus.splitting.lines import Line
from corpus.splitting.marks import Marks

FIRST_SHORT = 3.0
"""How far a paragraph's first line falls short without any doubt, in em: its dropped indent, and one for
a mark that may not begin the next line. On the seed page 43 of 44 first lines do not fall shorter."""

LOOK_AHEAD = 6
"""Lines of a paragraph that tell its width."""

FAR = 1.0
"""Em by which a first line falls short beyond all that explains it: from there each em tells five times as
much. On the seed page no first line comes near, though its columns are measured one em too wide at times."""

ALIKE = 0.15
"""By which share of their width two lines of a wide caption differ: the seed page's by an eighth."""

_TOKEN = re.compile(r"[A-Za-z\d][A-Za-z\d.,:/@%_~-]*")
_REST = re.compile(f"[{HAN}]\\s*[{MARKS}]")
_ENDED = re.compile("[；。]")


class Beginnings:
    """Weighs each line of a page that begins something.

    Args:
        marks: The page's lines, marked.
    """

    def __init__(self, marks: Marks) -> None:
        self.marks = marks
        self.lines = marks.lines

    def heads(self, at: int, least: float = SURE, *, look_on: bool = True) -> bool:
        """Whether a line is display, in mid-column behind a sentence that ends with a full line surely so."""
        return (
            at + 1 < len(self.lines)
            and not self.marks.ends[at]
            and at + 1 not in self.marks.left
            and not _ENDED.search(self.lines[at].text)
            and self.lines[at].text[-1] not in "，、,：:"
            and self.odds(at, look_on=look_on) >= least
        )

    def odds(self, at: int, *, look_on: bool = True) -> float:
        """Weigh what speaks for a headline in an unended line that begins something.

        Args:
            at: The line; another one follows it.
            look_on: Whether to ask the same of the line below, if that begins something too.
        """
        line, after = self.lines[at], self.lines[at + 1]
        column = self._following_width(at + 1)
        slack = max(FIRST_SHORT, ALIKE * column + 0.5)
        below = [line.text for line in self.lines[at + 1 : at + 1 + BELOW]]
        odds = display_odds(line.text, below, column - _set_width(after), self.marks.pairs)
        # how much shorter the line is than a paragraph's first; one of two lines may have none that is full
        widest = (
            max(column, self.marks.columns[at])
            if self.marks.ends[min(at + 2, len(self.lines) - 1)]
            else column
        )
        excess = max(0.0, widest - line.width - slack - unbreakable(line, after))
        odds += 1.2 * excess + 5.0 * max(0.0, excess - FAR)
        # the next line is display itself: too short to go on
        odds += 3.0 * (
            column - after.width > slack + 1 and not self.marks.ends[at + 1] and after.text[-1] not in "；;"
        )
        # a headline follows behind a blank line: prose would have ended
        odds += 3.0 * (look_on and after.blanks > 0 and self.heads(at + 1, EVEN, look_on=False))
        # nearly every headline begins a frame, and one in five paragraphs stands at a column's head
        odds += 1.0 * (line.blanks > 0 or at == 0)
        # what stands below the end of an article heads the next one
        odds += 5.0 * self.marks.closes_above(at)
        odds += 0.5 * (line.blanks > 0 and after.blanks > 0)
        # the next line begins with a word's rest: 段，
        odds -= 4.0 * bool(_REST.match(after.text))
        return odds

    def _following_width(self, at: int) -> float:
        """The width of the paragraph that line `at` is in: its widest line's, a hanging mark aside."""
        widest = 0.0
        for below in range(at, min(at + LOOK_AHEAD, len(self.lines))):
            if below in self.marks.left or below in self.marks.openings:
                break
            widest = max(widest, _set_width(self.lines[below]))
            if self.marks.ends[below]:
                break
        return widest


def _set_width(line: Line) -> float:
    """A line's width without the mark that hangs at its end."""
    return line.width - (line.text[-1] in CLOSERS + MARKS)


def unbreakable(line: Line, after: Line) -> float:
    """How much shorter a full line may be because the next begins with what cannot be parted, in em."""
    token = _TOKEN.match(after.text)
    return (width(token[0]) if token else 0.0) + 2.0 * line.text[-1].isdigit()
