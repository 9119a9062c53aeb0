"""An archive in memory and an embedding whose geometry is character bigrams: no model, no disk."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from corpus.chunking import TokenBudget, chunk_article
from corpus.identity import assign_ids
from corpus.models import Article, ArticleKind, Chunk
from retrieval.answerer import Answerer
from vectorstore.archive import LiveArchive
from vectorstore.catalogue.terms import terms
from vectorstore.models import CatalogueEntry, EmbeddingInfo, Hit

DIMENSION = 64

TODAY = datetime.date(2023, 5, 20)


class BigramEmbedder:
    """Texts that share bigrams are near; tells how often it was asked."""

    def __init__(self) -> None:
        self.info = EmbeddingInfo("bigrams", "", DIMENSION, 512, "bigrams", "test")
        self.queries: list[str] = []

    def passages(
        self, texts: Sequence[str], on_progress: Callable[[int], None] | None = None
    ) -> NDArray[np.float32]:
        del on_progress
        return np.stack([_vector(text) for text in texts])

    def query(self, text: str) -> NDArray[np.float32]:
        self.queries.append(text)
        return _vector(text)

    def count_tokens(self, text: str) -> int:
        return len(text)


def _vector(text: str) -> NDArray[np.float32]:
    """Cosines like multilingual-e5's: 0.84 for texts that share nothing, rising to 1.

    The answerer's thresholds are calibrated on that model: (5.25 + s) / 6.25 for bigrams that
    agree to the share s.
    """
    bag = np.zeros(DIMENSION, np.float32)
    for term in terms(text):
        bag[1 + sum(map(ord, term)) % (DIMENSION - 1)] += 1.0
    length = float(np.linalg.norm(bag))
    vector = bag / length if length else bag
    vector[0] = np.sqrt(5.25)
    return cast("NDArray[np.float32]", vector / np.linalg.norm(vector))


class MemoryArchive:
    """What an answerer needs of an archive."""

    generation = "000001"

    def __init__(self, articles: Sequence[Article], embedder: BigramEmbedder) -> None:
        self._embedder = embedder
        self._entries = {a.id: CatalogueEntry(a, "pages.txt") for a in assign_ids(articles)}
        budget = TokenBudget(embedder.count_tokens, 512)
        self._chunks = {
            chunk.id: chunk
            for entry in self._entries.values()
            for chunk in chunk_article(entry.article, budget)
        }
        self._vectors = {c.id: _vector(c.text) for c in self._chunks.values()}

    def dense(self, vector: NDArray[np.float32], k: int) -> list[Hit]:
        hits = [Hit(id_, float(own @ vector)) for id_, own in self._vectors.items()]
        return sorted(hits, key=lambda hit: -hit.score)[:k]

    def lexical(self, question: str, k: int) -> list[Hit]:
        asked = set(terms(question))
        hits = [Hit(c.id, float(len(asked & set(terms(c.text))))) for c in self._chunks.values()]
        return sorted((hit for hit in hits if hit.score), key=lambda hit: -hit.score)[:k]

    def alternatives(self, groups: Sequence[Mapping[str, float]], k: int) -> list[Hit]:
        def worth(text: str) -> float:
            return sum(max((w for way, w in group.items() if way in text), default=0.0) for group in groups)

        hits = [Hit(c.id, worth(c.text)) for c in self._chunks.values()]
        return sorted((hit for hit in hits if hit.score), key=lambda hit: -hit.score)[:k]

    def pairs(self, first: Iterable[str], second: Iterable[str]) -> dict[str, int]:
        begin, end = set(first), set(second)
        found = Counter(
            one + other
            for chunk in self._chunks.values()
            for one, other in set(pairwise(chunk.text))
            if one in begin and other in end
        )
        return dict(found)

    def chunks(self, ids: Sequence[str]) -> list[Chunk]:
        return [self._chunks[id_] for id_ in ids if id_ in self._chunks]

    def entry(self, article_id: str) -> CatalogueEntry | None:
        return self._entries.get(article_id)

    def entries(self) -> Iterator[CatalogueEntry]:
        return iter(self._entries.values())

    def entries_between(
        self, first: datetime.date | None, last: datetime.date | None
    ) -> list[CatalogueEntry]:
        return [
            entry
            for entry in self._entries.values()
            if (entry.article.date is None and entry.article.dateline)
            or (
                entry.article.date is not None
                and (first or datetime.date.min) <= entry.article.date <= (last or datetime.date.max)
            )
        ]

    def entries_holding(self, word: str) -> list[CatalogueEntry]:
        return [entry for entry in self._entries.values() if word in repr(entry.article)]

    @property
    def days(self) -> tuple[datetime.date | None, datetime.date | None]:
        dates = [entry.article.date for entry in self._entries.values() if entry.article.date]
        return min(dates, default=None), max(dates, default=None)

    @property
    def papers(self) -> tuple[str, ...]:
        named = (entry.article.paper for entry in self._entries.values())
        return tuple(dict.fromkeys(name for name in named if name))

    def within(self, articles: Sequence[str]) -> MemoryArchive:
        return MemoryArchive([self._entries[id_].article for id_ in articles], self._embedder)


class MemoryLive:
    """A live archive of one generation."""

    def __init__(self, articles: Sequence[Article]) -> None:
        self.embedder = BigramEmbedder()
        self.archive: Any = MemoryArchive(articles, self.embedder)

    def get(self) -> Any:  # stands in for an Archive
        return self.archive


def answerer(*articles: Article, today: datetime.date = TODAY) -> Answerer:
    """An answerer over articles in memory, on a day of its own."""
    return Answerer(cast("LiveArchive", MemoryLive(articles)), lambda: today)


def article(text: str, **fields: Any) -> Article:  # any field of Article
    """An article with what a test cares about."""
    given: dict[str, Any] = {"headline": None, "headline_made": False, **fields}
    return Article(id=given.pop("id", ""), kind=ArticleKind.ARTICLE, text=text, **given)
