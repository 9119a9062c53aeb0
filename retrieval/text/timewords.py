"""Words for days, weeks, months and years in a question, as spans of days.

Chinese and English, absolute (5月17日, 2023年5月, on 17 May) and relative to an anchor day (昨天, 上周,
last week). Where the year is left out, it is that of the last such day not after the anchor: newspapers
are asked about what they have printed. Weeks begin on Monday (ISO 8601).
"""

from __future__ import annotations

import calendar
import datetime
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import IntEnum

from retrieval.models import Language

DAY = datetime.timedelta(days=1)

LATELY = 7
"""Days that 近日, 最近 and "recently" reach back, the anchor included: a week's papers."""


class Grain(IntEnum):
    """How long a span of time the words name."""

    DAY = 1
    WEEK = 2
    MONTH = 3
    YEAR = 4
    LATELY = 5


@dataclass(frozen=True, slots=True)
class TimeWords:
    """One mention of a time.

    Attributes:
        start: Offset of the words in the question.
        end: Offset behind them.
        first: The first day meant.
        last: The last day meant.
        grain: How long a span they name.
        anchored: Whether the anchor was needed to tell which days are meant.
        relative: Whether they count from the anchor (昨天) rather than name a day (5月17日).
    """

    start: int
    end: int
    first: datetime.date
    last: datetime.date
    grain: Grain
    anchored: bool
    relative: bool


def time_words(text: str, lang: Language, anchor: datetime.date) -> list[TimeWords]:
    """Find the times that a question names, in order, none overlapping.

    Args:
        text: The question, in simplified characters.
        lang: Its language.
        anchor: The day from which 昨天 is counted.
    """
    found: list[TimeWords] = []
    for pattern, meaning in _RULES[lang]:
        for match in pattern.finditer(text):
            if any(match.start() < other.end and other.start < match.end() for other in found):
                continue
            try:
                meant = meaning(match, anchor)
            except (ValueError, OverflowError):  # 2月30日, or a year that no calendar has
                continue
            if meant:
                first, last, grain, anchored, relative = meant
                found.append(TimeWords(*match.span(), first, last, grain, anchored, relative))
    return sorted(found, key=lambda words: words.start)


_Meaning = tuple[datetime.date, datetime.date, Grain, bool, bool]
_Rule = tuple[re.Pattern[str], Callable[[re.Match[str], datetime.date], _Meaning | None]]

_HAN = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_N = r"\d{1,2}|[一二三四五六七八九十]{1,3}"
_ZH_DATE = re.compile(
    rf"(?:(?P<year>(?:19|20)\d{{2}})年|(?P<said>今年|去年|前年))?的?(?<!\d)(?P<month>{_N})月份?"
    rf"(?:(?P<day>{_N})[日号]|(?P<part>上旬|中旬|下旬|初|底|末))?"
)
_ISO = re.compile(
    r"(?<!\d)(?P<year>(?:19|20)\d{2})(?P<sep>[-/.])(?P<month>\d{1,2})(?P=sep)(?P<day>\d{1,2})(?!\d)"
)
_ZH_DAY_ONLY = re.compile(r"(?<![\d月])(?P<day>\d{1,2})[日号](?=当?天?的?(?:报|新闻|消息|见报))")
_ZH_YEAR = re.compile(r"(?<!\d)(?P<year>(?:19|20)\d{2})年|(?P<said>今年|去年|前年)")
_ZH_DAYS = {
    "大前天": -3, "前天": -2, "前日": -2, "昨天": -1, "昨日": -1, "昨晚": -1, "昨夜": -1, "今天": 0,
    "今日": 0, "今晚": 0, "今早": 0, "今晨": 0, "明天": 1, "明日": 1, "明晚": 1, "后天": 2,
}  # fmt: skip
_ZH_RELATIVE_DAY = re.compile("|".join(_ZH_DAYS))
_ZH_WEEK = re.compile(
    r"(?P<which>上上|上|本|这|下)(?:一|个)?(?:周|星期|礼拜)(?P<day>[一二三四五六日天](?![个周]))?"
)
_ZH_MONTH = re.compile(r"(?P<which>上上|上|本|这|下|当)个?月(?!球|亮|饼)")
_ZH_LATELY = re.compile(
    r"(?:最近|近)(?P<n>\d{1,2}|[一两二三四五六七八九十几]{1,2})(?P<unit>天|日|周|个星期|个月)|近日|日前|最近|近期|近来|这几天|这两天"
)
_WEEKS = {
    "上上": -2,
    "上": -1,
    "本": 0,
    "这": 0,
    "当": 0,
    "下": 1,
    "last": -1,
    "past": -1,
    "this": 0,
    "next": 1,
}
_YEARS = {"今年": 0, "去年": -1, "前年": -2}
_PARTS = {"上旬": (1, 10), "中旬": (11, 20), "下旬": (21, 31), "初": (1, 10), "底": (21, 31), "末": (21, 31)}

_MONTHS = {name.lower(): n for n, name in enumerate(calendar.month_name) if name}
_MONTHS |= {name.lower(): n for n, name in enumerate(calendar.month_abbr) if name} | {"sept": 9}
_WEEKDAYS = {name.lower(): n for n, name in enumerate(calendar.day_name)}
_MONTH_EN = rf"(?P<name>{'|'.join(sorted(_MONTHS, key=len, reverse=True))})\b\.?"
_DAY_EN = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?\b"
_YEAR_EN = r"(?:,?\s+(?P<year>(?:19|20)\d{2})\b)?"
_EN_DAYS = {
    "the day before yesterday": -2, "yesterday": -1, "last night": -1, "today": 0, "tonight": 0,
    "this morning": 0, "this evening": 0, "tomorrow": 1,
}  # fmt: skip
_EN_WORDS = {"a": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "few": 5}


def _en(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


def number(word: str) -> int:
    """The value of a number up to 99 in digits or Chinese.

    Raises:
        ValueError: It is none.
    """
    if word.isdecimal():
        return int(word)
    tens, ten, ones = word.rpartition("十")
    if any(c not in _HAN for c in tens + ones) or max(len(tens), len(ones)) > 1:
        raise ValueError(word)
    return (_HAN[tens] if tens else 1) * 10 * bool(ten) + (_HAN[ones] if ones else 0)


def _date(match: re.Match[str], anchor: datetime.date) -> _Meaning:
    groups = match.groupdict()
    name = groups.get("name")
    month = _MONTHS[name.lower().rstrip(".")] if name else number(groups["month"])
    days = _PARTS[groups["part"]] if groups.get("part") else None
    if groups.get("day"):
        days = (number(groups["day"]), number(groups["day"]))
    said = groups.get("said")
    year = int(groups["year"]) if groups.get("year") else anchor.year + _YEARS[said] if said else None
    first_day = days[0] if days else 1
    known = year is not None
    if year is None:
        year = anchor.year
        # 2月29日 may need to go back further than one year.
        for back in range(8):
            if month == 2 and first_day == 29 and not calendar.isleap(anchor.year - back):  # noqa: PLR2004
                continue
            if datetime.date(anchor.year - back, month, first_day) <= anchor:
                year = anchor.year - back
                break
    length = calendar.monthrange(year, month)[1]
    last_day = min(days[1], length) if days and days[0] != days[1] else days[1] if days else length
    grain = Grain.DAY if groups.get("day") else Grain.MONTH
    first, last = datetime.date(year, month, first_day), datetime.date(year, month, last_day)
    return first, last, grain, not known or bool(said), False


def _day_only(match: re.Match[str], anchor: datetime.date) -> _Meaning:
    day, month = int(match["day"]), anchor.replace(day=1)
    while calendar.monthrange(month.year, month.month)[1] < day or month.replace(day=day) > anchor:
        month = (month - DAY).replace(day=1)
    meant = month.replace(day=day)
    return meant, meant, Grain.DAY, True, False


def _shifted(days: int, anchor: datetime.date) -> _Meaning:
    meant = anchor + days * DAY
    return meant, meant, Grain.DAY, True, True


def _week(which: str, weekday: int | None, anchor: datetime.date) -> _Meaning:
    monday = anchor + (7 * _WEEKS[which] - anchor.weekday()) * DAY
    if weekday is not None:
        return monday + weekday * DAY, monday + weekday * DAY, Grain.DAY, True, True
    return monday, monday + 6 * DAY, Grain.WEEK, True, True


def _zh_week(match: re.Match[str], anchor: datetime.date) -> _Meaning:
    day = match["day"]
    return _week(match["which"], "一二三四五六日".find(day.replace("天", "日")) if day else None, anchor)


def _month(which: str, anchor: datetime.date) -> _Meaning:
    months = anchor.year * 12 + anchor.month - 1 + _WEEKS[which]
    year, month = months // 12, months % 12 + 1
    last = calendar.monthrange(year, month)[1]
    return datetime.date(year, month, 1), datetime.date(year, month, last), Grain.MONTH, True, True


def _year(year: int, *, relative: bool) -> _Meaning:
    return datetime.date(year, 1, 1), datetime.date(year, 12, 31), Grain.YEAR, relative, relative


def _lately(n: str | None, unit: str | None, anchor: datetime.date) -> _Meaning:
    days, grain = LATELY, Grain.LATELY
    if n and unit:
        grain = Grain.WEEK
        count = 3 if n == "几" else _EN_WORDS[n] if n in _EN_WORDS else number(n)
        days = count * (
            30 if "月" in unit or "month" in unit else 7 if unit[-1] in "周期" or "week" in unit else 1
        )
    return anchor - (max(days, 1) - 1) * DAY, anchor, grain, True, True


def _en_which(match: re.Match[str], anchor: datetime.date) -> _Meaning:
    which, unit = match["which"].lower(), match["unit"].lower()
    if unit == "week":
        return _week(which, None, anchor)
    return _month(which, anchor) if unit == "month" else _year(anchor.year + _WEEKS[which], relative=True)


def _en_weekday(match: re.Match[str], anchor: datetime.date) -> _Meaning:
    weekday = _WEEKDAYS[match["name"].lower()]
    back = (anchor.weekday() - weekday) % 7
    return _shifted(-(back or 7), anchor)


_RULES: dict[Language, tuple[_Rule, ...]] = {
    "zh": (
        (_ISO, _date),
        (_ZH_DATE, _date),
        (_ZH_DAY_ONLY, _day_only),
        (_ZH_RELATIVE_DAY, lambda match, anchor: _shifted(_ZH_DAYS[match.group()], anchor)),
        (_ZH_LATELY, lambda match, anchor: _lately(match["n"], match["unit"], anchor)),
        (_ZH_WEEK, _zh_week),
        (_ZH_MONTH, lambda match, anchor: _month(match["which"], anchor)),
        (
            _ZH_YEAR,
            lambda match, anchor: _year(
                int(match["year"] or anchor.year + _YEARS[match["said"]]), relative=not match["year"]
            ),
        ),
    ),
    "en": (
        (_ISO, _date),
        (_en(rf"(?:\bon\s+)?(?:the\s+)?\b{_DAY_EN}\s+(?:of\s+)?{_MONTH_EN}{_YEAR_EN}"), _date),
        (_en(rf"(?:\bon\s+)?\b{_MONTH_EN}\s+{_DAY_EN}(?!\s*(?:%|per)){_YEAR_EN}"), _date),
        (_en(rf"\b(?:in|during|of|from)\s+{_MONTH_EN}(?:\s+(?:of\s+)?(?P<year>(?:19|20)\d{{2}})\b)?"), _date),
        (
            _en("|".join(rf"\b{words}\b" for words in _EN_DAYS)),
            lambda m, a: _shifted(_EN_DAYS[m.group().lower()], a),
        ),
        (
            _en(
                r"\b(?:in\s+)?the\s+(?:last|past)\s+(?P<n>\d{1,2}|[a-z]+)\s+(?P<unit>days?|weeks?|months?)\b"
            ),
            lambda match, anchor: _lately(match["n"].lower(), match["unit"].lower(), anchor),
        ),
        (_en(r"\b(?P<which>last|past|this|next)\s+(?P<unit>week|month|year)\b"), _en_which),
        (_en(rf"\b(?:last|on)\s+(?P<name>{'|'.join(_WEEKDAYS)})\b"), _en_weekday),
        (_en(r"\b(?:recently|lately|these\s+days)\b"), lambda _, anchor: _lately(None, None, anchor)),
    ),
}


def spelt(first: datetime.date, last: datetime.date) -> Iterator[str]:
    """How a Chinese text may write the days of a span: 5月17日."""
    day = first
    while day <= last:
        yield f"{day.month}月{day.day}日"
        day += DAY
