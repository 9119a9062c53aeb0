"""One page, whole: its items with every field read, and what was left out."""

from __future__ import annotations

from collections.abc import Callable

from corpus.bylines import Byline, leading_byline, trailing_byline, whole_byline
from corpus.characters import squeeze
from corpus.cities import city_of_page
from corpus.dateline import dateline_of, day_in, resolve
from corpus.headline import make_headline
from corpus.models import Article, ArticleKind, Issue, LeftOut, ParsedSource, RawPage
from corpus.reflow import reflow
from corpus.splitting.assignment import assign
from corpus.splitting.blocks import read_blocks
from corpus.splitting.headings import Heading, read_heading
from corpus.splitting.items import Item, read_items
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
    sequence = read_items(blocks)
    assign(sequence)
    left_out = [LeftOut(block.raw, reason) for block, reason in sequence.left_out]
    for gap in sequence.gaps:
        left_out.extend(LeftOut(block.raw, "no item") for block in gap)
    articles = []
    for item in sequence.items:
        headings: list[Heading] = []

        def heading_of(text: str, item: Item = item, headings: list[Heading] = headings) -> Heading:
            headings.append(read_heading(item.heading, text))
            return headings[-1]

        articles.append(_article(item.kind, [block.raw for block in item.body], issue, heading_of))
        left_out.extend(ornament for heading in headings for ornament in heading.left_out)
    return ParsedSource(tuple(articles), tuple(left_out))


def finish_article(headline: str | None, paragraphs: list[str], issue: Issue) -> Article:
    """Make an article of a headline and paragraphs that something else has told apart."""
    return _article(
        ArticleKind.ARTICLE, paragraphs, issue, lambda _: Heading(headline=reflow(headline or "") or None)
    )


def _article(
    kind: ArticleKind, body: list[str], issue: Issue, heading_of: Callable[[str], Heading]
) -> Article:
    paragraphs, byline = _read_bylines(body)
    text = "\n".join(filter(None, (reflow(paragraph) for paragraph in paragraphs)))
    heading = heading_of(text)
    dateline = dateline_of(text) or (day_in(byline.text) if byline else None)
    return Article(
        id="",
        kind=kind,
        headline=heading.headline or make_headline(text),
        headline_made=heading.headline is None,
        text=text,
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


def _read_bylines(paragraphs: list[str]) -> tuple[list[str], Byline | None]:
    """Take the bylines off a body's two ends; a body of nothing else keeps its text."""
    found: list[Byline] = []
    lead = leading_byline(paragraphs[0])
    if lead and (squeeze(paragraphs[0][lead[1] :]) or len(paragraphs) > 1):
        found.append(lead[0])
        paragraphs = [paragraphs[0][lead[1] :], *paragraphs[1:]]
    alone = whole_byline(paragraphs[-1]) if len(paragraphs) > 1 else None
    if alone:
        found.append(alone)
        paragraphs = paragraphs[:-1]
    else:
        end = trailing_byline(paragraphs[-1])
        if end and squeeze("".join(paragraphs[:-1]) + paragraphs[-1][: end[1]]):
            found.append(end[0])
            paragraphs = [*paragraphs[:-1], paragraphs[-1][: end[1]]]
    if not found:
        return paragraphs, None
    return paragraphs, Byline(
        text=" ".join(byline.text for byline in found),
        reporters=tuple(dict.fromkeys(name for byline in found for name in byline.reporters)),
        correspondents=tuple(dict.fromkeys(name for byline in found for name in byline.correspondents)),
    )
