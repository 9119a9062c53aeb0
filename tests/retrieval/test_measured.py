"""A story without a figure in the measure asked for tells none."""

from __future__ import annotations

from types import SimpleNamespace
from typing import cast

import pytest

from retrieval.evidence.measured import of_measure
from retrieval.evidence.sentences import Evidence
from retrieval.question.analysis import analyse


@pytest.mark.parametrize(
    ("question", "story"),
    [
        ("门票多少钱", "门票每张20元。"),
        ("门票多少钱", "展览免费开放。"),
        ("大厦有多高", "大厦高99米。"),
        ("大厦有多高", "大厦共有33层，去年封顶。"),
    ],
)
def test_a_story_that_tells_the_measure_is_kept(question: str, story: str) -> None:
    evidence = [cast("Evidence", SimpleNamespace(reading=story))]
    assert of_measure(analyse(question), evidence) == evidence


@pytest.mark.parametrize(
    ("question", "story"),
    [("门票多少钱", "展览有三百件展品。"), ("大厦有多高", "大厦去年封顶，有两部电梯。")],
)
def test_a_story_without_a_figure_in_the_measure_is_left_out(question: str, story: str) -> None:
    assert of_measure(analyse(question), [cast("Evidence", SimpleNamespace(reading=story))]) == []
