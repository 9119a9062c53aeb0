"""`.md`: articles under headings, with front matter for what a folio would say."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from markdown_it import MarkdownIt
from markdown_it.token import Token

from corpus.bylines import leading_byline, trailing_byline
from corpus.characters import squeeze
from corpus.decoding import decode
from corpus.errors import SourceEmpty
from corpus.issue import date_in, is_folio_title, issue_of_title
from corpus.models import Article, ArticleKind, Issue, LeftOut, ParsedSource
from corpus.readers.known import Known
from corpus.reflow import reflow
from corpus.splitting.bodies import read_body
from corpus.splitting.headings import Heading
from corpus.splitting.page import make_article
from corpus.splitting.sections import SUMS_UP
from corpus.splitting.similarity import pairs

_FRONT = re.compile(r"\A---[ \t]*\r?\n(.{0,10000}?)^---[ \t]*$", re.DOTALL | re.MULTILINE)
_FIELD = re.compile(r"^([A-Za-z_]+)[ \t]*:[ \t]*(.*?)[ \t]*\r?$", re.MULTILINE)

_NUMBERED = re.compile(
    r"[一二三四五六七八九十]{1,3}\s*、|[（(][一二三四五六七八九十\d]{1,2}[）)]|\d{1,2}[.、．]|第.{1,3}[章节部]"
)


LEAST_HEADLINE = 7
"""Characters of a headline above sections: one in fourteen of news-5k's is shorter, cut at its first space,
and papers name their sections (濮阳教育, 百姓生活) in four to six."""

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
    """Read one article a level-1 heading; or a level-2 heading below a page's title or where none is higher.

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
    titles = set(_titles(blocks))
    below = not any(tag == "h1" for tag, _ in blocks)
    section = _Section(None)
    for at, (tag, words) in enumerate(blocks):
        if tag == "h1" or (tag == "h2" and below):
            yield section
            below = at in titles or tag == "h2"
            section = _Section(None, words) if at in titles else _Section(words, section.title)
        elif section.title and section.headline is None and not section.paragraphs and is_folio_title(words):
            section.title += f"\n{words}"  # a page's title and its date in lines of their own
        else:
            section.paragraphs.append(words)
    yield section


def _titles(blocks: Sequence[Block]) -> Iterator[int]:
    """Which headings of level 1 are titles of pages, with articles' headlines of level 2 below them.

    A folio or a section's name is one. Any other is one where none heads text of its own, and it does not
    read like the headline of an article in sections.
    """
    first = [at for at, (tag, _) in enumerate(blocks) if tag == "h1"]
    parts = {at: blocks[at + 1 : end] for at, end in zip(first, [*first[1:], None], strict=False)}
    folios = {at for at in first if is_folio_title(blocks[at][1]) and _headings(parts[at])}
    bare = all(at in folios or [tag for tag, _ in parts[at][:1]] == ["h2"] for at in first)
    enough = sum(len(_headings(part)) for part in parts.values()) >= LEAST_BELOW
    for at, part in parts.items():
        if at in folios or (bare and enough and not _is_headline(blocks[at][1], part)):
            yield at


def _headings(part: Sequence[Block]) -> list[str]:
    return [words for tag, words in part if tag == "h2"]


def _is_headline(title: str, below: Sequence[Block]) -> bool:
    """Whether a heading directly above headings of level 2 is an article's headline, and they its sections'.

    Sections are numbered, or the text says the headline's words again; a byline among them is an article's.
    """
    if any(not tag and (leading_byline(words) or trailing_byline(words)) for tag, words in below):
        return False
    said = pairs(title)
    again = len(said & pairs("".join(words for tag, words in below if not tag))) / max(1, len(said))
    numbered = all(map(_NUMBERED.match, _headings(below)))
    return numbered or (len(squeeze(title)) >= LEAST_HEADLINE and again >= SUMS_UP)


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
