"""Who somebody is, told by the words that introduce the person."""

from __future__ import annotations

import pytest

from retrieval.models import Answer
from retrieval.question.identity import who_is
from tests.retrieval.memory import answerer, article

PAPER = answerer(
    article(
        "渡口管理所负责人邓志远提醒，大风天停航。船工周大河今年61岁，他是县里最后一代摆渡人。",
        headline="渡口停航",
        byline="本报讯（记者 许知远）",
        reporters=("许知远",),
    ),
    article("县委副书记、县长方建国看望了船工。", headline="县长看望船工"),
    *(article(f"第{n}中学举行运动会。", headline=f"{n}中运动会") for n in range(3, 9)),
)


def marked(answer: Answer) -> list[str]:
    return [c.article.field(c.field)[a:b] for c in answer.citations for a, b in c.spans]


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("邓志远是谁？", "邓志远"),
        ("请问邓志远是什么人", "邓志远"),
        ("谁是邓志远", "邓志远"),
        ("邓志远是干什么的", "邓志远"),
        ("邓志远担任什么职务", "邓志远"),
        ("县长是谁", None),
        ("冠军是谁", None),
        ("邓志远去了哪里", None),
    ],
)
def test_a_question_of_identity_names_its_person(question: str, name: str | None) -> None:
    assert who_is(question) == name


def test_a_title_right_before_the_name_is_marked() -> None:
    assert marked(PAPER.ask("邓志远是谁？")) == ["渡口管理所负责人"]


def test_two_titles_before_one_name_are_marked_together() -> None:
    assert marked(PAPER.ask("方建国是谁？")) == ["县委副书记、县长"]


def test_a_predicate_of_the_pronoun_behind_the_name_is_marked() -> None:
    assert "县里最后一代摆渡人" in marked(PAPER.ask("周大河是谁？"))


def test_who_is_only_a_reporter_is_shown_in_the_byline() -> None:
    answer = PAPER.ask("许知远是谁？")
    assert [c.field for c in answer.citations] == ["byline"]
    assert marked(answer) == ["许知远"]


def test_a_person_whom_nobody_names_is_refused() -> None:
    assert PAPER.ask("马文山是谁？").status == "refused"
