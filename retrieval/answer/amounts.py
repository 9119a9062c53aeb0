"""Chinese figures and dates in English, beside a verbatim quote: 475亿元 is 47.5 billion yuan.

Only what can be rendered exactly: the value is that of the characters, the unit is one of those listed, and
words such as 近 and 多 stay what they are. Everything else gets no gloss.
"""

from __future__ import annotations

import calendar
import re
import unicodedata
from fractions import Fraction

from retrieval.text.figures import chinese_value

_HAN_NUMBER = "零〇一二两三四五六七八九十百千万亿"
_AMOUNT = re.compile(
    rf"(?P<before>近|约|大约|超过?|逾|突破|至少|不少于|最多|不超过)?(?P<number>\d[\d,]*(?:\.\d+)?|[{_HAN_NUMBER}]+(?:点[{_HAN_NUMBER}]+)?)"
    r"(?P<scale>[十百千万亿]*)(?P<more>[多余])?(?P<scale_behind>[万亿]?)(?P<unit>[^\d]*)"
)
_DATE = re.compile(
    r"(?:(?P<year>\d{4})年|(?P<near>今年|去年|明年))?(?:(?P<month>\d{1,2})月)?(?:(?P<day>\d{1,2})[日号])?\s?"
    r"(?:(?P<part>凌晨|清晨|早晨|早上|上午|中午|下午|傍晚|晚上|晚间|每晚|每天|每日|晚|早)?"
    r"(?P<hour>\d{1,2})(?:[时点](?:(?P<minute>\d{1,2})分?|(?P<half>半)|整)?|[:：](?P<colon>\d\d)))?"
)
_NEAR = {"今年": "this year", "去年": "last year", "明年": "next year"}
_AFTER_NOON = frozenset({"下午", "傍晚", "晚上", "晚间", "每晚", "晚"})
_DAILY = frozenset({"每晚", "每天", "每日"})
_NOON = 12
_WEEKDAYS = dict(zip("一二三四五六日天", [*calendar.day_name, "Sunday"], strict=True))
_DAYS_OF_WEEK = re.compile(
    r"(?:周|星期|礼拜)(?P<first>[一二三四五六日天])(?:(?:至|到|[~～—–-])(?:周|星期|礼拜)?(?P<last>[一二三四五六日天]))?(?P<rest>.*)"
)
_BETWEEN = re.compile(r"\s?(?:至|到|[~～—–-]+)\s?")
_SHARE = re.compile(r"百分之(?P<number>\d+(?:\.\d+)?|[零〇一二两三四五六七八九十百点]+)")
_SCALES = {"十": 10, "百": 100, "千": 1000, "万": 10**4, "亿": 10**8}
_BEFORE = {
    "近": "nearly ",
    "约": "about ",
    "大约": "about ",
    "超": "more than ",
    "超过": "more than ",
    "逾": "more than ",
    "突破": "more than ",
    "至少": "at least ",
    "不少于": "at least ",
    "最多": "at most ",
    "不超过": "at most ",
}
_UNITS = {
    "元": "yuan",
    "元人民币": "yuan",
    "美元": "US dollars",
    "欧元": "euros",
    "港元": "Hong Kong dollars",
    "日元": "yen",
    "英镑": "pounds",
    "人": "people",
    "名": "people",
    "位": "people",
    "人次": "visits or turns",
    "户": "households",
    "吨": "tonnes",
    "公斤": "kilograms",
    "千克": "kilograms",
    "克": "grams",
    "公里": "kilometres",
    "千米": "kilometres",
    "米": "metres",
    "厘米": "centimetres",
    "毫米": "millimetres",
    "平方米": "square metres",
    "平方公里": "square kilometres",
    "公顷": "hectares",
    "亩": "mu (15 to the hectare)",
    "立方米": "cubic metres",
    "年": "years",
    "个月": "months",
    "个星期": "weeks",
    "周": "weeks",
    "天": "days",
    "小时": "hours",
    "个小时": "hours",
    "分钟": "minutes",
    "秒": "seconds",
    "岁": "years old",
    "册": "books",
    "个百分点": "percentage points",
    "倍": "times",
    "℃": "°C",
    "摄氏度": "°C",
    "家": "",
    "个": "",
    "项": "",
    "种": "",
    "条": "",
    "座": "",
    "所": "",
    "台": "",
    "辆": "",
    "": "",
}
"""Unit → its English; "" for a measure word that English does without."""

_ONE = {
    "people": "person",
    "US dollars": "US dollar",
    "visits or turns": "visit or turn",
    "years old": "year old",
}

_NAMED = ((10**12, "trillion"), (10**9, "billion"), (10**6, "million"))
_DECIMALS = 4
_YEARS = range(1000, 2200)


def in_english(words: str) -> str | None:
    """A Chinese figure, share or date in English; None for anything else, and where nothing would be gained.

    Args:
        words: The marked words of a quote, nothing around them.
    """
    words = unicodedata.normalize("NFKC", words).strip()
    return _weekdays(words) or _one(words) or _range(words)


def _one(words: str) -> str | None:
    return _share(words) or _date(words) or _amount(words)


def _range(words: str) -> str | None:
    """每亩50元到60元: 50 to 60 yuan; a first figure without a unit has that of the second."""
    ends = _BETWEEN.split(words)
    if len(ends) != len(("from", "to")) or not all(ends):
        return None
    plain = _BARE.fullmatch(ends[0])
    first, last = ends[0] if plain else _one(ends[0]), _one(ends[1])
    if not first or not last:
        return None
    _, _, unit = last.partition(" ")
    return f"{first.removesuffix(f' {unit}') if unit else first} to {last}"


_BARE = re.compile(r"\d[\d,]*(?:\.\d+)?")


def _weekdays(words: str) -> str | None:
    """周一至周五18时到21时: Monday to Friday, 18:00 to 21:00."""
    match = _DAYS_OF_WEEK.fullmatch(words)
    if not match:
        return None
    hours = (_one(match["rest"]) or _range(match["rest"])) if match["rest"] else ""
    if hours is None:
        return None
    days = " to ".join(_WEEKDAYS[day] for day in (match["first"], match["last"]) if day)
    return ", ".join(filter(None, (days, hours)))


def _share(words: str) -> str | None:
    match = _SHARE.fullmatch(words)
    if not match:
        return None
    value = _value(match["number"])
    return None if value is None else f"{_plain(value)}%"


def _date(words: str) -> str | None:
    match = _DATE.fullmatch(words)
    if not match or not any(match.groups()):
        return None
    year, month, day, hour = (
        int(match[name]) if match[name] else None for name in ("year", "month", "day", "hour")
    )
    minute = 30 if match["half"] else int(match["minute"] or match["colon"] or 0)
    if hour is not None and match["part"] in _AFTER_NOON and hour < _NOON:
        hour += _NOON
    if (day and not month) or (year and year not in _YEARS) or (month and not 1 <= month <= 12):  # noqa: PLR2004
        return None
    if year and not month and hour is None:
        return None
    when = year or (_NEAR[match["near"]] if match["near"] else None)
    said = " ".join(str(part) for part in (day, month and calendar.month_name[month], when) if part)
    clock = f"{hour}:{minute:02d}{' daily' if match['part'] in _DAILY else ''}" if hour is not None else ""
    return ", ".join(filter(None, (said, clock))) or None


def _amount(words: str) -> str | None:
    match = _AMOUNT.fullmatch(words)
    if not match or match["unit"] not in _UNITS:
        return None
    value = _value(match["number"])
    if value is None:
        return None
    for scale in match["scale"] + match["scale_behind"]:
        value *= _SCALES[scale]
    if match["unit"] == "年" and value in _YEARS:
        return None  # 1998年 is read in any language
    unit = _UNITS[match["unit"]]
    figure = _plain(value)
    if not unit and figure.replace(",", "") == match["number"].replace(",", ""):
        return None
    more = "more than " if match["more"] else ""
    before = _BEFORE.get(match["before"] or "", "") or more
    if figure == "1" and not more:
        unit = _ONE.get(unit, unit.removesuffix("s"))
    return f"{before}{figure} {unit}".strip()


def _value(number: str) -> Fraction | None:
    plain = number.replace(",", "")
    return Fraction(plain) if plain[0].isascii() else chinese_value(plain)


def _plain(value: Fraction) -> str:
    """A value with commas, or as so many million, billion, trillion where four decimals tell it exactly."""
    for size, name in _NAMED:
        if value >= size and (value / size * 10**_DECIMALS).denominator == 1:
            return f"{_decimal(value / size)} {name}"
    return _decimal(value)


def _decimal(value: Fraction) -> str:
    """A decimal with commas; figures of newspapers have few digits and end."""
    return f"{float(value):,.6f}".rstrip("0").rstrip(".")
