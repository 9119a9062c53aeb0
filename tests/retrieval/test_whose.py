"""Across papers, an answer says whose 我市 and whose 本报 it quotes."""

from __future__ import annotations

import pytest

from corpus.models import Article
from retrieval.answerer import Answerer
from tests.retrieval.memory import answerer, article

HERE = article(
    "全市今年新建口袋公园26处，比去年多8处，绿化面积增加40公顷。",
    headline="口袋公园又添26处",
    city="濮阳",
    paper="试验日报",
)
THERE = article(
    "我市开通夜间公交线路4条，末班车延长到23时，本报记者随车体验。",
    headline="夜间公交开通4条",
    city="安阳",
    paper="彰德晚报",
)
PROVINCE = article("全省粮食总产量达到1357亿斤，连续多年丰收。", headline="全省粮食丰收", paper="彰德晚报")
MARKET = article(
    "安全市场检查昨日开始，检查组共有12个。", headline="市场检查开始", paper="试验日报", city="濮阳"
)
FILLERS = [
    article(f"第{n}中学举行运动会，学生们参加了{n}个项目。", headline=f"{n}中运动会", paper="试验日报")
    for n in range(3, 9)
]


@pytest.fixture(scope="module")
def papers() -> Answerer:
    return answerer(HERE, THERE, PROVINCE, MARKET, *FILLERS)


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("全市今年新建口袋公园多少处？", "（“全市”指濮阳市）"),
        ("我市开通夜间公交线路多少条？", "（“我市”指安阳市；“本报”指《彰德晚报》）"),
        ("全省粮食总产量是多少？", "（“全省”指《彰德晚报》所在的省）"),
    ],
)
def test_what_a_papers_own_words_mean_is_said(papers: Answerer, question: str, said: str) -> None:
    assert papers.ask(question).text.splitlines()[-1] == said


def test_a_word_that_only_looks_like_one_says_nothing(papers: Answerer) -> None:
    answer = papers.ask("安全市场检查的检查组有多少个？")
    assert "12个" in answer.text
    assert "指" not in answer.text


@pytest.mark.parametrize("article", [HERE, THERE], ids=["here", "there"])
def test_one_paper_alone_leaves_no_doubt(article: Article) -> None:
    answer = answerer(article).ask("全市今年新建口袋公园多少处？我市开通夜间公交线路多少条？")
    assert "指" not in answer.text


def test_an_english_answer_tells_whose_province_it_is_in_english(papers: Answerer) -> None:
    whose = papers.ask("How much was the total grain output of 全省?").text.splitlines()[-1]
    assert whose == "(“全省” is the province of 《彰德晚报》)"
