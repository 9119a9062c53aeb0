"""Figures and times in Chinese newspaper text, as character offsets.

A quantity is a number with what is counted behind it (1170万元, 四个部分, 130余吨, 1.5％); a time is a
date, a year, an hour, a weekday or a span of them. Both are verbatim runs; nothing is converted.
"""

from __future__ import annotations

import re

from retrieval.models import Span

_HAN_DIGIT = "零〇一二两三四五六七八九十百千"
_DECIMALS = "零〇一二三四五六七八九"
_FIGURE = (
    r"(?:\d+(?:[,，]\d+)*(?:[.．]\d+)?(?:\s?[½¼¾]|亿\d+(?:万\d+)?|万\d+)?"
    rf"|[{_HAN_DIGIT}]+(?:[万亿][{_HAN_DIGIT}]+)*(?:点[{_HAN_DIGIT}]+)?|[½¼¾]|半)"
)
_MAGNITUDE = r"(?:\s?[多余几]?\s?[十百千万亿]+)*\s?[多余来几]?"
_HALVES_OF_TIME = "小时|钟头|星期|月|世纪|学期|季度"
_MEASURE = (
    r"平方公里|平方千米|平方米|平方英里|立方米|公里|千米|厘米|毫米|英里|英尺|英寸|公顷|公斤|千克|毫克|"
    r"小时|分钟|万元|周岁|[元块角毛里米尺寸丈斤克吨亩升倍度岁天]|(?<![,，])两|年(?![级代])"
)
_OTHER_UNIT = (
    rf"个[半多](?:{_HALVES_OF_TIME})|个小时|个钟头|个月|年级|个百分点|人次|美元|欧元|英镑|日元|港元|港币|人民币|"
    r"摄氏度|华氏度|星期|世纪|km²?|cm|mm|kg|km|GB|MB|%|％|‰|℃|°[CF]?|"
    r"[^\W\d_a-zA-Z零〇一二两三四五六七八九十百千和及与至到或的是在为]"
)
_SMALL = rf"(?:零?\d+|[{_HAN_DIGIT}]+)"
_SECONDS = rf"{_SMALL}秒(?:\d{{1,2}}(?!\d))?"
_BELOW = (
    rf"(?<=[元块圆])(?:{_SMALL}[角毛](?:{_SMALL}分)?|{_SMALL}分(?![之钟]))|(?<=[角毛]){_SMALL}分(?![之钟])|"
    rf"(?<=公里){_SMALL}米|(?<=丈){_SMALL}尺(?:{_SMALL}寸)?|(?<=尺){_SMALL}寸|(?<=米){_SMALL}厘米|"
    rf"(?<=斤){_SMALL}(?:两|克)|(?<=吨){_SMALL}(?:公斤|千克)|(?<=亩){_SMALL}分(?![之钟])|"
    rf"(?<=小时){_SMALL}分钟?(?!之)(?:{_SECONDS})?|(?<=分){_SECONDS}|(?<=分钟){_SECONDS}|"
    rf"(?<=[年岁])(?<!\d{{3}}年)(?<![{_DECIMALS}]{{3}}年){_SMALL}个月"
)
"""What goes on in the next smaller unit: 三元二角五分, 两公里三百米, 三年零四个月 are one sum each."""

_HALF = r"(?<!\d{3}年)半(?![个年月天小径岛数夜导山路场价工载斤空身裸球决程票截])"
_AND_MORE = (
    rf"{_HALF}|[多余](?=$|[\s，。、；：！？,;!?）)”]|[的来高长宽深远厚重前后里内间时钱了才就]|以[上来])"
)
"""两公里半, 三块多; not 三天多云, 两元半价."""

LAST_DIGIT = (
    rf"(?<=[块毛米尺丈度斤里])(?:[一二三四五六七八九][{_DECIMALS}]?|\d{{1,2}})"
    r"(?=$|[\s，。、；：！？,;!?）)”/—～]|一[斤个张份碗瓶公盒袋次位桶度吨方只]|[的每起]|左右|以[上下])"
)
"""三块五, 一米八二: the last digit without its unit, where nothing follows that it could count."""

_UNIT = rf"(?:(?:{_MEASURE})(?:{_BELOW})?(?:{LAST_DIGIT}|{_AND_MORE})?|分{_SECONDS}|{_OTHER_UNIT})"
_ABOUT = r"(?:第|近|约|不?超过|超|逾|至少|最多|不足|不到|不[多高于]|达)?"
_SHARE = (
    rf"[百千万]分之(?:\d+(?:\.\d+)?|[{_HAN_DIGIT}]+(?:点[{_DECIMALS}]+)?)[多余几]?"
    rf"|\d+分之\d+|[{_HAN_DIGIT}]+分之[{_HAN_DIGIT}]+"
)
QUANTITY = re.compile(
    rf"\d{{1,3}}(?:比|[:：](?=\d))\d{{1,3}}(?!\d|[.．:：]|\s?[时分])|"
    rf"{_ABOUT}(?:{_SHARE})|"
    rf"{_ABOUT}{_FIGURE}{_MAGNITUDE}(?:\s?[~～—–至到-]+\s?{_FIGURE}{_MAGNITUDE})?\s?{_UNIT}?"
)
_IDIOM = re.compile(
    r"^一[些般样直起旦切方面定共致边并再同时线贯刻番步体部度]$|^[一二两三四五六七八九十百千万]$|^(?:万一|十分|千万|百姓|万物|三角)$"
)
_YEAR = r"(?:公元前?|西元前?|前)?\s?(?:\d{1,4}|[零〇一二三四五六七八九]{4})\s?年代?(?!龄|级|度)"
_MONTH = r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})\s?月(?:份|底|初|中旬|上旬|下旬)?"
_DAY = r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})\s?[日号]"
_MINUTES = (
    r"(?:\d{1,2}分|(?:[零〇]?[一二三四五六七八九]|[二三四五]?十[一二三四五六七八九]?)分(?![钟之])|[一二三]刻"
    r"|[二三四五]十[一二三四五六七八九]?(?![一-鿿])|半)"
)
_DECIMAL_BEHIND = rf"点[{_DECIMALS}]+(?:$|公里|[倍元米亩吨度万亿克斤平折级个厘成，。；、\s）)])"
_PARTS_OF_DAY = "上午|下午|早上|早晨|清晨|清早|傍晚|晚上|晚间|当晚|凌晨|中午|每晚|夜里|深夜"
_HOUR = (
    rf"(?:{_PARTS_OF_DAY})?\s?(?:\d{{1,2}}|(?<![之{_HAN_DIGIT}])[一二三四五六七八九十]{{1,3}}(?!{_DECIMAL_BEHIND})"
    rf"|(?<={_PARTS_OF_DAY})两(?=[时点])|(?<![之{_HAN_DIGIT}])两(?=点{_MINUTES}))"
    rf"(?:[：:]\d{{2}}|\s?[时点](?!间){_MINUTES}?)"
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
    rf"(?:近|约|超过|长达)?{_FIGURE}{_MAGNITUDE}\s?(?:个半|个?多)?(?:周年|年|个月|个星期|周|星期|天|日|个?小时|分钟|秒钟?|世纪|季度|赛季|个世纪)(?!代|级)(?:零?{_FIGURE}个?(?:月|天|分钟?)|{_HALF})?"
    rf"|{_FIGURE}个[半多](?:{_HALVES_OF_TIME})"
)

_CALENDAR_YEAR = re.compile(r"(?:1\d|20)\d\d\s?年")
_DAY_OF_MONTH = re.compile(r"月\s?\d{1,2}日$")


def quantities(text: str) -> list[Span]:
    """Find the quantities of `text`, each with its unit; idioms (一步, 一般) are none."""
    return [match.span() for match in QUANTITY.finditer(text) if not _IDIOM.match(match.group())]


def uncut(text: str, span: Span) -> Span:
    """Words that end inside a sum, behind one of its units, up to the sum's end: 三元 of 三元二角."""
    start, end = span
    if text[end - 1 : end].isdecimal() or text[end - 1 : end] in _HAN_DIGIT:
        return span
    return start, next((b for a, b in quantities(text) if start <= a < end < b), end)


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
