"""Lines back to running text: which white space was the author's, and which the column's.

Chinese is set without spaces, so what stands between two Chinese characters, around a Chinese mark, or
between a number and its Chinese unit is left over from the extraction. What stands between Latin words
is kept. A headline is the exception: its parts are told apart by spaces.
"""

from __future__ import annotations

import re

from corpus.characters import CHINESE, HAN

_SPACES = re.compile(r"\s+")
_LOOK = 4
"""How many characters a space's surroundings are judged by: enough to look past ”》， to the next word."""

_CHINESE = re.compile(f"[{CHINESE}]")
_HAN = re.compile(f"[{HAN}]")
_ADDRESS = re.compile(r"(?:://|www\.|@)[^\s]*$")
_ADDRESS_LOOK = 80
"""How far back an unfinished web or mail address is looked for; longer ones are not printed in papers."""

_SPACED_TOKENS = re.compile(rf"(?<![{HAN}])[{HAN}]{{2,4}}(?:[ \u3000]+[{HAN}]{{2,4}}){{2,}}(?![{HAN}])")
_CELLS = re.compile(r"[^\s，。；！？]{1,10}(?:[ \u3000]+[^\s，。；！？]{1,10}){2,}")
_FIGURE = re.compile(r"[-+]?\d[\d.,]*%?")
_TITLE = re.compile(f"[{HAN}]{{1,6}}")
_LONGEST_ROW = 80
"""Characters of a table's row: it fits into one line of a page."""

_NUMBER = re.compile(r"\d[.,]?$")
_LINE_OPENERS = "([{/-–~"
_LINE_CLOSERS = ".,;:!?%)]}/-–~"


def reflow(lines: str, *, headline: bool = False) -> str:
    """Join hard-wrapped lines and drop stray spaces.

    Args:
        lines: One paragraph (or headline) as printed, with its line breaks.
        headline: Keep the spaces between parts of a headline (强化服务保障 加快建设进度).

    Returns:
        One line; its non-space characters are those of `lines`, in the same order.
    """
    text = lines.strip()
    keep = _headline_spaces(text) if headline else _token_spaces(text)
    out = []
    at = 0
    for match in _SPACES.finditer(text):
        out.append(text[at : match.start()])
        if match.start() in keep or _is_printed(text, match.start(), match.end()):
            out.append(" ")
        at = match.end()
    out.append(text[at:])
    return "".join(out)


def _is_printed(text: str, start: int, end: int) -> bool:
    """Whether the white space at [start, end) belongs between Latin words."""
    left, right = text[start - 1], text[end]
    if _CHINESE.match(left) or _CHINESE.match(right):
        return False
    if _leans_chinese(text[max(0, start - _LOOK) : start][::-1]) or _leans_chinese(text[end : end + _LOOK]):
        return False
    if left.isdigit() and right in "%‰℃":
        return False
    if "\n" in text[start:end]:
        number = right.isdigit() and bool(_NUMBER.search(text[max(0, start - 2) : start]))
        broken = number or left in _LINE_OPENERS or right in _LINE_CLOSERS
        return not broken and not _ADDRESS.search(text[max(0, start - _ADDRESS_LOOK) : start])
    return True


def _leans_chinese(chars: str) -> bool:
    """Whether the first character with a script of its own is Chinese; quotes and dashes have none."""
    for char in chars:
        if _CHINESE.match(char):
            return True
        if char.isalnum():
            return False
    return False


def _token_spaces(text: str) -> frozenset[int]:
    """Where a row of short words (张三 李四 王五) or a table's stands: its spaces are the only separators."""
    if len(text) <= _LONGEST_ROW and _is_row(text):
        return frozenset(space.start() for space in _SPACES.finditer(text))
    return frozenset(
        match.start() + space.start()
        for match in _SPACED_TOKENS.finditer(text)
        for space in _SPACES.finditer(match[0])
    )


def _is_row(text: str) -> bool:
    """Whether a line is a table's: cells with three figures, or the names of four columns."""
    if not _CELLS.fullmatch(text):
        return False
    cells = text.split()
    figures = sum(bool(_FIGURE.fullmatch(cell)) for cell in cells)
    names = len(cells) > 3 and all(map(_TITLE.fullmatch, cells)) and sum(len(cell) > 1 for cell in cells) > 1  # noqa: PLR2004
    return figures > 2 or names  # noqa: PLR2004


def _headline_spaces(text: str) -> frozenset[int]:
    """Where two parts of a headline meet; single characters are letter-spaced (公 告), no parts."""
    keep = set()
    spaces = list(_SPACES.finditer(text))
    for index, match in enumerate(spaces):
        before = spaces[index - 1].end() if index else 0
        after = spaces[index + 1].start() if index + 1 < len(spaces) else len(text)
        left, right = text[match.start() - 1], text[match.end()]
        alone = match.start() - before == 1 or after - match.end() == 1
        if _HAN.match(left) and _HAN.match(right) and not alone:
            keep.add(match.start())
    return frozenset(keep)
