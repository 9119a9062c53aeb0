"""Display that is body after all: rows of a table, lines of verse, a signature and its date.

By form these are what headlines are: short lines without a sentence's end. They are told by their
company: rows come in numbers and below a text, verse is long, and a signature stands right below its
letter or notice. Each such line stays a line of its own in the article's text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from corpus.characters import ends_sentence, squeeze, words
from corpus.splitting.blocks import Block, BlockKind
from corpus.splitting.lines import Line

_NOTICE_WORDS = words("公告 启事 声明 通知 通告 讣告 公示 公告栏 更正 致歉 预告 简章 招租 啟事 聲明 訃告")
_NOTICE_TITLE = re.compile(rf"[^。，；：！？]*(?:{'|'.join(sorted(_NOTICE_WORDS, key=len, reverse=True))})")

LONGEST_NOTICE_TITLE = 30
"""Characters of a notice's heading, its issuer included: 某某市自然资源局国有建设用地使用权拍卖公告."""

_ROW = re.compile(r"(?=.*\d)[^。，；！？]*\S\s+\S[^。，；！？]*")
_DATE_LINE = re.compile(
    r"(?:(?:\d{4}|[〇○零一二三四五六七八九]{4})年)?(?:\d{1,2}|[一二三四五六七八九十]{1,2})月(?:\d{1,2}|[一二三四五六七八九十]{1,3})日"
    r"|(?:\d{4}年[^，。；]{0,10})?(?:写于|作于|草于|改于)[^，。；]{1,12}"
)

_SIGNER = re.compile(
    r"(?:本报|热心|一位|一名)?(?:读者|市民|居民|网友|村民|家长|讀者)[\s：:]*\S{2,4}"
    r"|[^，。；：！？]{0,16}[\s的]?(?:一|某)(?:位|名)?(?:读者|市民|居民|网友|村民|家长|老人|教师|職員|讀者)"
)
"""Who signed a letter to the paper: 读者 仲玉珍, 翠湖园小区 一居民."""

LEAST_ROWS = 2
"""Lines with a number behind a gap that make a table: one alone may be a headline (查获电鱼器具23套)."""

LONGEST_TABLE_HEAD = 2
"""Lines above a table's first row: a title, and the names of its columns."""

LEAST_VERSE = 8
"""Lines of display in a row that are verse: two quatrains. Kicker, headline and deck of two neighbours
together seldom have seven."""

LONGEST_SIGNATURE = 4
"""Lines of a signature: two issuers, a telephone number and a date."""


def part_body_lines(blocks: list[Block]) -> list[Block]:
    """Turn the display lines that belong to a body into blocks of their own, one a line.

    Args:
        blocks: Of a page, in order.

    Returns:
        The same lines in the same order; lines of tables, verse and signatures have the kind LINE.
    """
    out: list[Block] = []
    run: list[Block] = []
    for block in [*blocks, None]:
        if block is not None and block.kind is BlockKind.DISPLAY and not block.closes:
            run.append(block)
            continue
        if run:
            out.extend(_part(run, out, block))
            run = []
        if block is not None:
            out.append(block)
    return out


def is_notice_title(block: Block) -> bool:
    """Whether display is a notice's heading."""
    title = squeeze(block.raw)
    return (
        len(title) <= LONGEST_NOTICE_TITLE
        and bool(_NOTICE_TITLE.fullmatch(title))
        and not ends_sentence(title)
    )


def is_row(text: str) -> bool:
    """Whether a line looks like a table's: words, a gap, and a number somewhere."""
    return bool(_ROW.fullmatch(text))


def is_date_line(text: str) -> bool:
    """Whether a line is nothing but a day, or where and when a text was written: the end of a signature."""
    return bool(_DATE_LINE.fullmatch(squeeze(text)))


def _part(run: list[Block], before: list[Block], after: Block | None) -> Iterator[Block]:
    """Part a run of display into body lines and what stays display."""
    lines = [line for block in run for line in block.lines]
    above = before[-1] if before and before[-1].kind is not BlockKind.LEFT else None
    bare = bool(above and above.opens and _is_byline_only(above))
    alone = False
    verse = _verse(lines, bare=bare, goes_on=after is not None and after.kind is BlockKind.PROSE)
    if verse:
        body = range(*verse)
        # with a title in a frame of its own, they are an item of their own
        alone = body.start > 0 and (above is None or lines[0].blanks > 0)
    elif above is None:
        body = range(0)
    else:
        body = range(_below(lines, above.raw, notice=_in_notice(before)))
        if body.stop == len(lines) and after and after.opens and not is_date_line(lines[-1].text):
            body = range(len(lines) - 1)  # what stands right above a byline is its headline
    yield from _display(run, 0, body.start)
    kind = BlockKind.VERSE if verse and alone else BlockKind.LINE
    for at in body:
        yield Block(kind, (lines[at],))
    yield from _display(run, body.stop, len(lines))


def _display(run: list[Block], start: int, stop: int) -> Iterator[Block]:
    """The blocks of a run cut down to its lines [start, stop)."""
    at = 0
    for block in run:
        kept = block.lines[max(0, start - at) : max(0, stop - at)]
        if kept:
            yield replace(block, lines=kept)
        at += len(block.lines)


def _below(lines: list[Line], above: str, *, notice: bool) -> int:
    """How many of the first lines belong to the text above: rows, then a signature."""
    at = _table_head(lines)
    while at < len(lines) and not (lines[at].blanks and not at) and is_row(lines[at].text):
        at += 1
    listed = above.rstrip().endswith(("：", ":"))
    if at < LEAST_ROWS + _table_head(lines) and not listed:
        at = 0
    if listed:
        while at < len(lines) and not lines[at].blanks:
            at += 1
        return at
    if at < len(lines) and not (lines[at].blanks and notice) and _SIGNER.fullmatch(lines[at].text):
        at += 1
    for last in range(at, min(len(lines), at + LONGEST_SIGNATURE)):
        framed = any(line.blanks for line in lines[at + 1 : last + 1])
        if is_date_line(lines[last].text) and (notice or not framed):
            return last + 1
    while notice and at < len(lines) and not lines[at].blanks and at < LONGEST_SIGNATURE:
        if is_notice_title(Block(BlockKind.DISPLAY, (lines[at],))):
            break
        at += 1
    return at


def _table_head(lines: list[Line]) -> int:
    """How many lines without a number head a table right below a text: its title, its columns' names."""
    for at in range(min(LONGEST_TABLE_HEAD, len(lines) - LEAST_ROWS) + 1):
        if all(is_row(line.text) for line in lines[at : at + LEAST_ROWS]):
            return at
        if lines[at].blanks:
            return 0
    return 0


def _verse(lines: list[Line], *, bare: bool, goes_on: bool) -> tuple[int, int] | None:
    """Where verse begins and ends among display lines.

    Args:
        lines: Of the run.
        bare: Whether a byline stands above and has no text yet.
        goes_on: Whether prose follows, whose heading is the run's last frame.
    """
    if len(lines) < LEAST_VERSE and not (bare and len(lines) >= LEAST_VERSE // 2):
        return None
    frames = [at for at, line in enumerate(lines) if line.blanks and at]
    start = 0 if bare else (frames[0] if frames else 1)
    if not bare and frames and len(lines) > start + LEAST_ROWS and is_row(lines[start + LEAST_ROWS].text):
        start += not is_row(lines[start].text)  # a table's title
    stop = frames[-1] if goes_on and frames and frames[-1] > start else len(lines)
    return (start, stop) if stop - start >= LEAST_VERSE // 2 else None


def _is_byline_only(block: Block) -> bool:
    return not any(ends_sentence(line.text) for line in block.lines)


def _in_notice(before: list[Block]) -> bool:
    """Whether the text above stands under a notice's heading."""
    for block in reversed(before):
        if block.opens:
            return False
        if block.kind is BlockKind.DISPLAY:
            return is_notice_title(block)
    return False
