"""Hybrid search: question → passages, by meaning and by characters, over one archive.

Both searches go deep, are fused (`search.fusion`) and only then cut. `search` gives everything that the
answerer wants; `retrieval.search.langchain.ArchiveRetriever` is the same for LangChain's chains and agents.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from corpus.models import Chunk
from retrieval.language import language_of
from retrieval.models import Passage
from retrieval.search.fusion import capped, fuse
from retrieval.tracing import span, traced
from vectorstore.models import CatalogueEntry, EmbeddingModel, Hit

DEPTH = 100
"""Chunks that each search returns before fusion."""

FEW = 20
"""Lexical hits below which chunks without one count as scored 0: a few scores have no spread of their own.
Of 167 questions over twelve newspaper articles 0.964 then find theirs first, against 0.892; on cmrc-trial and
xquad-zh any number from 5 to 100 is worth no more than one question either way."""

DENSE_WEIGHT = 0.55
"""The dense list's share for a question in Chinese (0.3 to 0.6 lie within 0.002 of hit@1 on
cmrc-trial and xquad-zh, 0.7 loses 0.008; docs/quality.md)."""

DENSE_WEIGHT_FOREIGN = 0.6
DENSE_WEIGHT_NAMED = 0.4
"""Its share for a question in English, whose words are searched as what they may be in Chinese
(`search.translation`), and for one whose name the archive has in characters. Over one half of the questions,
hit@1 of the first search among 12,000 chunks is 0.395 at 0.6 and 0.432 at 0.5 for local news without a name,
0.797 and 0.779 for xquad-en; 0.606, 0.727 and 0.818 at 0.6, 0.5 and 0.4 for local news with a name. Among
xquad-en's 135 chunks alone whole answers' hit@1 is 0.907 at 0.6 and 0.902 at 0.5."""

_LATIN = re.compile("[a-z]")

MAX_PER_ARTICLE = 2
"""Passages of one article among the first `WATCHED`."""

WATCHED = 10

MAX_QUESTION = 512
"""Characters of a question that are searched: the bundled model reads about this many and no more."""


class Searchable(Protocol):
    """What is searched: an archive, or a selection of it."""

    def dense(self, vector: NDArray[np.float32], k: int) -> list[Hit]:
        """The `k` nearest chunks, best first."""
        ...

    def lexical(self, question: str, k: int) -> list[Hit]:
        """The `k` best chunks by BM25."""
        ...

    def alternatives(self, groups: Sequence[Mapping[str, float]], k: int) -> list[Hit]:
        """The `k` best chunks for words each of which may be written in several ways, with weights."""
        ...

    def pairs(self, first: Iterable[str], second: Iterable[str]) -> Mapping[str, int]:
        """The pairs of two such characters that some chunk has → how many chunks have it."""
        ...

    def chunks(self, ids: Sequence[str]) -> list[Chunk]:
        """The chunks of these ids, in their order."""
        ...

    def entry(self, article_id: str) -> CatalogueEntry | None:
        """The article of that id, or None."""
        ...


@dataclass(frozen=True, slots=True)
class Found:
    """What one search found.

    Attributes:
        passages: Best first.
        pool: The chunks that either search returned, in fused order: the neighbourhood in which
            a term's rarity is judged.
        cosines: Similarities of the chunks that the dense search returned, best first.
        vector: The question's embedding, shape (dimension,).
        embed_ms: Milliseconds spent on the embedding.
        search_ms: Milliseconds spent on everything else.
    """

    passages: tuple[Passage, ...]
    pool: tuple[Chunk, ...]
    cosines: tuple[float, ...]
    vector: NDArray[np.float32]
    embed_ms: float
    search_ms: float


@dataclass(frozen=True, slots=True)
class HybridRetriever:
    """Dense and lexical search over one archive, fused.

    Attributes:
        archive: The generation that is searched, whole or in part.
        embedder: The model that it was indexed with.
        top_k: Passages that a search returns unless it is told another number.
    """

    archive: Searchable
    embedder: EmbeddingModel
    top_k: int = 10

    @traced("search")
    def search(self, question: str, top_k: int | None = None, *, within: Searchable | None = None) -> Found:
        """Find the passages nearest to a question.

        Args:
            question: In any language that the model reads; cut at `MAX_QUESTION` characters.
            top_k: How many passages; None for the retriever's own.
            within: A selection of the archive from which the passages must come. The neighbourhood in
                which their cosines and terms are judged stays the whole archive's: of five articles none
                stands out.
        """
        began = time.perf_counter()
        asked = question[:MAX_QUESTION]
        with span("embed"):
            vector = self.embedder.query(asked)
        embedded = time.perf_counter()
        dense, lexical, scores = self._fused(self.archive, asked, vector)
        chunks = self.archive.chunks(list(scores))
        pool, cosines = tuple(chunks), self._cosines(self.archive, asked, vector, dense)
        if within is not None:
            dense, lexical, scores = self._fused(within, asked, vector)
            chunks = within.chunks(list(scores))
            highest = max(self._cosines(within, asked, vector, dense), default=0.0)
            cosines = tuple(min(cosine, highest) for cosine in cosines)
        by_id = {chunk.id: chunk for chunk in chunks}
        ranked = capped(
            [chunk_id for chunk_id in scores if chunk_id in by_id],
            {chunk.id: chunk.article_id for chunk in chunks},
            most=MAX_PER_ARTICLE,
            among=WATCHED,
        )
        wanted = [by_id[chunk_id] for chunk_id in ranked[: self.top_k if top_k is None else top_k]]
        passages = tuple(self._passages(wanted, scores, dense, lexical))
        done = time.perf_counter()
        return Found(passages, pool, cosines, vector, 1e3 * (embedded - began), 1e3 * (done - embedded))

    def passages(self, question: str, top_k: int | None = None) -> list[Passage]:
        """The passages nearest to a question, best first."""
        return list(self.search(question, top_k).passages)

    def _passages(
        self, chunks: list[Chunk], scores: dict[str, float], dense: list[Hit], lexical: list[Hit]
    ) -> list[Passage]:
        cosine = {hit.chunk_id: hit.score for hit in dense}
        bm25 = {hit.chunk_id: hit.score for hit in lexical}
        entries: dict[str, CatalogueEntry | None] = {}
        passages = []
        for chunk in chunks:
            if chunk.article_id not in entries:
                entries[chunk.article_id] = self.archive.entry(chunk.article_id)
            entry = entries[chunk.article_id]
            if entry is not None:
                passages.append(
                    Passage(
                        article=entry.article,
                        source=entry.source,
                        start=chunk.start,
                        end=chunk.end,
                        score=scores[chunk.id],
                        dense=cosine.get(chunk.id),
                        lexical=bm25.get(chunk.id),
                    )
                )
        return passages

    def _fused(
        self, archive: Searchable, question: str, vector: NDArray[np.float32]
    ) -> tuple[list[Hit], list[Hit], dict[str, float]]:
        """Both searches' hits, and fused scores by chunk id, best first."""
        foreign = language_of(question) == "en"
        if foreign or _LATIN.search(question):
            # Here, since a question in Chinese needs none of it.
            from retrieval.search.crossing import crossed
            from retrieval.search.translation import across, with_meanings
        if foreign:
            dense = archive.dense(crossed(vector, self.embedder.info.fingerprint), DEPTH)
            lexical, named = across(archive, question, DEPTH)
            weight = DENSE_WEIGHT_NAMED if named else DENSE_WEIGHT_FOREIGN
        else:
            dense = archive.dense(vector, DEPTH)
            asked = with_meanings(question) if _LATIN.search(question) else question
            lexical, weight = archive.lexical(asked, DEPTH), DENSE_WEIGHT
        few = len(lexical) < FEW
        return dense, lexical, dict(fuse(dense, lexical, dense_weight=weight, every_match=few))

    def _cosines(
        self, archive: Searchable, question: str, vector: NDArray[np.float32], dense: list[Hit]
    ) -> tuple[float, ...]:
        """Cosines of the question as it was asked: what is supported was calibrated on these."""
        near = archive.dense(vector, DEPTH) if language_of(question) == "en" else dense
        return tuple(hit.score for hit in near)
