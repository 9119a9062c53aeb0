"""Who does something stands between 由 and the verb; why stands in the sentence that names the cause."""

from __future__ import annotations

import pytest

from tests.retrieval.memory import answerer, article

PAPER = answerer(
    article(
        "9月1日起，松树镇小学的校车由县运输集团下属的平安客运公司运营，原来的合同已到期。每名学生每月交80元。",
        headline="镇小学校车换了运营方",
    ),
    article(
        "2月11日夜里，北街一家粮油店起火，消防站出动4辆车，半小时后扑灭，无人受伤。起火原因是取暖器烤着了纸箱。",
        headline="北街粮油店起火",
    ),
    *(article(f"第{n}中学举行运动会。", headline=f"{n}中运动会") for n in range(3, 9)),
)


@pytest.mark.parametrize(
    "question", ["镇小学校车由谁运营？", "镇小学校车现在被谁运营？", "镇小学的校车谁来运营？"]
)
def test_the_doer_stands_before_the_verb(question: str) -> None:
    answer = PAPER.ask(question)
    assert [c.article.text[a:b] for c in answer.citations for a, b in c.spans] == ["平安客运公司"], (
        answer.text
    )


def test_the_cause_stands_in_the_sentence_behind() -> None:
    answer = PAPER.ask("粮油店为什么起火？")
    spans = [c.article.text[a:b] for c in answer.citations for a, b in c.spans]
    assert len(spans) == 1
    assert "取暖器" in spans[0]
    assert "消防站" not in spans[0]
