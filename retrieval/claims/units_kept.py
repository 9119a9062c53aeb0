"""Figures that an English sentence leaves as the paper prints them: 1170万元 for 11.7 million yuan.

The prompts ask for it: a small model that converts 万 is wrong as often as right.
"""

from __future__ import annotations

import re
from fractions import Fraction

_SIZES = {"百": 10**2, "千": 10**3, "万": 10**4, "亿": 10**8}

_UNITS = {
    "元": "yuan", "美元": "dollars", "欧元": "euros", "家": "firms", "人": "people", "名": "people", "": "",
    "吨": "tons", "公斤": "kilograms", "千克": "kilograms", "克": "grams", "户": "households", "倍": "times",
    "亩": "mu", "公顷": "hectares", "平方公里": "square kilometers", "平方米": "square meters",
    "立方米": "cubic meters", "公里": "kilometers", "米": "meters", "个百分点": "percentage points",
}  # fmt: skip
"""Chinese unit → the English one that `retrieval.text.numerals` reads as the same."""

_UNIT = "|".join(sorted(filter(None, _UNITS), key=len, reverse=True))

_KEPT = re.compile(
    rf"(?<![\w.,])(?P<digits>\d{{1,3}}(?:,\d{{3}})+|\d+(?:\.\d+)?)\s?(?P<size>[百千万亿]*)(?:余|多)?(?P<unit>{_UNIT})?(?![一-鿿])"
)


def spelt_out(sentence: str) -> str:
    """An English sentence with its Chinese figures in English: 1170万元 as 11700000 yuan."""

    def english(match: re.Match[str]) -> str:
        if not match["size"] and not match["unit"]:
            return match.group()
        value = Fraction(match["digits"].replace(",", ""))
        for size in match["size"]:
            value *= _SIZES[size]
        digits = str(value.numerator) if value.denominator == 1 else match["digits"]
        if value.denominator != 1 and match["size"]:
            return match.group()
        return f"{digits} {_UNITS[match['unit'] or '']}".rstrip()

    return _KEPT.sub(english, sentence)
