"""Figures and times in Chinese newspaper text, as character offsets.

A quantity is a number with what is counted behind it (1170万元, 四个部分, 130余吨, 1.5％); a time is a
date, a year, an hour, a weekday or a span of them. Both are verbatim runs; nothing is converted.
"""

from __future__ import annotations

import re

from retrieval.models import Span

_HAN_DIGIT = "零〇一二两三四五六七八九十百千"
_FIGURE = rf"(?:\d[\d,，]*(?:[.．]\d+)?\s?[½¼¾]?|[{_HAN_DIGIT}]+(?:点[{_HAN_DIGIT}]+)?|[½¼¾]|半)"
_MAGNITUDE = r"(?:\s?[多余几]?\s?[十百千万亿]+)*\s?[多余来]?"
_UNIT = (
    r"(?:平方公里|平方千米|平方米|平方英里|立方米|公里|千米|厘米|毫米|英里|英尺|英寸|公顷|公斤|千克|毫克|"
    r"小时|分钟|个月|年级|个百分点|人次|万元|美元|欧元|英镑|日元|港元|港币|人民币|摄氏度|华氏度|周岁|星期|世纪|"
    r"km²?|cm|mm|kg|km|GB|MB|%|％|‰|℃|°[CF]?|"
    r"[^\W\d_a-zA-Z零〇一二两三四五六七八九十百千和及与至到或的是在为])"
)
QUANTITY = re.compile(
    rf"\d{{1,3}}(?:比|[:：](?=\d))\d{{1,3}}(?!\d|[.．:：]|\s?[时分])|"
    rf"(?:第|近|约|不?超过|超|逾|至少|最多|不足|不到|不[多高]于|达)?{_FIGURE}{_MAGNITUDE}(?:\s?[~～—–至到-]+\s?{_FIGURE}{_MAGNITUDE})?\s?{_UNIT}?"
    rf"|百分之[{_HAN_DIGIT}点\d.]+|\d+分之\d+|[{_HAN_DIGIT}]+分之[{_HAN_DIGIT}]+"
)
_IDIOM = re.compile(
    r"^一[些般样直起旦切方面定共致边并再同时线贯刻番步体部度]$|^[一二两三四五六七八九十百千万]$|^(?:万一|十分|千万|百姓|万物|三角)$"
)
_YEAR = r"(?:公元前?|西元前?|前)?\s?(?:\d{1,4}|[零〇一二三四五六七八九]{4})\s?年代?(?!龄|级|度)"
_MONTH = r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})\s?月(?:份|底|初|中旬|上旬|下旬)?"
_DAY = r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})\s?[日号]"
_HOUR = (
    r"(?:[上下]午|早上|早晨|清晨|清早|傍晚|晚上|晚间|当晚|凌晨|中午|每晚|夜里|深夜)?\s?(?:\d{1,2}|[一二三四五六七八九十]{1,3})"
    r"(?:[：:]\d{2}|\s?[时点](?!间)(?:\d{1,2}分|半)?)"
)
CLOCK = re.compile(r"\d\s?[时点：:]|[一二三四五六七八九十]点")
"""What tells an hour of the day from a date."""

_ONE_TIME = (
    rf"(?:{_YEAR}\s?(?:{_MONTH})?\s?(?:{_DAY})?|(?:今年|去年|明年|次年|翌年|同年|当年)?{_MONTH}\s?(?:{_DAY})?|{_DAY}"
    rf"|{_HOUR}|(?:周|星期|礼拜)[一二三四五六日天末]|(?:公元前?)?[一二三四五六七八九十\d]+\s?世纪(?:初|末|中叶|\d+年代|[一-十]+年代)?"
    rf"|(?:今年|去年|明年|前年|近日|日前|昨日|今日|每年|每季度?|每个季度|每月|每周|每天|每日|年底|年初)|春季|夏季|秋季|冬季)"
)
_WHEN = rf"{_ONE_TIME}(?:\s?{_HOUR}|夜里|晚上?|上午|下午)?"
TIME = re.compile(rf"{_WHEN}(?:\s?(?:[~～—–-]|至|到)\s?{_WHEN})?")
_DURATION = re.compile(
    rf"(?:近|约|超过|长达)?{_FIGURE}{_MAGNITUDE}\s?(?:个半|多)?(?:周年|年|个月|个星期|周|星期|天|日|个?小时|分钟|秒钟?|世纪|季度|赛季|个世纪)(?!代|级)(?:零?{_FIGURE}个?(?:月|天|分钟?))?"
)

_CALENDAR_YEAR = re.compile(r"(?:1\d|20)\d\d\s?年")
_DAY_OF_MONTH = re.compile(r"月\s?\d{1,2}日$")


def quantities(text: str) -> list[Span]:
    """Find the quantities of `text`, each with its unit; idioms (一步, 一般) are none."""
    return [match.span() for match in QUANTITY.finditer(text) if not _IDIOM.match(match.group())]


def times(text: str) -> list[Span]:
    """Find the points and spans of time."""
    return [_trim(text, *match.span()) for match in TIME.finditer(text)]


def durations(text: str) -> list[Span]:
    """Find how long things took."""
    return [
        match.span()
        for match in _DURATION.finditer(text)
        if not _DAY_OF_MONTH.search(text, 0, match.end()) and not _CALENDAR_YEAR.match(match.group())
    ]


_FREQUENCY = re.compile(
    r"每(?:个|隔)?(?:半|[一两二三四五六七八九十\d]+)?个?(?:季度|月|周|星期|年|天|日|小时|分钟|学期)(?:[一两二三四五六七八九十\d]+[次回趟班])?"
)


def frequencies(text: str) -> list[Span]:
    """Find how often things happen: 每个季度, 每周三次, 每隔15分钟."""
    return [match.span() for match in _FREQUENCY.finditer(text)]


_HOW_OFTEN = re.compile(
    r"多久[^，。？]{0,6}一[次回趟班]|多长时间[^，。？]{0,6}一[次回趟班]|\bhow\s+(?:often|frequently)\b",
    re.IGNORECASE,
)


def asks_how_often(question: str) -> bool:
    """Whether a question wants a frequency, not a length of time."""
    return bool(_HOW_OFTEN.search(question))


def _trim(text: str, start: int, end: int) -> Span:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
