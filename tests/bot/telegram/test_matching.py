"""Which new articles a subscription waits for."""

from __future__ import annotations

import pytest

from bot.telegram.matching import citations_for, holds, terms_of
from corpus.models import Article
from retrieval.models import Answer
from tests.bot.telegram.samples import answer, article
from vectorstore.models import CatalogueEntry


def entries(*articles: Article) -> dict[str, CatalogueEntry]:
    return {one.id: CatalogueEntry(one, f"{one.headline}.txt") for one in articles}


def never(_: str) -> Answer:
    raise AssertionError("asked")


@pytest.mark.parametrize(
    ("words", "held"),
    [
        ("观鸟台", True),
        ("觀鳥臺", True),  # traditional characters find simplified ones
        ("湿地公园 观鸟台", True),  # all the words, anywhere
        ("湿地公园 动物园", False),
        ("开放", True),
        ("", False),
    ],
)
def test_every_word_must_stand_in_the_article(words: str, held: bool) -> None:  # noqa: FBT001
    assert holds(article(), terms_of(words)) is held


def test_the_quote_is_the_sentence_with_most_of_the_words_and_true_to_its_offsets() -> None:
    first = article("公园今日开园。公园里的观鸟台高9米。", "消息")
    (citation,) = citations_for("公园 观鸟台", entries(first), never)
    assert citation.quote == "公园里的观鸟台高9米。"
    assert first.text[citation.start : citation.end] == citation.quote
    assert [first.text[a:b] for a, b in citation.spans] == ["公园", "观鸟台"]


def test_words_that_stand_only_in_the_headline_are_quoted_by_the_first_sentence() -> None:
    (citation,) = citations_for("晚渡", entries(article("昨日开航。票价不变。", "江湾晚渡")), never)
    assert citation.quote == "昨日开航。"
    assert citation.spans == ()


def test_foreign_words_wait_for_what_they_would_be_answered_with() -> None:
    new = entries(article(), article("别的事。", "别的"))
    asked: list[str] = []

    def ask(words: str) -> Answer:
        asked.append(words)
        return answer()

    citations = citations_for("bird watching", new, ask)
    assert asked == ["bird watching"]
    assert [citation.article.id for citation in citations] == [article().id]


def test_foreign_words_do_not_bring_an_old_article_up_again() -> None:
    assert citations_for("bird watching", entries(article("别的事。", "别的")), lambda _: answer()) == []


def test_nothing_is_asked_where_nothing_is_new() -> None:
    assert citations_for("bird watching", {}, never) == []
