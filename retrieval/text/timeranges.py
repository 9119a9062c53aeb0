"""Ranges of days in a question: 5月16日至18日, from 16 to 18 May, between 1 May and 3 June.

`text.timewords` finds single mentions; here two ends, or one end and a bare day beside it, become one
span. A range's ends must run forward; one that does not is left as two mentions.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from dataclasses import replace

from retrieval.models import Language
from retrieval.text.timewords import Grain, TimeWords

_LINK = {
    "zh": re.compile(r"\s*(?:到|至|[-~～—–－]+)\s*"),
    "en": re.compile(r"\s*(?:to|through|until|till|and|[-~–—])\s*(?:on\s+)?", re.IGNORECASE),
}
_DAY_BEHIND = {
    "zh": re.compile(r"\s*(?:到|至|[-~～—–－]+)\s*(?P<day>\d{1,2})[日号]"),
    "en": re.compile(
        r"\s*(?:to|through|until|till|[-~–—])\s*(?:the\s+)?(?P<day>\d{1,2})(?:st|nd|rd|th)?\b(?!\s+[A-Z])",
        re.IGNORECASE,
    ),
}
_DAY_BEFORE = re.compile(
    r"(?:\bfrom\s+|\bbetween\s+)?(?:the\s+)?\b(?P<day>\d{1,2})(?:st|nd|rd|th)?\s*(?:to|through|until|till|and|[-~–—])\s*$",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"\bbetween\s+(?:the\s+)?$", re.IGNORECASE)


def with_ranges(text: str, lang: Language, found: Sequence[TimeWords]) -> list[TimeWords]:
    """Join what a question names as the ends of a range.

    Args:
        text: The question, in simplified characters.
        lang: Its language.
        found: Its mentions of time, in order (`time_words`).
    """
    joined: list[TimeWords] = []
    for words in found:
        before = joined[-1] if joined else None
        if before and _linked(text, lang, before, words):
            joined[-1] = _span(before, before.first, words.last, before.start, words.end)
        else:
            joined.append(words)
    return [_with_bare_day(text, lang, words) for words in joined]


def _linked(text: str, lang: Language, before: TimeWords, words: TimeWords) -> bool:
    link = _LINK[lang].fullmatch(text, before.end, words.start)
    if not link or before.grain is not words.grain or before.first > words.last:
        return False
    return "and" not in link.group().lower() or bool(_BETWEEN.search(text, 0, before.start))


def _with_bare_day(text: str, lang: Language, words: TimeWords) -> TimeWords:
    """A day that a bare day of the same month stands beside, as the range of both."""
    if words.grain is not Grain.DAY or words.relative:
        return words
    behind = _DAY_BEHIND[lang].match(text, words.end)
    last = _same_month(words.last, behind["day"]) if behind else None
    if behind and last and last > words.first:
        return _span(words, words.first, last, words.start, behind.end())
    before = _DAY_BEFORE.search(text, 0, words.start) if lang == "en" else None
    first = _same_month(words.first, before["day"]) if before else None
    if before and first and first < words.last:
        return _span(words, first, words.last, before.start(), words.end)
    return words


def _same_month(day: datetime.date, number: str) -> datetime.date | None:
    try:
        return day.replace(day=int(number))
    except ValueError:
        return None


def _span(words: TimeWords, first: datetime.date, last: datetime.date, start: int, end: int) -> TimeWords:
    grain = Grain.WEEK if words.grain is Grain.DAY else words.grain
    return replace(words, start=start, end=end, first=first, last=last, grain=grain, relative=False)
