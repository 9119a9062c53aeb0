"""Days, months, years and hours in Chinese and English text, as what they fix of a date.

昨日, 今年 and a bare 17日 are resolved against the day that their text is dated; what a text leaves open
stays None. A claim may say less than its quote (5月 of 5月17日), never more.
"""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass

from corpus.dateline import resolve
from retrieval.text.figures import chinese_value
from retrieval.text.timewords import DAY

_N = r"\d{1,2}|[一二三四五六七八九十]{1,3}"
_HALF_DAY = r"凌晨|清晨|早晨|早上|早|上午|中午|正午|午后|下午|傍晚|晚上|晚间|夜间|夜里|当晚|晚|夜"
_MONTHS_EN = "january february march april may june july august september october november december".split()  # noqa: SIM905
_MONTH_EN = r"(?P<name>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
_DAYS = {
    "大前天": -3, "前天": -2, "前日": -2, "昨天": -1, "昨日": -1, "昨晚": -1, "昨夜": -1, "今天": 0, "今日": 0,
    "今晚": 0, "今早": 0, "今晨": 0, "今起": 0, "当日": 0, "明天": 1, "明日": 1, "明晚": 1, "后天": 2, "后日": 2,
    "yesterday": -1, "today": 0, "tomorrow": 1,
}  # fmt: skip
_YEARS = {"今年": 0, "本年": 0, "去年": -1, "上年": -1, "前年": -2, "明年": 1, "来年": 1, "后年": 2,
          "this year": 0, "last year": -1, "next year": 1}  # fmt: skip
_MONTHS = {"上个月": -1, "上月": -1, "本月": 0, "当月": 0, "这个月": 0, "下个月": 1, "下月": 1}

DATE = re.compile(
    rf"(?P<iso>(?<![\d.])(?:(?P<y1>(?:1[89]|20)\d{{2}})[-/.](?P<m1>\d{{1,2}})(?:[-/.](?P<d1>\d{{1,2}}))?"
    rf"|(?P<y4>\d{{3,4}})-(?P<m4>\d{{1,2}})-(?P<d5>\d{{1,2}}))(?![\d.%]|[万亿元米吨克升度公平立毫厘倍个点]))"
    rf"|(?:(?P<y2>(?<!\d)\d{{4}}|[一二][〇○零一二三四五六七八九]{{3}})年|(?P<said>{'|'.join(k for k in _YEARS if k[0] > 'z')}))?的?"
    rf"(?<!\d)(?P<m2>{_N})月份?(?!球|亮|饼|经)(?:(?P<d2>{_N})[日号](?!线|楼|院|机|馆))?"
    rf"|(?P<said3>{'|'.join(_MONTHS)})(?:(?P<d4>{_N})[日号])?"
    rf"|(?<![\d.])(?P<d3>\d{{1,2}})[日号](?!线|楼|院|机|馆|均|产|增)"
    rf"|(?P<y3>(?<!\d)(?:1[0-9]|20)\d{{2}}|[一二][〇○零一二三四五六七八九]{{3}})年(?!代)"
    rf"|(?P<said2>{'|'.join(_YEARS)})"
    rf"|(?P<rel>{'|'.join(_DAYS)})"
    rf"|{_MONTH_EN}\s+(?P<den>\d{{1,2}})(?:st|nd|rd|th)?\b(?:,?\s*(?P<yen>(?:1[89]|20)\d{{2}})\b)?"
    rf"|(?P<den2>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTH_EN.replace('name', 'name2')}(?:,?\s*(?P<yen2>(?:1[89]|20)\d{{2}})\b)?"
    rf"|{_MONTH_EN.replace('name', 'name3')}(?:,?\s+(?P<yen3>(?:1[89]|20)\d{{2}})\b)"
    rf"|(?P<yen4>(?<![\d,.$])(?:1[89]|20)\d{{2}}\b(?![\d,.]\d|\s?(?:%|percent|yuan|people|mu\b|km|met|ton)))",
)
TIME = re.compile(
    rf"(?P<half>{_HALF_DAY})?(?:"
    rf"(?P<h1>\d{{1,2}})[:：](?P<m1>\d{{2}})(?!\d)(?:\s?(?P<ampm>[ap]\.?m\b))?"
    rf"|(?<![之点])(?P<h2>\d{{1,2}}|[一二两三四五六七八九十]{{1,3}})(?:时|点钟?)(?!间|代|期|光|刻|常|候|而|尚|评|击|多)"
    rf"(?:(?P<m2>\d{{1,2}}|[一二三四五六七八九十]{{2,3}}|[零〇][一二三四五六七八九]|[一二三四五六七八九](?=分))分?(?!之)|(?P<m30>半)|(?P<m15>[一三])刻)?"
    rf"|(?P<h3>\d{{1,2}})\s?(?P<ampm3>[ap]\.?m\b)\.?)"
)
_LATE = ("下午", "午后", "傍晚", "晚", "夜")
NOON = 12
DECEMBER = 12


@dataclass(frozen=True, slots=True)
class Day:
    """What a text fixes of a date; each part None where neither it nor its surroundings tell.

    Attributes:
        year: Such as 2023.
        month: 1 to 12.
        day: 1 to 31.
        said: How many of the parts the words themselves say or resolve to.
        start: Offset in the text.
        end: Offset behind it.
    """

    year: int | None
    month: int | None
    day: int | None
    start: int
    end: int
    lone: bool = False
    """A bare 17日, whose month may be another than the one taken from the text before it."""


@dataclass(frozen=True, slots=True)
class Hour:
    """A time of day.

    Attributes:
        minutes: Since midnight.
        vague: Whether the half of the day is unsaid, so that 3时 may be 15时.
        start: Offset in the text.
        end: Offset behind it.
    """

    minutes: int
    vague: bool
    start: int
    end: int


def days(text: str, dated: datetime.date | None, before: Day | None = None) -> list[Day]:
    """Read the dates of a folded text.

    Args:
        text: A sentence.
        dated: The day that its article is dated; None: relative words stay unread.
        before: The last date of the text before it, from which a bare 17日 takes its month.
    """
    found: list[Day] = []
    for match in DATE.finditer(text):
        day = _day(match, dated, found[-1] if found else before)
        if day is not None:
            found.append(day)
    return found


def _day(  # noqa: C901, PLR0911 (a branch a way of writing)
    match: re.Match[str], dated: datetime.date | None, before: Day | None
) -> Day | None:
    g = match.groupdict()
    at = match.span()
    if g["iso"]:
        year, month, day = g["y1"] or g["y4"], g["m1"] or g["m4"], g["d1"] or g["d5"]
        if not 1 <= int(month) <= DECEMBER:
            return None
        return Day(int(year), int(month), int(day) if day else None, *at)
    if g["m2"]:
        year = _year(g["y2"]) if g["y2"] else dated.year + _YEARS[g["said"]] if g["said"] and dated else None
        month, day = _number(g["m2"]), _number(g["d2"]) if g["d2"] else None
        if year is None and not g["said"]:
            year = _nearest_year(month, day, dated, before)
        return Day(year, month, day, *at)
    if g["said3"]:
        if not dated:
            return None
        months = dated.year * 12 + dated.month - 1 + _MONTHS[g["said3"]]
        return Day(months // 12, months % 12 + 1, _number(g["d4"]) if g["d4"] else None, *at)
    if g["d3"]:
        near = before if before and before.month else None
        month = near.month if near else dated.month if dated else None
        year = near.year if near else dated.year if dated else None
        return Day(year, month, int(g["d3"]), *at, lone=True)
    if g["y3"] or g["yen4"]:
        return Day(_year(g["y3"] or g["yen4"]), None, None, *at)
    if g["said2"]:
        return Day(dated.year + _YEARS[g["said2"]], None, None, *at) if dated else None
    if g["rel"]:
        if not dated:
            return None
        meant = dated + _DAYS[g["rel"]] * DAY
        return Day(meant.year, meant.month, meant.day, *at)
    name = g["name"] or g["name2"] or g["name3"]
    number = g["den"] or g["den2"]
    written = g["yen"] or g["yen2"] or g["yen3"]
    month = next(n for n, full in enumerate(_MONTHS_EN, 1) if full.startswith(name.rstrip(".")[:3]))
    day = int(number) if number else None
    year = int(written) if written else _nearest_year(month, day, dated, before)
    return Day(year, month, day, *at)


def _nearest_year(
    month: int | None, day: int | None, dated: datetime.date | None, before: Day | None
) -> int | None:
    if before and before.year and before.month is None:
        return before.year  # 2023年，5月17日
    if month is None or dated is None:
        return None
    if day is None:
        return dated.year
    meant = resolve(f"{month}月{day}日", dated)
    return meant.year if meant else dated.year


def _year(written: str) -> int | None:
    if written.isdecimal():
        return int(written)
    value = chinese_value(written.replace("○", "零"))
    return int(value) if value is not None else None


def _number(written: str) -> int | None:
    if written.isdecimal():
        return int(written)
    value = chinese_value(written)
    return int(value) if value is not None else None


def hours(text: str) -> list[Hour]:
    """Read the times of day of a folded text."""
    found = []
    for match in TIME.finditer(text):
        g = match.groupdict()
        hour = _number(g["h1"] or g["h2"] or g["h3"])
        written = g["m1"] or g["m2"]
        minute = (
            30
            if g["m30"]
            else {"一": 15, "三": 45}[g["m15"]]
            if g["m15"]
            else _number(written)
            if written
            else 0
        )
        if hour is None or minute is None or hour > 24 or minute > 59:  # noqa: PLR2004
            continue
        half, ampm = g["half"] or "", (g["ampm"] or g["ampm3"] or "")[:1]
        vague = not half and not ampm and hour <= NOON
        if hour < NOON and (any(word in half for word in _LATE) or ampm == "p"):
            hour += NOON
        found.append(Hour(hour * 60 + minute, vague, *match.span()))
    return found


def agrees(claim: Day, quote: Day) -> bool:
    """Whether the quote's date says all that the claim's says."""
    for said, known in ((claim.year, quote.year), (claim.month, quote.month), (claim.day, quote.day)):
        if said is not None and known is not None and said != known:
            return False
        if said is not None and known is None:
            return False
    return True


def agrees_hour(claim: Hour, quote: Hour) -> bool:
    """Whether the two times of day can be the same."""
    if claim.minutes == quote.minutes:
        return True
    return (claim.vague or quote.vague) and claim.minutes % 720 == quote.minutes % 720
