"""True claims: sentences in other words, by rule.

What is rephrased is found without the proof's own readers: figures and dates by plain patterns, clauses by
their commas, synonyms from a list of its own.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator

import rjieba

from benchmarks.material import COUNTED, Made, Material

_HAN = "零一二三四五六七八九"
_SYNONYMS = [
    ("表示", "说"),
    ("举行", "举办"),
    ("目前", "现在"),
    ("获得", "取得"),
    ("建成", "落成"),
    ("提高", "提升"),
    ("增长", "增加"),
    ("下降", "降低"),
    ("公布", "发布"),
    ("开始", "启动"),
    ("位于", "坐落于"),
    ("因为", "由于"),
    ("但是", "但"),
    ("进行", "开展"),
    ("帮助", "协助"),
    ("许多", "很多"),
    ("并且", "而且"),
    ("超过", "逾"),
    ("成立", "创立"),
    ("参加", "参与"),
    ("大约", "约"),
    ("公司", "企业"),
    ("首次", "第一次"),
    ("其中", "当中"),
    ("以及", "和"),
    ("需要", "需"),
    ("担任", "出任"),
    ("逝世", "去世"),
    ("同时", "与此同时"),
    ("认为", "觉得"),
    ("使用", "采用"),
    ("现在", "如今"),
]


def paraphrased(material: Material, chance: random.Random) -> Iterator[Made]:
    """True claims: the sentence in other words, one of each kind at most."""
    makers = {
        "as it stands": lambda s: s, "a clause dropped": _dropped, "clauses exchanged": _exchanged,
        "numerals": _numerals, "dates": _dates, "synonyms": _synonyms, "framed": _framed,
        "modifiers dropped": _modifiers,
    }  # fmt: skip
    del chance
    for kind, make in makers.items():
        text = make(material.sentence)
        if text and (kind == "as it stands" or text != material.sentence):
            yield Made(kind, text, material.passage)


LEAST_CLAUSES, LEAST_CLAUSE = 2, 8
"""Clauses of a sentence of which one can go, and characters of one that can stand alone."""


def _clauses(sentence: str) -> list[str]:
    return [clause for clause in re.split(r"，(?!\d{3})", sentence.rstrip("。")) if clause]


def _dropped(sentence: str) -> str | None:
    clauses = _clauses(sentence)
    if len(clauses) < LEAST_CLAUSES or len(clauses[0]) < LEAST_CLAUSE:
        return None
    return "，".join(clauses[:-1]) + "。"


def _exchanged(sentence: str) -> str | None:
    clauses = _clauses(sentence)
    if len(clauses) < LEAST_CLAUSES or re.match(
        r"其|该|这|他|她|它|但|而|并|也|还|且|从而|以|则|因此|所以|就|才|却", clauses[1]
    ):
        return None
    return "，".join([clauses[1], clauses[0], *clauses[2:]]) + "。"


def _spelt(number: int) -> str:
    if number < 10:  # noqa: PLR2004
        return _HAN[number]
    if number < 20:  # noqa: PLR2004
        return "十" + (_HAN[number - 10] if number > 10 else "")  # noqa: PLR2004
    return _HAN[number // 10] + "十" + (_HAN[number % 10] if number % 10 else "")


def _numerals(sentence: str) -> str | None:
    def other(match: re.Match[str]) -> str:  # noqa: PLR0911 (a return a size)
        number, unit = match[1], match[2]
        if unit in ("%", "％"):
            return f"百分之{number}"
        if "." in number:
            if unit.startswith("万") and len(number.split(".")[1]) <= 4:  # noqa: PLR2004
                return f"{round(float(number) * 10000)}{unit[1:]}"
            return match.group()
        value = int(number)
        if unit[0] in "万亿千余多" or number.startswith("0"):
            return match.group()
        if value < 100:  # noqa: PLR2004
            return _spelt(value) + unit
        if value >= 10000 and value % 1000 == 0:  # noqa: PLR2004
            return f"{value / 10000:g}万{unit}"
        return f"{value:,}{unit}" if value >= 1000 else match.group()  # noqa: PLR2004

    text = COUNTED.sub(other, sentence)
    return text if text != sentence else None


def _dates(sentence: str) -> str | None:
    text = re.sub(
        r"(?<!\d)(\d{4})年(\d{1,2})月(\d{1,2})日", lambda m: f"{m[1]}-{int(m[2]):02}-{int(m[3]):02}", sentence
    )
    if text == sentence:
        text = re.sub(
            r"(?<![\d年])(\d{1,2})月(\d{1,2})日",
            lambda m: f"{_spelt(int(m[1]))}月{_spelt(int(m[2]))}日",
            sentence,
        )
    if text == sentence:
        text = re.sub(r"(\d{1,2})日", r"\1号", sentence)
    return text if text != sentence else None


def _synonyms(sentence: str) -> str | None:
    text = sentence
    for a, b in _SYNONYMS:
        if a in text and b not in text:
            text = text.replace(a, b, 1)
    return text if text != sentence else None


def _framed(sentence: str) -> str:
    return "据报道，" + sentence


def _modifiers(sentence: str) -> str | None:
    """Adverbs and short 的 modifiers left out."""
    words = [(str(w), str(t)) for w, t in rjieba.tag(sentence)]
    kept: list[str] = []
    for word, tag in words:
        if tag == "d" and word in (
            "也",
            "还",
            "已经",
            "已",
            "十分",
            "非常",
            "正",
            "都",
            "均",
            "共",
            "更",
            "将会",
            "先后",
            "一直",
            "逐渐",
            "不断",
            "进一步",
        ):
            continue
        kept.append(word)
    text = "".join(kept)
    text = re.sub(r"（[^（）]{1,20}）", "", text)
    return text if text != sentence else None
