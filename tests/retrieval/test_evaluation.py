"""Questions with known answers are read, asked and counted."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from corpus.models import Article
from retrieval.errors import QuestionEmpty, QuestionsUnreadable
from retrieval.evaluation.evaluate import (
    GoldQuestion,
    breakdown,
    evaluate,
    judge,
    load_questions,
    outcomes_of,
    resolved,
)
from retrieval.models import Answer, Citation, Passage, Timing, Turn
from tests.retrieval.memory import article
from vectorstore.models import CatalogueEntry

TOWER = article("新塔高120米，共30层。", id="t1", headline="新塔封顶")
POND = article("池塘清淤用了9天。", id="p1")
ENTRIES = [CatalogueEntry(TOWER, "a.txt"), CatalogueEntry(POND, "b.txt")]


def told(about: Article, quote: str, span: tuple[int, int], milliseconds: float = 10.0) -> Answer:
    start = about.text.index(quote)
    citation = Citation(1, about, "a.txt", "text", start, start + len(quote), quote, (span,))
    return Answer(
        question="?",
        lang="zh",
        status="answered",
        text=quote,
        citations=(citation,),
        passages=(Passage(POND, "b.txt", 0, 5, 1.0), Passage(TOWER, "a.txt", 0, 5, 0.5)),
        timing=Timing(total=milliseconds),
    )


class Scripted:
    """Gives prepared answers, one a question."""

    def __init__(self, answers: dict[str, Answer]) -> None:
        self._answers = answers
        self.asked: list[tuple[str, list[str]]] = []

    def ask(self, question: str, *, top_k: int = 10, before: Sequence[Turn] = ()) -> Answer:
        assert top_k == 10
        self.asked.append((question, [turn.question for turn in before]))
        if not question:
            raise QuestionEmpty("empty")
        return self._answers[question]


def test_a_right_answer_is_judged_by_quote_text_rank_and_span() -> None:
    gold = GoldQuestion("q", "多高？", articles=("t1",), answers_any=("120米",))
    outcome = judge(gold, told(TOWER, "新塔高120米，", (3, 6)))
    assert (outcome.quote_holds, outcome.text_holds, outcome.rank, outcome.quoted) == (True, True, 2, 8)
    # span 120 against 120米: precision 3/3, recall 3/4
    assert outcome.f1 == pytest.approx(2 * 1 * 0.75 / 1.75)


def test_a_quote_from_another_article_does_not_count() -> None:
    gold = GoldQuestion("q", "几天？", articles=("t1",), answers_any=("9天",))
    outcome = judge(gold, told(POND, "池塘清淤用了9天。", (6, 8)))
    assert (outcome.quote_holds, outcome.text_holds) == (False, True)


def test_a_report_counts_answers_refusals_and_failures() -> None:
    questions = [
        GoldQuestion("1", "多高？", articles=("t1",), answers_any=("120米",)),
        GoldQuestion("2", "几天？", articles=("p1",), answers_any=("9天",)),
        GoldQuestion("3", "几岁？", unanswerable=True),
        GoldQuestion("4", "", articles=("gone",), answers_any=("x",)),
    ]
    refused = Answer("?", "zh", "refused", "没有", timing=Timing(total=30.0))
    answers = {
        "多高？": told(TOWER, "新塔高120米，", (3, 7)),
        "几天？": Answer("?", "zh", "refused", "没有", timing=Timing(total=20.0)),
        "几岁？": refused,
    }
    seen: list[str] = []
    report = evaluate(Scripted(answers), questions, ENTRIES, lambda outcome: seen.append(outcome.id))
    assert seen == ["1", "2", "3", "4"]
    assert (report.questions, report.answerable, report.failed, report.gold_missing) == (4, 3, 1, 1)
    assert report.answered == report.quote_holds == report.span_f1 == pytest.approx(1 / 3)
    assert (report.refusal_precision, report.refusal_recall) == (1 / 2, 1)
    assert report.quote_length == 8
    assert report.hit_at_1 == 0
    assert report.hit_at_5 == pytest.approx(1 / 3)
    assert json.loads(json.dumps(report.to_json()))["mrr"] == pytest.approx(1 / 6, abs=1e-4)


def test_what_nothing_in_the_set_bears_on_is_no_zero() -> None:
    questions = [GoldQuestion("1", "多高？", articles=("t1",), answers_any=("120米",))]
    report = evaluate(Scripted({"多高？": told(TOWER, "新塔高120米，", (3, 7))}), questions, ENTRIES)
    assert (report.refusal_precision, report.refusal_recall, report.refusal_f1) == (None, None, None)
    assert report.to_json()["refusal_f1"] is None
    unanswerable = [GoldQuestion("1", "几岁？", unanswerable=True)]
    report = evaluate(Scripted({"几岁？": Answer("?", "zh", "refused", "没有")}), unanswerable, ENTRIES)
    assert (report.hit_at_1, report.quote_holds, report.quote_length) == (None, None, None)
    assert report.refusal_f1 == 1


def test_questions_are_counted_by_what_they_ask_for() -> None:
    asked = [
        GoldQuestion("1", "塔有多少层？", articles=("t1",), answers_any=("30层",)),
        GoldQuestion("2", "How tall is the tower?", articles=("t1",), answers_any=("120米",)),
        GoldQuestion("3", "谁是馆长？", articles=("t1",), answers_any=("林若溪",)),
        GoldQuestion("4", "塔在哪里？", unanswerable=True),
        GoldQuestion("5", "那时间呢？", articles=("t1",), answers_any=("昨天",), kind="date", after="1"),
    ]
    assert [question.groups for question in asked] == [
        ("number",),
        ("number", "cross-lingual"),
        ("person",),
        ("unanswerable",),
        ("date", "follow-up"),
    ]
    outcomes = [judge(question, Answer("?", "zh", "refused", "")) for question in asked]
    groups = breakdown(outcomes)
    assert {name: report.questions for name, report in groups.items()} == {
        "number": 2,
        "cross-lingual": 1,
        "date": 1,
        "follow-up": 1,
        "person": 1,
        "unanswerable": 1,
    }
    assert next(iter(groups)) == "number"
    assert groups["unanswerable"].refusal_recall == 1


def test_a_follow_up_is_asked_with_the_turns_before_it() -> None:
    questions = [
        GoldQuestion("1", "多高？", articles=("t1",), answers_any=("120米",)),
        GoldQuestion("2", "几层？", articles=("t1",), answers_any=("30层",), after="1"),
        GoldQuestion("3", "几天？", articles=("t1",), answers_any=("30层",), after="2"),
    ]
    answers = {q.question: told(TOWER, "新塔高120米，", (3, 7)) for q in questions}
    scripted = Scripted(answers)
    outcomes_of(scripted, questions, ENTRIES)
    assert [before for _, before in scripted.asked] == [[], ["?"], ["?", "?"]]


def test_gold_is_found_by_headline_or_first_words() -> None:
    questions = [
        GoldQuestion("1", "?", headline="新塔封顶", answers_any=("x",)),
        GoldQuestion("2", "?", starts="池塘", answers_any=("x",)),
        GoldQuestion("3", "?", articles=("t1",), answers_any=("x",)),
    ]
    assert [q.articles for q in resolved(questions, ENTRIES)] == [("t1",), ("p1",), ("t1",)]


def test_a_file_of_questions_is_read_whole(tmp_path: Path) -> None:
    path = tmp_path / "questions.jsonl"
    rows = [
        {"id": 7, "question": "多高？", "article": "t1", "answers_any": ["120米"]},
        {"question": "哪些？", "articles": ["t1", "p1"], "answers_all": ["甲", "乙"]},
        {"question": "几岁？", "unanswerable": True},
    ]
    path.write_text("\ufeff" + "\n\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    first, second, third = load_questions(path)
    assert (first.id, first.articles, first.answers_any) == ("7", ("t1",), ("120米",))
    assert (second.articles, second.answers_all) == (("t1", "p1"), ("甲", "乙"))
    assert third.unanswerable


@pytest.mark.parametrize(
    "content",
    ["", "not json", "[1]", '{"question": 3}', '{"question": "多高？", "article": "t1"}'],
    ids=["empty", "no json", "no object", "no text", "no answers"],
)
def test_a_file_that_holds_no_questions_is_refused_with_its_line(tmp_path: Path, content: str) -> None:
    path = tmp_path / "questions.jsonl"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(QuestionsUnreadable, match="questions"):
        load_questions(path)


@pytest.mark.parametrize(
    ("answers", "why"),
    [
        ({"answers_any": "120米"}, '"answers_any" must be a list'),
        ({"answers_all": "120米"}, '"answers_all" must be a list'),
        ({"answers_any": [120]}, "no string"),
        ({"answers_any": ["120米", " "]}, "empty"),
    ],
)
def test_answers_that_would_hold_anywhere_are_refused(
    tmp_path: Path, answers: dict[str, object], why: str
) -> None:
    path = tmp_path / "questions.jsonl"
    row = {"question": "多高？", "article": "t1", **answers}
    path.write_text("\n" + json.dumps(row), encoding="utf-8")
    with pytest.raises(QuestionsUnreadable, match=f"line 2.*{why}"):
        load_questions(path)


@pytest.mark.parametrize("second", ["7", 7])
def test_an_id_that_comes_twice_is_refused_with_both_lines(tmp_path: Path, second: str | int) -> None:
    path = tmp_path / "questions.jsonl"
    row = {"question": "多高？", "article": "t1", "answers_any": ["120米"]}
    rows = [{"id": "7", **row}, {"id": "8", **row}, {"id": second, **row}]
    path.write_text("\n".join(json.dumps(one) for one in rows), encoding="utf-8")
    with pytest.raises(QuestionsUnreadable, match=r"line 3.*'7'.*line 1"):
        load_questions(path)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(QuestionsUnreadable):
        load_questions(tmp_path / "none.jsonl")
