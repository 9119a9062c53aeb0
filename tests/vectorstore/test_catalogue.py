"""A catalogue gives back what was written, and chunks are slices of their articles."""

import contextlib
import dataclasses
import datetime
import sqlite3
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus.chunking import TokenBudget, chunk_article
from corpus.models import Article, ArticleKind, Issue
from vectorstore.catalogue.catalogue import Catalogue
from vectorstore.catalogue.editing import CatalogueEditor, Entry
from vectorstore.catalogue.serialise import article_from_json, article_to_json, issue_from_json, issue_to_json
from vectorstore.models import SourceKey, StoredSource

BUDGET = TokenBudget(count=len, maximum=512)
SOURCE = StoredSource(SourceKey("/pages", "a.txt"), "pages/a.txt", "ab" * 32, Issue(city="安阳"))

texts = st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=60)
days = st.none() | st.dates()
articles = st.builds(
    Article,
    id=st.just("x"),
    kind=st.sampled_from(ArticleKind),
    headline=st.none() | texts,
    headline_made=st.booleans(),
    text=texts,
    byline=st.none() | texts,
    reporters=st.lists(texts, max_size=3).map(tuple),
    date=days,
    dateline_date=days,
    paper=st.none() | texts,
)


def article(number: int, text: str) -> Article:
    return Article(f"a{number}", ArticleKind.ARTICLE, f"第{number}条新闻", headline_made=False, text=text)


def written(path: Path, *made: Article) -> Catalogue:
    with CatalogueEditor(path) as editor:
        editor.apply([Entry(SOURCE, made)], set(), lambda one: chunk_article(one, BUDGET))
    return Catalogue(path)


@given(articles)
def test_an_article_survives_json(made: Article) -> None:
    assert article_from_json(article_to_json(made), article_id="x") == made


@given(texts, days)
def test_an_issue_survives_json(paper: str, day: datetime.date | None) -> None:
    issue = Issue(paper=paper, date=day)
    assert issue_from_json(issue_to_json(issue)) == issue


@given(text=texts)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=25)
def test_every_chunk_of_any_article_can_be_read_back(
    tmp_path_factory: pytest.TempPathFactory, text: str
) -> None:
    made = article(1, text * 20)
    catalogue = written(tmp_path_factory.mktemp("catalogue") / "c.sqlite", made)
    wanted = chunk_article(made, BUDGET)
    assert catalogue.chunks([chunk.id for chunk in wanted]) == wanted
    catalogue.close()


def test_chunks_come_in_the_order_asked_for_and_unknown_ids_are_passed_over(tmp_path: Path) -> None:
    catalogue = written(tmp_path / "c.sqlite", article(1, "一。"), article(2, "二。"))
    one, two = (chunk_article(article(n, t), BUDGET)[0].id for n, t in ((1, "一。"), (2, "二。")))
    assert [chunk.id for chunk in catalogue.chunks([two, "none", one])] == [two, one]


def test_sources_and_their_articles_come_back_in_order(tmp_path: Path) -> None:
    made = [article(2, "二。"), article(1, "一。")]
    catalogue = written(tmp_path / "c.sqlite", *made)
    assert catalogue.sources() == [SOURCE]
    assert [entry.article for entry in catalogue.entries()] == made
    assert [one.headline for one in catalogue.articles_of(SOURCE.key)] == ["第2条新闻", "第1条新闻"]
    assert catalogue.counts() == (1, 2, 2)


def test_a_reporters_name_is_found_though_it_stands_in_no_chunk(tmp_path: Path) -> None:
    made = Article("b", ArticleKind.ARTICLE, "麦收", False, "今天开镰。", byline="本报讯（记者 欧阳青）")  # noqa: FBT003
    catalogue = written(tmp_path / "c.sqlite", article(1, "别的事。"), made, article(3, "再一件事。"))
    best = catalogue.lexical("欧阳青写了什么", 5)[0]
    assert catalogue.chunks([best.chunk_id])[0].article_id == "b"


def test_an_id_is_found_by_its_beginning(tmp_path: Path) -> None:
    catalogue = written(tmp_path / "c.sqlite", article(10, "一。"), article(11, "二。"), article(2, "三。"))
    assert catalogue.ids_beginning("a1", 5) == ["a10", "a11"]
    assert catalogue.ids_beginning("%", 5) == []


def of_day(number: int, day: int | None) -> Article:
    date = datetime.date(2023, 5, day) if day else None
    return dataclasses.replace(article(number, f"第{number}篇"), date=date)


def test_a_period_is_found_by_the_index_on_dates_in_the_archives_order(tmp_path: Path) -> None:
    made = [of_day(number, day) for number, day in enumerate([9, 3, None, 1, 3])]
    catalogue = written(tmp_path / "c", *made)
    statements: list[str] = []
    catalogue._connection.set_trace_callback(statements.append)
    found = catalogue.entries_between(datetime.date(2023, 5, 2), datetime.date(2023, 5, 3))
    assert [entry.article.id for entry in found] == ["a1", "a4"]
    assert catalogue.days() == ("2023-05-01", "2023-05-09")
    catalogue._connection.set_trace_callback(None)
    for statement in (statements[0], statements[-1]):
        plan = str(catalogue._connection.execute(f"EXPLAIN QUERY PLAN {statement}").fetchall())
        assert "articles_by_date" in plan
        assert "SCAN a" not in plan
    catalogue.close()


def test_a_catalogue_from_before_the_index_is_read_and_gets_it_when_it_is_edited(tmp_path: Path) -> None:
    written(tmp_path / "c", of_day(1, 3)).close()
    with contextlib.closing(sqlite3.connect(tmp_path / "c")) as connection:
        connection.execute("DROP INDEX articles_by_date")
        connection.commit()
    for made in ((), (of_day(2, 3),)):  # read as it is, then edited and read
        catalogue = written(tmp_path / "c", of_day(1, 3), *made) if made else Catalogue(tmp_path / "c")
        between = catalogue.entries_between(datetime.date(2023, 5, 3), None)
        assert len(list(between)) == 1 + len(made)
        indexes = [row[1] for row in catalogue._connection.execute("PRAGMA index_list(articles)")]
        assert ("articles_by_date" in indexes) == bool(made)
        catalogue.close()
