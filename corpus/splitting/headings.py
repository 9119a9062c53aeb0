"""An item's display lines → kicker, headline and deck.

Extraction keeps no type sizes, so what is which is told by form: a kicker leads on (it ends with a dash,
or with 强调 or 指出), a deck adds detail (it begins with a dash, or is the longer one), and of three in a
row the headline is the middle one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.characters import squeeze, words
from corpus.models import LeftOut
from corpus.reflow import reflow
from corpus.splitting.blocks import Block
from corpus.splitting.lines import Line
from corpus.splitting.similarity import pairs


@dataclass(frozen=True, slots=True)
class Heading:
    """An item's heading, each part after reflow and without ornaments."""

    kicker: str | None = None
    headline: str | None = None
    deck: str | None = None
    left_out: tuple[LeftOut, ...] = ()


_DASH = "—―–─━-"
_TRAILING_DASH = re.compile(rf"\s*[{_DASH}]{{2,}}$|\s*[—―─━]+$")
_LEADING_DASH = re.compile(rf"^[{_DASH}]{{2,}}\s*|^[—―─━]+\s*")
_ORNAMENTS = re.compile(r"^[■□●◆◇★☆▲▶►※◎○]+\s*|\s*[■□●◆◇★☆▲▶►※◎○]+$")
_ENCLOSED = re.compile("[（(][^（()）]*[）)]")
_DOCUMENT = re.compile(r"\S{2,14}[〔\[（(【]\s*\d{4}\s*[〕\]）)】]\s*\d{1,4}\s*号")
"""The number of an office's document below a notice's title: 河自然资告字〔2024〕16号."""
_LEADS_ON = re.compile(
    r"(?:强调|指出|要求|表示|提出|提醒|时说|：|:|…|[（(](?:[上中下]|[一二三四五六七八九十]{1,2})[）)])$"
)

COLUMNS = words(
    "街谈巷议 今日谈 微评 快评 短评 时评 来论 众议 社论 微言 锐评 漫评 热评 观点 视点 时评天下 "
    "百家言 一家之言 人间烟火 生活随笔 随笔 散文 诗歌 小小说 记者手记 采访手记 编后 "
    "编者按 读者来信 民生速递 权威发布 一线传真 一线见闻 聚焦 关注 现场 特写 速写 "
    "图片新闻 新闻链接 相关链接 延伸阅读 新闻延伸 新闻背景 相关新闻 新闻速递 简讯 短波 资讯"
)
"""Names of columns (栏目) that papers print above a headline."""

STEP = 2
"""Characters by which a headline in large type is shorter than the lines above and below it; one may be
chance in a wrapped headline."""

LEAST_ENCLOSED = 8
"""Characters of a line in brackets that is a deck; a shorter one, （外一首）, is the headline's end."""

LEAST_TRIPLE = 3
"""Lines behind a kicker of which the first may be a headline alone, and the others its deck."""


def read_heading(blocks: list[Block], body: str) -> Heading:
    """Tell kicker, headline and deck apart.

    Args:
        blocks: The item's display blocks in page order.
        body: The item's text; a word that a line break parts in the heading is whole there.
    """
    parts = _parts([line for block in blocks for line in block.lines])
    if not parts:
        return Heading()
    known = pairs(body)
    left_out: list[LeftOut] = []
    texts = [
        _strip(join_heading([line for part in role for line in part], known), left_out) or None
        for role in _roles(parts)
    ]
    return Heading(texts[0], texts[1], texts[2], tuple(left_out))


def join_heading(lines: list[str], known: set[str]) -> str:
    """Join a heading's lines: with a space where one part ends, without where a word is parted.

    Args:
        lines: As printed.
        known: The pairs of characters that the article's text has.
    """
    text = lines[0] if lines else ""
    for line in lines[1:]:
        crossing = text[-1] + line[0]
        parted = not crossing.isalnum() or crossing.lower() in known
        text += ("" if parted and not crossing.isascii() else " ") + line
    return reflow(text, headline=True)


def _parts(lines: list[Line]) -> list[list[str]]:
    """Cut a heading where a blank line stands, where a line leads on, or the next begins with a dash."""
    parts: list[list[str]] = []
    for line in lines:
        if (
            not parts
            or line.blanks
            or _leads_on(parts[-1][-1])
            or _LEADING_DASH.match(line.text)
            or is_column(parts[-1][-1])
            or _is_enclosed(line.text)
            or _DOCUMENT.fullmatch(line.text)
        ):
            parts.append([])
        parts[-1].append(line.text)
    if len(parts) == 1:
        return _steps(parts[0])
    if len(parts) == 2 and _leads_on(parts[0][-1]) and len(parts[1]) == 2 and _adds_detail(*parts[1]):  # noqa: PLR2004
        return [parts[0], parts[1][:1], parts[1][1:]]
    return parts


def _steps(lines: list[str]) -> list[list[str]]:
    """Cut three lines whose middle one is the shortest: the headline in large type between two in small.

    A headline that is wrapped over three lines fills the first two.
    """
    if len(lines) != LEAST_TRIPLE:
        return [lines]
    kicker, title, deck = map(len, lines)
    stepped = title <= min(kicker, deck) - STEP
    return [[line] for line in lines] if stepped else [lines]


def _adds_detail(title: str, below: str) -> bool:
    """Whether the second of two lines is a deck: it has parts of its own, and the first has none."""
    return len(below.split()) > 1 and len(title.split()) == 1 and len(below) > len(title)


def _leads_on(line: str) -> bool:
    return bool(_TRAILING_DASH.search(line) or _LEADS_ON.search(line))


def _roles(parts: list[list[str]]) -> tuple[list[list[str]], list[list[str]], list[list[str]]]:
    """Share the parts out among kicker, headline and deck."""
    kickers = {
        at
        for at, part in enumerate(parts)
        if _leads_on(part[-1]) or (len(parts) > 1 and len(part) == 1 and is_column(part[0]))
    }
    decks = {
        at
        for at, part in enumerate(parts)
        if _LEADING_DASH.match(part[0]) or _is_enclosed(part[0]) or _DOCUMENT.fullmatch(part[0])
    }
    decks -= kickers
    rest = [at for at in range(len(parts)) if at not in kickers and at not in decks]
    if not rest:
        rest = [(decks or kickers).pop()]
    headline = rest[0]
    if len(rest) > 1:
        triple = not decks and len(rest) >= LEAST_TRIPLE
        if not kickers and (triple or _length(parts[rest[0]]) > _length(parts[rest[1]])):
            headline = rest[1]
        kickers.update(at for at in rest if at < headline)
        decks.update(at for at in rest if at > headline)
    title, below = parts[headline], [parts[at] for at in sorted(decks)]
    if kickers and len(title) >= LEAST_TRIPLE and _is_parallel(title[0]):
        title, below = title[:1], [title[1:], *below]
    return [parts[at] for at in sorted(kickers)], [title], below


def _is_enclosed(line: str) -> bool:
    """Whether brackets enclose a whole line: when and by whom a document was passed."""
    return len(line) >= LEAST_ENCLOSED and bool(_ENCLOSED.fullmatch(line))


def is_column(line: str) -> bool:
    """Whether a line is the name of one of the paper's columns (栏目) and no headline."""
    return squeeze(line).strip("■□●◆◇★☆▌【】[]") in COLUMNS


def _is_parallel(line: str) -> bool:
    """Whether a line is a headline in itself: parts of one length (抢晴天 收油菜 插早秧)."""
    lengths = {len(part) for part in line.split()}
    return len(lengths) == 1 and len(line.split()) > 1


def _length(part: list[str]) -> int:
    return sum(map(len, part))


def _strip(text: str, left_out: list[LeftOut]) -> str:
    """Take ornaments off both ends of a heading's part."""
    for pattern in (_LEADING_DASH, _TRAILING_DASH, _ORNAMENTS, _ORNAMENTS):
        match = pattern.search(text)
        if match and match[0] != text:
            left_out.append(LeftOut(match[0].strip(), "ornament"))
            text = text[: match.start()] + text[match.end() :]
    return text
