"""Which words of an English question stand in a Chinese text."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.models import Article, ArticleKind
from retrieval.evidence.bridge import Bridge, Crossed, Shared

LIBRARY = "新图书馆每天上午九点开馆。馆长说，读者一次可以借五册图书。"
POOL = ("天气预报说明天有雨。", "今年小麦产量增加了。", LIBRARY, "公交线路延长到火车站。")


def article_of(text: str, headline: str | None = None) -> Article:
    return Article(id="a", kind=ArticleKind.ARTICLE, headline=headline, headline_made=False, text=text)


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("library", "图书馆今日开放"),
        ("hospitals", "两家医院合并"),
        ("Puyang", "濮阳市召开会议"),
        ("47.5 billion yuan", "总投资475亿元"),
        ("BYD", "与BYD签约"),
        ("Zhengfeng", "市委书记万正峰讲话"),
    ],
)
def test_a_word_is_held_by_its_gloss_its_spelling_its_figure_or_its_letters(question: str, text: str) -> None:
    bridge = Bridge(question, POOL)
    assert bridge.held(text)
    assert not bridge.held("天气预报说有雨")


def test_words_that_only_ask_weigh_nothing() -> None:
    assert Bridge("Who is it and how many of these are there?", POOL).share(()) == 0.0
    assert Bridge("Who is it and how many of these are there?", POOL).held(LIBRARY) == frozenset()


def test_a_word_that_every_passage_holds_weighs_less_than_a_rare_one() -> None:
    pool = ["图书馆今天开放。", "图书馆明天关闭。", "图书馆新添座位。"]
    bridge = Bridge("library seats", pool)
    common, rare = bridge.held("图书馆"), bridge.held("座位")
    assert 0 < bridge.share(common) < bridge.share(rare) < 1


def test_a_number_written_out_is_a_figure_and_no_word() -> None:
    assert Bridge("five books", POOL).held("共来了5人") == {Fraction(5)}


def test_a_sentence_shares_no_more_than_its_surroundings_and_these_no_more_than_the_article() -> None:
    sentences = ["市里有座图书馆。", "馆长姓李。", "天气很好。", "读者可以借五册图书。"]
    article = article_of("".join(sentences), "图书馆开馆")
    crossed = Crossed(Bridge("Who is the director of the library?", POOL), article, sentences)
    found = [crossed.shared(at) for at in range(len(sentences))]
    assert all(one.sentence <= one.around <= one.article <= 1 for one in found)
    assert max(range(len(sentences)), key=lambda at: found[at].sentence) in {0, 1}
    assert found[1].around == found[1].article == pytest.approx(1.0)


@given(st.text(max_size=60), st.text(alphabet="图书馆新市长12五。a ，", max_size=40))
def test_shares_stay_between_nothing_and_everything(question: str, text: str) -> None:
    crossed = Crossed(Bridge(question, [text, LIBRARY]), article_of(text), [text])
    assert all(0.0 <= share <= 1.0 + 1e-9 for share in crossed.shared(0))
    assert isinstance(crossed.shared(0), Shared)
