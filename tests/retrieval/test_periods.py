"""What a story tells of one year or quarter is no answer about another."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.evidence.periods import names_relative_year, of_another_period
from retrieval.evidence.sentences import Evidence
from retrieval.evidence.weighing import Features
from retrieval.models import Passage
from retrieval.question.analysis import analyse
from tests.retrieval.memory import answerer, article

PRINTED = datetime.date(2022, 9, 14)
PARKS = "今年全市新建游园31处，比去年多9处，投资2.2亿元。"
SALES = "去年合作社卖出蜂蜜12吨，今年上半年卖出8吨。"


def told(
    text: str,
    question: str,
    *,
    day: datetime.date | None = PRINTED,
    headline: str = "新闻",
    asked_in: int | None = None,
) -> float:
    """How surely a one-sentence-each story is of another period."""
    story = article(text, id="a", date=day, headline=headline)
    passage = Passage(story, "s.txt", 0, len(text), 1.0)
    features = Features(1.0, 1.0, 1.0, 0.9, 0.0, 1.0, 0.5)
    ends = [at + 1 for at, mark in enumerate(text) if mark == "。"]
    starts = [0, *ends[:-1]]
    evidence = [Evidence(passage, start, end, features, 1.0) for start, end in zip(starts, ends, strict=True)]
    return of_another_period(analyse(question), evidence, asked_in)


@pytest.mark.parametrize(
    ("text", "question"),
    [
        (PARKS, "去年新建游园多少处？"),
        (PARKS, "2019年新建游园多少处？"),
        (SALES, "前年卖出蜂蜜多少吨？"),
        ("去年县里修路40公里。", "今年修路多少公里？"),
        ("二季度用电量为3.1亿度，环比增长4%。", "一季度用电量是多少？"),
        ("与前年持平，今年招生900人。", "前年招生多少人？"),
    ],
)
def test_another_periods_figure_is_no_answer(text: str, question: str) -> None:
    assert told(text, question) == 1.0


@pytest.mark.parametrize(
    ("text", "question"),
    [
        (PARKS, "今年新建游园多少处？"),
        (PARKS, "2022年新建游园多少处？"),
        (PARKS, "新建游园多少处？"),
        (PARKS, "游园比去年多多少处？"),
        (SALES, "去年卖出蜂蜜多少吨？"),
        (SALES, "今年卖出蜂蜜多少吨？"),
        ("2021年，全县产茶900吨。其中春茶610吨。", "去年春茶多少吨？"),
        ("全县游客40万人次。", "今年游客多少人次？"),
        ("二季度用电量为3.1亿度，一季度为2.8亿度。", "一季度用电量是多少？"),
        ("今年，64岁的老何还在修表。", "去年多大岁数的老何还在修表？"),
    ],
)
def test_the_figure_of_the_year_that_is_asked_for_is_one(text: str, question: str) -> None:
    assert told(text, question) == 0.0


def test_a_year_that_the_story_names_elsewhere_speaks_half_as_much() -> None:
    lines = "今年新建游园31处。" * 4 + "明年再建20处。"
    assert told(lines, "明年新建游园多少处？") == 0.5


def test_a_year_in_the_headline_is_the_whole_storys() -> None:
    assert told("全市新建游园31处。", "去年新建游园多少处？", headline="去年我市添游园") == 0.0


def test_a_story_without_a_date_is_not_judged_by_its_years() -> None:
    assert told(PARKS, "去年新建游园多少处？", day=None) == 0.0


def test_a_reader_of_the_next_year_means_by_last_year_the_storys_own() -> None:
    assert told("全市新建游园31处。", "去年新建游园多少处？", asked_in=PRINTED.year + 1) == 0.0
    assert told("全市新建游园31处。", "去年新建游园多少处？", asked_in=PRINTED.year) == 1.0


@given(st.integers(1990, 2030), st.integers(1990, 2030))
def test_a_year_told_by_number_answers_itself_alone(said: int, asked: int) -> None:
    odds = told(f"{said}年全县新增图书角17处。", f"{asked}年新增图书角多少处？")
    assert (odds == 0.0) is (said == asked)


def test_only_a_year_by_word_depends_on_the_day_of_asking() -> None:
    assert names_relative_year("前年来了多少游客？")
    assert not names_relative_year("2021年来了多少游客？")


PAPER = answerer(
    article(
        "9月13日，县农业局公布测产结果：今年全县秋茶产量1240吨，比去年增产80吨，均价每公斤96元。",
        headline="秋茶产量公布",
        date=PRINTED,
    ),
    *(article(f"第{n}中学举行运动会。", headline=f"{n}中运动会", date=PRINTED) for n in range(3, 9)),
)


def test_last_years_harvest_is_not_told_by_this_years() -> None:
    assert PAPER.ask("今年秋茶产量多少吨？").status == "answered"
    assert PAPER.ask("前年秋茶产量多少吨？").status == "refused"
