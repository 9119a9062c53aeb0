"""The live generation, open for questions: catalogue, lexical index, vectors, model, in one hand.

An `Archive` is one generation and stays whole for as long as it is held; when nobody holds it any
longer, its files close. `LiveArchive` hands out the newest: it looks at `CURRENT` before each question
and opens the next generation when there is one.
"""

from __future__ import annotations

import contextlib
import datetime
import logging
import threading
import weakref
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from corpus.models import Chunk
from vectorstore.catalogue.catalogue import Catalogue
from vectorstore.dense import open_index
from vectorstore.errors import ModelMismatch, StoreDamaged, StoreError
from vectorstore.generations import StoreFolder
from vectorstore.models import CatalogueEntry, EmbeddingModel, Hit, Manifest
from vectorstore.selection import Selection

PATIENCE = 0.25
"""Seconds that a question waits for a generation that was published since the last one. A store of
10,000 chunks opens within it on two cores; while a larger one is opened, the generation before, which is
still whole, answers (benchmarks/refresh.py)."""

_ATTEMPTS = 5
"""How often a reader looks again when the generation that it was about to open has just been collected:
each time needs a whole refresh to have gone by in between."""

_LOG = logging.getLogger("wenbao.store")


class Archive:
    """One generation, read-only and held: it is not collected while this object lives."""

    def __init__(self, store: StoreFolder, manifest: Manifest) -> None:
        """Open a generation and ask it for something that it surely has.

        Raises:
            FileNotFoundError: It has just been collected.
            StoreDamaged: Its catalogue or its vectors cannot be read, or do not find themselves.
        """
        self.manifest = manifest
        with contextlib.ExitStack() as stack:
            stack.enter_context(store.hold(manifest.generation))
            self.catalogue = Catalogue(store.catalogue(manifest.generation))
            stack.callback(self.catalogue.close)
            self._dense = open_index(store, manifest.generation, manifest.collection)
            stack.callback(self._dense.close)
            self._check()
            self._close = weakref.finalize(self, stack.pop_all().close)

    @property
    def generation(self) -> str:
        """The generation's number."""
        return self.manifest.generation

    def _check(self) -> None:
        """Let one chunk find itself: it loads the index, and a lost one finds nothing."""
        counts = self.catalogue.counts()
        expected = (self.manifest.sources, self.manifest.articles, self.manifest.chunks)
        if counts != expected or len(self._dense) != self.manifest.chunks:
            raise StoreDamaged(
                f"generation {self.generation} does not hold what it was published with:"
                " run `wenbao verify --repair`"
            )
        canary = self.catalogue.any_chunk()
        if canary is not None:
            vector = self._dense.vectors([canary]).get(canary)
            if vector is None or not self._dense.search(vector, 1):
                raise StoreDamaged(
                    f"the vectors of generation {self.generation} are lost: run `wenbao verify --repair`"
                )

    def dense(self, vector: NDArray[np.float32], k: int) -> list[Hit]:
        """The `k` chunks nearest to a question's vector of shape (dimension,); cosine similarity."""
        return self._dense.search(vector, k)

    def lexical(self, question: str, k: int) -> list[Hit]:
        """The `k` best chunks by BM25."""
        return self.catalogue.lexical(question, k)

    def alternatives(self, groups: Sequence[Mapping[str, float]], k: int) -> list[Hit]:
        """The `k` best chunks for words each of which may be written in several ways, with weights."""
        return self.catalogue.alternatives(groups, k)

    def pairs(self, first: Iterable[str], second: Iterable[str]) -> dict[str, int]:
        """The pairs of two such characters that some chunk has → how many chunks have it."""
        return self.catalogue.pairs(first, second)

    def chunks(self, ids: Sequence[str]) -> list[Chunk]:
        """The chunks of these ids, in their order."""
        return self.catalogue.chunks(ids)

    def entry(self, article_id: str) -> CatalogueEntry | None:
        """The article of that id, or None."""
        return self.catalogue.entry(article_id)

    def entries(self) -> Iterator[CatalogueEntry]:
        """Every article in the archive's order."""
        yield from self.catalogue.entries()  # a generator of its own: it holds the archive open

    def vectors(self, chunk_ids: Sequence[str]) -> dict[str, NDArray[np.float32]]:
        """The stored vectors of these chunks, each of shape (dimension,), L2-normalised."""
        return self._dense.vectors(chunk_ids)

    def within(self, articles: Sequence[str]) -> Selection:
        """The articles of these ids, searched as if they were all there is."""
        return Selection(self, articles)

    def entries_between(
        self, first: datetime.date | None, last: datetime.date | None
    ) -> list[CatalogueEntry]:
        """Articles of issues dated `first` to `last`, and undated ones with a dateline, in order."""
        return list(self.catalogue.entries_between(first, last))

    def entries_holding(self, word: str) -> list[CatalogueEntry]:
        """Articles any of whose fields holds `word`, in the archive's order."""
        return list(self.catalogue.entries_holding(word))

    @cached_property
    def days(self) -> tuple[datetime.date | None, datetime.date | None]:
        """The first and last issue dates; None where no article is dated."""
        first, last = (day and datetime.date.fromisoformat(day) for day in self.catalogue.days())
        return first or None, last or None

    @cached_property
    def papers(self) -> tuple[str, ...]:
        """The names of its papers, those with most articles first; pages without a name aside."""
        return tuple(name for name, _ in self.catalogue.papers() if name)

    def close(self) -> None:
        """Release the files now; they close by themselves when the archive is let go."""
        self._close()


class LiveArchive:
    """The newest generation, opened again when a refresh has published one. Thread-safe."""

    def __init__(self, store: StoreFolder, embedder: EmbeddingModel) -> None:
        self._store = store
        self._lock = threading.Lock()
        self._archive: Archive | None = None
        self._said: str | None = None  # what CURRENT said when the archive was opened
        self._opening: _Opening | None = None
        self.embedder = embedder

    def get(self) -> Archive:
        """The live generation; while a large new one is being opened, for a moment the one before.

        A generation whose articles were changed by a takedown is waited for, however long it takes.

        Raises:
            StoreEmpty: Nothing has been indexed yet.
            StoreDamaged: No generation can be opened.
            ModelMismatch: It was indexed with another embedding model.
        """
        with self._lock:
            said = self._current()
            if self._archive is None:
                self._archive, self._said = self._open(), said
            elif said != self._said:
                self._follow(said)
            return self._archive

    def _current(self) -> str | None:
        try:
            return self._store.current()
        except StoreDamaged:
            return None  # `live` says more, and falls back

    def _follow(self, said: str | None) -> None:
        assert self._archive is not None
        if self._opening is None or self._opening.said != said:
            self._opening = _Opening(self, said)
        urgent = self._store.live().withdrawals != self._archive.manifest.withdrawals
        self._opening.join(None if urgent else PATIENCE)
        if self._opening.is_alive():
            return
        opening, self._opening = self._opening, None
        if opening.error is not None:
            raise opening.error
        # The old one is left to whoever still holds it; its files close with it.
        self._archive, self._said = opening.archive, said

    def _open(self) -> Archive:
        passed_over: StoreError | None = None
        for _ in range(_ATTEMPTS):
            manifest = self._store.live()
            if manifest.model_fingerprint != self.embedder.info.fingerprint:
                raise ModelMismatch(
                    f"the archive was indexed with the model {manifest.model}, not with"
                    f" {self.embedder.info.name} as it is now: run `wenbao refresh`"
                )
            try:
                return Archive(self._store, manifest)
            except FileNotFoundError:
                continue
            except StoreDamaged as exc:
                passed_over = exc
                before = self._before(manifest)
                if before is not None:
                    _LOG.warning("%s; generation %s serves", exc, before.generation)
                    return before
                raise
        raise passed_over or StoreDamaged("the store changes faster than it can be opened: ask again")

    def _before(self, manifest: Manifest) -> Archive | None:
        """The newest generation before a damaged one that can be opened and has the same model."""
        for name in self._store.whole():
            if name < manifest.generation:
                with contextlib.suppress(StoreDamaged, FileNotFoundError):
                    older = self._store.manifest(name)
                    if older.model_fingerprint == manifest.model_fingerprint:
                        return Archive(self._store, older)
        return None


class _Opening(threading.Thread):
    """Opens a generation while the one before goes on serving."""

    def __init__(self, live: LiveArchive, said: str | None) -> None:
        super().__init__(name="wenbao-opening", daemon=True)
        self.said = said
        self.archive: Archive | None = None
        self.error: Exception | None = None
        self._live = live
        self.start()

    def run(self) -> None:
        """Open it; an error is kept for the question that waits."""
        try:
            self.archive = self._live._open()  # noqa: SLF001 (two halves of one thing)
        except Exception as exc:  # noqa: BLE001 (whatever it is, the question that waits must hear it)
            self.error = exc
