"""Articles cut into chunks: runs of whole sentences with known offsets.

Chunks hold up to `MAX_CHARS` characters of one article's text and overlap by a sentence, so that a
sentence is embedded with what precedes it. A sentence that is too long alone is cut at ；, then at ，,
and a hard limit comes last. Headline and date go before the text for the embedding only, as context,
and do not move the offsets.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import ceil

from corpus.identity import content_digest
from corpus.models import Article, Chunk
from corpus.sentences import Span, clause_spans, sentence_spans

CHUNKER_VERSION = "1"
"""Part of the store's fingerprint: raise it with any change that moves a chunk's bounds."""

MAX_CHARS = 400
"""Longest chunk in characters. 400 Chinese characters are about 250 tokens of multilingual-e5-small."""

OVERLAP_CHARS = 100
"""A chunk begins with the last sentence of the one before if that is at most this long."""

CONTEXT_CHARS = 80
"""Longest headline in the context; a headline of Chinese papers seldom passes 40 characters."""


@dataclass(frozen=True, slots=True)
class TokenBudget:
    """How many tokens the embedding model takes, and how it counts them.

    Attributes:
        count: Tokens of a text with the model's prompt and special tokens.
        maximum: The longest input that the model reads whole.
    """

    count: Callable[[str], int]
    maximum: int

    def fits(self, text: str) -> bool:
        """Whether the model reads the whole of `text`."""
        return self.count(text) <= self.maximum


def chunk_article(article: Article, budget: TokenBudget) -> list[Chunk]:
    """Cut one article into chunks.

    Args:
        article: With its id assigned.
        budget: Of the embedding model; context and text together stay within it.

    Returns:
        Chunks in order, covering every character of the text but white space between sentences.
    """
    context = _context(article, budget)
    text = article.text
    return [
        Chunk(
            id=f"{article.id}#{start}-{content_digest(text[start:end])[:8]}",
            article_id=article.id,
            start=start,
            end=end,
            text=text[start:end],
            context=context,
        )
        for start, end in _pack(text, lambda s, e: budget.fits(f"{context}\n{text[s:e]}"))
    ]


def _context(article: Article, budget: TokenBudget) -> str:
    headline = (article.headline or "")[:CONTEXT_CHARS]
    day = article.date.isoformat() if article.date else ""
    context = " ".join(part for part in (headline, day) if part)
    # Half of the budget is always left to the text, even for a headline of rare characters.
    while context and budget.count(context) > budget.maximum // 2:
        context = context[: len(context) // 2]
    return context


def _units(text: str, start: int, end: int) -> list[Span]:
    """Cut into pieces of at most `MAX_CHARS`: sentences where possible, else clauses, else runs."""
    if end - start <= MAX_CHARS:
        return [(start, end)]
    return [unit for piece in _smaller(text, start, end) for unit in _units(text, *piece)]


def _smaller(text: str, start: int, end: int) -> list[Span]:
    """Cut one sentence at ；, else at ，, else into halves or runs of `MAX_CHARS`."""
    for strong in (True, False):
        pieces = clause_spans(text, start, end, strong=strong)
        if len(pieces) > 1:
            return pieces
    size = min(MAX_CHARS, ceil((end - start) / 2))
    return [(at, min(at + size, end)) for at in range(start, end, size)]


def _pack(text: str, fits: Callable[[int, int], bool]) -> list[Span]:
    """Join neighbouring units into chunks of even length, each beginning with the last unit before."""
    units = [unit for sentence in sentence_spans(text) for unit in _units(text, *sentence)]
    chunks: list[Span] = []
    first = 0
    while first < len(units):
        last = _last_of_chunk(units, first)
        # Characters are a good guess at tokens, but rare ones may cost several each.
        while last > first and not fits(units[first][0], units[last][1]):
            last -= 1
        start, end = units[first][0], units[last][1]
        if last == first and end - start > 1 and not fits(start, end):
            units[first : first + 1] = _smaller(text, start, end)
            continue
        if chunks and end <= chunks[-1][1]:  # the overlap left no room for anything new
            first = last + 1
            continue
        chunks.append((start, end))
        if last + 1 == len(units):
            break
        repeat = last > first and units[last][1] - units[last][0] <= OVERLAP_CHARS
        first = last if repeat else last + 1
    return chunks


def _last_of_chunk(units: list[Span], first: int) -> int:
    start = units[first][0]
    left = units[-1][1] - start
    # Even shares: 450 characters become 225 + 225, not 400 + 50.
    target = ceil(left / ceil(left / MAX_CHARS))
    last = first
    while last + 1 < len(units) and units[last][1] - start < target:
        if units[last + 1][1] - start > MAX_CHARS:
            break
        last += 1
    return last
