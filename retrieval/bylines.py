"""Questions about who wrote what, answered from bylines and headlines rather than from the text.

"记者王庆红写了哪篇报道" wants the headlines of that reporter's stories; "谁报道了…" wants the byline of
the story that the rest of the question finds.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from retrieval.evidence import Evidence
from retrieval.models import Citation
from retrieval.question import Kind, Question
from vectorstore.models import CatalogueEntry
from vectorstore.script import simplified

_NAMED = re.compile(
    r"(?:记者|通讯员|reporter|correspondent)s?\s*([一-鿿]{2,4}?|[A-Z]\w+(?:\s[A-Z]\w+)*)(?=都|在|最近|今天|昨天|采?写|报道|撰写|发表|拍|的|\s|[？?]|$)",
    re.IGNORECASE,
)


def named_reporter(question: Question) -> str | None:
    """The name behind 记者 in a question for someone's stories; None where it is no such question."""
    match = _NAMED.search(question.text) if question.kind is Kind.STORY_BY else None
    return match.group(1) if match else None


def by_reporter(question: Question, entries: Iterable[CatalogueEntry]) -> list[CatalogueEntry]:
    """A reporter's stories, in the entries' order; where no name is read, those of any author named."""
    if question.kind is not Kind.STORY_BY:
        return []
    name = named_reporter(question)
    found = []
    for entry in entries:
        authors = [simplified(name) for name in (*entry.article.reporters, *entry.article.correspondents)]
        if name in authors if name else any(author in question.text for author in authors):
            found.append(entry)
    return found


def byline_of(question: Question, evidence: Sequence[Evidence]) -> list[Citation]:
    """The byline of the story that a question about its author found."""
    if question.kind is not Kind.REPORTER_OF or not evidence:
        return []
    found = authors_in(CatalogueEntry(evidence[0].article, evidence[0].passage.source), 1)
    return [found] if found else []


def authors_in(entry: CatalogueEntry, n: int) -> Citation | None:
    """A story's byline with the names of its authors marked; None where it names nobody."""
    article = entry.article
    authors = (*article.reporters, *article.correspondents)
    byline = article.byline or ""
    spans = sorted((at, at + len(name)) for name in authors if (at := byline.find(name)) >= 0)
    if not spans:
        return None
    return Citation(n, article, entry.source, "byline", 0, len(byline), byline, tuple(spans))
