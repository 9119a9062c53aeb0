"""Questions are weighed in the words that the stories found print."""

from __future__ import annotations

import pytest

from retrieval.question.analysis import analyse
from retrieval.question.synonyms import in_papers_words


@pytest.mark.parametrize(
    ("asked", "story", "weighed"),
    [
        ("老梁什么时候去世的", "老梁7月1日在家中辞世。", "老梁什么时候辞世的"),
        ("县队赢了谁", "县队以3比1险胜沙河队。", "县队险胜了谁"),
        ("2路车末班车几点", "2路公交末班车21点发车。", "2路公交末班车几点"),
        ("2路车多少钱", "2路公交的票价为2元。", "2路公交票价多少钱"),
    ],
)
def test_a_readers_word_that_no_story_has_becomes_the_papers(asked: str, story: str, weighed: str) -> None:
    assert in_papers_words(analyse(asked), [story]).text == weighed


@pytest.mark.parametrize(
    ("asked", "story"),
    [
        ("老梁什么时候去世的", "老梁7月1日去世，亲友到家中送别，同日老友病逝。"),
        ("老梁什么时候去世的", "老梁出席了会议。"),
        ("图书馆多少钱", "门票10元，租金每月300元。"),
        ("When did Liang die?", "老梁7月1日在家中辞世。"),
    ],
)
def test_a_word_that_a_story_has_or_none_replaces_stays(asked: str, story: str) -> None:
    question = analyse(asked)
    assert in_papers_words(question, [story]) is question


def test_what_is_asked_for_stays_with_the_readers_words() -> None:
    question = analyse("老梁一个月工资多少")
    weighed = in_papers_words(question, ["老梁的月薪是1400元。"])
    assert (weighed.kind, weighed.units, weighed.focus) == (question.kind, question.units, question.focus)
