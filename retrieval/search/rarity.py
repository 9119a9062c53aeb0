"""How much a term says: inverse document frequency within the chunks that a question stirred up.

IDF after Robertson and Sparck Jones in BM25's form, log(1 + (N − n + 0.5) / (n + 0.5)), over the pool
of chunks that the two searches returned. A term that stands in every one of them tells none of them
apart; a name that stands in none gets the highest weight, which is what refusal needs.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable

from vectorstore.catalogue.terms import terms

FUNCTION_CHARACTERS = frozenset("的了是在有和与及被把将从对于以为而之其这那也都就又或等着过个中上下")
_FUNCTION_WEIGHT = 0.25
"""Share of its weight that a bigram with one function character keeps (one of two: none). A choice by
hand: 的厂 tells a little, since it says where a word begins."""


class Rarity:
    """Term weights over one pool of texts."""

    def __init__(self, pool: Iterable[str]) -> None:
        self._count(set(terms(text)) for text in pool)

    @classmethod
    def of_terms(cls, pool: Iterable[set[str]]) -> Rarity:
        """The same for texts whose terms are known."""
        made = cls(())
        made._count(pool)
        return made

    def _count(self, pool: Iterable[set[str]]) -> None:
        counts: Counter[str] = Counter()
        size = 0
        for found in pool:
            counts.update(found)
            size += 1
        self._counts = counts
        self._size = size

    def count(self, term: str) -> int:
        """In how many texts of the pool the term stands."""
        return self._counts[term]

    def weight(self, term: str) -> float:
        """The term's weight, ≥ 0."""
        n = self._counts[term]
        idf = math.log(1 + (self._size - n + 0.5) / (n + 0.5))
        functions = sum(character in FUNCTION_CHARACTERS for character in term)
        if not functions:
            return idf
        return idf * _FUNCTION_WEIGHT if functions < len(term) else 0.0

    def covered(self, wanted: Iterable[str], found: set[str]) -> float:
        """The share of the wanted terms' weight that `found` holds, in [0, 1]; 0 for no terms."""
        total = held = 0.0
        for term in wanted:
            weight = self.weight(term)
            total += weight
            if term in found:
                held += weight
        return held / total if total else 0.0


def content_characters(text: str) -> frozenset[str]:
    """The distinct letters and characters of `text` that are no function words."""
    return frozenset(character for character in text if character.isalnum()) - FUNCTION_CHARACTERS
