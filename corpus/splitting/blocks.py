"""Lines → blocks: which lines run on into each other.

A block is a paragraph, or a headline's lines, or one line of another kind. A column is set solid, so a
line that is shorter or wider than its column, and does not end a sentence, is display. A blank line
proves nothing: extraction puts one at every column's foot, in mid-sentence.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from enum import Enum

from corpus.bylines import trailing_byline, whole_byline
from corpus.characters import CLOSERS, MARKS
from corpus.models import Issue
from corpus.splitting.beginnings import ALIKE, Beginnings, unbreakable
from corpus.splitting.firstlines import LIKELY
from corpus.splitting.lines import REACH, Line
from corpus.splitting.marks import BYLINE_LINES, SHORT, Mark, Marks
from corpus.splitting.remarks import ends_with_remark


class BlockKind(Enum):
    """What a block is by its form alone."""

    PROSE = "prose"
    DISPLAY = "display"
    LINE = "line"
    VERSE = "verse"
    LEFT = "left"


@dataclass(frozen=True, slots=True)
class Block:
    """Lines that run on into each other.

    Attributes:
        kind: What they are by their form.
        lines: In order, at least one.
        opens: Whether an article's byline begins here.
        closes: Whether this is a byline that closes the article above.
        mark: Why a block that is no news is left out.
        promise: What speaks for the first line of prose being a headline all the same, as odds.
    """

    kind: BlockKind
    lines: tuple[Line, ...]
    opens: bool = False
    closes: bool = False
    mark: Mark | None = None
    promise: float = -math.inf

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


RAGGED = 8.0
"""`SHORT` for Latin text, which breaks at words: fifteen letters and a space."""

WIDE = 2.5
"""How far a column's line may stand out, in em: hanging marks and half-width spaces that extraction
added; the seed page's widest stands out by two."""

CLAUSE_SHORT = 2.0
"""How much shorter a line with a comma may be: few headlines have one, most lines of prose do."""

SENTENCE_LINES = 4
"""Lines back in which a sentence, bracket or quotation is looked for that is still open."""

INDENT = 1.5
"""White space that means an indent, in em: two are usual, half an em is a stray space."""

_CLAUSE = re.compile("[，；。！？]")
_ENDED = re.compile("[；。]")
_UTTERANCE = re.compile("“[^“”]*”")
_ROW = re.compile(r"[^。，；！？]*[^\s。，；！？]\s+[^\s。，；！？]*\d[^。，；！？]*")
_CHAPTER = re.compile(r"第\s*[一二三四五六七八九十]{1,3}\s*[章节编]\s+\S{1,2}(?:\s*\S){0,12}$")
_NUMBERED = re.compile(
    r"[一二三四五六七八九十]{1,3}\s*、|[（(][一二三四五六七八九十\d]{1,2}[）)]|\d{1,2}[.、．](?!\d)|[■●◆▲]|[问答][：:]"
    r"|第\s*[一二三四五六七八九十百]{1,4}\s*[章节编条]\s|图?\s*[①-⑨]"
)


_HEADS_NOTICE = re.compile(
    r"(?:遗失|停水|停电|停气|拍卖|招标)?\s*"
    r"(?:公\s*告|启\s*事|声\s*明|讣\s*告|公\s*示|更\s*正|招\s*租|啟\s*事|聲\s*明|訃\s*告)"
)
"""A line that is a notice's whole heading: the text above, which may end with a name, does not go on."""


def read_blocks(lines: list[Line]) -> tuple[list[Block], Issue]:
    """Group a page's lines into blocks.

    Returns:
        The blocks in page order, every line in exactly one, and what the folio lines say of the issue.
    """
    flow = _Flow(Marks(lines))
    groups: list[list[int]] = []
    for at in range(len(lines)):
        if groups and flow.runs_on(groups[-1]):
            groups[-1].append(at)
        else:
            groups.append([at])
    return [flow.block(group) for group in groups], flow.marks.issue


class _Flow:
    """Decides line by line whether the text goes on."""

    def __init__(self, marks: Marks) -> None:
        self.marks = marks
        self.lines = marks.lines
        self.beginnings = Beginnings(marks)
        # one line in 25 begins a paragraph even where paragraphs are long; two are needed for a habit
        self.indented = sum(line.indent >= INDENT for line in self.lines) >= max(2, len(self.lines) // 25)
        self.rows = {at for at in range(len(self.lines)) if self._is_row(at)}

    def block(self, group: list[int]) -> Block:
        marks, first = self.marks, group[0]
        lines = tuple(self.lines[at] for at in group)
        if first in marks.left:
            return Block(BlockKind.LEFT, lines, mark=marks.left[first])
        prose = first in marks.openings or (
            first not in marks.display
            and (
                any(self._is_prose(at) for at in group)
                or self._indented(first)
                or self._introduces(group[-1])
            )
        )
        kind = BlockKind.PROSE if prose else BlockKind.DISPLAY
        opens, closes = first in marks.openings, first in marks.closings
        bare = len(group) == 1 or opens or closes or marks.ends[first] or _ENDED.search(lines[0].text)
        promise = -math.inf if bare else self.beginnings.odds(first)
        return Block(kind, lines, opens=opens, closes=closes, promise=promise)

    def runs_on(self, group: list[int]) -> bool:
        """Whether the line behind `group` continues it."""
        marks, at = self.marks, group[-1]
        below = at + 1
        after = self.lines[below]
        if at in marks.left or below in marks.left or below in marks.openings:
            return False
        if _HEADS_NOTICE.fullmatch(after.text) and not marks.ends[below]:
            return False
        if at in marks.closings or below in marks.closings:
            return at in marks.closings and below in marks.closings
        if at in marks.display or below in marks.display:
            return at in marks.display and below in marks.display and not after.blanks
        if after.text[0] in CLOSERS + MARKS + ",;%" or _unclosed([self.lines[i].text for i in group[-3:]]):
            return True
        return not (self.indented and after.indent >= INDENT) and self._goes_on(group)

    def _goes_on(self, group: list[int]) -> bool:
        at = group[-1]
        line, after = self.lines[at], self.lines[at + 1]
        chapter = _CHAPTER.match(after.text) and line.text[-1] not in "，、"
        if at in self.rows or at + 1 in self.rows or chapter:
            return False
        short = line.width < self._column(group) - (RAGGED if line.text.isascii() else SHORT - 2)
        if self.marks.ends[at]:
            return self._goes_on_behind_sentence(group, short=short)
        if len(group) <= BYLINE_LINES and group[0] in self.marks.openings and not self._is_byline(group):
            return True  # a byline, or a sentence begun behind it, is not done yet
        if line.text[-1] in "：；:;" and (short or _NUMBERED.match(after.text)):
            return False
        return self._is_full(group)

    def _goes_on_behind_sentence(self, group: list[int], *, short: bool) -> bool:
        """Whether a paragraph goes on with a new sentence in a new line."""
        line, after = self.lines[group[-1]], self.lines[group[-1] + 1]
        if short or (after.blanks and not self.indented) or _NUMBERED.match(after.text):
            return False
        text = "\n".join(self.lines[at].text for at in group[-BYLINE_LINES:])
        if (
            whole_byline(line.text)
            or whole_byline(after.text)
            or ends_with_remark(text)
            or trailing_byline(text)
        ):
            return False
        spoken = _UTTERANCE.fullmatch("".join(self.lines[at].text for at in group[-REACH:]))
        return not (spoken and after.text[0] == "“") and not self.beginnings.heads(group[-1] + 1)

    def _is_byline(self, group: list[int]) -> bool:
        return whole_byline("\n".join(self.lines[at].text for at in group)) is not None

    def _is_full(self, group: list[int]) -> bool:
        """Whether the last line of `group` fills its column, so that the next may continue it."""
        at = group[-1]
        line, after, column = self.lines[at], self.lines[at + 1], self._column(group)
        clause = _CLAUSE.search(line.text)
        ended = _ENDED.search(line.text)
        if line.text[-1] in "，、," or (len(group) > 1 and self._sentence_open(group)):
            return True
        if line.width > column + WIDE:
            above = self.lines[group[-2]] if len(group) > 1 else after
            alike = min(abs(after.width - line.width), abs(above.width - line.width)) <= ALIKE * line.width
            return alike or bool(clause)
        if line.text.isascii():
            return line.width >= column - RAGGED
        if len(group) > 1 or ended:
            return line.width >= column - SHORT - CLAUSE_SHORT * bool(clause) - unbreakable(line, after)
        return self.beginnings.odds(at) < LIKELY

    def _column(self, group: list[int]) -> float:
        """The column's width: a paragraph's own lines tell it best, once there are two."""
        return (
            max(self.lines[at].width for at in group[-REACH:])
            if len(group) > 1
            else self.marks.columns[group[0]]
        )

    def _sentence_open(self, group: list[int]) -> bool:
        """Whether the group's last sentence has a comma and no end yet: that is prose, however short."""
        text = "".join(self.lines[at].text for at in group[-SENTENCE_LINES:])
        return "，" in re.split("[。！？]", text)[-1]

    def _is_row(self, at: int) -> bool:
        """Whether a line is a table's: a number behind a gap, and a neighbour that ends in the same unit."""
        row = self.lines[at].text
        beside = [self.lines[i].text for i in (at - 1, at + 1) if 0 <= i < len(self.lines)]
        return bool(_ROW.fullmatch(row)) and any(
            row[-1] == text[-1] and _ROW.fullmatch(text) for text in beside
        )

    def _is_prose(self, at: int) -> bool:
        return self.marks.ends[at] or bool(re.search("[。；]", self.lines[at].text))

    def _indented(self, at: int) -> bool:
        """Whether a line is set in like a paragraph; a centred headline is set in further."""
        return self.indented and INDENT <= self.lines[at].indent <= 2 * INDENT and not self._is_set_apart(at)

    def _is_set_apart(self, at: int) -> bool:
        """Whether a line set in is no paragraph's first: it is too short, and the next is set in too."""
        line = self.lines[at]
        return (
            at + 1 < len(self.lines)
            and self.lines[at + 1].indent >= INDENT
            and line.width < self.marks.columns[at] - SHORT - CLAUSE_SHORT
            and not _CLAUSE.search(line.text)
            and line.text[-1] not in "：:"
        )

    def _introduces(self, at: int) -> bool:
        """Whether a line leads over to the text below: a salutation (各位：) or a list's heading (如下：)."""
        below = at + 1
        return (
            self.lines[at].text[-1] in "：:"
            and below < len(self.lines)
            and not self.lines[below].blanks
            and below not in self.marks.display
            and below not in self.marks.openings
        )


def _unclosed(texts: list[str]) -> bool:
    """Whether a bracket or title mark of the last lines is still open."""
    text = "".join(texts)
    return any(text.rfind(left) > text.rfind(right) for left, right in ("（）", "()", "《》", "【】", "“”"))
