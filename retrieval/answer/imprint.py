"""What a reader asks of a story as a whole: who wrote it, where it was printed, when it was, what about.

Asked after an answer (谁写的？, which page was it on?), of the story that the answer quoted. Each claim is
proved by the byline, the dateline or the headline; paper, date and page are the citation's own.
"""

from __future__ import annotations

from collections.abc import Sequence

from corpus.models import Article
from corpus.sentences import sentence_spans
from retrieval.answer.bylines import authors_in
from retrieval.answer.compose import LENGTH, Draft, plain
from retrieval.answer.wording import source_line
from retrieval.models import Citation, Claim, Language
from retrieval.question.analysis import Question
from retrieval.question.sides import Side
from vectorstore.models import CatalogueEntry

LEAD = 3
"""Sentences of a story's lead that say what it is about, if they are no longer than an answer's quotes."""


def imprint(side: Side, question: Question, stories: Sequence[CatalogueEntry]) -> Draft | None:
    """Answer from the first story that has what is asked; None where none has.

    Args:
        side: What is asked.
        question: For its language.
        stories: The stories that the answer before quoted, best first.
    """
    for entry in stories:
        if side is Side.WRITER:
            citation = authors_in(entry, 1)
            draft = plain(question, [citation]) if citation else None
        elif side is Side.PRINTED:
            draft = _printed(entry, question.lang)
        elif side is Side.GIST:
            draft = _gist(entry, question)
        else:
            draft = _day(entry, question)
        if draft:
            return draft
    return None


def _printed(entry: CatalogueEntry, lang: Language) -> Draft | None:
    article = entry.article
    if not (article.paper or article.date or article.page):
        return None
    citation = _title(entry)
    return Draft((Claim(source_line(article, lang), (1,)),), (citation,)) if citation else None


def _title(entry: CatalogueEntry) -> Citation | None:
    """The headline as printed, else the first sentence."""
    article = entry.article
    if article.headline and not article.headline_made:
        whole = (0, len(article.headline))
        return Citation(1, article, entry.source, "headline", *whole, article.headline)
    spans = sentence_spans(article.text)
    return _sentence(entry, spans[0]) if spans else None


def _gist(entry: CatalogueEntry, question: Question) -> Draft | None:
    """The story's lead: its first sentences, which in a newspaper say what it is about."""
    spans = sentence_spans(entry.article.text)
    held = [span for span in spans[:LEAD] if span[1] - spans[0][0] <= LENGTH] or spans[:1]
    return plain(question, [_sentence(entry, (held[0][0], held[-1][1]))]) if held else None


def _day(entry: CatalogueEntry, question: Question) -> Draft | None:
    """The dateline, where the story has one, else the day of the paper."""
    article = entry.article
    at = article.text.find(article.dateline) if article.dateline else -1
    if not article.dateline or at < 0:
        return _printed(entry, question.lang) if article.date else None
    sentence = next((s for s in sentence_spans(article.text) if s[0] <= at < s[1]), None)
    if sentence is None or at + len(article.dateline) > sentence[1]:
        return None
    return plain(question, [_sentence(entry, sentence, (at, at + len(article.dateline)))])


def _sentence(entry: CatalogueEntry, span: tuple[int, int], *marked: tuple[int, int]) -> Citation:
    article: Article = entry.article
    return Citation(1, article, entry.source, "text", *span, article.text[slice(*span)], tuple(marked))
