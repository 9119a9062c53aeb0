"""Whose headline is this: how much of a short text a longer one says too.

Shared pairs of neighbouring characters, each weighed by how few of the page's items have it (inverse
document frequency, Spärck Jones 1972): on a page full of 我市 that pair tells nothing, and a company's name
tells everything.
"""

from __future__ import annotations

import itertools
import math
from collections import Counter
from collections.abc import Sequence

from corpus.characters import squeeze


def pairs(text: str) -> set[str]:
    """The pairs of neighbouring characters, white space and marks aside."""
    chars = [char if char.isalnum() else " " for char in squeeze(text).lower()]
    return {pair for pair in map("".join, itertools.pairwise(chars)) if " " not in pair}


class Likeness:
    """Compares texts on one page.

    Args:
        items: The page's items, whole.
    """

    def __init__(self, items: Sequence[str]) -> None:
        self._items = [pairs(item) for item in items]
        self._frequency = Counter(pair for item in self._items for pair in item)

    def of(self, text: str, item: int) -> float:
        """How much of `text` stands in an item, 0 (nothing) to 1 (every pair of its characters)."""
        found = pairs(text)
        total = sum(map(self._weight, found))
        return sum(map(self._weight, found & self._items[item])) / total if total else 0.0

    def _weight(self, pair: str) -> float:
        return math.log((len(self._items) + 1) / (self._frequency[pair] + 0.5))
