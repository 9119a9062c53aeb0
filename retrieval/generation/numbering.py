"""Which passages a model sees: few, short, numbered from 1.

What the extractive answer quotes comes first, with the sentences around it; then the best passages of other
articles, each cut to the sentences that share most with the question.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.models import Article
from corpus.sentences import sentence_spans
from retrieval.claims import CitedText
from retrieval.models import Answer, Passage, Span
from vectorstore.catalogue.script import simplified
from vectorstore.catalogue.terms import terms

PIECES = 4
"""Passages that a model sees. A choice: a small one on two cores reads about 70 tokens a second, so that each
passage of this length costs a second and a half before its first word."""

AROUND_QUOTE = 220
"""Characters of a quoted passage with the sentences around it; a longer quote is given whole."""

AROUND_BEST = 150
"""Characters of any other passage."""


NEAR = 0.7
"""Share of what the best quote has of the question's words that a passage of another article must have: one
that is not about it leads a small model astray (it dated a town's conquest by a tourist site's opening).

Over 149 questions of cmrc-trial and 138 of xquad-zh the gold article is among the passages in all, and the
answer in 0.966 and 1.000, at any value from 0 to 0.8; a question has 3.8 passages of 570 characters together
at 0, and 1.3 of 250 at 0.7."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One numbered passage of the evidence.

    Attributes:
        cited: Its number and characters, as the proof takes them.
        source: Display name of the file that its article came from.
    """

    cited: CitedText
    source: str


def numbered(answer: Answer, question: str) -> tuple[Piece, ...]:
    """The evidence for a question.

    Args:
        answer: The extractive answer: its quotes, and the passages that were found.
        question: As it was understood.

    Returns:
        At most `PIECES`; empty where nothing was found.
    """
    taken: list[tuple[Article, str, int, int]] = []
    for citation in answer.citations:
        if citation.field == "text" and not any(
            article.id == citation.article.id and start <= citation.start and citation.end <= end
            for article, _, start, end in taken
        ):
            start, end = _widened(citation.article.text, (citation.start, citation.end), AROUND_QUOTE)
            taken.append((citation.article, citation.source, start, end))
    asked = set(terms(simplified(question)))
    quoted = (len(asked & _terms(article, start, end)) for article, _, start, end in taken)
    needed = NEAR * max(quoted, default=0)
    for passage in answer.passages:
        if len(taken) >= PIECES:
            break
        if all(article.id != passage.article.id for article, *_ in taken):
            span = _best_sentence(passage, asked)
            start, end = _widened(passage.article.text, span, AROUND_BEST)
            if len(asked & _terms(passage.article, start, end)) >= needed:
                taken.append((passage.article, passage.source, start, end))
    return tuple(
        Piece(CitedText(n, article.text[start:end], article, "text", start), source)
        for n, (article, source, start, end) in enumerate(_disjoint(taken), start=1)
    )


def quotes_alone(answer: Answer) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """The extractive answer's quotes as passages: nothing that leads astray is left in what the model reads.

    Returns:
        The quotes as they stand, and under the same numbers with the sentences around them, in which a proof
        finds whom a quote speaks of. At most `PIECES`.
    """
    quotes = [citation for citation in answer.citations if citation.field == "text"][:PIECES]
    shown, around = [], []
    for n, citation in enumerate(quotes, start=1):
        article, source = citation.article, citation.source
        start, end = _widened(article.text, (citation.start, citation.end), AROUND_QUOTE)
        shown.append(Piece(CitedText(n, citation.quote, article, "text", citation.start), source))
        around.append(Piece(CitedText(n, article.text[start:end], article, "text", start), source))
    return tuple(shown), tuple(around)


def _terms(article: Article, start: int, end: int) -> set[str]:
    return set(terms(simplified(f"{article.headline or ''}\n{article.text[start:end]}")))


def _disjoint(
    taken: Sequence[tuple[Article, str, int, int]],
) -> Iterator[tuple[Article, str, int, int]]:
    """Join what overlaps in one article, then cut to `PIECES`."""
    kept: list[tuple[Article, str, int, int]] = []
    for article, source, start, end in taken:
        for place, (other, _, first, last) in enumerate(kept):
            if other.id == article.id and start <= last and first <= end:
                kept[place] = (other, source, min(first, start), max(last, end))
                break
        else:
            kept.append((article, source, start, end))
    yield from kept[:PIECES]


def _best_sentence(passage: Passage, asked: set[str]) -> Span:
    spans = [
        span
        for span in sentence_spans(passage.article.text)
        if span[0] < passage.end and span[1] > passage.start
    ]
    if not spans:
        return passage.start, passage.end
    reading = simplified(passage.article.text)
    return max(spans, key=lambda span: len(asked.intersection(terms(reading[span[0] : span[1]]))))


def _widened(text: str, span: Span, longest: int) -> Span:
    """A span widened by whole sentences, one behind and one before by turns, while it stays short."""
    spans = sentence_spans(text)
    inside = [at for at, (start, end) in enumerate(spans) if start < span[1] and end > span[0]]
    if not inside:
        return span
    low, high = inside[0], inside[-1]
    grew = True
    while grew:
        grew = False
        for at in (high + 1, low - 1):
            if 0 <= at < len(spans):
                first, last = min(low, at), max(high, at)
                if spans[last][1] - spans[first][0] <= longest:
                    low, high, grew = first, last, True
    return min(span[0], spans[low][0]), max(span[1], spans[high][1])
