"""Articles and answers as a person at a terminal wants to read them."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from bot.terminal import console, visible
from corpus.models import Article
from retrieval.answer.below import without_quotes
from retrieval.models import Also, Answer, Citation, Language
from vectorstore.models import CatalogueEntry

ANSWER_STYLE = "bold green"
HEADLINE_STYLE = "bold"
QUIET = "dim"

_CLOSERS = ("”", "」", "』", '"')
"""A quote's number goes behind the mark that closes it."""

_ID_SHOWN = 24
"""Characters of an id that are shown; ours have 16, a source's own may have any number. `wenbao show` takes
a beginning."""


NARROW = 64
"""Columns of a terminal below which a headline gets a line of its own: beside id, date and page, which take
38, a Chinese headline would be folded after fewer than thirteen characters."""


def print_headlines(entries: Iterable[CatalogueEntry]) -> None:
    """List articles, one a line: id, date, page, headline; in a narrow terminal the headline below."""
    out = console()
    narrow = out.width < NARROW
    table = Table.grid(padding=(0, 2))
    table.add_column(style=QUIET, no_wrap=True)
    table.add_column(no_wrap=True)
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for entry in entries:
        article = entry.article
        day = article.date.isoformat() if article.date else "–"
        page = f"p. {article.page}" if article.page else ""
        kind = "" if article.kind == "article" else f"[{article.kind}] "
        headline = visible(kind + (article.headline or ""))
        if narrow:
            out.print(Text(" ".join(filter(None, (_short(article.id), day, page))), style=QUIET))
            out.print(Padding(headline, (0, 0, 0, 2), expand=False))
        else:
            table.add_row(_short(article.id), day, page, headline)
    if not narrow:
        out.print(table)


def print_article(entry: CatalogueEntry) -> None:
    """Show one article whole, in the order of a page."""
    article = entry.article
    out = console()
    if article.kicker:
        out.print(visible(article.kicker), style=QUIET)
    out.print(visible(article.headline or ""), style=HEADLINE_STYLE)
    if article.deck:
        out.print(visible(article.deck))
    out.print(visible(source_line(article, headline=False) or entry.source), style=QUIET)
    if article.byline:
        out.print(visible(article.byline), style=QUIET)
    for paragraph in article.text.split("\n"):
        out.print()
        out.print(visible(paragraph))
    out.print()
    made = "; headline made from the first sentence" if article.headline_made else ""
    out.print(visible(f"{article.kind} {article.id}, from {entry.source}{made}"), style=QUIET)


def print_answer(answer: Answer) -> None:
    """Show an answer with the words that answer standing out, then where each quote stands."""
    out = console()
    text, apart = _prose(answer) if answer.kind == "generated" else _marked_text(answer)
    if answer.notice:
        out.print(visible(answer.notice), style=QUIET)
    out.print(text)
    for citation in apart:
        out.print(_marked_quote(citation).append(_number(citation), QUIET))
    if answer.citations:
        out.print()
    for article, cited in groupby(answer.citations, key=lambda citation: citation.article):
        citations = list(cited)
        numbers = "".join(map(_number, citations))
        place = f"{numbers} {source_line(article)} · {_short(article.id)}"
        out.print(Padding(Text(visible(place), style=QUIET), (0, 0, 0, 2), expand=False))
        for other in citations[0].also:
            line = also_line(other, answer.lang)
            out.print(
                Padding(Text(visible(line), style=QUIET), (0, 0, 0, 2 + len(numbers) + 1), expand=False)
            )


def also_line(other: Also, lang: Language) -> str:
    """Where else a report was printed."""
    parts = (
        f"《{other.headline}》" if other.headline else "",
        other.paper or "",
        other.date.isoformat() if other.date else "",
        f"第{other.page}版" if other.page else "",
        _short(other.article_id),
    )
    return ("又见：" if lang == "zh" else "also in: ") + " · ".join(part for part in parts if part)


def source_line(article: Article, *, headline: bool = True) -> str:
    """Headline, paper, date, page and who wrote it, with · between; what is unknown is left out."""
    writers = " ".join(
        part
        for part in (
            f"记者 {' '.join(article.reporters)}" if article.reporters else "",
            f"通讯员 {' '.join(article.correspondents)}" if article.correspondents else "",
        )
        if part
    )
    parts = (
        f"《{article.headline}》" if headline and article.headline else "",
        article.paper or "",
        article.date.isoformat() if article.date else "",
        f"第{article.page}版" if article.page else "",
        writers,
    )
    return " · ".join(part for part in parts if part)


def _prose(answer: Answer) -> tuple[Text, list[Citation]]:
    """A language model's sentences with the numbers that prove them, and the quotes to stand below.

    A sentence that is its own quote is not said twice.
    """
    said = without_quotes(answer)
    text = Text()
    at = 0
    for claim in answer.claims:
        found = said.find(claim.text, at)
        if found < 0:
            continue
        end = found + len(claim.text)
        text.append(visible(said[at:end]))
        text.append("".join(f"[{n}]" for n in claim.citations), QUIET)
        at = end
    text.append(visible(said[at:]))
    apart = [citation for citation in answer.citations if citation.quote not in said]
    if apart:
        text.append("\n")
    return text, apart


def _marked_text(answer: Answer) -> tuple[Text, list[Citation]]:
    """The answer's text with the quotes in it marked, and the citations whose quotes are not in it."""
    text = Text()
    apart = []
    at = 0
    for citation in answer.citations:
        found = answer.text.find(citation.quote, at)
        if found < 0:
            apart.append(citation)
            continue
        text.append(visible(answer.text[at:found]))
        text.append_text(_marked_quote(citation))
        at = found + len(citation.quote)
        if answer.text[at : at + 1] in _CLOSERS:
            text.append(answer.text[at : at + 1])
            at += 1
        text.append(_number(citation), QUIET)
    text.append(visible(answer.text[at:]))
    return text, apart


def _marked_quote(citation: Citation) -> Text:
    """The quote with its answering words standing out."""
    quote = Text()
    at = citation.start
    for start, end in sorted(citation.spans):
        if start < at:  # overlapping spans stand out once
            continue
        quote.append(visible(citation.quote[at - citation.start : start - citation.start]))
        quote.append(visible(citation.quote[start - citation.start : end - citation.start]), ANSWER_STYLE)
        at = end
    quote.append(visible(citation.quote[at - citation.start :]))
    return quote


def _number(citation: Citation) -> str:
    return f"[{citation.n}]"


def _short(article_id: str) -> str:
    return article_id[:_ID_SHOWN]
