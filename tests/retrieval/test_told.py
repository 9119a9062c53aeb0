"""What a sentence tells in its own form speaks for it; a follow-up's story has none to lead."""

from __future__ import annotations

import numpy as np
import pytest

from retrieval.evidence.sentences import Evidence
from retrieval.evidence.support import LEAD, measure
from retrieval.evidence.told import TOLD, told
from retrieval.evidence.weighing import Features
from retrieval.models import Passage
from retrieval.question.analysis import analyse
from retrieval.question.synonyms import in_papers_words
from retrieval.search.rarity import Rarity
from retrieval.search.retriever import Found
from tests.retrieval.memory import article


def evidence(text: str, best: str, story: str = "a", score: float = 1.0) -> Evidence:
    passage = Passage(article(text, id=story), "s.txt", 0, len(text), 1.0)
    start = text.index(best)
    return Evidence(passage, start, start + len(best), Features(1.0, 1.0, 1.0, 0.9, 0.0, 1.0, 0.5), score)


@pytest.mark.parametrize(
    ("question", "text", "best"),
    [
        ("韩三喜多大年纪", "天没亮，韩三喜就出了门。47岁的他在渡口撑船。", "47岁的他在渡口撑船。"),
        ("韩三喜 多少岁", "韩三喜今年47岁。", "韩三喜今年47岁。"),
        (
            "住建局局长是谁",
            "市住房和城乡建设局局长罗敏说，不收费。",
            "市住房和城乡建设局局长罗敏说，不收费。",
        ),
    ],
)
def test_an_age_by_name_and_the_bodys_holder_are_told(question: str, text: str, best: str) -> None:
    assert told(analyse(question), [evidence(text, best)]) == TOLD


@pytest.mark.parametrize(
    ("question", "text", "best"),
    [
        ("韩三喜多大年纪", "罗敏也来了。47岁的他在渡口撑船。", "47岁的他在渡口撑船。"),
        ("韩三喜多大年纪", "韩三喜说，新船比旧船小7岁。", "韩三喜说，新船比旧船小7岁。"),
        ("住建局局长是谁", "局长罗敏说，不收费。", "局长罗敏说，不收费。"),
        ("住建局局长是谁", "市教育局局长罗敏说，不收费。", "市教育局局长罗敏说，不收费。"),
        ("局长是谁", "市教育局局长罗敏说，不收费。", "市教育局局长罗敏说，不收费。"),
        ("韩三喜在哪里撑船", "韩三喜今年47岁。", "韩三喜今年47岁。"),
        ("How old is Han Sanxi?", "韩三喜今年47岁。", "韩三喜今年47岁。"),
    ],
)
def test_anothers_age_or_a_holder_of_nobodys_office_is_not(question: str, text: str, best: str) -> None:
    assert told(analyse(question), [evidence(text, best)]) == 0


def test_the_story_that_a_conversation_chose_leads_all_others() -> None:
    text = "韩三喜今年47岁。"
    near = [evidence(text, text), evidence(text, text, story="b", score=0.9)]
    question, found = analyse("韩三喜多大年纪"), Found((), (), (), np.zeros(2, np.float32), 0.0, 0.0)
    rarity = Rarity([text])
    assert measure(question, near, found, rarity).lead == pytest.approx(0.1)
    assert measure(question, near, found, rarity, chosen=True).lead == LEAD


def test_an_age_is_asked_for_in_years_where_the_paper_tells_one() -> None:
    question = analyse("韩三喜多大年纪了？")
    assert in_papers_words(question, ["韩三喜今年47岁。"]).text == "韩三喜多少岁？"
    assert in_papers_words(question, ["韩三喜在渡口撑船。"]).text == question.text
    limit = analyse("学徒最大多大年龄可以报名")
    assert in_papers_words(limit, ["学徒不超过45岁。"]).text == limit.text
