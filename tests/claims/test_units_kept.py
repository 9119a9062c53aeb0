"""English sentences may leave a figure or a name as the paper prints it."""

from __future__ import annotations

import pytest

from corpus.models import Article, ArticleKind
from retrieval.claims import CitedText, Prover
from retrieval.claims.units_kept import spelt_out
from retrieval.evidence.vectors import SentenceVectors
from tests.retrieval.memory import BigramEmbedder


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("They received 1170万元 in rewards.", "They received 11700000 yuan in rewards."),
        ("It cost 3.2亿元 to build.", "It cost 320000000 yuan to build."),
        ("It makes 4 万吨 a year.", "It makes 40000 tons a year."),
        ("The bridge is 860米 long.", "The bridge is 860 meters long."),
        ("It has 5家 green factories.", "It has 5 firms green factories."),
        ("Route 7路 runs at 6时.", "Route 7路 runs at 6时."),
        ("It grew by 7.5 percent in 2023.", "It grew by 7.5 percent in 2023."),
    ],
)
def test_chinese_figures_are_read_in_english(said: str, read: str) -> None:
    assert spelt_out(said) == read


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("The green factories have received rewards of 1170万元.", True),
        ("The green factories have received rewards of 1710万元.", False),
        ("The green factories have received rewards of 1170亿元.", False),
    ],
)
def test_a_figure_left_in_chinese_is_proved_by_its_value(said: str, *, kept: bool) -> None:
    text = "到上月底，全市的绿色工厂共领到奖金1170万元。"
    article = Article("a", ArticleKind.ARTICLE, None, headline_made=False, text=text)
    prover = Prover(SentenceVectors(BigramEmbedder()))
    assert prover.prove(said, [CitedText(1, text, article)], lang="en").kept is kept


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("The green factories are 恒通电子, 瑞丰食品 and 明远机械.", True),
        ("The green factories are 恒通电子, 瑞丰食品 and 城南食堂.", False),
    ],
)
def test_a_list_left_in_chinese_is_proved_by_the_sentence_that_has_it_whole(said: str, *, kept: bool) -> None:
    text = "昨日公布的名单中，恒通电子、瑞丰食品和明远机械榜上有名，均为绿色工厂。城南食堂一份午餐12元。"
    article = Article("a", ArticleKind.ARTICLE, "三家企业成为绿色工厂", headline_made=False, text=text)
    prover = Prover(SentenceVectors(BigramEmbedder()))
    assert prover.prove(said, [CitedText(1, text, article)], lang="en").kept is kept
