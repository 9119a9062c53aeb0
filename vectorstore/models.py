"""What the store keeps and hands out. Frozen data; imports no sibling."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from corpus.models import Article, Issue, LeftOut


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


class EmbeddingModel(Protocol):
    """What the store needs of an embedding model; `vectorstore.embedding.Embedder` is the real one."""

    @property
    def info(self) -> EmbeddingInfo:
        """The model in a few facts."""
        ...

    def passages(
        self, texts: Sequence[str], on_progress: Callable[[int], None] | None = None
    ) -> NDArray[np.float32]:
        """Vectors of passages, shape (len(texts), dimension), L2-normalised."""
        ...

    def query(self, text: str) -> NDArray[np.float32]:
        """The vector of a question, shape (dimension,), L2-normalised."""
        ...

    def count_tokens(self, text: str) -> int:
        """Tokens of a passage with prompt and special tokens."""
        ...


@dataclass(frozen=True, slots=True)
class Root:
    """A file or folder whose pages this store keeps, with what its user said of them.

    Attributes:
        path: Absolute path.
        issue: The flags of the `refresh` that named it.
    """

    path: str
    issue: Issue = field(default_factory=Issue)


@dataclass(frozen=True, slots=True, order=True)
class SourceKey:
    """Which source: its root's absolute path, and its path below that ("" for a file root)."""

    root: str
    path: str


@dataclass(frozen=True, slots=True)
class StoredSource:
    """A source as the catalogue keeps it.

    Attributes:
        key: Which source.
        name: How people see it: the root's name and the path below it.
        sha256: Digest of the file's bytes when it was read.
        issue: The flags that it was read with.
    """

    key: SourceKey
    name: str
    sha256: str
    issue: Issue


@dataclass(frozen=True, slots=True)
class CatalogueEntry:
    """An article and its source's display name."""

    article: Article
    source: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a generation is made of; written last, so that a generation without one is no generation.

    Attributes:
        generation: Its number, six digits.
        created: When it was finished, ISO 8601, UTC.
        fingerprint: Of model, chunker and splitter together: other vectors are never mixed in.
        model: The embedding model's name.
        model_fingerprint: The embedding model's own fingerprint.
        dimension: Numbers in a vector.
        sources: How many sources.
        articles: How many articles.
        chunks: How many chunks.
        samples: Whether it holds the bundled sample pages.
    """

    generation: str
    created: str
    fingerprint: str
    model: str
    model_fingerprint: str
    dimension: int
    sources: int
    articles: int
    chunks: int
    samples: bool


@dataclass(frozen=True, slots=True)
class FailedSource:
    """A source that could not be read, and one line that says why."""

    source: str
    error: str


@dataclass(frozen=True, slots=True)
class SourceLeftOut:
    """Printed characters of one source that went into no article."""

    source: str
    left_out: LeftOut


@dataclass(frozen=True, slots=True)
class RefreshReport:
    """What a refresh did.

    Attributes:
        generation: The live generation afterwards.
        added: Sources that were not there before.
        changed: Sources whose bytes or flags changed.
        removed: Sources that vanished under a root that was looked at.
        unchanged: All others; a renamed file is one of them.
        failed: Sources that could not be read; what was known of them is kept.
        left_out: What the sources read this time hold beside articles.
        articles: In the live generation.
        chunks: In the live generation.
        embedded: Chunks that went through the model.
        seconds: Wall-clock time.
    """

    generation: str
    added: int
    changed: int
    removed: int
    unchanged: int
    failed: tuple[FailedSource, ...]
    left_out: tuple[SourceLeftOut, ...]
    articles: int
    chunks: int
    embedded: int
    seconds: float
