"""Where somebody went is told by the stops, each in its sentence."""

from __future__ import annotations

import pytest

from retrieval.models import Answer
from tests.retrieval.memory import answerer, article

PAPER = answerer(
    article(
        "5月18日，县长方建国走进青禾产业园，听取意见。第一站是园区的供水车间。随后他来到渡南船厂，察看船台。"
        "方建国说，造船业、渔业、旅游业都要发展。",
        headline="方建国调研园区",
    ),
    *(article(f"第{n}中学举行运动会。", headline=f"{n}中运动会") for n in range(3, 9)),
)


def marked(answer: Answer) -> list[str]:
    return [c.article.field(c.field)[a:b] for c in answer.citations for a, b in c.spans]


@pytest.mark.parametrize(
    "question", ["县长方建国去了哪些地方？", "方建国去了哪里？", "方建国考察了哪些企业？"]
)
def test_the_stops_of_a_visit_are_marked_and_no_other_list(question: str) -> None:
    assert marked(PAPER.ask(question)) == ["青禾产业园", "园区的供水车间", "渡南船厂"]


def test_another_question_about_the_visit_gets_no_itinerary() -> None:
    assert "渡南船厂" not in marked(PAPER.ask("方建国说哪些产业要发展？"))
