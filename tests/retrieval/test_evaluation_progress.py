"""An evaluation of a part of the questions, and one that goes on where it was stopped."""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path

import pytest

from retrieval.evaluation.evaluate import GoldQuestion, outcomes_of
from retrieval.evaluation.progress import SUFFIX, Progress
from retrieval.evaluation.sampling import sampled
from retrieval.models import Answer, Turn

QUESTIONS = [
    *(GoldQuestion(str(n), f"东风大桥全长多少米，第{n}问？", answers_any=("860米",)) for n in range(20)),
    *(GoldQuestion(f"no-{n}", f"西河大桥何时通车，第{n}问？", unanswerable=True) for n in range(10)),
    GoldQuestion("then", "那投资呢？", answers_any=("3.2亿元",), after="3"),
]
HEAD = {"sha256": "abc", "limit": 4}


class Asked:
    """Refuses everything and remembers what it was asked."""

    def __init__(self) -> None:
        self.questions: list[str] = []

    def ask(self, question: str, *, top_k: int = 10, before: Sequence[Turn] = ()) -> Answer:
        del top_k, before
        self.questions.append(question)
        return Answer(question=question, lang="zh", status="refused", text="没有。")


def test_a_seed_draws_the_same_questions_in_the_files_order_and_another_others() -> None:
    drawn = sampled(QUESTIONS, limit=8, seed=5)
    assert drawn == sampled(QUESTIONS, limit=8, seed=5)
    assert [QUESTIONS.index(question) for question in drawn] == sorted(map(QUESTIONS.index, drawn))
    assert any(sampled(QUESTIONS, limit=8, seed=seed) != drawn for seed in range(6, 9))
    assert sampled(QUESTIONS) == QUESTIONS


def test_a_group_is_asked_alone() -> None:
    drawn = sampled(QUESTIONS, group="unanswerable", limit=4)
    assert len(drawn) == 4
    assert all(question.unanswerable for question in drawn)
    assert sampled(QUESTIONS, group="nobody") == []


def test_a_follow_up_brings_what_it_follows() -> None:
    ids = {question.id for question in sampled(QUESTIONS, group="follow-up")}
    assert ids == {"3", "then"}


def test_what_was_found_is_on_disk_at_once_and_found_again(tmp_path: Path) -> None:
    saved = tmp_path / "e.json"
    first = Progress(saved, HEAD)
    first.put("a", {"status": "answered", "名": "值"})
    assert Progress(saved, HEAD).rows == {"a": {"status": "answered", "名": "值"}}
    first.put("b", {"status": "refused"})
    again = Progress(saved, HEAD)
    assert list(again.rows) == ["a", "b"]
    again.done()
    assert Progress(saved, HEAD).rows == {}


def test_another_evaluation_begins_anew(tmp_path: Path) -> None:
    saved = tmp_path / "e.json"
    Progress(saved, HEAD).put("a", {"n": 1})
    assert Progress(saved, {**HEAD, "limit": 5}).rows == {}
    assert Progress(saved, HEAD).rows == {}


@pytest.mark.parametrize("cut", range(1, 40, 4))
def test_a_stop_in_the_middle_of_a_line_costs_that_line_only(tmp_path: Path, cut: int) -> None:
    saved = tmp_path / "e.json"
    progress = Progress(saved, HEAD)
    progress.put("a", {"n": 1})
    progress.put("b", {"n": 2, "long": "长" * 20})
    part = saved.with_name(saved.name + SUFFIX)
    part.write_text(part.read_text(encoding="utf-8")[:-cut], encoding="utf-8")
    again = Progress(saved, HEAD)
    assert again.rows["a"] == {"n": 1}
    again.put("c", {"n": 3})
    assert Progress(saved, HEAD).rows["c"] == {"n": 3}


def test_nothing_is_written_where_nothing_is_saved(tmp_path: Path) -> None:
    progress = Progress(None, HEAD)
    progress.put("a", {"n": 1})
    progress.done()
    assert progress.rows == {"a": {"n": 1}}
    assert list(tmp_path.iterdir()) == []


def test_what_is_known_is_not_asked_again_unless_another_question_follows_it() -> None:
    whole = Asked()
    outcomes = outcomes_of(whole, QUESTIONS, [])
    known = {outcome.id: outcome for outcome in outcomes if outcome.id != "7"}
    rest = Asked()
    assert [o.id for o in outcomes_of(rest, QUESTIONS, [], known=known)] == [o.id for o in outcomes]
    assert rest.questions == [QUESTIONS[3].question, QUESTIONS[7].question]
    assert len(whole.questions) == len(QUESTIONS)


def test_an_order_of_drawing_leaves_the_worlds_chance_alone() -> None:
    random.seed(1)
    expected = random.random()
    random.seed(1)
    sampled(QUESTIONS, limit=3)
    assert random.random() == expected
