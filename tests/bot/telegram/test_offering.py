"""An inline query is offered what bears on its words, each article once."""

from __future__ import annotations

import pytest

from bot.telegram.offering import offered
from corpus.models import Article, ArticleKind
from retrieval.models import Passage


def passage(name: str, text: str, score: float, headline: str | None = None) -> Passage:
    article = Article(name, ArticleKind.ARTICLE, headline or name, headline_made=False, text=text)
    return Passage(article, "page.txt", 0, len(text), score)


LIBRARY = passage("library", "新图书馆首批上架图书38万册。", 2.0)
MORE = passage("library", "图书馆的开放时间另行通知。", 1.0)
BRIDGE = passage("bridge", "清河大桥封闭施工。", 1.9)
READING = passage("reading", "读者在图书馆自助借书。", 0.4)


@pytest.mark.parametrize("query", ["图书馆", "圖書館", "图书馆 "])
def test_what_does_not_say_the_words_is_left_out_and_an_article_is_offered_once(query: str) -> None:
    found = [LIBRARY, BRIDGE, MORE, READING]
    assert offered(query, found) == [LIBRARY, READING]


def test_a_headline_counts_as_said() -> None:
    caption = passage("caption", "首日来了两千人。", 0.5, headline="新图书馆开放")
    assert offered("图书馆", [LIBRARY, BRIDGE, caption]) == [LIBRARY, caption]


def test_of_a_whole_question_what_says_half_as_much_as_the_best_is_offered() -> None:
    assert offered("新图书馆首批上架多少册图书", [BRIDGE, LIBRARY, READING]) == [LIBRARY]


def test_where_nothing_says_the_words_the_nearest_are_offered() -> None:
    assert offered("how many books", [LIBRARY, BRIDGE, READING]) == [LIBRARY, BRIDGE]
    assert offered("借阅", [LIBRARY, READING]) == [LIBRARY]


def test_nothing_found_offers_nothing() -> None:
    assert offered("图书馆", []) == []
    assert offered("？？", [LIBRARY]) == [LIBRARY]
