"""One page, whole: its items with every field read, and what was left out."""

from __future__ import annotations

from collections.abc import Callable

from corpus.characters import squeeze
from corpus.cities import city_of_page
from corpus.dateline import dateline_of, day_in, resolve
from corpus.headline import make_headline
from corpus.models import Article, ArticleKind, Issue, LeftOut, ParsedSource, RawPage
from corpus.splitting.assignment import assign
from corpus.splitting.blocks import read_blocks
from corpus.splitting.bodies import Body, read_body
from corpus.splitting.bodylines import part_body_lines
from corpus.splitting.headings import Heading, read_heading
from corpus.splitting.items import read_items
from corpus.splitting.lines import read_lines


def split_page(page: RawPage, complete: Callable[[Issue], Issue] | None = None) -> ParsedSource:
    """Split one page into its items.

    Args:
        page: Its text as extraction left it, and what is known of its issue.
        complete: Makes the whole issue of what the folio lines say; without it they fill the page's gaps.

    Returns:
        The items in page order, and what belongs to none.
    """
    blocks, folio = read_blocks(read_lines(page.text))
    issue = complete(folio) if complete else page.issue.or_else(folio)
    issue = issue.or_else(Issue(city=city_of_page(squeeze(page.text))))
    sequence = read_items(part_body_lines(blocks))
    assign(sequence)
    left_out = [LeftOut(text, reason) for text, reason in sequence.left_out]
    left_out.extend(LeftOut(block.raw, "no item") for gap in sequence.gaps for block in gap)
    articles = []
    for item in sequence.items:
        body = read_body([block.raw for block in item.body], item.author.raw if item.author else None)
        heading = read_heading(item.heading, body.text)
        articles.append(make_article(item.kind, heading, body, issue))
        left_out.extend([*heading.left_out, *body.left_out])
    return ParsedSource(tuple(articles), tuple(left_out))


def make_article(kind: ArticleKind, heading: Heading, body: Body, issue: Issue) -> Article:
    """Put an article together; a headline that is missing is made from the text and marked."""
    byline = body.byline
    dateline = dateline_of(body.text) or (day_in(byline.text) if byline else None)
    return Article(
        id="",
        kind=kind,
        headline=heading.headline or make_headline(body.text),
        headline_made=heading.headline is None,
        text=body.text,
        kicker=heading.kicker,
        deck=heading.deck,
        byline=byline.text if byline else None,
        reporters=byline.reporters if byline else (),
        correspondents=byline.correspondents if byline else (),
        dateline=dateline,
        dateline_date=resolve(dateline, issue.date) if dateline else None,
        date=issue.date,
        paper=issue.paper,
        city=issue.city,
        page=issue.page,
    )
