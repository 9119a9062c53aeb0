"""Numbers with their units, in Chinese and English text, as values that can be compared.

三成 is 30%, 两千 is 2000, 1.26亿元 is 126,000,000元, 2.4公里 is 2400米, 475 billion is 475,000,000,000.
Values are exact fractions: nothing is rounded, nothing is converted between systems of measure.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from fractions import Fraction

from retrieval.text.measures import SCALED, UNIT, in_scale
from retrieval.text.quantities import LAST_DIGIT

HAN_DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2, "俩": 2}
_TENS = {"十": 10, "百": 100, "千": 1000}
_MYRIADS = {"万": 10**4, "亿": 10**8}
_NUMERAL = "零〇一二两三四五六七八九十百千万亿"

_DIGITS = r"(?:\d{1,3}(?:[,，]\d{3})+(?!\d)|\d+)(?:\.\d+)?"
_MEASURE = "[千毫](?:瓦|米|克|伏|卡|升)|百分"
_MAGNITUDE = rf"(?P<many>(?:[多余几]?(?:(?!{_MEASURE})[十百千万亿])+)*)"
_BEFORE = (
    r"(?P<before>不少于|不低于|不小于|至少|最少|超过了?|超出|超|逾|突破|高于|大于|多于|不超过|不多于|不高于|不大于|至多|最多|"
    r"不到|不足|不满|少于|低于|小于|未达|未满|大约|大概|接近|将近|约为|约|近)?"
)
_AFTER = r"(?P<after>以上|以下|以内|之内|左右|上下|开外|有余)?"
FIGURE = re.compile(
    rf"{_BEFORE}(?P<nth>第)?(?:"
    rf"百分之(?P<percent>{_DIGITS}|[{_NUMERAL}]+(?:点[{_NUMERAL}]+)?)"
    rf"|(?P<below>{_DIGITS}|[{_NUMERAL}]+)分之(?P<above>{_DIGITS}|[{_NUMERAL}]+)"
    rf"|(?P<tenths>[一二两三四五六七八九])成(?P<hundredths>[一二三四五六七八九半](?!个))?(?![立为功员果本品绩长都熟效])"
    rf"|(?P<digits>{_DIGITS}){_MAGNITUDE}(?P<more>[多余来])?"
    rf"|(?P<half>过半|一半|半数|半(?=[年天月]|个?小时|个月))"
    rf"|(?P<han>(?:[{_NUMERAL}](?!{_MEASURE}))*[{_NUMERAL}](?:点[零〇一二三四五六七八九]+)?)(?P<more2>[多余几来])?"
    rf")(?P<unit>{UNIT})?(?P<half2>半(?![个小年月天]))?(?P<more3>[多余](?!个|种|家))?{_AFTER}"
)
_UP = re.compile(
    r"不少于|不低于|不小于|至少|最少|(?<!不)超|逾|突破|(?<!不)高于|(?<!不)大于|(?<!不)多于|以上|开外|有余"
)
_DOWN = re.compile(
    r"不超过|不多于|不高于|不大于|至多|最多|不到|不足|不满|少于|低于|小于|未达|未满|以下|以内|之内"
)
_NO_FIGURE = re.compile(
    r"^(?:一[些般样直起旦切定共致边并再同贯刻番体度时下生心向面带旁路步线律概块手流经举道代点]|万一|十分|千万|百姓|百货|千方百计|"
    r"两[岸会国地者侧岸旁边手]|一[个名位家项种条次场座支所份部件篇张]|四周|三角|五[金谷]|八[方成]|九州|七夕|百[年强科]|"
    r"万[物家里科]|亿万|千[年万]|一二|三农|双一流|一带|半[导岛]|十堰|四川|三亚|一方|一行|一审|二审|一线|二线|三线|一号|三轮车)"
)
_FIRST = ("次", "个", "家", "批", "位", "名")
_PLACES = tuple("市县区省国村镇乡校")
"""五市, 三国: counted without a counter."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A number in a text.

    Attributes:
        value: In `unit`.
        unit: Unit of comparison; "" where none is written, "第" for an ordinal.
        bound: 1 at least or more than, -1 at most or less than, 0 neither.
        soft: 一个, 一名: an article rather than a count.
        start: Offset in the text.
        end: Offset behind it.
    """

    value: Fraction
    unit: str
    bound: int
    soft: bool
    start: int
    end: int


def chinese_value(numeral: str) -> Fraction | None:
    """The value of a Chinese numeral: 一百二十三, 两千三, 二〇二三, 三点五; None where it is none."""
    whole, _, decimals = numeral.partition("点")
    if not whole or any(c not in HAN_DIGITS for c in decimals):
        return None
    if all(c in HAN_DIGITS for c in whole):
        value = Fraction(int("".join(str(HAN_DIGITS[c]) for c in whole)))
    else:
        counted = _counted(whole)
        if counted is None:
            return None
        value = Fraction(counted)
    if decimals:
        value += Fraction(int("".join(str(HAN_DIGITS[c]) for c in decimals)), 10 ** len(decimals))
    return value


def _counted(numeral: str) -> int | None:
    total = section = digit = 0
    last = 1
    for c in numeral:
        if c in HAN_DIGITS:
            digit = HAN_DIGITS[c]
            last = 1 if c in "零〇" else last
        elif c in _TENS:
            section += (digit or 1) * _TENS[c]
            last, digit = _TENS[c], 0
        elif c in _MYRIADS:
            section += digit
            # 两万亿: the myriads multiply what stands before them
            total = (
                (total + section) * _MYRIADS[c]
                if total and _MYRIADS[c] > total
                else total + (section or 1) * _MYRIADS[c]
            )
            last, section, digit = _MYRIADS[c], 0, 0
        else:
            return None
    if digit and last > 1 and numeral[-1] in HAN_DIGITS and numeral[-2:-1] not in ("零", "〇"):
        digit *= last // 10  # 两千三, 一万五
    return total + section + digit


def figures(text: str) -> list[Figure]:
    """Read the numbers of a folded text (`retrieval.text.folding`), in order."""
    found: list[Figure] = []
    at = 0
    while match := FIGURE.search(text, at):
        figure = _figure(match)
        if figure is not None:
            figure = _with_smaller_units(text, figure, match)
            found.append(figure)
        at = max(match.end(), figure.end if figure else 0)
    return _with_units_of_ranges(text, found)


_IN_MONEY = re.compile(
    r"(?=零?[\d一二三四五六七八九][角毛分])(?:零?(?P<tenths>[\d一二三四五六七八九])[角毛])?"
    r"(?:零?(?P<hundredths>[\d一二三四五六七八九])分(?![之钟]))?钱?"
)
_LAST_DIGIT = re.compile(LAST_DIGIT)


def _with_smaller_units(text: str, figure: Figure, match: re.Match[str]) -> Figure:
    """三元二角, 两公里三百米 and 三块五 are each one number, no first one and a rest."""
    unit = match["unit"] or ""
    if unit not in SCALED or match["nth"] or figure.end != match.end() or text[figure.end - 1] not in unit:
        return figure
    key, size = in_scale(unit)
    value, end = figure.value, figure.end
    money = _IN_MONEY.match(text, end) if key == "元" and size == 1 else None
    if money and money.group():
        value += Fraction(_digit(money["tenths"]), 10) + Fraction(_digit(money["hundredths"]), 100)
        end = money.end()
    else:
        rest = FIGURE.match(text, end)
        below, step = in_scale(rest["unit"] or "") if rest else ("", size)
        less = _figure(rest) if rest and below == key and step < size and not rest["before"] else None
        if less is not None and less.value < size:
            value, end = value + less.value, less.end
    last = _LAST_DIGIT.match(text, end)
    if last:
        step = Fraction(1, 10) if text[end - 1] == "毛" and unit != "毛钱" else size
        value += step * Fraction(int("".join(str(_digit(c)) for c in last.group())), 10 ** len(last.group()))
        end = last.end()
    return replace(figure, value=value, soft=figure.soft and end == figure.end, end=end)


def _digit(character: str | None) -> int:
    return HAN_DIGITS[character] if character in HAN_DIGITS else int(character or 0)


def _figure(match: re.Match[str]) -> Figure | None:  # noqa: C901, PLR0911, PLR0912 (a branch a way of writing)
    words = match.group()
    bare = words[len(match["before"] or "") :]
    unit = match["unit"] or ""
    value: Fraction | None
    soft = False
    if match["percent"]:
        value, unit = _plain(match["percent"]), "%"
    elif match["below"]:
        below, above = _plain(match["below"]), _plain(match["above"])
        value = above / below if above is not None and below else None
        return None if value is None else _made(match, value, "比", soft=False)
    elif match["tenths"]:
        value = Fraction(HAN_DIGITS[match["tenths"]], 10)
        more = match["hundredths"] or ""
        value += Fraction(5 if more == "半" else HAN_DIGITS.get(more, 0), 100)
        return _made(match, value, "比", soft=False)
    elif match["digits"]:
        value = _plain(match["digits"])
        for c in match["many"] or "":
            value = value * {**_TENS, **_MYRIADS}[c] if value is not None and c not in "多余几" else value
    elif match["half"]:
        ratio = match["half"] != "半"
        return _made(match, Fraction(1, 2), "比" if ratio else unit, soft=False)
    else:
        han = match["han"]
        if not match["nth"] and _NO_FIGURE.match(bare) and len(han) == 1 and han != "八":
            soft = len(bare) > 1 and unit != ""
            if not soft:
                return None
        if _NO_FIGURE.match(bare) and unit == "" and not match["nth"]:
            return None
        if len(han) == 1 and not unit and not match["nth"] and match.string[match.end() :][:1] not in _PLACES:
            return None
        if all(c in "十百千万亿" for c in han) and not unit and not match["nth"]:
            return None
        value = chinese_value(han)
        soft = soft or (han == "一" and unit not in SCALED and unit not in ("倍", "番", "半"))
    if value is None:
        return None
    if match["half2"] and unit:
        value += Fraction(1, 2)
    if match["nth"]:
        # 第一次 is 首次 as often as one of a row
        return None if value == 1 and unit in _FIRST else _made(match, value, _ordinal(unit), soft=False)
    return _made(match, value, unit, soft=soft)


def _ordinal(unit: str) -> str:
    """第19天 is no 第19个月; 第3届 and 第3次 are left to the words around them."""
    key = in_scale(unit)[0]
    return f"第{key}" if key in ("天", "个月", "年", "周", "小时") else "第"


def _made(match: re.Match[str], value: Fraction, unit: str, *, soft: bool) -> Figure:
    key, size = in_scale(unit)
    words = match.group()
    bound = 1 if _UP.search(words) else -1 if _DOWN.search(words) else 0
    more = match["more"] or match["more2"] or match["more3"]
    if not bound and (more in ("多", "余") or "多" in (match["many"] or "") or "余" in (match["many"] or "")):
        bound = 1
    return Figure(value * size, key, bound, soft, match.start(), match.end())


def _plain(number: str) -> Fraction | None:
    if number[0].isdecimal():
        return Fraction(re.sub("[,，]", "", number))
    return chinese_value(number)


_RANGE = re.compile(r"(?:至|到|~|～|-|–|—|―|、|和|与|或){1,2}")


def _with_units_of_ranges(text: str, found: list[Figure]) -> list[Figure]:
    """25~40毫米: the first number has the second one's unit and scale."""
    out = list(found)
    for at in range(len(out) - 2, -1, -1):
        left, right = out[at], out[at + 1]
        if (
            not left.unit
            and right.unit not in ("", "天", "号")
            and _RANGE.fullmatch(text[left.end : right.start])
        ):
            written = FIGURE.match(text, right.start)
            size = in_scale(written["unit"] or "")[1] if written else Fraction(1)
            if written and written["percent"]:
                size = Fraction(1, 100)
            out[at] = Figure(left.value * size, right.unit, left.bound, left.soft, left.start, left.end)
    return out
