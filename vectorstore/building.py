"""The next generation, built beside the live one, checked, and only then made live.

Where the live generation can be the base, its files are copied and the difference applied: ten changed
articles cost a copy and ten articles. The vectors are copied on another thread while the catalogue is copied
and edited, and the catalogue is flushed and digested while the vectors are written and tried. The vectors are
built whole where there is no base, where `whole` is asked for, where they lie in a server or lay there, after
a takedown, and where too many have been taken out since they were last built whole.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Collection, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpus.chunking import TokenBudget, chunk_article
from corpus.models import Article, Chunk
from vectorstore.cache import text_digest
from vectorstore.catalogue.catalogue import Catalogue
from vectorstore.catalogue.editing import CatalogueEditor, Edit, Entry
from vectorstore.chroma import embedded as chroma_embedded
from vectorstore.chroma.files import blank, clear_room, copy_collection
from vectorstore.chroma.hnsw import CHURN
from vectorstore.dense import open_index, write_whole
from vectorstore.errors import StoreDamaged
from vectorstore.files import checksum, copy_file, flush, flush_tree, require_space, tree_size
from vectorstore.generations import StoreFolder
from vectorstore.inspection import checksums
from vectorstore.models import Changes, EmbeddingModel, Manifest, Vectors
from vectorstore.progress import Progress
from vectorstore.vectorising import vectors_of

CANARIES = 16
"""Chunks of the whole generation whose own vector must find them before it goes live."""

CANARY_SIMILARITY = 0.999
"""A stored vector is the same 32-bit numbers that are searched for: only rounding parts them."""

BYTES_PER_CHUNK = 6000
"""Disk for one chunk in a generation of 384 dimensions: 566 MB at 100,158 chunks of 300 Chinese characters,
5,650 each (`python -m benchmarks.refresh 100000`), rounded up."""


@dataclass(frozen=True, slots=True)
class Task:
    """What to build.

    Attributes:
        entries: The next generation's sources, in order.
        base: The live generation, if its files can be the base: the same fingerprint, undamaged.
        withdrawn: Contents that were taken down.
        withdrawals: How often that list was changed.
        fingerprint: Of model, chunker, splitter and layout together.
        made_by: For the history.
        changes: For the history.
        samples: Whether the sources are the bundled samples.
        whole: Build everything anew even where there is a base.
        tidy: Leave no trace of what went, neither in the catalogue's postings nor among the vectors: for a
            takedown.
    """

    entries: Sequence[Entry]
    base: Manifest | None
    withdrawn: Collection[str]
    withdrawals: int
    fingerprint: str
    made_by: str
    changes: Changes
    samples: bool
    whole: bool = False
    tidy: bool = False


def build(
    store: StoreFolder, embedder: EmbeddingModel, task: Task, progress: Progress
) -> tuple[Manifest, int]:
    """Build the next generation and make it live.

    Returns:
        Its manifest, and how many chunks went through the model.

    Raises:
        StoreUnwritable: The disk is full, or refuses.
        StoreDamaged: What was built does not find its own chunks; it did not go live.
        EmbeddingError: The model cannot be used.
    """
    generation = store.begin()
    try:
        manifest, embedded = _Build(store, embedder, task, progress, generation).run()
        store.seal(manifest)
        store.publish(manifest)
    except BaseException:
        if not _is_live(store, generation):
            store.discard(generation)
        raise
    return manifest, embedded


def _is_live(store: StoreFolder, generation: str) -> bool:
    try:
        return store.current() == generation
    except StoreDamaged:
        return True  # who can tell: leave it


@dataclass(frozen=True, slots=True)
class _Written:
    """The next generation's vectors.

    Attributes:
        collection: In a Chroma server; "" where they lie in the generation's folder.
        embedded: Chunks that went through the model.
        probes: Chunk id → vector of shape (dimension,): what must be found.
    """

    collection: str
    embedded: int
    probes: dict[str, NDArray[np.float32]]


class _Build:
    def __init__(
        self,
        store: StoreFolder,
        embedder: EmbeddingModel,
        task: Task,
        progress: Progress,
        generation: str,
    ) -> None:
        self._store = store
        self._embedder = embedder
        self._task = task
        self._progress = progress
        self._generation = generation
        self._base = None if task.whole else task.base

    def run(self) -> tuple[Manifest, int]:
        # Left only when both threads are done, so that nothing is written to a folder that is being removed.
        with ThreadPoolExecutor(2, "wenbao-building") as pool:
            return self._run(pool)

    def _run(self, pool: ThreadPoolExecutor) -> tuple[Manifest, int]:
        base, task = self._base, self._task
        self._require_space()
        path = self._store.catalogue(self._generation)
        copied = pool.submit(self._copy_vectors, base) if base and self._may_grow(base) else None
        if base:
            copy_file(self._store.catalogue(base.generation), path)
        fresh = [len(entry.articles) for entry in task.entries if entry.articles is not None]
        self._progress.stage("chunking", sum(fresh))
        with CatalogueEditor(path) as editor:
            edit = editor.apply(task.entries, task.withdrawn, self._chunker())
            if base is None or task.tidy:
                editor.optimise()
        settled = pool.submit(_settle, path)
        with closing(Catalogue(path)) as catalogue:
            sources, articles, chunks = catalogue.counts()
            churn = base.churn + len(edit.removed) if base and copied else 0
            # After a takedown all is built anew: Chroma only marks what is deleted.
            if copied and (churn > CHURN * max(chunks, 1) or (task.tidy and edit.removed)):
                copied.result()
                shutil.rmtree(self._store.vectors(self._generation))
                copied, churn = None, 0
            written = self._write_vectors(copied, catalogue, edit)
            self._verify(catalogue, written)
            blank(self._store.vectors(self._generation))
            clear_room(self._store.vectors(self._generation))
        return Manifest(
            generation=self._generation,
            created=datetime.now(UTC).isoformat(timespec="seconds"),
            fingerprint=task.fingerprint,
            model=self._embedder.info.name,
            model_fingerprint=self._embedder.info.fingerprint,
            dimension=self._embedder.info.dimension,
            sources=sources,
            articles=articles,
            chunks=chunks,
            samples=task.samples,
            made_by=task.made_by,
            base=task.base.generation if task.base else None,
            changes=task.changes,
            churn=churn,
            withdrawals=task.withdrawals,
            collection=written.collection,
            checksums=checksums(self._store.path(self._generation), {path.name: settled.result()}),
        ), written.embedded

    def _may_grow(self, base: Manifest) -> bool:
        """Whether the base's vectors may be copied: not out of a server, nor for one, nor another model's."""
        embedded = self._store.server is None and not base.collection
        return embedded and base.model_fingerprint == self._embedder.info.fingerprint

    def _copy_vectors(self, base: Manifest) -> None:
        folder = self._store.vectors(self._generation)
        copy_collection(self._store.vectors(base.generation), folder)
        flush_tree(folder)  # seal finds little left to flush

    def _require_space(self) -> None:
        characters = sum(
            len(article.text) for entry in self._task.entries for article in entry.articles or ()
        )
        needed = characters // 200 * BYTES_PER_CHUNK
        if self._base:
            needed += tree_size(self._store.path(self._base.generation))
        require_space(self._store.folder, needed)

    def _chunker(self) -> Callable[[Article], Sequence[Chunk]]:
        budget = TokenBudget(self._embedder.count_tokens, self._embedder.info.max_tokens)

        def cut(article: Article) -> Sequence[Chunk]:
            self._progress.advance()
            return chunk_article(article, budget)

        return cut

    def _write_vectors(self, copied: Future[None] | None, catalogue: Catalogue, edit: Edit) -> _Written:
        """Write the vectors, whole or as a difference to those that are being copied."""
        if copied is None:
            chunks = list(catalogue.all_chunks())
            vectors, embedded = vectors_of(self._store, self._embedder, chunks, self._progress)
            self._progress.stage("indexing", len(chunks))
            collection = write_whole(
                self._store,
                self._generation,
                Vectors(
                    self._embedder.info.fingerprint,
                    {chunk.id: text_digest(chunk.embedding_text) for chunk in chunks},
                    vectors,
                ),
                self._progress.advance,
                afresh=self._task.tidy,
            )
            return _Written(collection, embedded, _probes(chunks, vectors))
        folder = self._store.vectors(self._generation)
        vectors, embedded = vectors_of(self._store, self._embedder, edit.added, self._progress)
        self._progress.stage("indexing", len(edit.added))
        copied.result()
        if edit.removed or edit.added:
            chroma_embedded.edit(folder, edit.removed, [chunk.id for chunk in edit.added], vectors)
        self._progress.advance(len(edit.added))
        return _Written("", embedded, _probes(edit.added, vectors))

    def _verify(self, catalogue: Catalogue, written: _Written) -> None:
        """Check that exactly the catalogue's chunks have vectors, and that canaries find themselves.

        Raises:
            StoreDamaged: They do not; the generation must not go live.
        """
        wanted = catalogue.chunk_ids()
        with closing(open_index(self._store, self._generation, written.collection)) as index:
            if sorted(index.ids()) != sorted(wanted):
                raise StoreDamaged(
                    f"the new generation's {len(index)} vectors are not those of its {len(wanted)} chunks:"
                    " nothing was changed; run `wenbao refresh --rebuild`"
                )
            old = wanted[:: max(1, len(wanted) // CANARIES)]
            for chunk_id, vector in {**index.vectors(old), **written.probes}.items():
                best = index.search(vector, 1)
                if not best or best[0].score < CANARY_SIMILARITY:
                    raise StoreDamaged(
                        f"the new generation does not find chunk {chunk_id}: nothing was changed;"
                        " run `wenbao refresh --rebuild`"
                    )


def _settle(file: Path) -> tuple[int, str]:
    """Force a file that will not change any more to disk; its size in bytes and digest."""
    flush(file)
    found = checksum(file)
    return found.size, found.sha256


def _probes(chunks: Sequence[Chunk], vectors: NDArray[np.float32]) -> dict[str, NDArray[np.float32]]:
    """Some of the chunks just written, over all of them."""
    step = max(1, len(chunks) // CANARIES)
    return {chunks[row].id: vectors[row] for row in range(0, len(chunks), step)}
