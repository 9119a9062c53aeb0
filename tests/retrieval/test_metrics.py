"""Every measure against arithmetic that can be redone by hand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.evaluation import metrics


def test_white_space_and_commas_do_not_count() -> None:
    assert metrics.normalised("7,000,000 平方公里，约") == "7000000平方公里约"


def test_one_of_several_answers_suffices() -> None:
    assert metrics.holds("奖励 1,170 万元", ("1170万元", "十一万"), ())
    assert not metrics.holds("奖励1170元", ("1170万元",), ())


def test_each_of_all_answers_must_appear() -> None:
    assert metrics.holds("安阳、鹤壁、新乡", (), ("新乡", "安阳"))
    assert not metrics.holds("安阳、鹤壁", (), ("新乡", "安阳"))


def test_no_answer_is_held_by_nothing() -> None:
    assert not metrics.holds("安阳", (), ())


def test_a_single_answer_must_not_stand_across_two_quotes() -> None:
    assert not metrics.quotes_hold(["共1170", "万元"], ("1170万元",), ())
    assert metrics.quotes_hold(["甲公司", "乙公司"], (), ("乙公司", "甲公司"))


def test_hits_and_reciprocal_rank() -> None:
    ranks = [1, 2, None, 5]
    assert metrics.hit_at(ranks, 1) == 1 / 4
    assert metrics.hit_at(ranks, 5) == 3 / 4
    assert metrics.reciprocal_rank(ranks) == (1 / 1 + 1 / 2 + 0 + 1 / 5) / 4


def test_the_first_gold_article_gives_the_rank() -> None:
    assert metrics.first_rank(["a", "b", "c"], {"c", "b"}) == 2
    assert metrics.first_rank(["a"], {"b"}) is None


def test_character_f1_of_an_overlap() -> None:
    # common: 万, 元 → precision 2/2, recall 2/6
    assert metrics.character_f1("万元", "1170万元") == pytest.approx(2 * 1 * (2 / 6) / (1 + 2 / 6))
    assert metrics.character_f1("", "万元") == 0
    assert metrics.character_f1("亿", "万元") == 0


@given(st.text(max_size=30), st.text(max_size=30))
def test_character_f1_is_symmetric_and_one_only_for_the_same_characters(left: str, right: str) -> None:
    f1 = metrics.character_f1(left, right)
    assert f1 == pytest.approx(metrics.character_f1(right, left))
    assert 0 <= f1 <= 1 + 1e-9
    if sorted(metrics.normalised(left)) == sorted(metrics.normalised(right)) != []:
        assert f1 == pytest.approx(1)


def test_refusal_precision_and_recall() -> None:
    # refused: q1, q2; unanswerable: q2, q3 → right: q2
    measured = metrics.refusal([True, True, False, False], [False, True, True, False])
    assert measured == metrics.Refusal(1 / 2, 1 / 2, 1 / 2)


def test_refusing_nothing_scores_zero() -> None:
    assert metrics.refusal([False], [True]) == metrics.Refusal(0, 0, 0)


def test_percentiles_are_values_that_occurred() -> None:
    values = [float(n) for n in range(1, 21)]
    assert metrics.percentile(values, 0.5) == 10
    assert metrics.percentile(values, 0.95) == 19
    assert metrics.percentile([7.0], 0.95) == 7
    assert metrics.percentile([], 0.5) == 0
