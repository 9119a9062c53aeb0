"""A part of one generation, searched as if it were all there is.

Filters by day, paper or reporter come down to a set of articles. Chroma's own `where` costs 300 ms at
100,000 chunks (docs/decisions/0006-news-clock.md), so the vectors of a small selection are fetched and
compared, which is exact and takes milliseconds for the chunks of a day; a large one is searched through the
index, deeper by as much as it is smaller than the archive.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from corpus.models import Chunk
from vectorstore.models import CatalogueEntry, Hit

if TYPE_CHECKING:
    from vectorstore.archive import Archive

EXACT = 1_000
"""Chunks whose vectors are fetched and compared without asking the index first: 45 ms a thousand on two
busy cores (242 chunks 17 ms, 1,647 chunks 80 ms, over the refusal set's archive of 4,930)."""

DEEPEST = 5_000
"""Neighbours that the index is asked for at most. Where fewer than wanted of them are selected, all
selected vectors are compared after all: slow, and right."""


class Selection:
    """Some articles of an archive, with the archive's own searches. Holds the archive open."""

    def __init__(self, archive: Archive, articles: Sequence[str]) -> None:
        """Choose articles by id; unknown ids are passed over."""
        self._archive = archive
        self._chunks = archive.catalogue.chunks_of(articles)

    @property
    def generation(self) -> str:
        """The archive's generation."""
        return self._archive.generation

    def __len__(self) -> int:
        return len(self._chunks)

    def dense(self, vector: NDArray[np.float32], k: int) -> list[Hit]:
        """The `k` selected chunks nearest to a vector of shape (dimension,); cosine similarity."""
        if len(self._chunks) > EXACT:
            chunks = self._archive.manifest.chunks
            deep = min(DEEPEST, chunks, 2 * k * chunks // len(self._chunks))
            hits = [hit for hit in self._archive.dense(vector, deep) if hit.chunk_id in self._chunks]
            if len(hits) >= k:
                return hits[:k]
        vectors = self._archive.vectors(list(self._chunks))
        hits = [Hit(chunk_id, float(own @ vector)) for chunk_id, own in vectors.items()]
        return sorted(hits, key=lambda hit: (-hit.score, hit.chunk_id))[:k]

    def lexical(self, question: str, k: int) -> list[Hit]:
        """The `k` best selected chunks by BM25, whose statistics are the whole archive's."""
        return self._archive.catalogue.lexical(question, k, among=list(self._chunks.values()))

    def alternatives(self, groups: Sequence[Mapping[str, float]], k: int) -> list[Hit]:
        """The `k` best selected chunks for words that may be written in several ways."""
        return self._archive.catalogue.alternatives(groups, k, among=list(self._chunks.values()))

    def pairs(self, first: Iterable[str], second: Iterable[str]) -> dict[str, int]:
        """The pairs of two such characters that the archive has → how many of its chunks have it."""
        return self._archive.pairs(first, second)

    def chunks(self, ids: Sequence[str]) -> list[Chunk]:
        """The chunks of these ids, in their order."""
        return self._archive.chunks(ids)

    def entry(self, article_id: str) -> CatalogueEntry | None:
        """The article of that id, or None."""
        return self._archive.entry(article_id)
