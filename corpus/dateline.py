"""The day that a report is dated (5月16日), and which year it means.

A dateline seldom prints its year; the issue's date tells it: a report is dated close to the issue, so
of the years around it the nearest day is meant (12月31日 in an issue of 1 January is the day before).
"""

from __future__ import annotations

import re
from datetime import date

_NUMBER = {
    "〇": 0,
    "○": 0,
    "零": 0,
    "一": 1,
    "二": 2,
    "三": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "七": 7,
    "八": 8,
    "九": 9,
}
_DAY = re.compile(r"(?:(\d{4})\s*年\s*)?(\d{1,2})\s*月\s*(\d{1,2})\s*日")
_WRITTEN = re.compile(
    r"([〇○零一二三四五六七八九]{4})年([一二三四五六七八九十]{1,3})月([一二三四五六七八九十]{1,3})日"
)


def dateline_of(text: str) -> str | None:
    """Read the day at the start of a body.

    Args:
        text: After reflow.

    Returns:
        As printed, such as 5月16日; None where the text begins otherwise.
    """
    match = _DAY.match(text)
    return match[0] if match else None


def day_in(text: str) -> str | None:
    """Read the first day named anywhere in `text`, such as the one in 新华社北京5月16日电."""
    match = _DAY.search(text)
    return match[0] if match else None


def resolve(dateline: str, issue: date | None) -> date | None:
    """Give a dateline its year.

    Args:
        dateline: As printed.
        issue: The issue's date.

    Returns:
        The day; None where neither the dateline nor the issue tells the year, or no such day exists.
    """
    match = _DAY.match(dateline)
    if not match:
        return None
    year, month, day = match[1], int(match[2]), int(match[3])
    if year:
        return valid_date(int(year), month, day)
    if not issue:
        return None
    around = (valid_date(issue.year + shift, month, day) for shift in (0, -1, 1))
    days = [found for found in around if found]
    return min(days, key=lambda found: abs(found - issue), default=None)


def valid_date(year: int, month: int, day: int) -> date | None:
    """Make a date of numbers as printed; None where the calendar has no such day."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def written_date(text: str) -> date | None:
    """Read a date in Chinese numerals, such as 二〇二三年五月十九日."""
    match = _WRITTEN.search(text)
    if not match:
        return None
    year = int("".join(str(_NUMBER[char]) for char in match[1]))
    return valid_date(year, chinese_number(match[2]), chinese_number(match[3]))


def chinese_number(numeral: str) -> int:
    """Read a Chinese numeral below one hundred, such as 二十一."""
    if "十" not in numeral:
        return _NUMBER.get(numeral, 0)
    tens, _, ones = numeral.partition("十")
    return 10 * _NUMBER.get(tens, 1 if not tens else 0) + _NUMBER.get(ones, 0)
