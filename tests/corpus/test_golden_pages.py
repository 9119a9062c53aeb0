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
from corpus.models import Issue, ParsedSource
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


def readings(entry: dict[str, Any], field: str) -> list[Any]:
    """The golden's reading of a field and those that are as right, white space aside in headings."""
    found = [entry.get(field), *entry.get(f"{field}_also", [])]
    if "either field is right" in entry.get(f"{field}_note", ""):
        found.append(None)
    return [plain(reading) for reading in found]


def plain(value: Any) -> Any:
    return squeeze(value).strip("—") if isinstance(value, str) else value


@every_page
def test_every_item_of_the_page_is_found_in_order(page: Page) -> None:
    found = [(str(article.kind), article.text[:12]) for article in page.read().articles]
    assert [kind for kind, _ in found] == [entry["kind"] for entry in page.golden["articles"]], found


@every_page
@pytest.mark.parametrize("field", ["headline", "kicker", "deck", "reporters", "correspondents", "dateline"])
def test_every_field_is_what_a_reader_says(page: Page, field: str) -> None:
    for article, entry in zip(page.read().articles, page.golden["articles"], strict=True):
        value = getattr(article, field)
        if field == "headline" and article.headline_made:
            value = None
        if isinstance(value, tuple):
            value = list(value)
        assert plain(value) in readings(entry, field), article.text[:40]


@every_page
def test_bodies_begin_and_end_where_a_reader_says(page: Page) -> None:
    for article, entry in zip(page.read().articles, page.golden["articles"], strict=True):
        assert article.text.startswith((entry["starts"], *entry.get("starts_also", []))), article.text[:60]
        assert article.text.endswith((entry["ends"], *entry.get("ends_also", []))), article.text[-60:]


@every_page
def test_bodies_hold_their_numbers_and_paragraphs_unbroken(page: Page) -> None:
    for article, entry in zip(page.read().articles, page.golden["articles"], strict=True):
        for held in entry.get("contains", []):
            assert held in article.text
        for never in entry.get("must_not_contain", []):
            assert never not in article.text
        if "paragraphs" in entry:
            assert len(article.text.split("\n")) == entry["paragraphs"], article.text


@every_page
def test_what_belongs_to_no_item_is_left_out_and_said(page: Page) -> None:
    left_out = squeeze("".join(part.text for part in page.read().left_out))
    for line in page.golden.get("left_out", []):
        assert squeeze(line) in left_out


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
