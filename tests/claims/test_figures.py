"""Numbers are read as values, however they are written."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.text.figures import chinese_value, figures
from retrieval.text.measures import same_unit
from retrieval.text.numerals import english_figures

DIGITS = "零一二三四五六七八九"


def spelt(number: int) -> str:
    """A number below 100,000,000 in Chinese, by its places: an implementation of its own."""
    if number >= 10_000:
        high, low = divmod(number, 10_000)
        return spelt(high) + "万" + (("零" if low < 1000 else "") + spelt(low) if low else "")
    out, gap = "", False
    for place, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, place)
        if digit:
            out += ("零" if gap and out else "") + DIGITS[digit] + name
            gap = False
        else:
            gap = bool(out)
    return out


@given(st.integers(min_value=1, max_value=99_999_999))
def test_a_chinese_numeral_is_its_value(number: int) -> None:
    assert chinese_value(spelt(number)) == number


@given(st.integers(min_value=2, max_value=99_999), st.sampled_from(["元", "人", "吨", "公里", "册", "户"]))
def test_digits_and_chinese_numerals_are_one_figure(number: int, unit: str) -> None:
    (by_digits,), (by_words,) = figures(f"{number}{unit}"), figures(f"{spelt(number)}{unit}")
    assert (by_digits.value, by_digits.unit) == (by_words.value, by_words.unit)


@pytest.mark.parametrize(
    ("text", "value", "unit", "bound"),
    [
        ("1.26亿元", 126_000_000, "元", 0),
        ("2.4公里", 2400, "米", 0),
        ("三成", Fraction(3, 10), "比", 0),
        ("六成五", Fraction(13, 20), "比", 0),
        ("百分之三十", Fraction(3, 10), "比", 0),
        ("30%", Fraction(3, 10), "比", 0),
        ("三分之一", Fraction(1, 3), "比", 0),
        ("两千三", 2300, "", 0),
        ("1,170万元", 11_700_000, "元", 0),
        ("不低于550亿元", 55_000_000_000, "元", 1),
        ("不超过3000件", 3000, "件", -1),
        ("600余名", 600, "名", 1),
        ("40%以上", Fraction(2, 5), "比", 1),
        ("半年", Fraction(1, 2), "年", 0),
    ],
)
def test_figures_of_newspapers(text: str, value: int | Fraction, unit: str, bound: int) -> None:
    (figure,) = figures(text)
    assert (figure.value, figure.unit, figure.bound) == (value, unit, bound)


@pytest.mark.parametrize("text", ["一般", "统一", "万一", "一些", "一直"])
def test_idioms_are_no_figures(text: str) -> None:
    assert figures(text) == []


def test_the_first_number_of_a_range_has_the_units_of_the_second() -> None:
    assert [(float(f.value), f.unit) for f in figures("25~40毫米")] == [(0.025, "米"), (0.04, "米")]


def test_counters_stand_for_one_another_and_measures_do_not() -> None:
    assert same_unit("名", "位")
    assert same_unit("个", "家")
    assert not same_unit("户", "人")
    assert not same_unit("元", "美元")
    assert not same_unit("亩", "公顷")


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("47.5 billion yuan", 47_500_000_000, "元"),
        ("twenty-one hours", 21, "小时"),
        ("2.4 km", 2400, "米"),
        ("30 percent", Fraction(3, 10), "比"),
        ("one third", Fraction(1, 3), "比"),
        ("a 45-mu site", 45, "亩"),
        ("two hundred and fifty firms", 250, "家"),
    ],
)
def test_english_figures_are_the_same_values(text: str, value: int | Fraction, unit: str) -> None:
    (figure,) = english_figures(text)
    assert (figure.value, figure.unit) == (value, unit)
