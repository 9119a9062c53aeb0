"""A word in the place of another, what was for what is, and what is yet to come for what came about."""

from __future__ import annotations

from fractions import Fraction

import pytest

from retrieval.claims.pairing import changes
from retrieval.text.moments import days
from retrieval.text.numerals import english_figures
from retrieval.text.people import people_in
from retrieval.text.tokens import tokens
from tests.claims.proving import kept


@pytest.mark.parametrize(
    ("text", "true", "false"),
    [
        ("村里的老人最担心的是雨天路滑。村里的鸭蛋最抢手的是双黄蛋。",
         "村里的老人最担心的是雨天路滑。", "村里的老人最抢手的是雨天路滑。"),
        ("确定一个三元组是否属于该集合并不容易。函数问题可以改写为决策问题。",
         "确定一个三元组是否属于该集合不容易。", "确定一个决策问题是否属于该集合并不容易。"),
        ("调研组去了清丰县庆祖镇，看了两个村。", "调研组去了清丰县庆祖镇。", "调研组去了范县庆祖镇。"),
    ],
)  # fmt: skip
def test_a_word_of_another_sentence_does_not_take_a_words_place(text: str, true: str, false: str) -> None:
    assert kept(text, true)
    assert not kept(text, false)


@pytest.mark.parametrize(
    ("text", "true", "false"),
    [
        ("28路高峰时段发车间隔由15分钟压到8分钟。",
         "28路高峰时段发车间隔缩短到8分钟。", "28路高峰时段发车间隔是15分钟。"),
        ("7路首班车由6时30分提前到6时。", "7路首班车提前到6时。", "7路首班车6时30分发车。"),
        ("全市的国家级绿色工厂有5家，省级绿色工厂有14家。",
         "全市有5家国家级绿色工厂、14家省级绿色工厂。", "全市有14家国家级绿色工厂、5家省级绿色工厂。"),
    ],
)  # fmt: skip
def test_what_became_of_a_figure_and_what_it_counts_are_told_in_either_order(
    text: str, true: str, false: str
) -> None:
    assert kept(text, true)
    assert not kept(text, false)


@pytest.mark.parametrize(
    ("text", "true", "false"),
    [
        ("供水公司主要供应老城区用水。", "供水公司供应老城区用水。", "供水公司可能供应老城区用水。"),
        ("届时，全市制造业投资不低于550亿元。",
         "届时全市制造业投资不低于550亿元。", "全市制造业投资已经不低于550亿元。"),
    ],
)  # fmt: skip
def test_a_hedge_is_a_word_and_governs_what_stands_behind_it(text: str, true: str, false: str) -> None:
    assert kept(text, true)
    assert not kept(text, false)


def test_what_was_and_what_became_of_it_are_read_from_one_clause() -> None:
    row = tokens("发车间隔由15分钟压到8分钟，票价由1元，老人凭卡免费到8元")
    assert [(row[old].text, row[new].text) for new, old in changes(row).items()] == [("15分钟", "8分钟")]


def test_a_depth_is_no_date() -> None:
    assert not days("平均水深2071.9米", None)
    assert days("2071.9发布", None)


def test_a_city_is_no_person_though_its_name_is_a_surname() -> None:
    assert people_in("濮阳市市长朱良才到场，濮阳市委书记万正峰讲话") == {"朱良才", "万正峰"}


def test_english_nouns_and_floors_give_a_number_its_unit() -> None:
    assert [f.unit for f in english_figures("more than 400 local companies")] == ["家"]
    assert [(f.value, f.unit) for f in english_figures("on the first floor")] == [(Fraction(1), "第")]
    assert not [f for f in english_figures("for the first time") if f.unit == "第"]
