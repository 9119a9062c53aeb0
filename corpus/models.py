"""What a newspaper page is made of, from the bytes on disk to the chunk that is embedded.

    bytes → RawPage → Article → Chunk

Everything here is frozen data and imports no sibling.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Literal

TextField = Literal["text", "headline", "kicker", "deck", "byline"]
"""The fields of an article that a quote may come from."""

TEXT_FIELDS: tuple[TextField, ...] = ("text", "headline", "kicker", "deck", "byline")


class ArticleKind(StrEnum):
    """What an item on a page is."""

    ARTICLE = "article"
    PHOTO_CAPTION = "photo caption"
    NOTICE = "notice"


@dataclass(frozen=True, slots=True)
class Issue:
    """The newspaper issue that a page belongs to; None where nothing says, never a guess.

    Attributes:
        paper: The paper's name, such as 濮阳日报.
        city: The prefecture-level city without 市 (濮阳): what 我市 and 全市 mean on this page.
        date: The day the issue is dated.
        page: The page number as printed without zero padding, such as "1" or "A2".
    """

    paper: str | None = None
    city: str | None = None
    date: date | None = None
    page: str | None = None

    def or_else(self, other: Issue) -> Issue:
        """Fill this issue's gaps from `other`."""
        return Issue(
            paper=self.paper or other.paper,
            city=self.city or other.city,
            date=self.date or other.date,
            page=self.page or other.page,
        )


@dataclass(frozen=True, slots=True)
class RawPage:
    """One page's text as extraction left it, decoded, nothing else done to it."""

    text: str
    issue: Issue


@dataclass(frozen=True, slots=True)
class Article:
    """One item of a page, each field after reflow.

    The printed characters of an item stand in exactly one of kicker, headline, deck, byline and
    text. `dateline`, `dateline_date`, `reporters` and `correspondents` are read out of these.

    Attributes:
        id: Empty until `corpus.identity.assign_ids` has seen the whole archive, or the id
            that a `.jsonl` source gave.
        kind: Article, photo caption or notice.
        headline: The headline, or one made from the first sentence.
        headline_made: Whether the headline was made because the page shows none.
        kicker: 眉题, the line above the headline.
        deck: 副题, the line below the headline.
        byline: As printed after reflow, such as 本报讯（记者 岳彩寒 通讯员 李峥）.
        reporters: Names of 记者, in order.
        correspondents: Names of 通讯员, in order.
        dateline: The day as printed at the text's start, such as 5月16日.
        dateline_date: The same as a date; None where no issue tells the year.
        date: The issue's date.
        paper: The paper's name.
        city: The paper's city.
        page: The page's number.
        text: The body, dateline included; paragraphs are separated by one newline.
        url: Where the article stands on the web, if its source said so.
    """

    id: str
    kind: ArticleKind
    headline: str | None
    headline_made: bool
    text: str
    kicker: str | None = None
    deck: str | None = None
    byline: str | None = None
    reporters: tuple[str, ...] = ()
    correspondents: tuple[str, ...] = ()
    dateline: str | None = None
    dateline_date: date | None = None
    date: date | None = None
    paper: str | None = None
    city: str | None = None
    page: str | None = None
    url: str | None = None

    def field(self, name: TextField) -> str:
        """The named field's text; "" where the article has none."""
        return str(getattr(self, name) or "")


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Printed characters of a source that belong to no item, and why.

    Attributes:
        text: The characters as printed.
        reason: One of a few short words: folio, rule, ornament, …
    """

    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class ParsedSource:
    """One source file, read: its articles in page order, and what was left out.

    Attributes:
        articles: In the order of the page.
        left_out: What went into no article.
        problems: One line for each part of the source that could not be read (a bad line of a
            `.jsonl` file); the other parts are in `articles`.
    """

    articles: tuple[Article, ...]
    left_out: tuple[LeftOut, ...] = ()
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Chunk:
    """A run of whole sentences of one article's text, as it is embedded and searched.

    `article.text[start:end] == text`, always.

    Attributes:
        id: Content-derived; stable across refreshes and renames.
        article_id: The article it comes from.
        start: Offset of the first character in the article's text.
        end: Offset behind the last character.
        text: The characters themselves.
        context: Headline and date, put before the text for the embedding only.
    """

    id: str
    article_id: str
    start: int
    end: int
    text: str
    context: str

    @property
    def embedding_text(self) -> str:
        """What the embedding model sees: context, newline, text."""
        return f"{self.context}\n{self.text}" if self.context else self.text
