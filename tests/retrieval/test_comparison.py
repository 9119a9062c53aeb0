"""Evaluations are kept, read again, and compared question by question."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from retrieval.errors import EvaluationsDiffer, EvaluationUnreadable
from retrieval.evaluation.comparison import Difference, compare
from retrieval.evaluation.evaluate import Outcome
from retrieval.evaluation.saved import Evaluation, load


def outcome(number: int, *, holds: bool, refused: bool = False, unanswerable: bool = False) -> Outcome:
    return Outcome(
        id=str(number),
        status="refused" if refused else "answered",
        unanswerable=unanswerable,
        rank=None if unanswerable else 1 if holds else 2,
        quote_holds=holds,
        text_holds=holds,
        f1=float(holds),
        quoted=20,
        milliseconds=float(number),
        groups=("unanswerable",) if unanswerable else ("number",),
        question=f"问题{number}？",
    )


def evaluation(*outcomes: Outcome) -> Evaluation:
    return Evaluation("q.jsonl", "0" * 64, "2026-11-23T00:00:00+00:00", "000001", "e5", outcomes)


def by_name(differences: list[Difference]) -> dict[str, Difference]:
    return {difference.measure: difference for difference in differences}


def test_a_saved_evaluation_is_read_as_it_was_written(tmp_path: Path) -> None:
    questions = tmp_path / "q.jsonl"
    questions.write_text("{}", encoding="utf-8")
    outcomes = [outcome(1, holds=True), outcome(2, holds=False, refused=True, unanswerable=True)]
    made = Evaluation.of(questions, outcomes, generation="000007", model="e5", gold_missing=1)
    made.save(tmp_path / "saved.json")
    found = load(tmp_path / "saved.json")
    assert found == made
    assert found.report.quote_holds == 1
    assert set(found.groups) == {"number", "unanswerable"}


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"outcomes": [{}]}', '{"outcomes": 3}'])
def test_a_file_that_holds_no_evaluation_is_refused_in_one_line(tmp_path: Path, content: str) -> None:
    path = tmp_path / "saved.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(EvaluationUnreadable, match="saved") as caught:
        load(path)
    assert "\n" not in str(caught.value)


def test_an_evaluation_compared_with_itself_differs_in_nothing() -> None:
    same = evaluation(*(outcome(n, holds=n % 2 == 0) for n in range(20)))
    for difference in compare(same, same):
        assert (difference.low, difference.high, difference.p) == (0, 0, 1)
        assert (difference.better, difference.worse) == (0, 0)


def test_a_clear_gain_is_significant_and_a_slight_one_is_not() -> None:
    before = evaluation(*(outcome(n, holds=n >= 40) for n in range(100)))
    much = evaluation(*(outcome(n, holds=n >= 10) for n in range(100)))
    gain = by_name(compare(much, before))["quote_holds"]
    assert (gain.before, gain.now) == (0.6, 0.9)
    assert (gain.better, gain.worse, gain.questions) == (30, 0, 100)
    assert 0.2 < gain.low < 0.3 < gain.high < 0.4
    assert gain.p < 0.01
    little = evaluation(*(outcome(n, holds=n in {0, 1} or n >= 41) for n in range(100)))
    slight = by_name(compare(little, before))["quote_holds"]
    assert (slight.better, slight.worse) == (2, 1)
    assert slight.low < 0 < slight.high
    assert slight.p > 0.3


def test_a_comparison_comes_out_the_same_twice() -> None:
    before = evaluation(*(outcome(n, holds=n % 3 == 0) for n in range(50)))
    now = evaluation(*(outcome(n, holds=n % 2 == 0) for n in range(50)))
    assert compare(now, before) == compare(now, before)


def test_refusals_are_compared_over_the_unanswerable_questions() -> None:
    def run(refused: int) -> Evaluation:
        asked = [outcome(n, holds=False, refused=n < refused, unanswerable=True) for n in range(10)]
        return evaluation(outcome(99, holds=True), *asked)

    refusal = by_name(compare(run(8), run(4)))["refused"]
    assert (refusal.questions, refusal.before, refusal.now) == (10, 0.4, 0.8)


def test_only_the_same_questions_can_be_compared() -> None:
    one = evaluation(outcome(1, holds=True))
    with pytest.raises(EvaluationsDiffer, match="in common"):
        compare(one, evaluation(outcome(2, holds=True)))
    other = json.loads(json.dumps(one.to_json()))["outcomes"][0]
    other["question"] = "别的？"
    with pytest.raises(EvaluationsDiffer, match="1"):
        compare(one, evaluation(Outcome(**other)))
