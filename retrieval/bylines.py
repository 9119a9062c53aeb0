"""Questions about who wrote what, answered from bylines and headlines rather than from the text.

"记者王庆红写了哪篇报道" wants the headlines of that reporter's stories; "谁报道了…" wants the byline of
the story that the rest of the question finds.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from corpus.models import Article
from retrieval.evidence import Evidence
from retrieval.models import Citation
from retrieval.question import Kind, Question
from vectorstore.models import CatalogueEntry

MOST = 10
"""Headlines that one answer quotes."""

_NAMED = re.compile(
    r"(?:记者|通讯员|reporter|correspondent)s?\s*([一-鿿]{2,4}?|[A-Z]\w+(?:\s[A-Z]\w+)*)(?=都|最近|今天|昨天|采?写|报道|撰写|发表|拍|的|\s|[？?]|$)",
    re.IGNORECASE,
)


def by_reporter(question: Question, entries: Iterable[CatalogueEntry]) -> list[Citation]:
    """The headlines of a named reporter's stories, as citations; newest last, as archived.

    A story without a headline is quoted by its byline.
    """
    if question.kind is not Kind.STORY_BY:
        return []
    match = _NAMED.search(question.text)
    name = match.group(1) if match else None
    found: list[Citation] = []
    for entry in entries:
        article = entry.article
        if len(found) == MOST:
            break
        authors = (*article.reporters, *article.correspondents)
        if name in authors if name else any(author in question.text for author in authors):
            citation = _headline(len(found) + 1, article, entry.source)
            if citation:
                found.append(citation)
    return found


def byline_of(question: Question, evidence: Sequence[Evidence]) -> list[Citation]:
    """The byline of the story that a question about its author found."""
    if question.kind is not Kind.REPORTER_OF or not evidence:
        return []
    article = evidence[0].article
    authors = (*article.reporters, *article.correspondents)
    byline = article.byline or ""
    spans = sorted((at, at + len(name)) for name in authors if (at := byline.find(name)) >= 0)
    if not spans:
        return []
    return [Citation(1, article, evidence[0].passage.source, "byline", 0, len(byline), byline, tuple(spans))]


def _headline(n: int, article: Article, source: str) -> Citation | None:
    if article.headline and not article.headline_made:
        headline = article.headline
        return Citation(n, article, source, "headline", 0, len(headline), headline, ((0, len(headline)),))
    if article.byline:
        return Citation(n, article, source, "byline", 0, len(article.byline), article.byline, ())
    return None
