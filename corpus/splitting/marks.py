"""What each line of a page is by itself and its neighbours: folio, rule, jump, index, byline, display.

Prose ends with a sentence's end. So whatever stands unended between a sentence's end and the next
article's byline is display (a headline, kicker or deck), whoever it belongs to.
"""

from __future__ import annotations

import re
from enum import Enum

from corpus.bylines import SOURCE, leading_byline, trailing_byline, whole_byline
from corpus.characters import ends_sentence, is_chinese, squeeze
from corpus.issue import folio_lines
from corpus.models import Issue
from corpus.people import OPEN, ROLE
from corpus.splitting.firstlines import BELOW, display_odds
from corpus.splitting.jumps import Jump, split_jumps
from corpus.splitting.lines import Line, column_width
from corpus.splitting.remarks import ends_in_brackets, ends_with_remark, is_remark


class Mark(Enum):
    """Lines that are no news; the value is the reason that they are left out for."""

    FOLIO = "folio"
    RULE = "rule"
    JUMP = "jump"
    INDEX = "index"


SHORT = 3.5
"""How far a full line may fall short of its column, in em: two for a paragraph's indent that extraction
dropped, one for a mark that may not begin the next line, a half for uneven digits."""

LONGEST_DISPLAY = 10
"""Lines of display in a row: kicker, three lines of headline, two of deck, and as much for a neighbour.
More are a table or verse."""

LONGEST_ADDRESS = 80
"""Characters of an address that is looked for at a line's end; longer ones are not printed in papers."""

LEAST_ASKED = 4
"""Characters of a headline that asks, its mark included; one of three is an exclamation in a text."""

LONGEST_ASKED = 30
"""Characters of a headline that asks: it fits into one line."""

ASKED_FRAMED = -1.5
"""Odds from which a question or exclamation behind a blank line is a headline. One headline in twenty is one,
one paragraph in a hundred; nearly every headline stands behind a blank line, one paragraph in five: with
five paragraphs to an article that is five to one before its words are asked."""

ASKED = 2.5
"""The same without a blank line, where it is one to sixteen."""

BYLINE_LINES = 4
"""Lines that a byline is looked for in: it wraps over three in the narrowest columns."""

_MARKS_ONLY = re.compile(r"[\W_]+")
_INDEX = re.compile(r"[^。；]{4,60}")
_INDEX_TITLE = re.compile(r"(?:今日|本期|要闻|新闻|本版|内容)?(?:导读|导航|索引|提要|看点)")
_PAGE_REFERENCE = re.compile(r"(?:\d{1,2}\s*版|[A-Z]\d{1,2})\s*[）)]?$")
_BARE_REFERENCE = re.compile(r"[（(]?\s*(?:详见|见)?\s*第?\s*[A-Z]?\d{1,2}\s*版?\s*[）)]?")
_CREDIT_END = tuple("摄影图供道提文）)】")
_BROKEN_ROLE = ("本报", "新华社", "特约", "见习", "实习")
_QUESTION = re.compile("[^。；？！?!“”]*(?:“[^”]*”[^。；？！?!“”]*)*[？！?!]")
OPEN_ADDRESS = re.compile(r"(?:://|www\.|@)[^\s，。；：）]*$")
"""A web or mail address that may go on in the next line, where its full stop ends no sentence."""


class Marks:
    """A page's lines, marked.

    Attributes:
        lines: The page's lines.
        columns: For each line the width of its column, in em.
        pairs: The pairs of characters that stand within a line of the page.
        left: The lines that are no news.
        issue: What the folio lines say.
        ends: For each line whether a sentence or a closing credit ends with it.
        openings: The lines with which an article's byline begins.
        closings: The lines on which a byline stands that closes the article above.
        display: Lines that are display because nothing ends them before the next article.
    """

    def __init__(self, lines: list[Line]) -> None:
        self.lines = lines
        self.columns = [column_width(lines, at) for at in range(len(lines))]
        texts = [line.text for line in lines]
        folios = dict(folio_lines(texts))
        self.pairs = {text[at : at + 2] for text in texts for at in range(len(text) - 1)}
        self.left = dict.fromkeys(folios, Mark.FOLIO)
        self.issue = Issue()
        for found in folios.values():
            self.issue = self.issue.or_else(found)
        self._mark_rules()
        self.closings: set[int] = set()
        self.ends = [self._ends(at) for at in range(len(lines))]
        self.openings = {at for at in range(len(lines)) if self._opens(at)}
        self._part_closings()
        self.display = self._unended()

    def _mark_rules(self) -> None:
        for at, line in enumerate(self.lines):
            if at in self.left:
                continue
            if _MARKS_ONLY.fullmatch(line.text) and not any(map(is_chinese, line.text)):
                self.left[at] = Mark.RULE
            elif _is_jump(line.text):
                self.left[at] = Mark.JUMP
        for at, line in enumerate(self.lines):
            if at not in self.left and _INDEX_TITLE.fullmatch(squeeze(line.text)):
                self._mark_index(at)

    def _mark_index(self, title: int) -> None:
        """An index is its title with the lines below that end in a page's number or stand beside one."""
        at = title + 1
        texts = [line.text for line in self.lines]
        while at < len(self.lines) and at not in self.left:
            if _is_index(texts[at]):
                step = 1
            elif any(map(_is_entry, (texts[at : at + 2], texts[at : at + 2][::-1]))):
                step = 2
            else:
                break
            self.left.update(dict.fromkeys(range(at, at + step), Mark.INDEX))
            at += step
        if at > title + 1:
            self.left[title] = Mark.INDEX

    def jumps_on(self, at: int) -> bool:
        """Whether line `at` says that the article above goes on elsewhere (下转)."""
        return self.left.get(at) is Mark.JUMP and split_jumps(self.lines[at].text)[1] is Jump.ON

    def closes_above(self, at: int) -> bool:
        """Whether the line above `at` closes an article: with a writer's byline, a remark or a jump."""
        if not at or at - 1 in self.left:
            return bool(at) and self.jumps_on(at - 1)
        above = "\n".join(line.text for line in self.lines[max(0, at - BYLINE_LINES) : at])
        byline = trailing_byline(above)
        return at - 1 in self.closings or ends_with_remark(above) or bool(byline and not byline[0].photo)

    def _ends(self, at: int) -> bool:
        text = self.lines[at].text
        if ends_sentence(text):
            return not self._asks(at) and not OPEN_ADDRESS.search(text[-LONGEST_ADDRESS:])
        if not text.endswith(_CREDIT_END):
            return False
        above = "\n".join(line.text for line in self.lines[max(0, at - 2) : at + 1])
        return bool(
            whole_byline(text) or is_remark(text) or ends_in_brackets(above) or trailing_byline(above)
        )

    def _asks(self, at: int) -> bool:
        """Whether a question or an exclamation is a headline: alone in its frame, or by its words."""
        text, below = self.lines[at].text, at + 1
        if (
            not LEAST_ASKED <= len(text) <= LONGEST_ASKED
            or not _QUESTION.fullmatch(text)
            or below >= len(self.lines)
        ):
            return False
        if at == 0 or self.lines[at].blanks or at - 1 in self.left:
            if (
                self.lines[below].blanks
                or SOURCE.match(self.lines[below].text)
                or self._leads_to_source(below)
            ):
                return True
        elif not ends_sentence(self.lines[at - 1].text):
            return False
        following = [line.text for line in self.lines[below : below + BELOW]]
        slack = self.columns[below] - self.lines[below].width
        least = ASKED_FRAMED if self.lines[at].blanks or self.closes_above(at) else ASKED
        odds = display_odds(text[:-1], following, slack, self.pairs)
        return not ends_sentence(following[0]) and odds >= least

    def _leads_to_source(self, at: int) -> bool:
        """Whether unended lines from `at` on end at a report's source: they are a headline's rest."""
        for below in range(at, min(at + LONGEST_DISPLAY, len(self.lines))):
            if SOURCE.match(self.lines[below].text):
                return True
            if ends_sentence(self.lines[below].text) or below in self.left:
                return False
        return False

    def _opens(self, at: int) -> bool:
        if at in self.left:
            return False
        text = self.lines[at].text
        if not (
            SOURCE.match(text)
            or ROLE.search(text[:40])
            or text[:1] in "（(文图□■●◆◎◇○"
            or text.startswith("By ")
        ):
            return False
        if at and self.lines[at - 1].text.endswith(_BROKEN_ROLE):
            return False
        if at and not (SOURCE.match(text) or self._begins(at) or whole_byline(text)):
            return False
        rest = [line.text for line in self.lines[at : at + BYLINE_LINES]]
        found = leading_byline("\n".join(rest))
        return found is not None and (not found[0].photo or found[0].text.endswith("报道"))

    def _begins(self, at: int) -> bool:
        """Whether something new may begin with this line."""
        above = self.lines[at - 1]
        return (
            self.ends[at - 1]
            or at - 1 in self.left
            or bool(self.lines[at].blanks)
            or above.width < self.columns[at - 1] - SHORT
        )

    def _part_closings(self) -> None:
        """Tell the bylines that close the article above from those that open the one below.

        A byline in lines of its own closes an article if that has just ended a sentence, and it stands in
        brackets right below or no prose follows: the next thing is display, another byline, or the
        page's end.
        """
        for at in sorted(self.openings):
            if SOURCE.match(self.lines[at].text) or not at or at - 1 in self.left or not self.ends[at - 1]:
                continue
            last = self._byline_end(at)
            enclosed = self.lines[at].text[0] in OPEN and not self.lines[at].blanks
            if last is not None and (enclosed or not self._prose_from(last + 1)):
                self.openings -= set(range(at, last + 1))
                self.closings |= set(range(at, last + 1))
                self.ends[last] = True

    def _byline_end(self, at: int) -> int | None:
        """The last of the lines that a byline beginning at `at` fills whole; None if prose follows on it."""
        for last in range(at, min(at + BYLINE_LINES, len(self.lines))):
            raw = "\n".join(line.text for line in self.lines[at : last + 1])
            below = self.lines[last + 1].text if last + 1 < len(self.lines) else ""
            if whole_byline(raw) and not (below and whole_byline(f"{raw}\n{below}")):
                return last
        return None

    def _prose_from(self, at: int) -> bool:
        """Whether the lines from `at` on are prose: they reach a sentence's end, and the first is full."""
        if at >= len(self.lines) or at in self.left or at in self.openings:
            return False
        line = self.lines[at]
        if line.width < self.columns[at] - SHORT and not self.ends[at]:
            return False
        for below in range(at, min(at + LONGEST_DISPLAY, len(self.lines))):
            if below in self.left or below in self.openings:
                return False
            if self.ends[below]:
                return not (self.lines[at].blanks and at + 1 < len(self.lines) and self.lines[at + 1].blanks)
        return True

    def _unended(self) -> set[int]:
        found: set[int] = set()
        stops = self.openings | {at for at in self.left if not self.jumps_on(at)}
        for stop in [*sorted(stops), len(self.lines)]:
            run = []
            at = stop - 1
            while at >= 0 and not (
                self.ends[at] or at in self.left or at in self.openings or at in self.closings
            ):
                run.append(at)
                at -= 1
            if len(run) <= LONGEST_DISPLAY and not (at >= 0 and at in self.openings):
                found.update(run)
        return found


def _is_jump(text: str) -> bool:
    rest, way, _ = split_jumps(text)
    return way is not None and not rest.strip()


def _is_entry(texts: list[str]) -> bool:
    """Whether two lines are a headline and its page: … / 2版."""
    return (
        len(texts) == 2  # noqa: PLR2004
        and bool(_BARE_REFERENCE.fullmatch(texts[1]))
        and bool(_INDEX.fullmatch(texts[0]))
        and not ends_sentence(texts[0])
    )


def _is_index(text: str) -> bool:
    return bool(_PAGE_REFERENCE.search(text)) and bool(_INDEX.fullmatch(text)) and not ends_sentence(text)
