"""The newspaper questions of benchmarks/data/local_news: answers verbatim, nothing twice."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from retrieval.evaluation.evaluate import load_questions

ROOT = Path(__file__).resolve().parent.parent.parent
SET = ROOT / "benchmarks" / "data" / "local_news"
SHARED = ROOT.parent / "shared"
RUN = 24


def rows(name: str) -> list[dict[str, Any]]:
    lines = (SET / name).read_text(encoding="utf-8").split("\n")
    return [json.loads(line) for line in lines if line]


ARTICLES = {row["id"]: row for row in rows("articles.jsonl")}
QUESTIONS = rows("questions.jsonl")


def runs(text: str) -> set[str]:
    bare = "".join(text.split())
    return {bare[at : at + RUN] for at in range(len(bare) - RUN + 1)}


def test_every_answer_stands_verbatim_where_it_is_said_to_begin() -> None:
    for row in QUESTIONS:
        if not row.get("unanswerable"):
            text = ARTICLES[row["article"]]["text"]
            assert text.startswith(row["answers_any"][0], row["start"]), row


def test_a_question_has_an_answer_or_the_reason_why_it_seems_to_have_one() -> None:
    assert all(("answers_any" in row) != ("near" in row and row["unanswerable"]) for row in QUESTIONS)


@pytest.mark.parametrize("key", ["id", "question"])
def test_no_question_occurs_twice(key: str) -> None:
    assert [value for value, count in Counter(row[key] for row in QUESTIONS).items() if count > 1] == []


def test_no_article_occurs_twice_and_each_is_asked_about() -> None:
    assert len({row["text"] for row in ARTICLES.values()}) == len(rows("articles.jsonl")) == len(ARTICLES)
    assert {row["article"] for row in QUESTIONS} == set(ARTICLES)


def test_the_set_is_of_the_size_that_its_page_tells() -> None:
    page = (SET / "README.md").read_text(encoding="utf-8")
    unanswerable = sum("unanswerable" in row for row in QUESTIONS)
    for count in (len(QUESTIONS), len(QUESTIONS) - unanswerable, unanswerable, len(ARTICLES)):
        assert f"{count:,}" in page


def test_the_evaluation_reads_it() -> None:
    assert len(load_questions(SET / "questions.jsonl")) == len(QUESTIONS)


@pytest.mark.skipif(not (SHARED / "seeds").exists(), reason="the seed page is not at hand")
def test_no_sentence_is_the_seed_pages() -> None:
    ours = set().union(*(runs(row["headline"] + row["text"]) for row in ARTICLES.values()))
    for page in (SHARED / "seeds").glob("*.txt"):
        assert not ours & runs(page.read_text(encoding="utf-8"))
