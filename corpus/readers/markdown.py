"""`.md`: articles under headings, with front matter for what a folio would say."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from markdown_it import MarkdownIt
from markdown_it.token import Token

from corpus.decoding import decode
from corpus.errors import SourceEmpty
from corpus.issue import date_in, issue_of_title
from corpus.models import Article, ArticleKind, Issue, LeftOut, ParsedSource
from corpus.readers.known import Known
from corpus.reflow import reflow
from corpus.splitting.bodies import read_body
from corpus.splitting.headings import Heading
from corpus.splitting.page import make_article

_FRONT = re.compile(r"\A---[ \t]*\r?\n(.{0,10000}?)^---[ \t]*$", re.DOTALL | re.MULTILINE)
_FIELD = re.compile(r"^([A-Za-z_]+)[ \t]*:[ \t]*(.*?)[ \t]*\r?$", re.MULTILINE)

LEAST_BELOW = 2
"""Headings of level 2 that make the ones of level 1 titles of pages: one alone is a subheading."""

Block = tuple[str, str]
"""The tag of a heading ("" for a paragraph) and its words."""


@dataclass(slots=True)
class _Section:
    """A headline, None where the text has none, its paragraphs, and the title of the page above it."""

    headline: str | None
    title: str | None = None
    paragraphs: list[str] = field(default_factory=list)


def read_markdown(data: bytes, known: Known) -> ParsedSource:
    """Read one article a level-1 heading; or a level-2 heading, where none of level 1 heads text of its own.

    Returns:
        The articles. Lower headings stay in the text as paragraphs; mark-up is dropped. A heading of level 1
        above articles of level 2 (a paper's name and date, a page, a section) is left out, and read as a
        folio where it is one.

    Raises:
        SourceEmpty: There is nothing in it.
        SourceUndecodable: The bytes are no text.
    """
    text = decode(data)
    front = _FRONT.match(text)
    fields = {key.lower(): value.strip("\"' ") for key, value in _FIELD.findall(front[1])} if front else {}
    printed = Issue(
        paper=fields.get("paper") or None,
        city=fields.get("city") or None,
        date=date_in(fields.get("date", "")),
        page=fields.get("page") or None,
    )
    blocks = list(
        _blocks(MarkdownIt("commonmark").enable("table").parse(text[front.end() :] if front else text))
    )
    sections = [section for section in _sections(blocks) if any(section.paragraphs)]
    if not sections:
        raise SourceEmpty("there is no text in the file")
    if sections[0].headline is None and fields.get("title"):
        sections[0].headline = fields["title"]
    titles = dict.fromkeys(section.title for section in sections if section.title)
    return ParsedSource(
        tuple(_article(section, printed, known) for section in sections),
        tuple(
            LeftOut(title, "folio" if issue_of_title(title) != Issue() else "page title") for title in titles
        ),
    )


def _article(section: _Section, printed: Issue, known: Known) -> Article:
    issue = known.with_page(printed.or_else(issue_of_title(section.title)) if section.title else printed)
    headline = reflow(section.headline or "", headline=True) or None
    return make_article(ArticleKind.ARTICLE, Heading(headline=headline), read_body(section.paragraphs), issue)


def _sections(blocks: Sequence[Block]) -> Iterator[_Section]:
    below = _articles_below(blocks)
    section = _Section(None)
    for tag, words in blocks:
        if tag == "h1" and below:
            yield section
            section = _Section(None, words)
        elif tag == ("h2" if below else "h1"):
            yield section
            section = _Section(words, section.title)
        else:
            section.paragraphs.append(words)
    yield section


def _articles_below(blocks: Sequence[Block]) -> bool:
    """Whether the articles' headlines are of level 2: those of level 1 head no text, or there are none."""
    tags = [tag for tag, _ in blocks]
    first = [at for at, tag in enumerate(tags) if tag == "h1"]
    if not first:
        return "h2" in tags
    bare = all(at + 1 < len(tags) and tags[at + 1] == "h2" for at in first)
    return bare and tags.count("h2") >= LEAST_BELOW


def _blocks(tokens: Sequence[Token]) -> Iterator[Block]:
    within = ""
    for token in tokens:
        if token.type == "heading_open":
            within = token.tag
        elif token.type == "heading_close":
            within = ""
        elif token.type == "inline":
            yield within, _plain(token)
        elif token.type in ("fence", "code_block"):
            yield "", token.content.strip()


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
