"""Telephone numbers, and the questions that ask for one."""

from __future__ import annotations

import re

from retrieval.models import Span

_ASKED = re.compile(
    r"(?:电话|热线|手机)号?码?(?:号码)?(?:是|为)?(?:多少|什么|几)|(?:打|拨打?)(?:什么|哪个|多少)(?:电话|号码?|热线)"
    r"|\b(?:what|which)\b.*\b(?:tele)?phone\s+number|\b(?:hotline|phone)\s+number\b|\bwhat(?:'s|\s+(?:is|was))\s+the\s+(?:\w+\s+)?hotline\b"
    r"|\b(?:what|which)\s+(?:number|hotline)\b.*\b(?:call|dial|ring|phone)\b|\bwho\s+(?:do|should|can|to)\b.*\b(?:call|phone|ring)\b",
    re.IGNORECASE,
)
_NUMBER = re.compile(
    r"(?<![\d.])(?:0\d{2,3}[-—－ ]?\d{7,8}|1[3-9]\d{9}|[48]00[- ]?\d{3}[- ]?\d{4}|1[12]\d|1[0-2]\d{3}|9\d{4}"
    r"|(?<=[话线打系询：:])[2-8]\d{2,3} ?\d{4})"
    r"(?![\d.]|\s?[万亿元人家个年月日])"
)
"""Area code and number, or without an area code behind 电话 and its like; mobile, 400 and 800 lines, and the
three and five digits of services (110, 95598)."""


def asks_telephone(question: str) -> bool:
    """Whether a telephone number is asked for."""
    return bool(_ASKED.search(question))


def telephones(text: str) -> list[Span]:
    """Find the telephone numbers of `text`."""
    return [match.span() for match in _NUMBER.finditer(text)]
