"""A generation's vectors in a folder of its own, written and read by Chroma in this process.

One collection a generation, cosine space, ids only: texts and metadata stand in the catalogue.
Chroma answers with cosine distances; they become similarities here. Every error that it raises crosses
`_translated`. Writing goes through Chroma's client, reading through `vectorstore.chroma.readers`.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from vectorstore.chroma.files import DATABASE, blank, view_of, writable
from vectorstore.chroma.hnsw import HNSW
from vectorstore.chroma.readers import CHANGED, COLLECTION, Bindings, Client, Reader, chroma_client
from vectorstore.errors import StoreDamaged, StoreUnwritable
from vectorstore.models import Hit

FETCH_AT_ONCE = 2000
"""Vectors fetched in one call: 3 MB at 384 dimensions."""


def write(
    folder: Path,
    ids: Sequence[str],
    vectors: NDArray[np.float32],
    on_progress: Callable[[int], None] | None = None,
) -> None:
    """Write a new collection.

    Args:
        folder: Does not exist yet.
        ids: Chunk ids.
        vectors: Shape (len(ids), dimension), L2-normalised.
        on_progress: Called with the number of vectors just added.

    Raises:
        StoreUnwritable: The folder cannot be written.
    """
    with _translated(folder), chroma_client(folder) as client:
        collection = client.create_collection(
            COLLECTION,
            embedding_function=None,
            configuration={"hnsw": HNSW},
        )
        size = client.get_max_batch_size()
        for at in range(0, len(ids), size):
            batch = list(ids[at : at + size])
            collection.add(ids=batch, embeddings=vectors[at : at + size])
            if on_progress:
                on_progress(len(batch))


def edit(folder: Path, removed: Sequence[str], ids: Sequence[str], vectors: NDArray[np.float32]) -> None:
    """Change a collection that nobody reads.

    Args:
        folder: Holds a collection.
        removed: Ids to take out; one that is also in `ids` gets its new vector.
        ids: Ids to put in.
        vectors: Shape (len(ids), dimension), L2-normalised.

    Raises:
        StoreDamaged: The collection cannot be read.
        StoreUnwritable: The folder cannot be written.
    """
    with _translated(folder), chroma_client(folder) as client:
        collection = client.get_collection(COLLECTION, embedding_function=None)
        size = client.get_max_batch_size()
        for at in range(0, len(removed), size):
            collection.delete(ids=list(removed[at : at + size]))
        for at in range(0, len(ids), size):
            collection.add(ids=list(ids[at : at + size]), embeddings=vectors[at : at + size])


class EmbeddedIndex:
    """A written collection, open for search."""

    def __init__(self, folder: Path) -> None:
        """Open the collection.

        Raises:
            StoreDamaged: There is none, or Chroma cannot read it.
        """
        self._folder = folder
        if not (folder / DATABASE).is_file():
            raise StoreDamaged(f"the vectors are missing from {folder}: run `wenbao verify --repair`")
        self._reader: Reader
        with _translated(folder):
            # Opening writes a row into Chroma's own file: where it may not, it gets a copy of that file.
            self._view = None if writable(folder) else view_of(folder)
            self._place = Path(self._view.name) if self._view else folder
            try:
                self._reader = Bindings(self._place)
            except CHANGED:
                self._reader = Client(self._place)
            self._count = self._reader.count()
        self._blanked = self._view is not None  # a read-only folder gets no index files

    def __len__(self) -> int:
        return self._count

    def search(self, vector: NDArray[np.float32], k: int) -> list[Hit]:
        """Find the `k` nearest chunks to a vector of shape (dimension,).

        Returns:
            Hits with cosine similarity as their score, best first.
        """
        if not self._count:
            return []
        k = min(k, self._count)
        with _translated(self._folder):
            try:
                ids, distances = self._reader.nearest(vector, k)
            except CHANGED:
                if isinstance(self._reader, Client):
                    raise
                self._reader.close()
                self._reader = Client(self._place)
                ids, distances = self._reader.nearest(vector, k)
        if not self._blanked:  # the first search made them
            self._blanked = True
            with suppress(OSError):
                blank(self._folder)
        return [
            Hit(chunk_id, 1.0 - float(distance)) for chunk_id, distance in zip(ids, distances, strict=True)
        ]

    def vectors(self, ids: Sequence[str]) -> dict[str, NDArray[np.float32]]:
        """The stored vectors of those `ids` that have one, each of shape (dimension,)."""
        found: dict[str, NDArray[np.float32]] = {}
        with _translated(self._folder):
            for at in range(0, len(ids), FETCH_AT_ONCE):
                got, vectors = self._reader.fetch(list(ids[at : at + FETCH_AT_ONCE]))
                found.update(zip(got, np.asarray(vectors, np.float32), strict=True))
        return found

    def ids(self) -> list[str]:
        """Ids of all vectors, in no order."""
        with _translated(self._folder):
            return self._reader.ids()

    def close(self) -> None:
        """Release Chroma's files; harmless when done twice."""
        self._reader.close()
        if self._view:
            self._view.cleanup()


@contextmanager
def _translated(folder: Path) -> Iterator[None]:
    """Turn what Chroma raises into this package's errors."""
    try:
        yield
    except (OSError, sqlite3.OperationalError) as exc:
        raise StoreUnwritable(f"cannot use the vector store in {folder}: {exc}") from exc
    except Exception as exc:
        # Chroma's own classes are told by name: to import them is to import all of Chroma.
        of_chroma = type(exc).__module__.partition(".")[0] == "chromadb"
        if not of_chroma and not isinstance(exc, sqlite3.DatabaseError | ValueError | RuntimeError):
            raise
        raise StoreDamaged(
            f"the vector store in {folder} cannot be read ({exc}): run `wenbao verify --repair`"
        ) from exc
