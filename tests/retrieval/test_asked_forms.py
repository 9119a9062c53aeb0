"""What a question asks for by its form, and which sentence or clause can tell it."""

from __future__ import annotations

import datetime

import pytest

from retrieval.evidence.candidates import typed
from retrieval.evidence.occasion import another_day, may_say
from retrieval.evidence.own_clause import own_clause
from retrieval.evidence.singling import singled
from retrieval.evidence.sites import site_asked, sited
from retrieval.question.analysis import Kind, analyse
from retrieval.text.quantities import durations, quantities, times
from retrieval.text.telephones import telephones


def said(text: str, spans: list[tuple[int, int]]) -> list[str]:
    return [text[a:b] for a, b in spans]


def candidates(question: str, quote: str) -> list[str]:
    asked = analyse(question)
    return said(quote, list(singled(asked, quote, typed(asked, quote))))


@pytest.mark.parametrize(
    ("question", "quote", "left"),
    [
        (
            "2路末班车几点",
            "首班车由6点20分提前到5点40分，末班车由18点推迟到21点20分。",
            ["18点", "21点20分"],
        ),
        ("决赛比分是多少", "县队以91比87险胜，第三节领先12分。", ["91比87"]),
        ("小麦亩产多少", "种了86亩小麦，亩产612公斤。", ["612公斤"]),
        ("今年招几年级的学生", "只招一年级新生，设10个班。", ["一年级"]),
        ("老梁一个月工资多少", "刚开始一个月180块，现在1400块。", ["1400块"]),
        ("老梁最初一个月工资多少", "刚开始一个月180块，现在1400块。", ["180块"]),
        ("老梁收了多少徒弟", "保存画稿2100余幅，收徒63人。", ["63人"]),
        ("受理费谁出", "案件受理费由被告承担。", ["被告"]),
        ("画稿捐给了谁", "画稿2100余幅捐给县文化馆。", ["县文化馆"]),
        ("被告是谁", "判决被告田某退还货款。", ["田某"]),
    ],
)
def test_only_what_has_the_form_and_the_side_asked_for_is_a_candidate(
    question: str, quote: str, left: list[str]
) -> None:
    assert candidates(question, quote) == left


def test_a_calendar_year_is_no_length_of_time() -> None:
    text = "大桥建成于1994年，封闭140天，用了30年。"
    assert said(text, durations(text)) == ["140天", "30年"]


def test_a_day_and_its_hours_are_one_time_also_across_a_gap() -> None:
    text = "7月11日 13:00—17:00 停水，追悼会定于7月6日上午8时举行。"
    assert said(text, times(text)) == ["7月11日 13:00—17:00", "7月6日上午8时"]


def test_a_score_is_one_quantity() -> None:
    assert said("以91比87险胜", quantities("以91比87险胜")) == ["91比87"]


@pytest.mark.parametrize("text", ["服务热线：6628110", "拨打6628 1107", "电话0393-5562080"])
def test_local_numbers_are_telephones_behind_their_word(text: str) -> None:
    assert len(telephones(text)) == 1
    assert telephones("总投资6628110元，产量5562080吨") == []


@pytest.mark.parametrize(
    ("asked", "sentence", "other"),
    [
        ("7月10日哪些地方停水", "7月11日 13:00 县三中", True),
        ("7月10日哪些地方停水", "7月10日 6:30 柳湾村", False),
        ("10日哪些地方停水", "7月10日 6:30 柳湾村", False),
        ("7月10日哪些地方停水", "停水时间为7月9日至12日", False),
        ("7月10日哪些地方停水", "请提前储水。", False),
        ("6月6日停电下雨会改到哪天", "遇雨顺延至6月8日。", False),
        ("6月6日停电下雨会改到哪天", "定于6月6日停电。", True),
    ],
)
def test_a_sentence_on_another_day_is_told(asked: str, sentence: str, *, other: bool) -> None:
    assert another_day(asked, sentence) is other


def test_a_year_compared_with_is_not_the_year_told_of() -> None:
    day = datetime.date(2024, 6, 14)
    asked = analyse("今年小麦亩产多少")
    assert may_say(asked, "平均亩产538公斤，比去年增加21公斤。", day)
    assert not may_say(asked, "去年平均亩产517公斤。", day)


def test_the_site_told_is_that_of_the_thing_asked_about() -> None:
    text = "新园区位于粮库街北侧，原园区位于槐树路。"
    asked = analyse("原园区在哪里？")
    assert site_asked(asked) == "原园区"
    assert said(text, sited("原园区", text)) == ["槐树路"]
    assert site_asked(analyse("谁在园区？")) == ""


def test_which_way_lorries_go_is_said_of_lorries() -> None:
    quote = "小型车绕行北环路，货车绕行国道；公交改走南街。"
    start, end = own_clause(analyse("货车应该走哪条路"), quote, (0, 8))
    assert quote[start:end] == "货车绕行国道"


def test_the_mayor_of_a_city_is_asked_for_as_papers_print_it() -> None:
    question = analyse("濮阳市市长是谁？")
    assert (question.text, question.kind) == ("濮阳市长是谁？", Kind.PERSON)
    assert analyse("濮阳市市场监管局在哪里？").text == "濮阳市市场监管局在哪里？"


@pytest.mark.parametrize(
    ("question", "share"), [("工业增加值同比增长多少？", True), ("游客比去年增长多少人？", False)]
)
def test_growth_of_output_is_a_share(question: str, *, share: bool) -> None:
    assert ("%" in analyse(question).units) is share
