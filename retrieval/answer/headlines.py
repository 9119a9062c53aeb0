"""Articles as a list of headlines, each a claim with its citation."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from corpus.sentences import sentence_spans
from retrieval.answer.compose import Draft
from retrieval.models import Citation, Claim
from vectorstore.models import CatalogueEntry

MOST = 50
"""Headlines that one answer lists: a large paper's day, and as much as a reader will look through; the
answer says how many there are in all."""


def as_list(entries: Iterable[CatalogueEntry]) -> Draft:
    """Quote each article by its printed headline, a caption without one by its first sentence.

    The first `MOST` are listed, in the entries' order.
    """
    citations: list[Citation] = []
    for entry in entries:
        if len(citations) == MOST:
            break
        citation = _headline(entry, len(citations) + 1)
        if citation:
            citations.append(citation)
    return Draft(tuple(Claim(c.quote, (c.n,)) for c in citations), tuple(citations))


def printed_on(entries: Iterable[CatalogueEntry]) -> list[datetime.date]:
    """The days of the papers that articles are from, as far as they are known, oldest first."""
    return sorted({entry.article.date for entry in entries if entry.article.date})


def _headline(entry: CatalogueEntry, n: int) -> Citation | None:
    article = entry.article
    if article.headline and not article.headline_made:
        whole = (0, len(article.headline))
        return Citation(n, article, entry.source, "headline", *whole, article.headline, (whole,))
    spans = sentence_spans(article.text)
    if not spans:
        return None
    start, end = spans[0]
    return Citation(n, article, entry.source, "text", start, end, article.text[start:end])
