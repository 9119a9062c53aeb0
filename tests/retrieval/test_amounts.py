"""Chinese figures and dates in English: exact, or not at all."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.answer.amounts import in_english


@pytest.mark.parametrize(
    ("chinese", "english"),
    [
        ("475亿元", "47.5 billion yuan"),
        ("1.2万", "12,000"),
        ("1170万元", "11.7 million yuan"),
        ("30.12亿元", "3.012 billion yuan"),
        ("3000万亿元", "3,000 trillion yuan"),
        ("两千三百元", "2,300 yuan"),
        ("近400人", "nearly 400 people"),
        ("130多吨", "more than 130 tonnes"),
        ("2.4公里", "2.4 kilometres"),
        ("六家", "6"),
        ("一年", "1 year"),
        ("1人", "1 person"),
        ("1亿元", "100 million yuan"),
        ("晚上9时", "21:00"),
        ("早上8时30分", "8:30"),
        ("上午10点半", "10:30"),
        ("中午12时", "12:00"),
        ("每晚7点", "19:00 daily"),
        ("周一", "Monday"),
        ("周二至周日", "Tuesday to Sunday"),
        ("周一至周五18时到21时", "Monday to Friday, 18:00 to 21:00"),
        ("6月6日7时至19时", "6 June, 7:00 to 19:00"),
        ("50元到60元", "50 to 60 yuan"),
        ("25～40毫米", "25 to 40 millimetres"),
        ("今年9月1日", "1 September this year"),
        ("38万册", "380,000 books"),
        ("百分之五点二", "5.2%"),
        ("5月17日", "17 May"),
        ("2023年5月17日", "17 May 2023"),
        ("6时30分", "6:30"),
        ("5月20日22时", "20 May, 22:00"),
        ("2023年5月", "May 2023"),
    ],
)
def test_a_figure_or_a_date_is_rendered(chinese: str, english: str) -> None:
    assert in_english(chinese) == english


@pytest.mark.parametrize(
    "words",
    [
        "浩森生物",
        "市工业和信息化局",
        "5.2%",
        "1998年",
        "62",
        "5家",
        "13月2日",
        "第3名",
        "28路",
        "",
        "三四十人左右",
    ],
)
def test_what_is_no_figure_or_reads_alike_gets_no_gloss(words: str) -> None:
    assert in_english(words) is None


@given(st.integers(1, 10**6), st.integers(0, 99))
def test_a_gloss_has_the_value_of_its_characters(whole: int, cents: int) -> None:
    gloss = in_english(f"{whole}.{cents:02d}万元")
    assert gloss is not None
    figure, *scale, unit = gloss.replace(",", "").split()
    size = {"million": 10**6, "billion": 10**9}.get(scale[0] if scale else "", 1)
    assert unit == "yuan"
    assert Fraction(figure) * size == Fraction(whole * 100 + cents, 100) * 10**4
