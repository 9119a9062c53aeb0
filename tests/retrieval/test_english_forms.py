"""What an English question asks for has a form, and a story has it or has not."""

from __future__ import annotations

import pytest

from retrieval.answer.bylines import asks_author
from retrieval.evidence.bridge import Bridge
from retrieval.evidence.english_forms import counts_asked, lacks_form
from retrieval.evidence.namesakes import another
from retrieval.evidence.sentences import Evidence
from retrieval.evidence.shapes import fits
from retrieval.evidence.weighing import Features
from retrieval.models import Passage
from retrieval.question.analysis import analyse
from retrieval.text.designations import asked_designations, designations
from retrieval.text.units import units_of
from tests.retrieval.memory import article

NOTHING = Features(0.0, 0.0, 0.0, 0.8, 0.0, 0.5, 0.5)


def sentence(question: str, text: str) -> Evidence:
    passage = Passage(article(text), "pages.txt", 0, len(text), 1.0)
    return Evidence(passage, 0, len(text), NOTHING, 0.0, bridge=Bridge(question, [text]))


@pytest.mark.parametrize(
    ("question", "text", "lacks"),
    [
        ("When did the ferry stop running?", "渡口的船已经停开，乘客改走大桥。", True),
        ("When did the ferry stop running?", "渡口的船1998年停开，乘客改走大桥。", False),
        ("When did the gallery open?", "画廊于 1991 开幕。", False),
        ("How old is Tian Guifang?", "田桂芳领着队员排练，队里最大的81岁。", True),
        ("How old is Tian Guifang?", "田桂芳今年66岁，每天来排练。", False),
        ("How old is Tian Guifang?", "61岁的她每天来排练。田桂芳说，不累。", False),
        ("How old is the oldest member?", "田桂芳领着队员排练，队里最大的81岁。", False),
        ("How much did the new station cost?", "新馆门票30元，每天开放。", True),
        ("How much did the new station cost?", "新站总投资2.4亿元，停车每小时5元。", False),
        ("How much is parking at the new station?", "新站停车每小时5元。", False),
        ("Who leads the team?", "田桂芳领着队员排练。", False),
    ],
)
def test_a_story_without_a_time_or_the_age_of_the_one_asked_about_lacks_the_form(
    question: str, text: str, *, lacks: bool
) -> None:
    assert lacks_form(analyse(question), [sentence(question, text)]) is lacks


@pytest.mark.parametrize(
    ("question", "text", "counted"),
    [
        ("How many passengers does the airport serve?", "机场一年送走320万乘客。", True),
        ("How many passengers does the airport serve?", "机场离城32公里，乘客不多。", False),
    ],
)
def test_a_figure_before_what_is_counted_counts_it_without_a_unit(
    question: str, text: str, *, counted: bool
) -> None:
    assert counts_asked(sentence(question, text)) is counted


@pytest.mark.parametrize(
    ("question", "unit"),
    [
        ("What was the cutoff score of the teachers' college?", "分"),
        ("What is the passing score for the driving test?", "分"),
        ("What was the final score of the basketball match?", "比"),
        ("How many mu of wheat were sown?", "亩"),
        ("How high will the temperature be on Sunday?", "℃"),
        ("How high is the dam?", "米"),
    ],
)
def test_a_question_has_the_unit_of_what_it_measures(question: str, unit: str) -> None:
    assert unit in units_of(question, "en")


def test_musical_instruments_are_not_measured_in_mu() -> None:
    assert units_of("How many musical instruments does the school have?", "en") == ()


@pytest.mark.parametrize(
    ("question", "text", "told"),
    [
        ("What was the score of the match?", "主队以 3–1 取胜。", 1.0),
        ("What was the score of the match?", "比赛在 2023-05-19 举行。", 0.0),
        ("What is the price of cabbages?", "白菜1.20，涨0.10；土豆2.45，持平；豆角5.80，跌0.30。", 1.0),
        ("What is the price of cabbages?", "白菜亩产1.20吨，土豆2.45吨，豆角0.80吨。", 0.0),
    ],
)
def test_scores_with_a_dash_and_prices_in_a_list_are_figures_asked_for(
    question: str, text: str, told: float
) -> None:
    assert fits(analyse(question), text) == told


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("民俗馆上周开放。", False),
        ("图书馆上周开放。", True),
        ("市体育馆上周开放。", True),
        ("纪念馆闭馆。", False),
    ],
)
def test_a_museum_may_bear_another_name_but_is_no_library(text: str, *, other: bool) -> None:
    assert another(analyse("When does the museum open?"), text, None, None) is other


def test_a_line_for_tourists_is_a_line() -> None:
    kinds, values = next(iter(asked_designations("How often does tourist line 3 run?", "en").items()))
    told = designations("旅3线每20分钟一班，旅游4线每小时一班。")
    assert [one.values & values for one in told if one.kind in kinds] == [{"3"}, frozenset()]


@pytest.mark.parametrize(
    ("question", "author"),
    [
        ("Who took the photo of the flood?", True),
        ("Who wrote the story on the flood?", True),
        ("Who took the ball on the last day?", False),
        ("Who took over the bus company?", False),
    ],
)
def test_who_took_something_other_than_a_picture_is_no_photographer(question: str, *, author: bool) -> None:
    assert asks_author(question, "en") is author
