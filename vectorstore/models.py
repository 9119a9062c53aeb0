"""What the store hands out. Frozen data; imports no sibling."""

from __future__ import annotations

from dataclasses import dataclass

from corpus.models import Chunk


@dataclass(frozen=True, slots=True)
class Hit:
    """One chunk that a search found.

    Attributes:
        chunk_id: The chunk.
        score: Higher is better. Dense: cosine similarity in [-1, 1]. Lexical: BM25, ≥ 0.
    """

    chunk_id: str
    score: float


@dataclass(frozen=True, slots=True)
class EmbeddingInfo:
    """The embedding model in use, as `wenbao model --json` prints it.

    Attributes:
        name: What the user calls it.
        folder: A standard sentence-transformers folder.
        dimension: Numbers in a vector.
        max_tokens: The longest input, special tokens and prompt included.
        fingerprint: Digest of weights, prompts and normalisation: vectors of two fingerprints
            are never mixed.
        engine: What computes it, such as "sentence-transformers".
    """

    name: str
    folder: str
    dimension: int
    max_tokens: int
    fingerprint: str
    engine: str


@dataclass(frozen=True, slots=True)
class StoredArticleRef:
    """Where an article came from: the display name of its source and its place in it."""

    source: str
    position: int


__all__ = ["Chunk", "EmbeddingInfo", "Hit", "StoredArticleRef"]
