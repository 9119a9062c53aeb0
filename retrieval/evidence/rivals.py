"""What tells a question's thing apart, held against an article: is it there, or only another of its kind?

An article on 16路 says nothing of 7路, one on 西城大桥 nothing of 东城大桥, one on 省级 nothing of 国家级
ones, however well all else fits. So a modifier or number of the question that the article never puts before
that word, while it puts another of the same kind there, speaks against an answer; so does a name, title or
foreign word that it never has. Chinese questions only: English words are not the archive's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from typing import NamedTuple

from retrieval.question.analysis import Question, number_of
from retrieval.text.figures import chinese_value

_CLASSES = (
    "东西南北",
    "大小",
    "新旧老原",
    "男女",
    "早晚",
    "首末",
    "内外",
    "左右",
    "春夏秋冬",
    "正副",
)
"""Characters of which one excludes the others before the same word."""

_RIVALS = {one: frozenset(kind) - {one} for kind in _CLASSES for one in kind}

_ALIKE = {"首班": ("首趟", "头班", "头趟"), "末班": ("末趟", "尾班")}
"""The same in other words: a 首趟车 is a 首班车."""

_LEVEL = re.compile(r"(国家|世界|省|市|县|区|乡|村)级")
_NUMBERED = re.compile(r"(?<![A-Za-z\d.-])(\d+(?:\.\d+)?)\s?(?=([^\W\d_]))")
_ORDINAL = re.compile(r"第([\d一二三四五六七八九十]+)([^\W\d_])")
_ASKED = re.compile(r"哪\s?$")
_MONTHLY = frozenset("年月日号点时分")
"""Behind these a number is a time: the article may say 昨日, or leave out the year that its paper bears."""

_CASES = frozenset("岁的与和是比在了从到")
"""Behind these a number tells no thing apart: 65岁的人 asks by a case for what is told of 60岁以上."""

_NAMES = re.compile(r"[一-鿿]{1,2}·[一-鿿]{1,2}|《[^《》]{1,30}》|[A-Za-z][A-Za-z0-9\-]{2,}")
"""Of a foreign name what stands right around its point: where it begins and ends in a text is unknown."""

_LEAST = 2


class Apart(NamedTuple):
    """What of a question's distinguishing words an article lacks.

    Attributes:
        rival: Whether it has another of the same kind in the place of one: 1 or 0.
        number: Share of the question's numbers that it never has before the same word.
        name: Share of the question's foreign names, titles and Latin words that it lacks.
    """

    rival: float
    number: float
    name: float


NOTHING_LACKS = Apart(0.0, 0.0, 0.0)


def apart(question: Question, text: str) -> Apart:
    """Hold a question's distinguishing words against a text in simplified characters.

    A number that only counts what is asked for (哪9家) is no part of it: such a one is put right, not
    refused.
    """
    if question.lang == "en":
        return NOTHING_LACKS
    asked = question.text
    rival = other_side(asked, text)
    numbers = [
        match
        for match in _NUMBERED.finditer(asked)
        if not _ASKED.search(asked[: match.start()]) and int(float(match.group(1))) != question.asked
    ]
    lacking = [match for match in numbers if not _numbered(match.group(1), match.group(2), text)]
    rival = rival or any(
        re.search(rf"\d\s?{re.escape(match.group(2))}", text)
        for match in lacking
        if (match.group(2) not in _MONTHLY | _CASES or _bounded(match)) and not _unnumbered(match, text)
    )
    ordinals = [match for match in _ORDINAL.finditer(asked) if number_of(match.group(1))]
    others = [match for match in ordinals if not _ordinal(match, text) and not _told_otherwise(match, text)]
    rival = rival or any(re.search(rf"第[\d一-十]+{re.escape(match.group(2))}", text) for match in others)
    names = _NAMES.findall(asked)
    low = text.lower()
    return Apart(
        rival=float(rival),
        number=(len(lacking) + len(others)) / max(1, len(numbers) + len(ordinals)),
        name=sum(not _named(name.lower().strip("《》"), low) for name in names) / max(1, len(names)),
    )


def _named(name: str, text: str) -> bool:
    """Whether a text has a name, a foreigner's by its last part too: 路德 for 马丁·路德."""
    last = name.rpartition("·")[2]
    return name in text or (last != name and len(last) >= _LEAST and last in text)


_BOUND_BEFORE = re.compile(r"(?:不到|不足|[未不年]满|超过)\s?$")
_BOUND_BEHIND = re.compile(r"\s?以[上下内]")


def _bounded(match: re.Match[str]) -> bool:
    """Whether a question's number is a bound (不到20岁), which names a group and is no case of one."""
    asked, behind = match.string, match.end() + len(match.group(2))
    if match.group(2) in _MONTHLY:
        return False
    return bool(_BOUND_BEFORE.search(asked[: match.start()]) or _BOUND_BEHIND.match(asked, behind))


_LONGEST_ROW = 20
_EVENT = 2


def _unnumbered(match: re.Match[str], text: str) -> bool:
    """Whether a text has the event of a question's 第50届 without a number too, as its own stories do.

    They leave the number out, and name an earlier one by its own. What has few of them tells them apart.
    """
    event = match.string[match.end() + 1 : match.end() + 1 + _EVENT]
    if match.group(2) != "届" or float(match.group(1)) <= _LONGEST_ROW or len(event) < _EVENT:
        return False
    return bool(re.search(rf"(?<!届)(?<!届\s){re.escape(event)}", text))


def other_side(asked: str, text: str) -> bool:
    """Whether a text, or a clause, has 西城 for the question's 东城, 首班 for its 末班, 市级 for its 省级."""
    levels = {match.group(1) for match in _LEVEL.finditer(text)}
    if any(levels and match.group(1) not in levels for match in _LEVEL.finditer(asked)):
        return True
    return any(_other_side(asked[at : at + _LEAST], text) for at in range(len(asked) - 1))


def _other_side(pair: str, text: str) -> bool:
    """东城 where the text has 西城 and never 东城."""
    rivals = _RIVALS.get(pair[0]) if pair[1] != "的" or pair[0] in "男女" else None
    held = pair in text or any(same in text for same in _ALIKE.get(pair, ()))
    return bool(rivals) and not held and any(other + pair[1] in text for other in rivals or ())


_ROW = re.compile(r"[届期号集章条版款]")
"""What is known by its number alone: the third 届 is no first one, unless the story says 首届."""

_RANKED = {
    1: r"冠军|金牌|夺冠|夺魁|居首|榜首|第一(?=[名位大，。；、])",
    2: r"亚军|银牌|次席|第二(?=[名位大，。；、])",
    3: r"季军|铜牌|第三(?=[名位大，。；、])",
}
_EARLIEST = (
    r"(?<![一二两三四五六七八九十几每\d])首(?![先都饰相席付府创])|头[一个批回次站班趟条只位场]|率先|最[先早]"
)
"""What papers call a first, second and third one: 冠军 and 居第二 of ranks, 首趟 and 头一个 of all else."""


def _told_otherwise(match: re.Match[str], text: str) -> bool:
    """Whether a small ordinal's thing is told without it: 第一名 by 冠军, 首批, 第二天 by its date."""
    value, thing = number_of(match.group(1)), match.group(2)
    if _ROW.match(thing):
        return value == 1 and bool(re.search(f"(?:首|头一){re.escape(thing)}", text))
    if thing in _DAYS:
        return not re.search(rf"第[\d一二三四五六七八九十]+{thing}", text)
    if thing in _RANKS:
        return value in _RANKED and bool(re.search(_RANKED[value], text))
    return value == 1 and bool(re.search(_EARLIEST, text))


_DAYS = "天日晚夜"
_RANKS = "名位大等叫是的"
"""What stands behind an ordinal of a rank: its noun, or none (女子第一叫什么)."""


def _numbered(number: str, unit: str, text: str) -> bool:
    if _in_range(float(number), unit, text):
        return True
    if any(value == Fraction(number) for value in _spelt(unit, text)):
        return True
    if unit in _CASES - {"岁"}:
        return bool(re.search(rf"(?<![\d.]){re.escape(number)}(?!\d)", text))
    return bool(re.search(rf"(?<![\d.]){re.escape(number)}\s?{re.escape(unit)}", text)) or (
        unit in _MONTHLY and bool(re.search(rf"(?<![\d.]){re.escape(number)}(?!\d)", text))
    )


def _spelt(unit: str, text: str) -> Iterator[Fraction]:
    """What a text counts in Chinese numerals: 二十三岁, 近一百年, 1.2万户."""
    for match in re.finditer(
        rf"(\d+(?:\.\d+)?)?([零一二两三四五六七八九十百千万亿]+)\s?{re.escape(unit)}", text
    ):
        value = chinese_value(match[2] if not match[1] else f"一{match[2]}")
        if value is not None:
            yield value * Fraction(match[1] or 1)


_RANGES = (
    r"(?P<low>\d+(?:\.\d+)?)\s?{unit}?\s?(?:[-—–~～]|至|到)\s?(?P<high>\d+(?:\.\d+)?)\s?{unit}",
    r"(?P<low>\d+(?:\.\d+)?)\s?周?{unit}[及含（(]*以上|(?:(?<![不未])(?:年?满|超过)|不低于)(?P<from>\d+(?:\.\d+)?)\s?周?{unit}",
    r"(?P<high>\d+(?:\.\d+)?)\s?周?{unit}[及含（(]*以[下内]|(?:不满|不超过|未满|低于)(?P<to>\d+(?:\.\d+)?)\s?周?{unit}",
)
"""How papers print what holds from and up to a figure."""


def _in_range(number: float, unit: str, text: str) -> bool:
    """Whether a text prints a range in which the number lies: 65岁 within 60岁以上 and 60至69岁."""
    if unit in _MONTHLY:
        return False
    for pattern in _RANGES:
        for match in re.finditer(pattern.format(unit=re.escape(unit)), text):
            told = match.groupdict()
            low, high = told.get("low") or told.get("from"), told.get("high") or told.get("to")
            if float(low or "-inf") <= number <= float(high or "inf"):
                return True
    return False


def _ordinal(match: re.Match[str], text: str) -> bool:
    value = number_of(match.group(1))
    found = re.finditer(rf"第([\d一二三四五六七八九十]+){re.escape(match.group(2))}", text)
    return any(number_of(one.group(1)) == value for one in found)
