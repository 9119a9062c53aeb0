"""What questions ask for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.language import language_of
from retrieval.question.analysis import Kind, analyse, number_of
from retrieval.question.focus import focus_of, speaks_of
from retrieval.text.units import LENGTH, MONEY, PEOPLE, SHARE, TEMPERATURE, carries, units_of


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("哪几家企业？", "zh"),
        ("Which firms?", "en"),
        ("NFL是什么？", "zh"),
        ("What does 绿色工厂 mean in the city's reports?", "en"),
        ("2023", "zh"),
        ("😀", "zh"),
    ],
)
def test_language(text: str, lang: str) -> None:
    assert language_of(text) == lang


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("哪6家企业入选？", Kind.LIST),
        ("which six firms were named?", Kind.LIST),
        ("活动有哪些内容", Kind.LIST),
        ("三个园区叫什么？", Kind.LIST),
        ("一共投资多少？", Kind.NUMBER),
        ("How many people came?", Kind.NUMBER),
        ("什么时候开馆？", Kind.DATE),
        ("When does it open?", Kind.DATE),
        ("展览持续多久？", Kind.DURATION),
        ("馆长是谁？", Kind.PERSON),
        ("Who is the director?", Kind.PERSON),
        ("新馆在哪里？", Kind.PLACE),
        ("Where is the hall?", Kind.PLACE),
        ("为什么停水？", Kind.WHY),
        ("Why is the water off?", Kind.WHY),
        ("怎么办理借书证？", Kind.HOW),
        ("哪家公司中标？", Kind.ORGANISATION),
        ("老馆还开放吗？", Kind.WHETHER),
        ("什么是绿色工厂？", Kind.DEFINITION),
        ("记者李明写了哪篇报道？", Kind.STORY_BY),
        ("Which story did reporter Li Ming write?", Kind.STORY_BY),
        ("这篇稿子是哪位记者写的，记者是谁？", Kind.REPORTER_OF),
    ],
)
def test_kind(text: str, kind: Kind) -> None:
    assert analyse(text).kind is kind


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("哪六家企业入选？", 6),
        ("哪6家企业入选？", 6),
        ("哪十二个村参加？", 12),
        ("入选的三个园区叫什么？", 3),
        ("which six firms were named?", 6),
        ("which 12 villages took part?", 12),
        ("哪些企业入选？", 0),
        ("哪家企业入选？", 0),
    ],
)
def test_the_number_asked_for(text: str, asked: int) -> None:
    assert analyse(text).asked == asked


@pytest.mark.parametrize(
    ("word", "value"), [("十", 10), ("二十", 20), ("两", 2), ("十九", 19), ("x", 0), ("7", 7)]
)
def test_small_numbers(word: str, value: int) -> None:
    assert number_of(word) == value


def test_units_follow_the_question() -> None:
    assert analyse("奖金是多少钱？").units == MONEY
    assert analyse("公司有多少员工？").units == PEOPLE
    assert analyse("What is the population of the city?").units == PEOPLE
    assert analyse("一共有多少？").units == ()


def test_a_quantity_carries_its_unit() -> None:
    assert carries("1170万元", MONEY)
    assert not carries("130余吨", MONEY)
    assert carries("130余吨", ())


@pytest.mark.parametrize(
    ("text", "focus"),
    [
        ("公司有多少员工？", "员工"),
        ("公司的老板是谁？", "老板"),
        ("走了多少公里？", ""),
        ("分为几部分？", ""),
        ("骨科有多少张床", "床"),
        ("他养了几箱蜜蜂", "蜜蜂"),
        ("教师年薪多少", "年薪"),
        ("今年普高线多少", "普高线"),
        ("公司有几个女徒弟", "女徒弟"),
        ("全年新增多少个体户", "个体户"),
        ("1号线每天多少人坐", "人"),
        ("占全市的百分之多少", ""),
        ("最后一局几比几", ""),
        ("对方开始愿意赔多少", ""),
        ("养老院一天最多收多少", ""),
        ("那本书被借了多少回", ""),
        ("晚稻亩产比去年高多少", ""),
        ("新馆一共花了多少钱建", "造价"),
        ("建这座桥花了多少钱", "造价"),
    ],
)
def test_the_thing_asked_about(text: str, focus: str) -> None:
    assert focus_of(text) == focus


def test_what_it_cost_to_build_is_told_by_an_investment_and_not_by_a_fee() -> None:
    assert speaks_of("这座桥总投资3亿元", "造价")
    assert not speaks_of("新馆借书逾期每天收0.1元", "造价")


def test_a_text_speaks_of_a_focus_by_two_neighbouring_characters() -> None:
    assert speaks_of("报名的人数", "高考报名")
    assert not speaks_of("工厂的灌装线", "员工")


@given(st.text(max_size=300))
def test_any_text_can_be_analysed(text: str) -> None:
    question = analyse(text)
    assert question.asked >= 0
    assert question.text == text.strip()


@pytest.mark.parametrize(
    ("asked", "units"),
    [
        ("新楼有多高？", LENGTH),
        ("湖水多深？", LENGTH),
        ("机收率有多高？", SHARE),
        ("气温有多高？", TEMPERATURE),
        ("工资有多高？", ()),
        ("影响有多深？", ()),
    ],
)
def test_not_all_that_is_high_is_measured_in_metres(asked: str, units: tuple[str, ...]) -> None:
    assert units_of(asked, "zh") == units


@pytest.mark.parametrize("asked", ["学校\ud83d有多少个班？", "\ud800馆长是谁？"])
def test_half_a_character_in_a_question_is_no_error(asked: str) -> None:
    assert analyse(asked).text
