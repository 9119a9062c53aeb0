"""Answers over the sample pages, and a few over published questions, stay above their floors."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from pathlib import Path

import pytest
from filelock import FileLock

from retrieval.answerer import Answerer
from retrieval.errors import FloorsUnusable
from retrieval.evaluation.evaluate import (
    GoldQuestion,
    Outcome,
    breakdown,
    evaluate,
    load_questions,
    outcomes_of,
)
from retrieval.evaluation.gate import Floors, breaches, check_pinned, load_floors
from retrieval.models import ListCount
from retrieval.question.analysis import analyse
from retrieval.text.units import MONEY
from vectorstore.archive import LiveArchive
from vectorstore.embedding import Embedder
from vectorstore.generations import StoreFolder
from vectorstore.refresh import RefreshRequest, refresh

DATA = Path(__file__).resolve().parent.parent / "data"
QUESTIONS = DATA / "sample_questions.jsonl"
NEAR = DATA / "near_questions.jsonl"
FLOORS = DATA / "floors.json"

XQUAD_QUESTIONS = 60
"""Of 632, about the first articles that they fall on: more would slow every run of the tests."""


def test_the_sample_questions_stay_above_their_floors(sample_store: Path, embedder: Embedder) -> None:
    floors = load_floors(FLOORS, "samples")
    check_pinned(floors, QUESTIONS)
    live = LiveArchive(StoreFolder(sample_store), embedder)
    report = evaluate(Answerer(live), load_questions(QUESTIONS), live.get().entries())
    assert report.gold_missing == 0
    assert breaches(floors, report.to_json()) == []


def test_the_marked_words_of_each_kind_stay_above_their_floors(
    sample_store: Path, embedder: Embedder
) -> None:
    floors = load_floors(FLOORS, "samples-by-kind")
    check_pinned(floors, QUESTIONS)
    live = LiveArchive(StoreFolder(sample_store), embedder)
    outcomes = outcomes_of(Answerer(live), load_questions(QUESTIONS), list(live.get().entries()))
    grouped = breakdown([replace(outcome, groups=_kinds_of(outcome)) for outcome in outcomes])
    measured = {
        f"{group} {measure}": value
        for group, report in grouped.items()
        for measure, value in report.to_json().items()
        if value is not None
    }
    assert breaches(floors, measured) == []


def test_questions_near_what_the_pages_say_are_refused_as_often_as_their_floor(
    sample_store: Path, embedder: Embedder
) -> None:
    floors = load_floors(FLOORS, "samples-near")
    check_pinned(floors, NEAR)
    live = LiveArchive(StoreFolder(sample_store), embedder)
    report = evaluate(Answerer(live), load_questions(NEAR), live.get().entries())
    assert breaches(floors, report.to_json()) == []


def _kinds_of(outcome: Outcome) -> tuple[str, ...]:
    """The groups of the evaluation, and how much (of money) apart from how many."""
    asked = analyse(outcome.question)
    if "number" not in outcome.groups:
        return outcome.groups
    return (*outcome.groups, "how much" if asked.units == MONEY else "how many")


def test_published_questions_stay_above_their_floors(
    shared: Path, shared_tmp: Path, embedder: Embedder
) -> None:
    floors = load_floors(FLOORS, "xquad-zh-60")
    check_pinned(floors, shared / "eval" / "xquad-zh" / "questions.jsonl")
    questions = _some(load_questions(shared / "eval" / "xquad-zh" / "questions.jsonl"))
    store = _store_of(questions, shared / "eval" / "xquad-zh" / "articles.jsonl", shared_tmp, embedder)
    live = LiveArchive(store, embedder)
    report = evaluate(Answerer(live), questions, live.get().entries())
    assert report.gold_missing == 0
    assert breaches(floors, report.to_json()) == []


def test_the_real_page_is_answered(shared: Path, shared_tmp: Path, embedder: Embedder) -> None:
    page = shared / "seeds" / "000_6da2452d7dfa6b22.txt"
    store = StoreFolder(shared_tmp / "seed-store")
    with FileLock(shared_tmp / "seed-store.lock"):
        if store.current() is None:
            refresh(store, embedder, RefreshRequest(samples=page, paths=(page,)))
    live = LiveArchive(store, embedder)
    ids = [entry.article.id for entry in live.get().entries()]
    questions = [
        replace(question, articles=tuple(ids[int(place) - 1] for place in question.articles))
        for question in load_questions(shared / "seeds" / "questions.jsonl")
    ]
    report = evaluate(Answerer(live), questions, live.get().entries())
    assert report.quote_holds is not None
    assert round(report.quote_holds * report.answerable) >= 12
    assert report.refusal_recall == 1


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("哪9家企业成功创建省级绿色工厂？", "6个，不是9个"),
        ("which nine firms became green factories", "names six, not nine"),
    ],
)
def test_a_wrong_number_is_said_in_the_askers_language(
    sample_store: Path, embedder: Embedder, question: str, said: str
) -> None:
    answer = Answerer(LiveArchive(StoreFolder(sample_store), embedder)).ask(question)
    assert answer.list_count == ListCount(asked=9, found=6, told=6)
    assert said in answer.text


def _some(questions: list[GoldQuestion]) -> list[GoldQuestion]:
    """A fixed choice of whole articles' questions, so that few articles need a vector."""
    articles = sorted({article for question in questions for article in question.articles})
    random.Random(20230519).shuffle(articles)
    order = {article: place for place, article in enumerate(articles)}
    return sorted(questions, key=lambda question: order[question.articles[0]])[:XQUAD_QUESTIONS]


def _store_of(
    questions: list[GoldQuestion], articles: Path, shared_tmp: Path, embedder: Embedder
) -> StoreFolder:
    wanted = {article for question in questions for article in question.articles}
    store = StoreFolder(shared_tmp / "xquad-store")
    with FileLock(shared_tmp / "xquad-store.lock"):
        if store.current() is None:
            lines = articles.read_text(encoding="utf-8").splitlines()
            # Twice as many articles as are asked about: the others are there to be mistaken for them.
            kept = [line for line in lines if json.loads(line)["id"] in wanted]
            kept += [line for line in lines if line not in kept][: len(kept)]
            source = shared_tmp / "xquad.jsonl"
            source.write_text("\n".join(kept) + "\n", encoding="utf-8")
            refresh(store, embedder, RefreshRequest(samples=source, paths=(source,)))
    return store


def test_a_measure_below_its_floor_is_named() -> None:
    floors = Floors("", {"hit_at_1": 0.9, "mrr": 0.9}, {})
    assert breaches(floors, {"hit_at_1": 0.89, "mrr": 0.9}) == ["hit_at_1 is 0.8900, below its floor 0.9000"]


def test_a_measure_above_its_ceiling_is_named() -> None:
    floors = Floors("", {}, {"quote_length": 120})
    assert breaches(floors, {"quote_length": 121}) == ["quote_length is 121.0000, above its ceiling 120.0000"]


def test_a_value_that_is_no_number_breaks_its_floor() -> None:
    assert breaches(Floors("", {"mrr": 0.5}, {}), {"mrr": float("nan")})


def test_a_bound_that_nothing_measures_is_refused() -> None:
    with pytest.raises(FloorsUnusable, match="not measured: mrr"):
        breaches(Floors("", {"mrr": 0.5}, {}), {"hit_at_1": 1.0})


def test_other_questions_than_the_pinned_ones_are_refused(tmp_path: Path) -> None:
    other = tmp_path / "questions.jsonl"
    other.write_bytes(QUESTIONS.read_bytes() + b"\n")
    with pytest.raises(FloorsUnusable, match=r"questions\.jsonl"):
        check_pinned(load_floors(FLOORS, "samples"), other)


@pytest.mark.parametrize(
    "content", ["", "[]", "{}", '{"samples": {"sha256": "0", "floors": {}}}', '{"samples": 1}']
)
def test_a_file_without_floors_is_refused(tmp_path: Path, content: str) -> None:
    path = tmp_path / "floors.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(FloorsUnusable):
        load_floors(path, "samples")


def test_the_gate_fails_answers_from_the_wrong_articles(sample_store: Path, embedder: Embedder) -> None:
    live = LiveArchive(StoreFolder(sample_store), embedder)
    loaded = load_questions(QUESTIONS)
    unanswerable = next(question for question in loaded if question.unanswerable)
    questions = [replace(question, articles=()) for question in [*loaded[:3], unanswerable]]
    questions = [replace(question, headline=None, starts=None) for question in questions]
    report = evaluate(Answerer(live), questions, [])
    assert report.gold_missing == 3
    assert breaches(load_floors(FLOORS, "samples"), report.to_json())
