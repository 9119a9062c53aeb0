"""Lines → blocks: which lines run on into each other.

A block is a paragraph, or a headline's lines, or one line of another kind. Two things tell a headline
from prose without knowing a word of it. Prose ends with a sentence's end, so whatever stands unended
before an article's byline is display. And a column is set solid, so a line that is shorter or wider
than its column, and does not end a sentence, is display too. A blank line proves nothing: extraction
puts one at every column's foot, in mid-sentence.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum

from corpus.bylines import ROLE, SOURCE, leading_byline, trailing_byline, whole_byline
from corpus.characters import CLOSERS, OPENERS, ends_sentence, is_chinese
from corpus.issue import folio_lines
from corpus.models import Issue
from corpus.splitting.lines import Line, column_width


class BlockKind(Enum):
    """What a block is by its form alone."""

    PROSE = "prose"
    DISPLAY = "display"
    FOLIO = "folio"
    RULE = "rule"


@dataclass(frozen=True, slots=True)
class Block:
    """Lines that run on into each other.

    Attributes:
        kind: What they are by their form.
        lines: In order, at least one.
        opens: Whether an article's byline begins here.
    """

    kind: BlockKind
    lines: tuple[Line, ...]
    opens: bool = False

    @property
    def raw(self) -> str:
        """The lines as printed."""
        return "\n".join(line.text for line in self.lines)

    @property
    def blanks(self) -> int:
        """Blank lines above the block."""
        return self.lines[0].blanks

    @property
    def width(self) -> float:
        """The widest line, in em."""
        return max(line.width for line in self.lines)


SHORT = 3.5
"""How far a full line may fall short of its column, in em: two for a paragraph's indent that extraction
dropped, one for a mark that may not begin the next line, a half for uneven digits."""

FIRST_SHORT = 2.5
"""How far a paragraph's first line falls short without any doubt: its dropped indent and a half."""

DISPLAY_SIGNS = 1.5
"""Weight at which an unended first line is display. Each em beyond `FIRST_SHORT` weighs one; the weights
were set on the seed page (its first lines between two blank lines, 15 of them prose) and the pages of
tests/corpus/pages, where any value from 1.0 to 1.5 reads the same."""

ALIKE = 0.15
"""By which share of their width two lines of a wide caption differ: the seed page's by an eighth."""

RAGGED = 8.0
"""The same for Latin text, which breaks at words: fifteen letters and a space."""

WIDE = 2.5
"""How far a column's line may stand out, in em: hanging marks and half-width spaces that extraction
added; the seed page's widest stands out by two."""

LONGEST_DISPLAY = 10
"""Lines of display in a row: kicker, three lines of headline, two of deck, and as much for a neighbour.
More are a table or verse."""

_INDENT = 1.5
"""White space that means an indent, in em: two are usual, half an em is a stray space."""

_WHOLLY_MARKS = re.compile(r"[\W_]+")
_LEAD = re.compile(
    r"(?:\d{1,2}\s*月\s*\d{0,2}|\d{4}\s*年|近日|日前|昨日|昨天|今日|今天|近期|近年来|今年|去年|连日来|目前|截至|据了解|据悉|记者|本报)"
)
_CLAUSE = re.compile("[，；。！？]")
_CREDIT_END = tuple("摄影图供道提）)】")
_BYLINE_LINES = 4
"""Lines that a byline is looked for in: it wraps over three in the narrowest columns."""


def read_blocks(lines: list[Line]) -> tuple[list[Block], Issue]:
    """Group a page's lines into blocks.

    Returns:
        The blocks in page order, every line in exactly one, and what the folio lines say of the issue.
    """
    return _Reader(lines).blocks()


class _Reader:
    def __init__(self, lines: list[Line]) -> None:
        self.lines = lines
        self.columns = [column_width(lines, at) for at in range(len(lines))]
        self.folios = dict(folio_lines([line.text for line in lines]))
        self.rules = {
            at for at, line in enumerate(lines) if _WHOLLY_MARKS.fullmatch(line.text) and _is_rule(line)
        }
        self.ends = [self._ends(at) for at in range(len(lines))]
        self.openings = {at for at in range(len(lines)) if self._opens(at)}
        self.indented = sum(line.indent >= _INDENT for line in lines) >= max(2, len(lines) // 25)
        self.display = self._unended()
        self.pairs = {line.text[at : at + 2] for line in lines for at in range(len(line.text) - 1)}

    def blocks(self) -> tuple[list[Block], Issue]:
        issue = Issue()
        for found in self.folios.values():
            issue = issue.or_else(found)
        groups: list[list[int]] = []
        for at in range(len(self.lines)):
            if groups and self._runs_on(groups[-1]):
                groups[-1].append(at)
            else:
                groups.append([at])
        return [self._block(group) for group in groups], issue

    def _block(self, group: list[int]) -> Block:
        lines = tuple(self.lines[at] for at in group)
        first = group[0]
        if first in self.folios:
            kind = BlockKind.FOLIO
        elif first in self.rules:
            kind = BlockKind.RULE
        elif first in self.openings or (
            first not in self.display and any(self._is_prose(at) for at in group)
        ):
            kind = BlockKind.PROSE
        else:
            kind = BlockKind.DISPLAY
        return Block(kind, lines, opens=first in self.openings)

    def _is_prose(self, at: int) -> bool:
        return self.ends[at] or bool(re.search("[。；]", self.lines[at].text))

    def _stops(self, at: int) -> bool:
        return at in self.folios or at in self.rules

    def _ends(self, at: int) -> bool:
        """Whether a sentence, or an item's closing credit, ends with this line."""
        text = self.lines[at].text
        if ends_sentence(text):
            return True
        if not text.endswith(_CREDIT_END):
            return False
        above = "\n".join(line.text for line in self.lines[max(0, at - 2) : at + 1])
        return bool(whole_byline(text) or trailing_byline(above))

    def _opens(self, at: int) -> bool:
        """Whether an article's byline begins with this line."""
        if self._stops(at):
            return False
        text = self.lines[at].text
        if not (SOURCE.match(text) or ROLE.search(text[:40]) or text[:1] in "（(文图□■●◆") or (
            at and not SOURCE.match(text) and not self._begins(at)
        ):
            return False
        rest = [line.text for line in self.lines[at : at + _BYLINE_LINES]]
        found = leading_byline("\n".join(rest))
        return found is not None and not found[0].photo

    def _begins(self, at: int) -> bool:
        """Whether something new may begin with this line."""
        above = self.lines[at - 1]
        return (
            self.ends[at - 1]
            or self._stops(at - 1)
            or above.width < self.columns[at - 1] - SHORT
            or bool(self.lines[at].blanks)
        )

    def _unended(self) -> set[int]:
        """Lines between a sentence's end and the next article, which are display for want of an end."""
        found: set[int] = set()
        stops = self.openings | set(self.folios) | self.rules
        for stop in [*sorted(stops), len(self.lines)]:
            run = []
            at = stop - 1
            while at >= 0 and not (self.ends[at] or self._stops(at) or at in self.openings or at in found):
                run.append(at)
                at -= 1
            if len(run) <= LONGEST_DISPLAY and not (at >= 0 and at in self.openings):
                found.update(run)
        return found

    def _runs_on(self, group: list[int]) -> bool:
        """Whether the line behind `group` continues it."""
        at = group[-1]
        below = at + 1
        line, after = self.lines[at], self.lines[below]
        if self._stops(at) or self._stops(below) or below in self.openings:
            return False
        if at in self.display or below in self.display:
            return at in self.display and below in self.display and not after.blanks
        if after.text[0] in CLOSERS + "，。、；：！？,;%" or _unclosed(
            "".join(self.lines[i].text for i in group[-3:])
        ):
            return True
        if self.indented and after.indent >= _INDENT:
            return False
        if self.ends[at]:
            short = line.width < self.columns[at] - self._slack(line)
            return not short and (not after.blanks or self.indented) and not whole_byline(line.text)
        return self._is_full(group)

    def _slack(self, line: Line) -> float:
        return RAGGED if line.text.isascii() else SHORT - 2

    def _is_full(self, group: list[int]) -> bool:
        """Whether the last line of `group` fills its column, so that the next may continue it."""
        at = group[-1]
        line, after, column = self.lines[at], self.lines[at + 1], self.columns[at]
        if line.text[-1] in "，、,":
            return True
        if line.width > column + WIDE:
            above = self.lines[group[-2]] if len(group) > 1 else after
            alike = min(abs(after.width - line.width), abs(above.width - line.width)) <= ALIKE * line.width
            return alike or bool(_CLAUSE.search(line.text))
        if line.text.isascii():
            return line.width >= column - RAGGED
        if len(group) > 1 or _CLAUSE.search(line.text):
            return line.width >= column - SHORT
        return self._display_signs(at) < DISPLAY_SIGNS

    def _display_signs(self, at: int) -> float:
        """Weigh what speaks for a headline in an unended first line about as wide as its column."""
        line, after, column = self.lines[at], self.lines[at + 1], self.columns[at]
        third = self.lines[at + 2].width if at + 2 < len(self.lines) else after.width
        signs = max(0.0, column - line.width - FIRST_SHORT)
        signs += 2.0 * bool(_LEAD.match(after.text))
        # the next line looks like a paragraph's first: short by the indent that extraction dropped
        signs += 1.0 * (1.25 <= third - after.width <= WIDE and after.width >= column - SHORT)  # noqa: PLR2004
        signs += 0.5 * (line.blanks > 0 and after.blanks > 0)
        # the two characters that the break would part stand together elsewhere: 公 / 司
        signs -= 2.0 * (line.text[-1] + after.text[0] in self.pairs)
        return signs


def _is_rule(line: Line) -> bool:
    return not any(is_chinese(char) and char.isalnum() for char in line.text)


def _unclosed(text: str) -> bool:
    """Whether a bracket or title mark of the last lines is still open."""
    pairs = [("（", "）"), ("(", ")"), ("《", "》"), ("【", "】")]
    return any(text.rfind(left) > text.rfind(right) for left, right in pairs if left in OPENERS)
