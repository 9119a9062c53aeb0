"""An item's display lines → kicker, headline and deck.

Extraction keeps no type sizes, so what is which is told by form: a kicker leads on (it ends with a dash,
or with 强调 or 指出), a deck adds detail (it begins with a dash, or is the longer one), and of three in a
row the headline is the middle one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

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
_LEADS_ON = re.compile(
    r"(?:强调|指出|要求|表示|提出|提醒|时说|：|:|…|[（(](?:[上中下]|[一二三四五六七八九十]{1,2})[）)])$"
)

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
        if not parts or line.blanks or _leads_on(parts[-1][-1]) or _LEADING_DASH.match(line.text):
            parts.append([])
        parts[-1].append(line.text)
    return parts


def _leads_on(line: str) -> bool:
    return bool(_TRAILING_DASH.search(line) or _LEADS_ON.search(line))


def _roles(parts: list[list[str]]) -> tuple[list[list[str]], list[list[str]], list[list[str]]]:
    """Share the parts out among kicker, headline and deck."""
    kickers = {at for at, part in enumerate(parts) if _leads_on(part[-1])}
    decks = {at for at, part in enumerate(parts) if _LEADING_DASH.match(part[0])} - kickers
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
