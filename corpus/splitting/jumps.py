"""Where an article goes on to, or comes from, another page: 下转第二版, 上接第一版."""

from __future__ import annotations

import re
from enum import Enum


class Jump(Enum):
    """Which way a jump leads."""

    ON = "on"
    BACK = "back"


_PAGE = (
    r"\s*(?:今\s*日)?\s*(?:本\s*报)?\s*第?\s*[A-Za-z]?[\d一二三四五六七八九十]{1,3}\s*版[^。，；（）()]{0,12}"
)
_ON = re.compile(rf"[（(【\[▶★*]\s*(?:下\s*转|紧\s*转|转){_PAGE}[）)】\]◀★*]\s*$")
_BACK = re.compile(rf"^\s*[（(【\[▶★*]\s*(?:上\s*接|紧\s*接){_PAGE}[）)】\]◀★*]")
_LINE = re.compile(rf"\s*(?:(?:下\s*转|转)|(?P<back>上\s*接|紧\s*接)){_PAGE}$")
_TAIL = 60
"""Characters at a paragraph's end that a jump is looked for in."""


def split_jumps(raw: str) -> tuple[str, Jump | None, str]:
    """Part a paragraph from the jump at its end or start.

    Returns:
        The paragraph without it, which way it leads (None without a jump), and the jump as printed.
    """
    line = _LINE.fullmatch(raw) if len(raw) < _TAIL else None
    if line:
        return "", Jump.BACK if line["back"] else Jump.ON, raw
    start = max(0, len(raw) - _TAIL)
    on = _ON.search(raw, start)
    if on:
        return raw[: on.start()], Jump.ON, raw[on.start() :]
    back = _BACK.match(raw)
    if back:
        return raw[back.end() :], Jump.BACK, raw[: back.end()]
    return raw, None, ""
