"""Do two stretches of a page tell of the same thing?

Sections of one article share their rare words (lexical cohesion, Hearst 1997); two articles on a page share
little more than 我市. Words are pairs of characters, weighed by how few of the page's paragraphs have them.

Calibrated on 500 pages of six articles each out of news-5k (CRUD-RAG), in paragraphs of 50 to 160
characters: two paragraphs against all of the article before them.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable

from corpus.splitting.similarity import pairs

FOREIGN = 0.02
"""Cohesion below which the text is another article's: 1 in 90 of an article's own sections lies below, and
one half of other articles' beginnings."""

LIKE = 0.04
"""Between the two: 1 in 18 of an article's own sections lies below, 1 in 10 of other beginnings above."""

AKIN = 0.06
"""Cohesion from which the text is the same article's: 1 in 45 of other articles' beginnings reaches it, and
six of seven of its own sections."""


class Cohesion:
    """Compares stretches of one page.

    Args:
        paragraphs: The page's paragraphs.
    """

    def __init__(self, paragraphs: Iterable[str]) -> None:
        found = [pairs(paragraph) for paragraph in paragraphs]
        self._count = len(found)
        self._frequency = Counter(pair for paragraph in found for pair in paragraph)

    def of(self, text: str, above: str) -> float:
        """How much of `text` its article has said before, 0 (nothing) to 1 (every pair)."""
        own = pairs(text)
        total = sum(map(self._weight, own))
        return sum(map(self._weight, own & pairs(above))) / total if total else 0.0

    def _weight(self, pair: str) -> float:
        return math.log((self._count + 1) / (self._frequency[pair] + 0.5))
