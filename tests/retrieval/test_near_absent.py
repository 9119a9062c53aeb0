"""Questions near something and without an answer: what is cut, and what the others keep."""

from __future__ import annotations

import pytest

from benchmarks.near_absent import Row, another_one, still_answered, taken_out, truly_absent

TEXT = (
    "石桥镇的水塔建于1986年，高三十二米，塔身由青砖砌成，至今保存完好。"
    "镇上的水厂也在1986年开工，次年供水，第一年供应了四千户人家。"
    "设计水塔的工程师姓罗，退休以后在镇中学教过几年物理，学生都记得他。"
    "如今水塔成了展览馆，周末免费开放，门口种着两排槐树。"
)
ARTICLE: Row = {"id": "a", "text": TEXT}


def row(name: str, question: str, answer: str) -> Row:
    return {"id": name, "question": question, "article": "a", "answers_any": [answer]}


TOWER = row("tower", "水塔有多高？", "三十二米")
WORKS = row("works", "水厂哪一年开工？", "1986年")
NAME = row("name", "设计水塔的工程师姓什么？", "罗")


def test_the_sentences_that_hold_the_answer_are_cut_and_no_others() -> None:
    near = taken_out([ARTICLE], [NAME], turn=0)
    assert near.articles[0]["text"] == TEXT.replace(
        "设计水塔的工程师姓罗，退休以后在镇中学教过几年物理，学生都记得他。", ""
    )
    assert near.questions == [{"id": "name-out", "question": NAME["question"], "unanswerable": True}]


def test_a_question_that_has_lost_nothing_stands_beside_the_one_that_has() -> None:
    near = taken_out([ARTICLE], [TOWER, NAME], turn=1)
    assert [question["id"] for question in near.questions] == ["name-out", "tower"]


def test_a_year_that_stands_there_a_second_time_is_no_answer_without_its_own_sentence() -> None:
    near = taken_out([ARTICLE], [TOWER, WORKS], turn=0)
    assert [question["id"] for question in near.questions] == ["tower-out"]


@pytest.mark.parametrize(
    ("question", "made_of_it"),
    [("水塔建于1986年吗？", 2), ("水塔在镇东部吗？", 2), ("水塔有多高？", 0)],
)
def test_what_tells_a_thing_apart_is_exchanged_for_what_the_article_never_names(
    question: str, made_of_it: int
) -> None:
    made = another_one([ARTICLE], [row("q", question, "x")])
    assert len(made) == made_of_it
    if made:
        assert made[0]["unanswerable"]
        assert made[0]["question"] != question


def test_a_question_that_its_article_answers_all_the_same_is_left_out_and_what_stands_beside_it_stays() -> (
    None
):
    near = taken_out([ARTICLE], [TOWER, NAME], turn=1)
    lost = next(row["id"] for row in near.questions if row.get("unanswerable"))
    kept = truly_absent(near, frozenset({lost.removesuffix("-out")}))
    assert kept.articles == near.articles
    assert [row["id"] for row in kept.questions] == [row["id"] for row in near.questions if row["id"] != lost]
    assert truly_absent(near, frozenset()) == near


def test_what_a_reader_found_answered_is_named_by_the_questions_own_ids() -> None:
    assert still_answered()
    assert all(key.startswith("xquad-") and not key.endswith("-out") for key in still_answered())
