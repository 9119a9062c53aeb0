"""What a story tells of one bridge is no answer about the other that it names."""

from __future__ import annotations

import pytest

from tests.retrieval.memory import answerer, article

PAPER = answerer(
    article(
        "青禾大桥3月起封闭。大桥建成于1994年，全长612米。小型车绕行环城路青禾二桥，青禾二桥限重20吨。",
        headline="青禾大桥封闭施工",
    ),
    *(article(f"第{n}中学举行运动会。", headline=f"{n}中运动会") for n in range(3, 9)),
)


@pytest.mark.parametrize("question", ["青禾二桥什么时候建成？", "青禾二桥全长多少米？"])
def test_the_other_bridges_figures_are_no_answer(question: str) -> None:
    assert PAPER.ask(question).status == "refused"


@pytest.mark.parametrize(
    ("question", "told"),
    [("青禾大桥什么时候建成？", "1994年"), ("青禾大桥全长多少米？", "612米")],
)
def test_the_bridge_that_the_story_is_about_is_answered(question: str, told: str) -> None:
    assert told in PAPER.ask(question).text


def test_what_is_said_of_the_second_bridge_itself_is_answered() -> None:
    answer = PAPER.ask("青禾二桥限重多少吨？")
    assert "20吨" in answer.text
    assert "612米" not in answer.text
