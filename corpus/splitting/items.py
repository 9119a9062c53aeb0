"""Classified blocks → items: where an article, a caption or a notice begins and ends.

An article begins at its byline, or behind a headline where what follows reads like a report's lead; a
caption is a paragraph that ends with a photo credit; a notice begins at a heading that names its kind.
Headlines are left between the items here: whose they are is a question of its own (`assignment`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from corpus.bylines import trailing_byline, whole_byline
from corpus.characters import ends_sentence, squeeze, words
from corpus.models import ArticleKind
from corpus.splitting.blocks import Block, BlockKind


@dataclass(slots=True)
class Item:
    """One item while the page is read.

    Attributes:
        kind: Article, photo caption or notice.
        body: Its paragraphs, byline included.
        heading: Display blocks that are its headline, kicker or deck, in page order.
        closed: Whether a closing byline or signature ended it.
    """

    kind: ArticleKind
    body: list[Block] = field(default_factory=list)
    heading: list[Block] = field(default_factory=list)
    closed: bool = False

    @property
    def text(self) -> str:
        """The body as printed."""
        return "\n".join(block.raw for block in self.body)


@dataclass(frozen=True, slots=True)
class Sequence:
    """A page in order.

    Attributes:
        items: The items.
        gaps: Display blocks before each item and behind the last: one more than items.
        left_out: Blocks that belong to no item, each with the reason.
    """

    items: list[Item]
    gaps: list[list[Block]]
    left_out: list[tuple[Block, str]]


_NOTICE_WORDS = words("公告 启事 声明 通知 通告 讣告 公示 公告栏 更正 致歉 预告 简章")
NOTICE_TITLE = re.compile(rf"[^。，；：！？]*(?:{'|'.join(sorted(_NOTICE_WORDS, key=len, reverse=True))})$")

LONGEST_NOTICE_TITLE = 26
"""Characters of a notice's heading, its issuer included: 某某市自然资源局国有建设用地使用权拍卖公告."""

LONGEST_SUBHEAD = 14
"""Width of a subheading inside an article, in em: it fits into one line of a column."""

LONGEST_CAPTION = 400
"""Characters of a photo caption; a report that ends with a photo credit is longer and has a byline."""

_CAPTION_START = re.compile(r"[▲△▼←→↑↓↖↗]|(?:图|上图|下图|左图|右图|图①|图片)为|[①-⑨]")
_LEAD = re.compile(
    r"\s*(?:\d{1,2}\s*月\s*\d{1,2}\s*日|\d{4}\s*年\s*\d{1,2}\s*月|近日|日前|昨日|昨天|今日|今天|连日来|记者|本报|[^，。]{0,12}(?:获悉|讯))"
)
_NUMBERED = re.compile(
    r"(?:[一二三四五六七八九十]{1,2}、|[（(][一二三四五六七八九十\d]{1,2}[）)]|\d{1,2}[.、．]|[■●◆◇▶★☆])"
)
_DATE_LINE = re.compile(
    r"(?:(?:\d{4}|[〇○零一二三四五六七八九]{4})\s*年\s*)?[\d一二三四五六七八九十]{1,2}\s*月\s*[\d一二三四五六七八九十]{1,3}\s*日"
)
_CONTACT = re.compile(r"(?:联系|咨询|报名|举报|监督|服务|热线|电话|地址|邮箱|传真|网址|特此)")


def read_items(blocks: list[Block]) -> Sequence:
    """Group blocks into items, in page order."""
    walk = _Walk()
    for block in blocks:
        walk.take(block)
    return walk.done()


class _Walk:
    def __init__(self) -> None:
        self.items: list[Item] = []
        self.gaps: list[list[Block]] = [[]]
        self.left_out: list[tuple[Block, str]] = []

    def done(self) -> Sequence:
        return Sequence(self.items, self.gaps, self.left_out)

    def take(self, block: Block) -> None:
        if block.kind in (BlockKind.FOLIO, BlockKind.RULE):
            self.left_out.append((block, block.kind.value))
        elif block.kind is BlockKind.DISPLAY:
            self._take_display(block)
        elif block.opens:
            self._start(ArticleKind.ARTICLE, block)
        elif is_caption(block):
            self._start(ArticleKind.PHOTO_CAPTION, block, closed=True)
        elif self._titled_notice():
            self._start(ArticleKind.NOTICE, block)
        elif self._goes_on(block):
            self._continue(block)
        else:
            self._start(ArticleKind.ARTICLE, block)

    def _take_display(self, block: Block) -> None:
        item = self.items[-1] if self.items else None
        if item and item.body and not self.gaps[-1] and (_signs(block, item) or whole_byline(block.raw)):
            item.body.append(block)
            item.closed = bool(_DATE_LINE.search(squeeze(block.raw))) or whole_byline(block.raw) is not None
            return
        self.gaps[-1].append(block)

    def _titled_notice(self) -> bool:
        return any(is_notice_title(block) for block in self.gaps[-1])

    def _start(self, kind: ArticleKind, block: Block, *, closed: bool = False) -> None:
        if kind is ArticleKind.ARTICLE and self._titled_notice() and not block.opens:
            kind = ArticleKind.NOTICE
        ended = trailing_byline(block.raw)
        self.items.append(Item(kind, [block], closed=closed or ended is not None))
        self.gaps.append([])

    def _continue(self, block: Block) -> None:
        item = self._open_item()
        item.body.extend([*self.gaps[-1], block])
        self.gaps[-1].clear()
        item.closed = trailing_byline(block.raw) is not None

    def _open_item(self) -> Item:
        """The item that running text goes on with: a caption in its midst interrupts an article."""
        last = self.items[-1]
        if last.kind is ArticleKind.PHOTO_CAPTION and len(self.items) > 1 and not self.gaps[-2]:
            return self.items[-2]
        return last

    def _goes_on(self, block: Block) -> bool:
        """Whether a paragraph without a byline belongs to the item above it."""
        if not self.items or self._open_item().closed:
            return False
        gap = self.gaps[-1]
        return not gap or _is_subhead(gap, block)


def _is_subhead(gap: list[Block], block: Block) -> bool:
    """Whether display between two paragraphs heads a section and not a new article."""
    if len(gap) > 1 or len(gap[0].lines) > 1:
        return False
    if _NUMBERED.match(gap[0].raw):
        return True
    return gap[0].width <= LONGEST_SUBHEAD and not _LEAD.match(block.raw)


def _signs(block: Block, item: Item) -> bool:
    """Whether display behind a body is its signature: an issuer's name, a date, an address."""
    last = squeeze(block.lines[-1].text)
    if _DATE_LINE.fullmatch(last):
        return True
    return item.kind is ArticleKind.NOTICE and (
        bool(_CONTACT.search(last)) or block.width <= LONGEST_SUBHEAD * 2
    )


def is_caption(block: Block) -> bool:
    """Whether a paragraph is a photo's caption."""
    if len(block.raw) > LONGEST_CAPTION:
        return False
    found = trailing_byline(block.raw)
    return bool((found and found[0].photo) or _CAPTION_START.match(block.raw))


def is_notice_title(block: Block) -> bool:
    """Whether display is a notice's heading."""
    title = squeeze(block.raw)
    return (
        len(title) <= LONGEST_NOTICE_TITLE
        and bool(NOTICE_TITLE.fullmatch(title))
        and not ends_sentence(title)
    )
