"""What the store keeps and hands out. Frozen data; imports no sibling."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from corpus.models import Article, Issue, LeftOut

if TYPE_CHECKING:  # `wenbao status` shows facts of the store and should not wait for numpy
    import numpy as np
    from numpy.typing import NDArray


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
class Vectors:
    """The vectors of a generation's chunks, and what they were made of.

    Attributes:
        model_fingerprint: Of the model that made them.
        texts: Chunk id → digest of the embedded text, in the order of the rows.
        rows: Shape (len(texts), dimension), L2-normalised.
    """

    model_fingerprint: str
    texts: Mapping[str, str]
    rows: NDArray[np.float32]


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
class Changes:
    """How many sources differ between two generations; a renamed file is unchanged."""

    added: int = 0
    changed: int = 0
    removed: int = 0
    unchanged: int = 0


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a generation is made of; written last, so that a generation without one is no generation.

    Attributes:
        generation: Its number, six digits.
        created: When it was finished, ISO 8601, UTC.
        fingerprint: Of model, chunker, splitter and layout together: other vectors are never mixed in.
        model: The embedding model's name.
        model_fingerprint: The embedding model's own fingerprint.
        dimension: Numbers in a vector.
        sources: How many sources.
        articles: How many articles.
        chunks: How many chunks.
        samples: Whether it holds the bundled sample pages.
        made_by: What made it: refresh, rebuild, repair, remove, undo or restore.
        base: The generation that was live before, if any.
        changes: What it changed in its sources.
        churn: Vectors taken out since its collection was last built whole.
        withdrawals: Takedowns and their undoings so far; a reader that holds a generation with another
            count may not serve it any longer.
        collection: The vectors' collection in a Chroma server; "" where they lie in the generation's folder.
        checksums: Path below the generation's folder → [bytes, SHA-256] (`vectorstore.inspection`).
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
    made_by: str = "refresh"
    base: str | None = None
    changes: Changes = field(default_factory=Changes)
    churn: int = 0
    withdrawals: int = 0
    collection: str = ""
    checksums: Mapping[str, tuple[int, str]] = field(default_factory=dict)


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
    """What a refresh did, or with `dry_run` what it would do.

    Attributes:
        generation: The live generation afterwards; None for a dry run of an empty store.
        changes: Sources added, changed, removed and unchanged; removed are those that vanished under
            a root that was looked at.
        failed: Sources that could not be read; what was known of them is kept.
        left_out: What the sources read this time hold beside articles.
        articles: In the live generation.
        chunks: In the live generation.
        embedded: Chunks that went through the model.
        seconds: Wall-clock time.
        dry_run: Nothing was written.
        plan: For a dry run: (what, source's name) for each source that would be read or dropped.
        whole: Why the next generation was (would be) built whole; "" where it was not.
        passed_over: (suffix, how many) of the files that no reader knows, most first.
    """

    generation: str | None
    changes: Changes
    failed: tuple[FailedSource, ...] = ()
    left_out: tuple[SourceLeftOut, ...] = ()
    articles: int = 0
    chunks: int = 0
    embedded: int = 0
    seconds: float = 0.0
    dry_run: bool = False
    plan: tuple[tuple[str, str], ...] = ()
    whole: str = ""
    passed_over: tuple[tuple[str, int], ...] = ()

    @property
    def added(self) -> int:
        """Sources that were not there before."""
        return self.changes.added

    @property
    def changed(self) -> int:
        """Sources whose bytes or flags changed."""
        return self.changes.changed

    @property
    def removed(self) -> int:
        """Sources that vanished."""
        return self.changes.removed

    @property
    def unchanged(self) -> int:
        """All others."""
        return self.changes.unchanged


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """An article that was taken down.

    Attributes:
        id: The id under which it was shown.
        content: The id that its content (or its source) gives: what is kept out of later refreshes.
        headline: For the person who looks the list up.
        when: ISO 8601, UTC.
    """

    id: str
    content: str
    headline: str
    when: str


@dataclass(frozen=True, slots=True)
class Damage:
    """One thing that is wrong with a generation.

    Attributes:
        where: The file, or the part, that is damaged.
        what: What is wrong with it.
    """

    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}"
