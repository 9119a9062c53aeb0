"""Which sentence answers, which stand beside it, and which of its words are marked."""

from __future__ import annotations

import pytest

from retrieval.evidence.singling import singled
from retrieval.models import Answer
from retrieval.question.analysis import Kind, analyse
from retrieval.question.focus import focus_of, speaks_of
from tests.retrieval.memory import answerer, article

FILLERS = [article(f"第{n}中学举行运动会。", headline=f"{n}中运动会") for n in range(3, 9)]


def marked(answer: Answer) -> list[str]:
    return [c.article.field(c.field)[a:b] for c in answer.citations for a, b in c.spans]


def test_a_teacher_is_found_by_the_papers_own_word() -> None:
    paper = answerer(
        article(
            "渡口的老船工周大河今年61岁，摇橹的样子很稳。周大河师从摆渡名家罗长水，干了四十年。周大河说，摇橹要靠腰劲。",
            headline="老船工周大河",
        ),
        *FILLERS,
    )
    answer = paper.ask("周大河的师父是谁？")
    assert "师从摆渡名家罗长水" in answer.text


def test_a_sentence_without_a_figure_in_the_unit_asked_for_is_not_quoted_beside_one_with() -> None:
    paper = answerer(
        article("渡口轮渡总投资900万元。渡口轮渡每天往返。渡口轮渡很受欢迎。", headline="渡口轮渡开航"),
        *FILLERS,
    )
    assert [c.quote for c in paper.ask("渡口轮渡总投资多少钱？").citations] == ["渡口轮渡总投资900万元。"]


def test_until_when_is_the_end_of_a_stretch_of_time() -> None:
    notice = "定于5月20日22时至5月21日6时停止供水。"
    spans = [(2, 10), (11, 18)]
    assert [notice[a:b] for a, b in spans] == ["5月20日22时", "5月21日6时"]
    assert singled(analyse("停水到什么时候？"), notice, spans) == [(11, 18)]


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("四号票多少钱一张？", "128元"),
        ("三号票每张多少钱？", "48元"),
    ],
)
def test_a_figure_is_of_the_thing_that_its_clause_begins_with(question: str, told: str) -> None:
    paper = answerer(
        article("渡口轮渡售票，三号票每张48元，四号票每张128元。", headline="渡口轮渡售票"), *FILLERS
    )
    assert marked(paper.ask(question)) == [told]


def test_a_count_stands_next_to_the_noun_that_is_counted() -> None:
    paper = answerer(
        article("候船楼地上3层，藏书38万册，设候船座位1600个。", headline="候船楼启用"), *FILLERS
    )
    assert marked(paper.ask("候船楼有多少座位？")) == ["1600个"]


def test_cities_are_listed_where_cities_are_asked_for() -> None:
    paper = answerer(
        article(
            "市委书记方建国、市政协主席罗长水参加座谈会。座谈会上，安阳、鹤壁、新乡三市的负责人先后发言。",
            headline="座谈会举行",
        ),
        *FILLERS,
    )
    assert marked(paper.ask("哪些市参加了座谈会？")) == ["安阳", "鹤壁", "新乡"]


@pytest.mark.parametrize(
    ("question", "head"),
    [("哪些市参加了座谈会", "市"), ("哪6家企业成功入选", "企业"), ("哪些地方停电", "地方")],
)
def test_the_noun_of_a_list_ends_before_its_verb(question: str, head: str) -> None:
    assert analyse(question).head == head


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("大桥的工期多长", Kind.DURATION),
        ("发车间隔多长", Kind.DURATION),
        ("大桥多长", Kind.NUMBER),
        ("馆长叫什么", Kind.PERSON),
        ("这种鱼叫什么", Kind.DEFINITION),
    ],
)
def test_a_length_of_time_is_no_length(question: str, kind: Kind) -> None:
    assert analyse(question).kind is kind


@pytest.mark.parametrize(
    ("question", "focus"),
    [("新馆有多少座位", "座位"), ("疫苗多少钱一剂", ""), ("妻子呢", "妻子"), ("什么时候开门呢", "")],
)
def test_the_thing_counted_or_named(question: str, focus: str) -> None:
    assert focus_of(question) == focus


def test_kin_and_callings_have_other_names() -> None:
    assert speaks_of("他和老伴种菜", "妻子")
    assert speaks_of("招聘教师28名", "老师")
    assert not speaks_of("他种菜", "妻子")
