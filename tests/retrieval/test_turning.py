"""Words that turn to another subject end the one before; a thing that its story tells of does not."""

from __future__ import annotations

import datetime

import pytest

from retrieval.answerer import Answerer
from retrieval.models import Answer, Turn
from retrieval.question.smalltalk import smalltalk
from retrieval.question.turning import turned
from tests.retrieval.memory import answerer, article

BRIDGE = article(
    "从6月1日起，柳湾大桥封闭大修，工期四个月，总投资800万元。行人可以在桥东码头乘渡船过江，票价2元，学生凭证免费，"
    "最晚一班21时30分开出。19路公交车改在桥东调头，末班车20时10分。",
    id="bridge",
    headline="柳湾大桥封闭大修",
    date=datetime.date(2025, 6, 1),
)
EXAM = article(
    "高考6月7日开考，全市有考生6200人，设9个考点。成绩6月25日公布，志愿填报从27日开始。",
    id="exam",
    headline="高考明日开考",
    date=datetime.date(2025, 6, 6),
)
FILLERS = [
    article(f"第{n}中学举行运动会，学生们参加了{n}个项目。", headline=f"{n}中运动会") for n in range(3, 9)
]


@pytest.fixture(scope="module")
def paper() -> Answerer:
    return answerer(BRIDGE, EXAM, *FILLERS)


def talk(paper: Answerer, *questions: str) -> Answer:
    turns: list[Turn] = []
    for question in questions:
        answer = paper.ask(question, before=turns)
        turns.append(answer.turn)
    return answer


@pytest.mark.parametrize(
    ("message", "rest"),
    [
        ("换个话题，高考哪天开考？", "高考哪天开考？"),
        ("好的，我们换一个话题吧。高考哪天开考", "高考哪天开考"),
        ("咱们聊点别的吧，高考哪天开考", "高考哪天开考"),
        ("不说这个了，高考哪天开考", "高考哪天开考"),
        ("我想问另外一个问题：高考哪天开考", "高考哪天开考"),
        ("换个话题", ""),
    ],
)
def test_what_stands_behind_the_words_is_the_question(message: str, rest: str) -> None:
    assert turned(message) == rest


@pytest.mark.parametrize(
    ("message", "rest"),
    [
        ("Let's talk about something else. When is it?", "When is it?"),
        ("OK, let's change the subject: when is it?", "when is it?"),
        ("Another question: when is it?", "when is it?"),
        ("let’s talk about something else", ""),
    ],
)
def test_english_words_turn_as_well(message: str, rest: str) -> None:
    assert turned(message) == rest


@pytest.mark.parametrize(
    "message",
    [
        "换个话题的节目叫什么",
        "说说别的新闻",
        "还有别的吗",
        "换个水表多少钱",
        "问个问题，高考哪天开考",
        "新问题有哪些",
    ],
)
def test_a_question_that_only_has_such_words_turns_nowhere(message: str) -> None:
    assert turned(message) is None


@pytest.mark.parametrize(
    "turn",
    ["换个话题，高考哪天开考", "換個話題，高考哪天開考", "Let's talk about something else. 高考哪天开考"],
)
def test_the_new_subject_and_not_the_words_is_what_is_talked_of(paper: Answerer, turn: str) -> None:
    answer = talk(paper, "柳湾大桥大修总投资多少", turn, "有多少考生")
    assert "话题" not in (answer.understood or "")
    assert "大桥" not in (answer.understood or "")
    assert [citation.article.id for citation in answer.citations] == ["exam"]


@pytest.mark.parametrize("words", ["换个话题", "換個話題吧", "Let's talk about something else."])
def test_the_words_alone_are_no_question_and_end_the_subject(paper: Answerer, words: str) -> None:
    said = talk(paper, "柳湾大桥大修总投资多少", words)
    assert said.reason == "help"
    assert talk(paper, "柳湾大桥大修总投资多少", words, "有多少考生").understood is None
    assert smalltalk("换个话题，高考哪天开考", "zh") is None


def test_a_thing_that_the_story_tells_of_does_not_take_its_subjects_place(paper: Answerer) -> None:
    ferry = ("柳湾大桥封闭后行人怎么过江", "票价多少")
    answer = talk(paper, *ferry, "学生呢")
    assert answer.understood == "柳湾大桥，学生票价多少？"
    assert any("学生凭证免费" in citation.quote for citation in answer.citations)
    bus = talk(paper, *ferry, "学生呢", "19路呢")
    assert "柳湾大桥" in (bus.understood or "")
    assert any("19路" in citation.quote for citation in bus.citations)


def test_how_late_stays_with_the_question_when_the_thing_is_exchanged(paper: Answerer) -> None:
    answer = talk(paper, "柳湾大桥什么时候封闭", "渡船最晚几点", "19路呢")
    assert answer.understood == "19路最晚几点？"
