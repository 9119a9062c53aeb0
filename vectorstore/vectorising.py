"""The vectors of chunks: out of the cache, else of the model, which then fills the cache."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from corpus.models import Chunk
from vectorstore.cache import EmbeddingCache, text_digest
from vectorstore.layout import StoreLayout
from vectorstore.models import EmbeddingModel
from vectorstore.progress import Progress

EMBED_AT_ONCE = 256
"""Chunks embedded between two commits of the cache: seconds of work that a kill can cost."""


def vectors_of(
    store: StoreLayout, embedder: EmbeddingModel, chunks: Sequence[Chunk], progress: Progress
) -> tuple[NDArray[np.float32], int]:
    """Vectors of shape (len(chunks), dimension) from the cache, else from the model; how many of those."""
    model = embedder.info
    digests = [text_digest(chunk.embedding_text) for chunk in chunks]
    vectors = np.zeros((len(chunks), model.dimension), np.float32)
    with EmbeddingCache(store.cache) as cache:
        known = cache.get(model.fingerprint, digests)
        missing = {
            digest: chunk.embedding_text
            for digest, chunk in zip(digests, chunks, strict=True)
            if digest not in known or len(known[digest]) != model.dimension
        }
        progress.stage("embedding", len(missing))
        wanted = list(missing)
        for at in range(0, len(wanted), EMBED_AT_ONCE):
            batch = wanted[at : at + EMBED_AT_ONCE]
            made = embedder.passages([missing[digest] for digest in batch], progress.advance)
            cache.put(model.fingerprint, batch, made)
            known.update(zip(batch, made, strict=True))
    for row, digest in enumerate(digests):
        vectors[row] = known[digest]
    return vectors, len(missing)
