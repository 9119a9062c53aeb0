"""Ids come from what is printed."""

import datetime
from dataclasses import replace

from corpus.identity import assign_ids, content_id
from corpus.models import Article, ArticleKind

ARTICLE = Article(
    id="",
    kind=ArticleKind.ARTICLE,
    headline="老城区添了三座书房",
    headline_made=False,
    text="5月3日，三座书房同日开门。",
)


def test_an_id_does_not_depend_on_date_page_or_stray_space() -> None:
    moved = replace(ARTICLE, date=datetime.date(2023, 5, 4), page="2", text="5月3日， 三座书房同日开门。")
    assert content_id(moved) == content_id(ARTICLE)


def test_a_changed_word_changes_the_id() -> None:
    assert content_id(replace(ARTICLE, text="5月3日，四座书房同日开门。")) != content_id(ARTICLE)


def test_a_made_headline_is_no_part_of_the_id() -> None:
    made = replace(ARTICLE, headline_made=True)
    assert content_id(made) == content_id(replace(made, headline="书房开门"))


def test_identical_articles_get_ids_of_their_own() -> None:
    ids = [article.id for article in assign_ids([ARTICLE, ARTICLE, ARTICLE])]
    assert ids == [ids[0], f"{ids[0]}-2", f"{ids[0]}-3"]


def test_a_given_id_is_kept_and_never_shared() -> None:
    given = replace(ARTICLE, id="x-2")
    ids = [article.id for article in assign_ids([replace(ARTICLE, id="x"), given, replace(ARTICLE, id="x")])]
    assert ids == ["x", "x-2", "x-3"]
