"""Classified blocks → items: where an article, a caption or a notice begins and ends.

An article begins at its byline, or behind a headline where what follows does not read like the same
article's next section; a caption is a paragraph that ends with a photo credit; a notice begins at a
heading that names its kind. Headlines are left between the items here: whose they are is a question of
its own (`assignment`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from corpus.bylines import SOURCE, trailing_byline, whole_byline
from corpus.characters import squeeze
from corpus.models import ArticleKind
from corpus.names import is_name
from corpus.splitting.blocks import Block, BlockKind
from corpus.splitting.bodylines import is_date_line, is_notice_title, is_row
from corpus.splitting.cohesion import Cohesion
from corpus.splitting.jumps import Jump, split_jumps
from corpus.splitting.marks import SHORT, Mark
from corpus.splitting.remarks import ends_with_remark
from corpus.splitting.sections import begins_anew, heads_section, is_numbered


@dataclass(slots=True)
class Item:
    """One item while the page is read.

    Attributes:
        kind: Article, photo caption or notice.
        body: Its paragraphs, byline included.
        author: A name in a line of its own between headline and body.
        heading: Display blocks that are its headline, kicker or deck, in page order.
        closed: Whether a closing byline, signature or jump ended it.
    """

    kind: ArticleKind
    body: list[Block]
    author: Block | None = None
    heading: list[Block] = field(default_factory=list)
    closed: bool = False

    @property
    def text(self) -> str:
        """The body as printed."""
        return "\n".join(block.raw for block in self.body)

    @property
    def tail(self) -> str:
        """The last `TAIL` blocks of the body."""
        return "\n".join(block.raw for block in self.body[-TAIL:])


@dataclass(frozen=True, slots=True)
class Sequence:
    """A page in order.

    Attributes:
        items: The items.
        gaps: Display blocks before each item and behind the last: one more than items.
        left_out: What belongs to no item, each with the reason.
    """

    items: list[Item]
    gaps: list[list[Block]]
    left_out: list[tuple[str, str]]


LONGEST_CAPTION = 300
"""Characters of a photo caption; the seed page's has 120. A longer text with a photo credit is a report."""

MOST_CAPTIONS = 10
"""Captions in a row that may interrupt an article: a page of photographs has fewer."""

TAIL = 20
"""Paragraphs above that show what an article tells of: all of nearly every article on a newspaper's page."""

SECTION = 3
"""Paragraphs that show what a section tells of; cohesion was calibrated on two."""

_PICTURE = re.compile(r"\s*图\s*[①-⑨一二三四五六七八九\d]\s*[：:]?(?!\d*[年月日])")
_CAPTION_START = re.compile(r"[▲△▼←→↑↓↖↗]|(?:图|上图|下图|左图|右图|图片)为|图[①-⑨]|[①-⑨]|[图圖]：")
_AFTERWORD = re.compile(r"\s*[（(【]?(?:编后(?:语|记|话)?|编者的话|编者注|編後|編按)[：:】]")
"""What the paper adds below an article or a letter."""


def read_items(blocks: list[Block]) -> Sequence:
    """Group blocks into items, in page order."""
    walk = _Walk(blocks)
    for at in range(len(blocks)):
        walk.take(at)
    walk.keep_display()
    return Sequence(walk.items, walk.gaps, walk.left_out)


class _Walk:
    def __init__(self, blocks: list[Block]) -> None:
        self.blocks = blocks
        self.cohesion = Cohesion(block.raw for block in blocks if block.kind is BlockKind.PROSE)
        self.items: list[Item] = []
        self.gaps: list[list[Block]] = [[]]
        self.left_out: list[tuple[str, str]] = []

    def take(self, at: int) -> None:
        block = self.blocks[at]
        if block.mark is not None:
            self.left_out.append((block.raw, block.mark.value))
            if block.mark is Mark.JUMP and self.items and split_jumps(block.raw)[1] is Jump.ON:
                self.items[-1].closed = True
        elif block.kind is BlockKind.VERSE and (self.gaps[-1] or not self.items):
            self._start(ArticleKind.ARTICLE, block)
        elif block.kind in (BlockKind.LINE, BlockKind.VERSE) or block.closes:
            self._append(block)
        elif block.kind is BlockKind.DISPLAY:
            self.gaps[-1].append(block)
        else:
            self._take_prose(at)

    def keep_display(self) -> None:
        """A page of nothing but display is one article all the same, its first block the heading.

        Lines of uneven width are verse or a table, and stay lines.
        """
        display = self.gaps[0]
        if not display or self.items:
            return
        lines = [line for block in display[1:] or display for line in block.lines]
        widest = max(line.width for line in lines)
        even = all(line.width >= widest - SHORT and not is_row(line.text) for line in lines[:-1])
        body = [Block(BlockKind.LINE, (line,)) for line in lines]
        self.items.append(Item(ArticleKind.ARTICLE, (display[1:] or display) if even else body))
        self.gaps = [display[:1] if len(display) > 1 else [], []]

    def _take_prose(self, at: int) -> None:
        block = self.blocks[at]
        following = self.blocks[at + 1] if at + 1 < len(self.blocks) else None
        if block.opens and self._lacks_text():
            self.items[-1].body.append(block)
        elif block.opens:
            self._start(ArticleKind.ARTICLE, block)
        elif self._lists_notices(block):
            self.items[-1].body.append(block)
        elif self._adds_picture(block):
            self.items[-1].body.append(block)
            self.items[-1].closed = self._closes(block)
        elif _is_entry(block) and any(map(is_notice_title, self.gaps[-1])):
            self._start(ArticleKind.NOTICE, block)
        elif is_caption(block) or (following and following.closes and is_caption(block, following.raw)):
            self._start(ArticleKind.PHOTO_CAPTION, block)
            self.items[-1].closed = not (following and following.closes) and not _PICTURE.match(block.raw)
        elif any(map(is_notice_title, self.gaps[-1])):
            self._start(ArticleKind.NOTICE, block)
        elif self._lacks_heading():
            self.items[-1].heading.extend(self.gaps[-1])
            self.items[-1].body.append(block)
            self.gaps[-1].clear()
        elif self._goes_on(at):
            item = self._open_item()
            item.body.extend([*self.gaps[-1], block])
            self.gaps[-1].clear()
            item.closed = self._closes(block)
            self._recognise_caption(item)
        else:
            self._start(ArticleKind.ARTICLE, block)

    def _recognise_caption(self, item: Item) -> None:
        """A short text that a photographer's credit in a line of its own closes is a caption."""
        credit = whole_byline(item.body[-1].raw)
        if credit and credit.photo and not item.body[0].opens and len(item.text) <= LONGEST_CAPTION:
            item.kind = ArticleKind.PHOTO_CAPTION
            item.closed = True

    def _lacks_text(self) -> bool:
        """Whether the item above is a byline in lines of its own so far, and this one goes on with 本报讯."""
        return (
            bool(self.items and not self.gaps[-1])
            and not self.items[-1].closed
            and all(block.opens and whole_byline(block.raw) for block in self.items[-1].body)
            and not SOURCE.fullmatch(self.items[-1].text.strip())
        )

    def _lists_notices(self, block: Block) -> bool:
        """Whether a paragraph is one more entry (▲某某证件遗失…) of the notice above."""
        if not self.items or self.gaps[-1] or self.items[-1].kind is not ArticleKind.NOTICE:
            return False
        return _is_entry(block) and is_caption(block)

    def _lacks_heading(self) -> bool:
        """Whether the item above is a byline so far, so that display below it is its headline."""
        gap = self.gaps[-1]
        return (
            bool(gap and self.items)
            and not any(map(is_numbered, gap))
            and all(whole_byline(block.raw) for block in self.items[-1].body)
        )

    def _adds_picture(self, block: Block) -> bool:
        """Whether a paragraph tells of one more picture (图②…) of the group above."""
        return (
            bool(_PICTURE.match(block.raw) and self.items and not self.gaps[-1])
            and not self.items[-1].closed
            and len(self.items[-1].text) <= LONGEST_CAPTION
        )

    def _append(self, block: Block) -> None:
        """Add a line of a table or signature, or a closing byline, to the item above."""
        if not self.items:
            self._start(ArticleKind.ARTICLE, block)
            return
        item = self.items[-1]
        item.body.extend([*self.gaps[-1], block])
        self.gaps[-1].clear()
        item.closed = item.closed or block.closes or is_date_line(block.raw)
        self._recognise_caption(item)

    def _start(self, kind: ArticleKind, block: Block) -> None:
        item = Item(kind, [*self._take_section_heads(), block], closed=self._closes(block))
        if not block.opens and kind is ArticleKind.ARTICLE:
            item.author = self._take_author()
        self.items.append(item)
        self.gaps.append([])

    def _take_section_heads(self) -> list[Block]:
        """Take 第一章 or 一、 below a heading: the text begins with them."""
        gap = self.gaps[-1]
        at = len(gap)
        while at > 1 and is_numbered(gap[at - 1]):
            at -= 1
        taken = gap[at:]
        del gap[at:]
        return taken

    def _closes(self, block: Block) -> bool:
        ended = trailing_byline(block.raw) is not None and whole_byline(block.raw) is None
        return ended or ends_with_remark(block.raw) or split_jumps(block.raw)[1] is Jump.ON

    def _take_author(self) -> Block | None:
        """Take a bare name, the last line above a body that has a headline besides, for its author."""
        gap = self.gaps[-1]
        if not gap or (len(gap) == 1 and len(gap[0].lines) == 1):
            return None
        last = gap[-1].lines[-1]
        if not is_name(squeeze(last.text)):
            return None
        rest = gap[-1].lines[:-1]
        gap[-1:] = [replace(gap[-1], lines=rest)] if rest else []
        return Block(BlockKind.DISPLAY, (last,))

    def _open_item(self) -> Item:
        """The item that running text goes on with: a caption in its midst interrupts an article."""
        for back in range(1, min(len(self.items), MOST_CAPTIONS) + 1):
            item, gap = self.items[-back], self.gaps[-1 - back]
            if item.kind is not ArticleKind.PHOTO_CAPTION or gap:
                return item
        return self.items[-1]

    def _goes_on(self, at: int) -> bool:
        """Whether a paragraph without a byline belongs to the item above it."""
        if self.items and not self.gaps[-1] and _AFTERWORD.match(self.blocks[at].raw):
            return True
        if not self.items or self._open_item().closed:
            return False
        block, gap, above = self.blocks[at], self.gaps[-1], self._open_item().tail
        if not gap:
            return not begins_anew(block, above, self.cohesion)
        if self.items[-1].kind is ArticleKind.PHOTO_CAPTION:
            return False
        below = "\n".join(each.raw for each in self._section(at))
        return heads_section(gap, below, above, self.cohesion, framed=block.blanks > 0)

    def _section(self, at: int) -> Iterator[Block]:
        """The paragraphs from `at` on, up to the next display or byline."""
        for block in self.blocks[at : at + SECTION]:
            if block.kind is not BlockKind.PROSE or block.opens:
                return
            yield block


def _is_entry(block: Block) -> bool:
    """Whether nothing but an arrow speaks for a caption, which also heads the entries of a notice."""
    return trailing_byline(block.raw) is None


def is_caption(block: Block, credit: str | None = None) -> bool:
    """Whether a paragraph is a photo's caption.

    Args:
        block: The paragraph.
        credit: A byline in a line of its own below it.
    """
    if len(block.raw) > LONGEST_CAPTION:
        return False
    below = whole_byline(credit) if credit else None
    found = trailing_byline(block.raw)
    return bool((found and found[0].photo) or (below and below.photo) or _CAPTION_START.match(block.raw))
