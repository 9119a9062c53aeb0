"""The real page, and pages with other traps, read as their golden files say."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from corpus.characters import squeeze
from corpus.models import Article, Issue, ParsedSource
from corpus.reading import parse_source

HERE = Path(__file__).parent
SEEDS = HERE.parents[1].parent / "shared" / "seeds"


@dataclass(frozen=True)
class Page:
    """A raw page, what a reader makes of it, and under which path and flags it is read."""

    name: str
    data: bytes
    golden: dict[str, Any]

    def read(self) -> ParsedSource:
        flags = self.golden.get("flags") or {}
        given = Issue(
            paper=flags.get("paper"),
            city=flags.get("city"),
            date=date.fromisoformat(flags["date"]) if flags.get("date") else None,
            page=flags.get("page"),
        )
        root = Path("/archive")
        return parse_source(self.data, root / (self.golden.get("file_name") or self.name), root, given)


def _pages() -> Iterator[Page]:
    for golden in sorted((HERE / "pages").glob("*.golden.json")):
        raw = golden.with_name(golden.name.replace(".golden.json", ".txt"))
        yield Page(raw.name, raw.read_bytes(), json.loads(golden.read_text(encoding="utf-8")))


PAGES = list(_pages())
SEED = [
    Page(raw.name, raw.read_bytes(), json.loads((SEEDS / "golden.json").read_text(encoding="utf-8")))
    for raw in sorted(SEEDS.glob("*.txt"))
]
every_page = pytest.mark.parametrize(
    "page",
    [pytest.param(page, id=page.name) for page in [*PAGES, *SEED]]
    if SEED
    else [
        *(pytest.param(page, id=page.name) for page in PAGES),
        pytest.param(
            None, id="seed", marks=pytest.mark.skip(reason="../shared/seeds is absent: the real page")
        ),
    ],
)


def summary(article: Article) -> dict[str, Any]:
    """The golden's fields of an article, as far as they can be equal."""
    return {
        "kind": str(article.kind),
        "headline": None if article.headline_made else article.headline,
        "reporters": list(article.reporters),
        "correspondents": list(article.correspondents),
        "dateline": article.dateline,
    }


@every_page
def test_every_item_of_the_page_is_found_in_order_with_its_fields(page: Page) -> None:
    expected = page.golden["articles"]
    articles = page.read().articles
    assert [summary(article) for article in articles] == [
        {key: entry[key] for key in ("kind", "headline", "reporters", "correspondents", "dateline")}
        for entry in expected
    ]


@every_page
def test_kicker_and_deck_are_told_from_the_headline(page: Page) -> None:
    for article, entry in zip(page.read().articles, page.golden["articles"], strict=True):
        found, wanted = (article.kicker, article.deck), (entry["kicker"], entry["deck"])
        if "either field is right" in entry.get("deck_note", "") + entry.get("kicker_note", ""):
            assert set(found) == set(wanted)
        else:
            assert found == wanted


@every_page
def test_bodies_begin_and_end_where_a_reader_says(page: Page) -> None:
    for article, entry in zip(page.read().articles, page.golden["articles"], strict=True):
        assert article.text.startswith(entry["starts"])
        assert article.text.endswith(entry["ends"])


@every_page
def test_the_issue_is_what_the_page_or_its_name_says_and_nothing_else(page: Page) -> None:
    expected = page.golden["issue"]
    inferred = str(expected.get("date_is", "")).startswith("inferred")
    day = None if inferred or not expected["date"] else date.fromisoformat(expected["date"])
    for article in page.read().articles:
        assert (article.paper, article.city, article.date, article.page) == (
            expected["paper"],
            expected["city"],
            day,
            expected["page"],
        )


@every_page
def test_every_made_headline_is_marked_and_taken_from_the_text(page: Page) -> None:
    for article in page.read().articles:
        assert article.headline
        if article.headline_made:
            assert squeeze(article.headline) in squeeze(article.text)
