"""Beds are counted, not measured nor paid; a change counts by its end; a noun may stand before its figure."""

from __future__ import annotations

import pytest

from retrieval.models import Answer
from tests.retrieval.memory import answerer, article

PAPER = answerer(
    article(
        "5月6日，柏树镇敬老院迁入新址。新址占地18亩，住宿楼三层，床位由40张增加到96张，总投资2600万元。",
        headline="敬老院迁入新址",
    ),
    article(
        "青川中学扩建完工，教室从24间扩建到45间，新增学位980个，运动场面积1.2万平方米，花了3100万元。",
        headline="青川中学扩建完工",
    ),
    *(article(f"第{n}中学举行运动会。", headline=f"{n}中运动会") for n in range(3, 9)),
)


def marked(answer: Answer) -> list[str]:
    return [c.article.text[a:b] for c in answer.citations for a, b in c.spans]


@pytest.mark.parametrize(
    ("question", "figure"),
    [
        ("敬老院新址有多少张床位？", "96张"),
        ("敬老院新址有多少床位？", "96张"),
        ("敬老院床位原来有多少张？", "40张"),
        ("青川中学有多少间教室？", "45间"),
        ("青川中学新增多少学位？", "980个"),
        ("How many beds does the old people's home in Baishu town have?", "96张"),
    ],
)
def test_the_figure_is_of_what_is_counted(question: str, figure: str) -> None:
    answer = PAPER.ask(question)
    assert marked(answer) == [figure], answer.text


@pytest.mark.parametrize(
    "question",
    [
        "How many lifts does the old people's home in Baishu town have?",
        "How many trees does the old people's home in Baishu town have?",
        "How many beds does the old people's home in Baishu town have?",
    ],
)
def test_things_that_are_counted_are_not_told_in_money_or_land(question: str) -> None:
    answer = PAPER.ask(question)
    assert not {"18亩", "2600万元"} & set(marked(answer)), answer.text


def test_a_sentence_with_the_noun_comes_before_another_with_a_figure() -> None:
    answer = answerer(
        article(
            "去年的枣花节来了4.2万人，卖出枣糕8000盒。今年的枣花节停车位从300个增加到700个。",
            headline="枣花节将开幕",
        ),
        *(article(f"第{n}中学举行运动会。", headline=f"{n}中运动会") for n in range(3, 9)),
    ).ask("枣花节有多少停车位？")
    assert marked(answer) == ["700个"], answer.text
