"""What kind of character stands on a page, and how wide it is printed.

Widths are in em: a Chinese character or full-width mark is one em, a Latin letter, a digit or a
half-width space half of it. That is how a column of a Chinese paper is measured.
"""

from __future__ import annotations

import re

HAN = "\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
"""Inside of a regular expression's class: Chinese characters, 々 and 〇 among them."""

CHINESE = HAN + "\u3001-\u3004\u3006\u3008-\u303f\u3041-\u30ff\uff01-\uffee"
"""Inside of a class: whatever is set without spaces, Chinese marks and full-width forms included."""

CLOSERS = "”’』」）)】》〉〕]"
MARKS = "，。、；：！？"
TERMINALS = "。！？!?…"

_CHINESE = re.compile(f"[{CHINESE}]")
_HALF = re.compile("[\u0000-\u00b6\u00b8-\u024f\u0400-\u04ff\uff61-\uffdc]")
_SENTENCE_END = re.compile(rf"(?:[{TERMINALS}][{re.escape(CLOSERS)}\"']*|[a-z\d)%]\.[\"'”’)]*)$")


def words(listing: str) -> frozenset[str]:
    """Read data that is written as words between white space."""
    return frozenset(listing.split())


def is_chinese(char: str) -> bool:
    """Whether `char` is a Chinese character or a mark that is set like one."""
    return bool(_CHINESE.match(char))


def width(text: str) -> float:
    """Measure a line as printed, in em."""
    return len(text) - 0.5 * (len(text) - len(_HALF.sub("", text)))


def ends_sentence(text: str) -> bool:
    """Whether a line (stripped) ends where a sentence does.

    An English full stop counts behind a lower-case letter, a digit or a bracket: 30. may be half of
    a broken number, but such a line is as often a list's end, and a wrongly kept line break costs less
    than two joined paragraphs.
    """
    return bool(_SENTENCE_END.search(text[-12:]))


def squeeze(text: str) -> str:
    """Drop all white space: what two renderings of the same print have in common."""
    return "".join(text.split())
