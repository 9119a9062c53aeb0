"""The list that a question asks for: its items, whole and alone, and how many of them there are."""

from __future__ import annotations

import pytest

from retrieval.answer.enumerations import joined, pauses
from retrieval.answer.wording import list_line
from retrieval.answerer import Answerer
from retrieval.models import Answer, ListCount
from tests.retrieval.memory import answerer, article

WATER = article(
    "因主管道改造，5月20日夜间停止供水，受影响的小区有锦绣花园、绿城家园、河畔新村及文明小区。",
    headline="停水通知",
)
MEETING = article(
    "座谈会上，安阳、鹤壁、新乡、焦作、濮阳五市的人大负责人先后发言。会议持续了一天。",
    headline="五市座谈",
)
PROJECTS = article(
    "公示的优秀项目里，台前县的申报企业是清香源食品公司和家美种植公司；范县的申报企业属于福通塑胶公司、"
    "鸿峰服装公司和东森生物公司。",
    headline="优秀项目公示",
)
BUSES = article(
    "5月18日起，对7路、16路、28路三条公交线路作出调整。7路延长到濮阳东站，末班车推迟到21时。",
    headline="公交线路调整",
)
PAIRS = article(
    "县里新建的幼儿园取名为团团园、圆圆园、满满园和苗苗园，9月开学。全县今年新建幼儿园6所。",
    headline="新建幼儿园9月开学",
)
FILLERS = [
    article(f"第{n}中学举行运动会，学生们参加了{n}个项目。", headline=f"{n}中运动会") for n in range(3, 9)
]


@pytest.fixture(scope="module")
def paper() -> Answerer:
    return answerer(WATER, MEETING, PROJECTS, BUSES, PAIRS, *FILLERS)


def marked(answer: Answer) -> list[str]:
    return [c.article.field(c.field)[a:b] for c in answer.citations for a, b in c.spans]


@pytest.mark.parametrize(
    ("question", "items"),
    [
        ("受影响停水的小区有哪些？", ["锦绣花园", "绿城家园", "河畔新村", "文明小区"]),
        ("座谈会上发言的是哪五个市的负责人？", ["安阳", "鹤壁", "新乡", "焦作", "濮阳"]),
        (
            "申报优秀项目的是哪5家企业？",
            ["清香源食品公司", "家美种植公司", "福通塑胶公司", "鸿峰服装公司", "东森生物公司"],
        ),
        ("哪些公交线路作出调整？", ["7路", "16路", "28路"]),
    ],
)
def test_items_are_free_of_the_words_around_them(paper: Answerer, question: str, items: list[str]) -> None:
    assert marked(paper.ask(question)) == items


def test_a_list_that_the_question_names_a_part_of_is_no_answer_to_it(paper: Answerer) -> None:
    answer = paper.ask("7路公交线路有哪些调整？")
    assert answer.list_count is None
    assert "16路" not in marked(answer)


@pytest.mark.parametrize(
    ("count", "zh", "en"),
    [
        (ListCount(2, 2, 2), "共2项：甲、乙", "All two named: 甲, 乙"),
        (ListCount(0, 2), "共2项：甲、乙", "Two named: 甲, 乙"),
        (ListCount(9, 2, 2), "报道列出的是2个，不是9个：甲、乙", "The article names two, not nine: 甲, 乙"),
        (ListCount(6, 2, 6), "找到6个中的2个：甲、乙", "2 of 6 found: 甲, 乙"),
        (ListCount(0, 2, 6), "找到6个中的2个：甲、乙", "2 of 6 found: 甲, 乙"),
        (
            ListCount(9, 2, 6),
            "报道说有6个，不是9个；找到6个中的2个：甲、乙",
            "The article speaks of six, not nine; 2 of 6 found: 甲, 乙",
        ),
    ],
)
def test_how_many_of_those_asked_for_were_found_is_said(count: ListCount, zh: str, en: str) -> None:
    assert list_line(count, "zh", ["甲", "乙"]) == zh
    assert list_line(count, "en", ["甲", "乙"]) == en


def test_lists_side_by_side_are_one_only_where_their_number_is_asked_for() -> None:
    text = "甲厂和乙厂；丙厂、丁厂和戊厂。"
    found = pauses(text, 0, len(text))
    assert [len(one.items) for one in found] == [2, 3]
    assert [[text[a:b] for a, b in one.items] for one in joined(found, 5)] == [
        ["甲厂", "乙厂", "丙厂", "丁厂", "戊厂"]
    ]
    assert joined(found, 4) == joined(found, 6) == []
