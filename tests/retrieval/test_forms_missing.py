"""A story without a year, an hour or somebody's age does not tell them."""

from __future__ import annotations

import pytest

from retrieval.evidence.ages import of_nobody_asked
from retrieval.evidence.times_asked import lacks_time
from retrieval.question.analysis import analyse
from tests.retrieval.story import evidence


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("老戏台是哪一年修的？", "6月3日，老戏台前坐满了人。"),
        ("老戏台哪年修的", "老戏台每周六上午演出。"),
        ("庙会几点开始？", "庙会3月8日开始，为期三天。"),
    ],
)
def test_another_form_of_time_is_no_answer(question: str, sentence: str) -> None:
    assert lacks_time(analyse(question), evidence(sentence))


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("老戏台是哪一年修的？", "老戏台建于1908年。"),
        ("老戏台是哪一年修的？", "老戏台建于清光绪年间，一九〇八年重修。"),
        ("老戏台哪年修的", "老戏台去年重修。"),
        ("庙会几点开始？", "庙会当天上午九点开锣。"),
        ("庙会几点开始？", "庙会3月8日零时开始。"),
        ("庙会什么时候开始？", "庙会3月8日开始，为期三天。"),
        ("庙会有几点要求？", "庙会要求不设明火。"),
    ],
)
def test_the_form_that_is_asked_for_may_be_one(question: str, sentence: str) -> None:
    assert not lacks_time(analyse(question), evidence(sentence))


@pytest.mark.parametrize(
    ("question", "sentences"),
    [
        ("柏长林今年多大", ["柏长林在山上住了20年。"]),
        ("柏长林多大了？", ["柏长林的戏班有18人，最大的71岁。"]),
        ("柏长林多大年纪", ["戏班由柏长林带着，平均年龄54岁。"]),
        ("柏长林几岁", ["班主柏长林说，徒弟韩小满刚满16岁。"]),
        ("柏长林几岁", ["班主柏长林说，新来的人比从前小7岁。"]),
        ("柏长林 多少岁", ["班主柏长林说，徒弟韩小满刚满16岁。"]),
        ("柏长林今年多少岁？", ["班主是柏长林。", "老支书今年66岁。"]),
    ],
)
def test_somebody_elses_age_is_no_answer(question: str, sentences: list[str]) -> None:
    assert of_nobody_asked(analyse(question), evidence(*sentences))


@pytest.mark.parametrize(
    ("question", "sentences"),
    [
        ("柏长林今年多大", ["柏长林今年63岁，演了40年戏。"]),
        ("柏长林多大了？", ["63岁的班主柏长林说，戏不能断。"]),
        ("柏长林几岁", ["班主是柏长林。", "他今年63岁。"]),
        ("柏长林多大年纪", ["柏长林，男，1959年3月生。"]),
        ("最小的演员多大年纪？", ["演员18人，最小的9岁。"]),
        ("戏台多大了？", ["柏长林在山上住了20年。"]),
    ],
)
def test_their_own_age_is_one_and_what_is_no_person_has_none(question: str, sentences: list[str]) -> None:
    assert not of_nobody_asked(analyse(question), evidence(*sentences))
