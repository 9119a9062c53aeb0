"""The words of a Chinese sentence that answer an English question, found with a dictionary's help."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.answer.item_kinds import can_be
from retrieval.evidence.bridge import Bridge
from retrieval.evidence.reader import Reading
from retrieval.evidence.sentences import Evidence
from retrieval.evidence.shapes import fits
from retrieval.evidence.spans import marked
from retrieval.evidence.unsaid import unsaid
from retrieval.evidence.weighing import Features
from retrieval.models import Passage
from retrieval.question.analysis import Kind, analyse
from retrieval.search.rarity import Rarity
from retrieval.text.quantities import durations
from retrieval.text.telephones import asks_telephone
from tests.retrieval.memory import article

POOL = ("天气预报说明天有雨。", "今年小麦产量增加了。", "公交线路延长到火车站。", "医院新添三台仪器。")
BUS = "5路首班车提前到5时40分，末班车推迟到22时10分，票价仍为2元，70周岁以上老人免费。"
POOLS = "记者从体育局获悉，9月3日，市游泳馆将于10月8日起开放，每天8时到20时30分营业。"
PRIZE = "评上国家级园区的奖80万元；评上省级园区的奖40万元。"


def undecided(sentence: str) -> Reading:
    edges = np.zeros((len(sentence), 2), np.float32)
    return Reading(0, len(sentence), 0.0, 0.0, 0.2, edges)


def words(question: str, sentence: str, reading: Reading | None = None) -> list[str]:
    about = article(sentence, id="a")
    passage = Passage(about, "pages.txt", 0, len(sentence), 1.0)
    bridge = Bridge(question, [sentence, *POOL])
    evidence = Evidence(
        passage, 0, len(sentence), Features(*[0.0] * 7), 1.0, reading or undecided(sentence), None, bridge
    )
    found = marked(analyse(question), evidence, Rarity([sentence, *POOL]))
    return [sentence[start:end] for start, end in found]


@pytest.mark.parametrize(
    ("question", "sentence", "said"),
    [
        ("What time does the last bus leave?", BUS, "22时10分"),
        ("What time does the first bus leave?", BUS, "5时40分"),
        ("How much is the fare?", BUS, "2元"),
        ("How much is the reward for a provincial park?", PRIZE, "40万元"),
        ("How much is the reward for a national park?", PRIZE, "80万元"),
        ("Which hours is the swimming pool open?", POOLS, "8时到20时30分"),
    ],
)
def test_the_figure_beside_the_questions_words_is_marked(question: str, sentence: str, said: str) -> None:
    (found,) = words(question, sentence)
    assert said in found


def test_a_range_is_one_answer_and_its_end_is_where_the_end_is_asked_for() -> None:
    sentence = "采摘园门票每人30元到45元，工作日8时至17时开门。"
    assert words("How much is a ticket?", sentence) == ["30元到45元"]
    assert words("What are the opening hours?", sentence)[0].endswith("8时至17时")


def test_the_day_on_which_the_paper_was_told_is_no_answer_to_when() -> None:
    sentence = "3月4日，记者从教育局了解到，新校舍4月20日交付。"
    edges = undecided(sentence).edges.copy()
    edges[0, 0] = edges[3, 1] = 5.0
    assert words("When will the school be handed over?", sentence, Reading(0, 4, 10.0, 0.0, 0.9, edges)) == [
        "4月20日"
    ]


def test_what_the_question_says_itself_is_not_marked() -> None:
    sentence = "如果下雨，运动会改在体育馆举行。"
    edges = np.zeros((len(sentence), 2), np.float32)
    edges[0, 0] = edges[3, 1] = 1.0
    start = sentence.index("体育馆")
    edges[start, 0] = edges[start + 2, 1] = 0.8
    question = "What happens if it rains?"
    bridge = Bridge(question, [sentence, *POOL])
    found = unsaid(analyse(question), bridge, sentence, Reading(0, 4, 2.0, 0.0, 0.5, edges))
    assert "雨" not in sentence[slice(*found)]


def test_why_is_answered_by_the_clause_that_gives_a_reason() -> None:
    sentence = "由于河堤渗水，北门大街封闭三天。"
    edges = np.zeros((len(sentence), 2), np.float32)
    start = sentence.index("北门")
    edges[start, 0] = edges[start + 3, 1] = 1.5
    edges[2, 0] = edges[5, 1] = 0.5
    question = "Why is the street closed?"
    bridge = Bridge(question, [sentence, *POOL])
    reading = Reading(start, start + 4, 3.0, 0.0, 0.5, edges)
    assert "渗水" in sentence[slice(*unsaid(analyse(question), bridge, sentence, reading))]


def test_who_a_named_person_is_is_told_by_the_post_before_the_name() -> None:
    assert words("Who is Lu Mingyuan?", "6月9日，县体育馆馆长陆明远介绍了情况。") == ["县体育馆馆长"]
    assert words("Who is Mingyuan Lu?", "6月9日，县体育馆馆长陆明远介绍了情况。") == ["县体育馆馆长"]


def test_who_is_answered_by_the_name_and_not_by_what_its_bearer_did() -> None:
    sentence = "县长丁立民走进园区，听取企业负责人高远介绍。"
    edges = np.zeros((len(sentence), 2), np.float32)
    edges[2, 0] = edges[8, 1] = 4.0
    assert words("Who is the county head?", sentence, Reading(2, 9, 8.0, 0.0, 0.9, edges)) == ["丁立民"]


def test_where_is_answered_by_where_it_lies_and_never_by_a_day() -> None:
    sentence = "5月2日，位于人民路与兴华街交叉口的游泳馆开放。"
    edges = np.zeros((len(sentence), 2), np.float32)
    edges[0, 0] = edges[3, 1] = 4.0
    said = words("Where is the swimming pool?", sentence, Reading(0, 4, 8.0, 0.0, 0.9, edges))
    assert said == ["人民路与兴华街交叉口"]


def test_a_name_of_several_words_is_one_word_of_the_question() -> None:
    bridge = Bridge("Who is Lu Mingyuan?", POOL)
    assert bridge.share(bridge.held("馆长陆明远")) == pytest.approx(1.0)
    assert not bridge.held("馆长陆志强")
    assert bridge.named("馆长陆明远") == [(2, 5)]


@given(
    st.text(alphabet="How many libraroes5 Zhu", max_size=30),
    st.text(alphabet="图书馆5路，。朱良a", max_size=30),
)
def test_the_places_of_words_lie_in_the_text_and_are_those_held(question: str, text: str) -> None:
    bridge = Bridge(question, [text])
    places = bridge.places(text)
    assert all(0 <= start < end <= len(text) for start, end, _ in places)
    assert 0.0 <= bridge.share_within(text, 0, len(text)) <= 1.0 + 1e-9
    assert bridge.nearness(text, 0, len(text)) == 0.0  # nothing stands beside the whole


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("What are the visiting hours?", Kind.DATE),
        ("How often does the ferry run?", Kind.DURATION),
        ("How hot will it be tomorrow?", Kind.NUMBER),
        ("What is the late fee?", Kind.NUMBER),
        ("What does a ticket cost?", Kind.NUMBER),
        ("How old was he when he retired?", Kind.NUMBER),
        ("If it rains, when is the match?", Kind.DATE),
        ("What are the small boats called?", Kind.WHAT),
        ("Which bus routes were changed?", Kind.LIST),
    ],
)
def test_english_interrogatives_say_what_is_wanted(question: str, kind: Kind) -> None:
    assert analyse(question).kind is kind


def test_an_hour_is_no_answer_to_which_day_and_a_day_none_to_what_time() -> None:
    assert fits(analyse("What time does it open?"), "展览6月1日开放。") == 0.0
    assert fits(analyse("What time does it open?"), "展览每天9时开放。") == 1.0
    assert fits(analyse("When does it open?"), "展览6月1日开放。") == 1.0


@pytest.mark.parametrize(
    "question",
    ["What's the hotline for complaints?", "What number do I call about water?", "Who should I call?"],
)
def test_a_telephone_number_is_asked_for_in_several_ways(question: str) -> None:
    assert asks_telephone(question)


def test_a_count_of_calls_is_no_telephone_number() -> None:
    assert not asks_telephone("How many calls did the centre get?")


def test_a_day_of_a_month_is_no_length_of_time() -> None:
    sentence = "5月18日起，工期3日。"
    assert [sentence[start:end] for start, end in durations(sentence)] == ["3日"]


def test_only_cities_answer_which_cities() -> None:
    question = analyse("Which cities took part?")
    assert can_be(question, ["安阳", "鹤壁", "新乡市"])
    assert not can_be(question, ["市委书记李明", "市人大常委会"])
