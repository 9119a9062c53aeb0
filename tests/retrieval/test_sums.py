"""A sum told in several units, or with a half or a share in words, is read, marked and compared whole."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.models import Span
from retrieval.text.figures import figures
from retrieval.text.folding import folded
from retrieval.text.quantities import durations, quantities, times
from tests.retrieval.test_spans import undecided, words


def said(text: str, spans: Iterable[Span]) -> list[str]:
    return [text[start:end] for start, end in spans]


@pytest.mark.parametrize(
    ("sentence", "whole"),
    [
        ("热水每吨调到四元三角。", ["四元三角"]),
        ("豆浆卖到两块零五分，没人嫌贵。", ["两块零五分"]),
        ("每度电涨了一角二分。", ["一角二分"]),
        ("税收比去年多了百分之六点二。", ["百分之六点二"]),
        ("发病率降到千分之一点五。", ["千分之一点五"]),
        ("河堤加长了近四公里半。", ["近四公里半"]),
        ("坐船要两个半小时。", ["两个半小时"]),
        ("补课补了一个多月。", ["一个多月"]),
        ("油桃卖三块五一斤。", ["三块五", "一斤"]),
        ("少年跳过了一米八二，全场喝彩。", ["一米八二"]),
        ("修路花去三万二千六百元五角。", ["三万二千六百元五角"]),
        ("冠军跑出3分42秒。", ["3分42秒"]),
        ("亚军跑出3分42秒57，破了纪录。", ["3分42秒57"]),
        ("老人捐银三百两。", ["三百两"]),
        ("对岸驻军12,000，两边隔江相望。", ["12,000", "两边"]),
        ("1952年半自治的渔会成立。", ["1952年", "半自"]),
        ("被告人获刑二年零六个月。", ["二年零六个月"]),
        ("三分之二的住户签了字。", ["三分之二"]),
        ("未来三天多云，有风。", ["三天"]),
        ("学生两元半价票。", ["两元", "半价"]),
        ("馆里存了十几件瓷器。", ["十几件"]),
    ],
)
def test_a_sum_is_one_quantity(sentence: str, whole: list[str]) -> None:
    assert said(sentence, quantities(sentence)) == whole


@pytest.mark.parametrize(
    ("question", "read", "whole"),
    [
        ("热水的新价是什么？", "四元", "四元三角"),
        ("热水的新价是什么？", "每吨涨到四元", "每吨涨到四元三角"),
        ("热水的新价是什么？", "每吨", "每吨"),
        ("税收怎么样？", "多了百分", "多了百分之六点二"),
    ],
)
def test_what_the_reader_cut_out_of_a_sum_is_made_whole(question: str, read: str, whole: str) -> None:
    sentence = "下月起热水每吨涨到四元三角，税收比去年多了百分之六点二。"
    start = sentence.index(read)
    bent = replace(undecided(sentence), start=start, end=start + len(read))
    assert words(question, sentence, bent) == [whole]


def test_a_length_of_time_keeps_its_half() -> None:
    text = "等了两天半，坐车一个半小时，住了一年半。"
    assert said(text, durations(text)) == ["两天半", "一个半小时", "一年半"]


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("早市清晨四点三刻收摊。", ["清晨四点三刻"]),
        ("下午三点四十五分开会。", ["下午三点四十五分"]),
        ("下午两点零五分发车。", ["下午两点零五分"]),
        ("产量高了百分之七点五。", []),
        ("水渠长六点五公里。", []),
        ("晚上两点收工，老人提了两点建议。", ["晚上两点"]),
    ],
)
def test_an_hour_has_its_minutes_and_a_decimal_is_no_hour(text: str, whole: list[str]) -> None:
    assert said(text, times(text)) == whole


@pytest.mark.parametrize(
    ("question", "sentence", "marked"),
    [
        ("热水涨到多少钱一吨？", "从下月起，热水每吨涨到四元三角。", "四元三角"),
        ("税收增长了百分之几？", "全县税收比去年增长百分之六点二。", "百分之六点二"),
        ("河堤多长？", "新修的河堤长四公里半。", "四公里半"),
        ("坐船要多久？", "坐船到岛上要一个半小时。", "一个半小时"),
    ],
)
def test_the_whole_sum_is_marked(question: str, sentence: str, marked: str) -> None:
    assert words(question, sentence, undecided(sentence)) == [marked]
    assert words(question, sentence, None) == [marked]


@given(st.integers(1, 9), st.integers(1, 9), st.integers(1, 9))
def test_money_in_words_has_the_value_of_all_its_units(yuan: int, tenths: int, hundredths: int) -> None:
    han = "零一二三四五六七八九"
    whole = Fraction(100 * yuan + 10 * tenths + hundredths, 100)
    for text in (
        f"{han[yuan]}元{han[tenths]}角{han[hundredths]}分",
        f"{yuan}块{tenths}毛{hundredths}",
        f"{yuan}.{tenths}{hundredths}元",
    ):
        (figure,) = figures(folded(f"水费涨到{text}。"))
        assert (figure.value, figure.unit) == (whole, "元")


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [("两公里三百米", 2300, "米"), ("三公斤200克", 3200, "克"), ("两块零五分", Fraction(41, 20), "元")],
)
def test_smaller_units_behind_add_up(text: str, value: int | Fraction, unit: str) -> None:
    assert [(figure.value, figure.unit) for figure in figures(folded(text))] == [(value, unit)]


def test_figures_side_by_side_that_are_no_sum_stay_two() -> None:
    assert [figure.value for figure in figures(folded("门票十元五人同行"))] == [10, 5]
