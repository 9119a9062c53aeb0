"""The live generation, open for questions: catalogue, lexical index, vectors, model, in one hand.

An `Archive` is one generation and stays whole for as long as it is held. `LiveArchive` hands out the
newest: it looks at `CURRENT` before each question and opens the next generation when there is one.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator, Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from corpus.models import Chunk
from vectorstore.catalogue import Catalogue
from vectorstore.dense import DenseIndex
from vectorstore.errors import ModelMismatch, StoreDamaged
from vectorstore.generations import StoreFolder
from vectorstore.models import CatalogueEntry, EmbeddingModel, Hit, Manifest


class Archive:
    """One generation, read-only."""

    def __init__(self, store: StoreFolder, manifest: Manifest) -> None:
        """Open a generation.

        Raises:
            StoreDamaged: Its catalogue cannot be opened.
        """
        self._store = store
        self.manifest = manifest
        path = store.catalogue(manifest.generation)
        try:
            self.catalogue = Catalogue(path)
            self.catalogue.counts()
        except sqlite3.Error as exc:
            raise StoreDamaged(
                f"the catalogue {path} cannot be read ({exc}): run `wenbao refresh --rebuild`"
            ) from exc

    @property
    def generation(self) -> str:
        """The generation's number."""
        return self.manifest.generation

    @cached_property
    def _dense(self) -> DenseIndex:
        return DenseIndex(self._store.vectors(self.generation))

    def open_vectors(self) -> None:
        """Open the vectors now, so that the first question need not wait for it."""
        _ = self._dense

    def dense(self, vector: NDArray[np.float32], k: int) -> list[Hit]:
        """The `k` chunks nearest to a question's vector of shape (dimension,); cosine similarity."""
        return self._dense.search(vector, k)

    def lexical(self, question: str, k: int) -> list[Hit]:
        """The `k` best chunks by BM25."""
        return self.catalogue.lexical(question, k)

    def chunks(self, ids: Sequence[str]) -> list[Chunk]:
        """The chunks of these ids, in their order."""
        return self.catalogue.chunks(ids)

    def entry(self, article_id: str) -> CatalogueEntry | None:
        """The article of that id, or None."""
        return self.catalogue.entry(article_id)

    def entries(self) -> Iterator[CatalogueEntry]:
        """Every article in the archive's order."""
        return self.catalogue.entries()

    def close(self) -> None:
        """Release the files."""
        self.catalogue.close()
        if "_dense" in self.__dict__:
            self._dense.close()


class LiveArchive:
    """The newest generation, opened again when a refresh has published one. Thread-safe."""

    def __init__(self, store: StoreFolder, embedder: EmbeddingModel) -> None:
        self._store = store
        self._lock = threading.Lock()
        self._archive: Archive | None = None
        self.embedder = embedder

    def get(self) -> Archive:
        """The live generation.

        Raises:
            StoreEmpty: Nothing has been indexed yet.
            StoreDamaged: It cannot be opened.
            ModelMismatch: It was indexed with another embedding model.
        """
        with self._lock:
            generation = self._store.current()
            if self._archive is None or self._archive.generation != generation:
                manifest = self._store.live()
                if manifest.model_fingerprint != self.embedder.info.fingerprint:
                    raise ModelMismatch(
                        f"the archive was indexed with the model {manifest.model}, not with"
                        f" {self.embedder.info.name} as it is now: run `wenbao refresh`"
                    )
                # The old one is left to whoever still holds it; its files close with it.
                self._archive = Archive(self._store, manifest)
            return self._archive
