"""What numbers tell apart one of several like things: 3路 and 三路, 2号线, 一年级, 第十二届, 二期, 县一中.

A number that counts (3个班, 兵分三路) names nothing. Each name is a class of like things and a value, so
that 三路公交 and 3路 are the same, 7、16、28路 and 一、二年级 are several of one class; an English
"route 5" may be a bus's or an underground's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from retrieval.models import Language
from retrieval.text.figures import chinese_value

_DIGIT = "零〇一二三四五六七八九十"
_NUMBER = rf"(?:\d{{1,4}}|[{_DIGIT}]{{1,3}})"
_AND = r"\s?(?:[、，,和与及至到~～—-]|以及)\s?"
_ROW = rf"{_NUMBER}(?:{_AND}{_NUMBER})*"
_ALONE = rf"(?<![\d.．第{_DIGIT}百千万几多])"
_PLACE = "市县区州镇乡村厂矿、和与及了在到从对的，。；：是（(“"
"""What stands before the short name of a school or hospital: 县一中, 市三院, 学府路口和二中."""


class Designation(NamedTuple):
    """One named thing: offsets [start, end), the class of things it is one of, and its values in it.

    Several values stand for a row with the class said once (7、16、28路).
    """

    start: int
    end: int
    kind: str
    values: frozenset[str]


ROUTE, LINE, SPECIAL = "路", "号线", "专线"
TRANSPORT = frozenset({ROUTE, LINE, SPECIAL})
"""Lines of buses and trains: who names one asks for it alone, and a story without it tells nothing."""

_BUS = r"公交|公汽|汽车|电车|[末首早晚夜]?班车|车|[末首早]班|线路?(?![、，])"
_HOUSES = (
    r"号(?:线|楼|院|门|厅|馆|井|桥|闸|机组|车间|窗口|仓库?|出口|口|航站楼|教学楼|宿舍楼|厂房|展[馆厅]|诊室|标段"
    r"|地块|码头|站台|台风|病区|公告)"
)

_ZH: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        ROUTE,
        re.compile(
            rf"(?:(?<![A-Za-z\d.．经纬分成第])(?P<row>[A-Z]?\d{{1,4}}(?:{_AND}[A-Z]?\d{{1,4}})*)\s?路(?![口段边旁])"
            rf"|{_ALONE}(?P<han>[{_DIGIT}]{{1,3}}(?:{_AND}[{_DIGIT}]{{1,3}})*)路(?={_BUS}))"
        ),
    ),
    (SPECIAL, re.compile(r"(?<=[旅游快夜专])(?P<row>\d{1,2})(?:号?[专快]?线)")),
    (ROUTE, re.compile(rf"公交(?:车|线路)?(?P<row>[{_DIGIT}]{{1,3}})路")),
    ("", re.compile(rf"{_ALONE}(?<![月\d])(?P<row>{_ROW})\s?(?P<kind>{_HOUSES})")),
    ("号楼", re.compile(rf"{_ALONE}(?P<row>\d{{1,3}})[栋幢](?=\d{{1,2}}单元|\d{{3,4}}[室号])")),
    ("楼", re.compile(rf"{_ALONE}(?P<row>(?:\d{{1,2}}|[{_DIGIT}]{{1,2}})(?:{_AND}[{_DIGIT}\d]{{1,2}})*)楼")),
    ("年级", re.compile(rf"{_ALONE}(?P<each>[{_DIGIT[2:-1]}]{{2,5}})年级")),
    ("年级", re.compile(rf"{_ALONE}(?P<row>{_ROW})年级")),
    ("级", re.compile(r"(?<!\d)(?P<own>20\d\d)级")),
    (
        "班",
        re.compile(
            rf"(?P<own>[高初]?[{_DIGIT}\d](?:年级)?\s?[（(]\s?[{_DIGIT}\d]{{1,2}}\s?[）)]\s?班|年级[{_DIGIT}\d]{{1,2}}班)"
        ),
    ),
    ("年级", re.compile(r"(?P<own>[高初][一二三])(?![一-鿿]{0,2}时)")),
    (
        "期",
        re.compile(
            rf"{_ALONE}(?<![学星周长中短近假工前后分共为])(?P<row>[{_DIGIT}]{{1,2}}(?:{_AND}[{_DIGIT}]{{1,2}})*)期(?![间望待限末中货许刊])"
        ),
    ),
    (
        "中学",
        re.compile(
            rf"(?<![一-鿿\d])(?P<row>[{_DIGIT}]{{1,3}})中(?![全心间国央旬方部午年外型小等\d{_DIGIT}])"
        ),
    ),
    (
        "中学",
        re.compile(
            rf"(?<=[{_PLACE}])(?P<row>[{_DIGIT}]{{1,3}})中(?![全心间国央旬方部午年外型小等\d{_DIGIT}])"
        ),
    ),
    ("小学", re.compile(rf"(?<=[{_PLACE}])(?P<row>[{_DIGIT}]{{1,3}})小(?![时组区型到心米麦块步])")),
    ("医院", re.compile(rf"(?<=[市县区州])(?P<row>[{_DIGIT}]{{1,3}})院")),
    (
        "",
        re.compile(
            rf"第(?P<row>{_ROW})(?:人民|实验|中心|初级|高级|职业|中医)*(?P<kind>中学|小学|医院|幼儿园|水厂|[届批期轮])"
        ),
    ),
    ("", re.compile(r"(?P<first>首|头一)(?P<kind>[届批期轮])")),
    ("国道", re.compile(r"(?<!\d)(?P<row>\d{3})\s?(?P<kind>国道|省道|县道)")),
    ("", re.compile(r"(?<![A-Za-z])(?P<own>[A-Z])(?P<kind>组|区|座|栋|楼|馆|厅|口|线|级)")),
    ("次列车", re.compile(r"(?<![A-Za-z])(?P<own>[GDCKTZ]\d{1,4})(?=次|列车|/)")),
)

_EN_ROUTE = re.compile(
    r"\b(?:(?:bus\s+)?(?:route|line)s?|bus(?:es)?)\s+(?:no\.?\s*|number\s+)?([A-Z]?\d{1,4})\b"
    r"|\b(?:no\.?\s*|number\s+)?(?<![\d.])([A-Z]?\d{1,4})\s+(?:bus|route)\b",
    re.IGNORECASE,
)
_EN_TRANSIT = re.compile(
    r"\b(?:bus(?:es)?|metro|subway|underground|trains?|trams?|fares?|stops?|lines?|passengers?)\b",
    re.IGNORECASE,
)
"""What must be spoken of besides: State Route 180 is a road."""

_EN_NOT_COUNTED = re.compile(r"\b(?:the|no\.?|number)\s*$", re.IGNORECASE)
"""What stands before the number of the 5 bus: 5 buses are so many."""


def designations(text: str) -> list[Designation]:
    """What a Chinese text in simplified characters names by a number, in order."""
    found: dict[int, Designation] = {}
    for kind, pattern in _ZH:
        for match in pattern.finditer(text):
            groups = match.groupdict()
            values = frozenset(_values(groups))
            if values and not any(d.start < match.end() and match.start() < d.end for d in found.values()):
                found[match.start()] = Designation(*match.span(), groups.get("kind") or kind, values)
    return [found[start] for start in sorted(found)]


def asked_designations(question: str, lang: Language) -> dict[frozenset[str], frozenset[str]]:
    """The values that a question names, by the classes that they may be of; a row's values all together."""
    asked: dict[frozenset[str], frozenset[str]] = {}
    if lang == "zh":
        for one in designations(question):
            kinds = frozenset({one.kind})
            asked[kinds] = asked.get(kinds, frozenset()) | one.values
        return asked
    for match in _EN_ROUTE.finditer(question) if _EN_TRANSIT.search(question) else ():
        before = question[: match.start(2)] if match[2] else ""
        if match[1] or _EN_NOT_COUNTED.search(before):
            value = (match[1] or match[2]).upper()
            asked[TRANSPORT] = asked.get(TRANSPORT, frozenset()) | {value}
    return asked


def _values(groups: dict[str, str | None]) -> Iterator[str]:
    if groups.get("own"):
        yield re.sub(r"\s|年|级|[（()）]", "", groups["own"] or "")
    if groups.get("first"):
        yield "1"
    for numeral in groups.get("each") or "":
        yield _value(numeral)
    row = groups.get("row") or groups.get("han") or ""
    parts = [part for part in re.split(r"\s|[、，,和与及以至到~～—-]", row) if part]
    yield from map(_value, parts)
    if len(parts) == len("至尾") and re.search(r"[至到~～—-]", row):
        first, last = (_value(part) for part in parts)
        if first.isdecimal() and last.isdecimal() and int(last) - int(first) <= _LONGEST_RANGE:
            yield from map(str, range(int(first), int(last) + 1))


_LONGEST_RANGE = 20
"""Things of a row (一至六年级) that is read as a range."""


def _value(numeral: str) -> str:
    if numeral.isdecimal() and numeral.isascii():
        return str(int(numeral))
    value = chinese_value(numeral)
    return numeral if value is None else str(value)
