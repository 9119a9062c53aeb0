"""`.md`: articles under headings, with front matter for what a folio would say."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from markdown_it import MarkdownIt
from markdown_it.token import Token

from corpus.decoding import decode
from corpus.errors import SourceEmpty
from corpus.issue import date_in
from corpus.models import ArticleKind, Issue, ParsedSource
from corpus.readers.known import Known
from corpus.reflow import reflow
from corpus.splitting.bodies import read_body
from corpus.splitting.headings import Heading
from corpus.splitting.page import make_article

_FRONT = re.compile(r"\A---[ \t]*\r?\n(.{0,10000}?)^---[ \t]*$", re.DOTALL | re.MULTILINE)
_FIELD = re.compile(r"^([A-Za-z_]+)[ \t]*:[ \t]*(.*?)[ \t]*\r?$", re.MULTILINE)

Section = tuple[str | None, list[str]]
"""A headline, None where the text has none, and its paragraphs."""


def read_markdown(data: bytes, known: Known) -> ParsedSource:
    """Read one article a level-1 heading (a level-2 heading where there is none of level 1).

    Returns:
        The articles. Lower headings stay in the text as paragraphs; mark-up is dropped.

    Raises:
        SourceEmpty: There is nothing in it.
        SourceUndecodable: The bytes are no text.
    """
    text = decode(data)
    front = _FRONT.match(text)
    fields = {key.lower(): value.strip("\"' ") for key, value in _FIELD.findall(front[1])} if front else {}
    issue = known.with_page(
        Issue(
            paper=fields.get("paper") or None,
            city=fields.get("city") or None,
            date=date_in(fields.get("date", "")),
            page=fields.get("page") or None,
        )
    )
    tokens = MarkdownIt("commonmark").enable("table").parse(text[front.end() :] if front else text)
    levels = {token.tag for token in tokens if token.type == "heading_open"}
    sections = [section for section in _sections(tokens, "h1" if "h1" in levels else "h2") if any(section[1])]
    if not sections:
        raise SourceEmpty("there is no text in the file")
    if sections[0][0] is None and fields.get("title"):
        sections[0] = (fields["title"], sections[0][1])
    return ParsedSource(
        tuple(
            make_article(
                ArticleKind.ARTICLE,
                Heading(headline=reflow(headline or "") or None),
                read_body(paragraphs),
                issue,
            )
            for headline, paragraphs in sections
        )
    )


def _sections(tokens: Sequence[Token], tag: str) -> Iterator[Section]:
    headline: str | None = None
    paragraphs: list[str] = []
    within = ""
    for token in tokens:
        if token.type == "heading_open":
            within = token.tag
        elif token.type == "heading_close":
            within = ""
        elif token.type == "inline" and within == tag:
            yield headline, paragraphs
            headline, paragraphs = _plain(token), []
        elif token.type == "inline":
            paragraphs.append(_plain(token))
        elif token.type in ("fence", "code_block"):
            paragraphs.append(token.content.strip())
    yield headline, paragraphs


def _plain(token: Token) -> str:
    """The words of an inline token; an image gives its alternative text."""
    out = []
    for child in token.children or []:
        if child.type in ("softbreak", "hardbreak"):
            out.append("\n")
        elif child.type == "image":
            out.append(_plain(child))
        elif child.type in ("text", "code_inline"):
            out.append(child.content)
    return "".join(out).strip()
