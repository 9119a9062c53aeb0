"""Which new articles a subscription waits for, and the sentence that says so."""

from __future__ import annotations

from collections.abc import Callable

from corpus.models import TEXT_FIELDS, Article
from corpus.sentences import sentence_spans
from retrieval.language import has_han
from retrieval.models import Answer, Citation
from vectorstore.catalogue.script import simplified
from vectorstore.models import CatalogueEntry


def terms_of(words: str) -> list[str]:
    """A subscription's words as they are looked for: simplified, in lower case."""
    return simplified(words).casefold().split()


def holds(article: Article, terms: list[str]) -> bool:
    """Whether every term stands in the article, anywhere."""
    whole = simplified("\n".join(article.field(name) for name in TEXT_FIELDS)).casefold()
    return bool(terms) and all(term in whole for term in terms)


def quote_for(entry: CatalogueEntry, terms: list[str]) -> Citation:
    """The sentence with the most of the terms, the first of equals, as a checked quote."""
    article = entry.article
    spans = sentence_spans(article.text) or [(0, len(article.text))]

    def held(span: tuple[int, int]) -> int:
        said = simplified(article.text[span[0] : span[1]]).casefold()
        return sum(term in said for term in terms)

    start, end = max(spans, key=held)
    quote = article.text[start:end]
    marks = []
    for term in terms:
        at = simplified(quote).casefold().find(term)
        # Simplification and case may change lengths; a term is marked only where they did not.
        if at >= 0 and simplified(quote[at : at + len(term)]).casefold() == term:
            marks.append((start + at, start + at + len(term)))
    return Citation(1, article, entry.source, "text", start, end, quote, tuple(sorted(marks)))


def citations_for(words: str, new: dict[str, CatalogueEntry], ask: Callable[[str], Answer]) -> list[Citation]:
    """What to send to somebody who waits for `words`.

    Chinese words are looked for as they are. Words in another script hardly stand in a Chinese paper: they
    are asked as a question, and a new article that the answer quotes is what they wait for; whether there
    is an answer at all is judged as for any question.

    Args:
        words: The subscription's.
        new: Article id → article, those that a refresh added.
        ask: Answers a question from the whole archive.

    Returns:
        One quote an article, in the order of `new`.
    """
    terms = terms_of(words)
    found = {
        entry.article.id: quote_for(entry, terms) for entry in new.values() if holds(entry.article, terms)
    }
    if not found and new and not has_han(words):
        for citation in ask(words).citations:
            if citation.article.id in new:
                found.setdefault(citation.article.id, citation)
    return [found[article] for article in new if article in found]
