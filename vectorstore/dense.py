"""Chroma, and nothing of Chroma outside this module.

One collection a generation, cosine space, ids only: texts and metadata stand in the catalogue.
Chroma answers with cosine distances; they become similarities here, in one place. Every error
that it raises crosses `_translated`.

Writing goes through Chroma's client. Importing that costs 0.6 s of processor time and 65 MB (OpenTelemetry,
every vendor's embedding function, an HTTP client), and what a question needs is two calls of the compiled
library beneath it: `_Bindings` makes those itself. They are not Chroma's public interface, so where they
have changed, `_Client` reads as before.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from numpy.typing import NDArray

from vectorstore.errors import StoreDamaged, StoreUnwritable
from vectorstore.models import Hit

if TYPE_CHECKING:
    from chromadb.api.client import Client
    from chromadb.api.collection_configuration import CreateHNSWConfiguration

COLLECTION = "chunks"

_HNSW: CreateHNSWConfiguration = {
    "space": "cosine",
    # Construction and search breadth beyond Chroma's 100: at 10,000 chunks recall@100 rises from
    # 0.99 to 1.00 (benchmarks/dense.py), and embedding the chunks costs a hundred times more.
    "ef_construction": 200,
    "ef_search": 200,
}


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
    with _translated(folder), _client(folder) as client:
        collection = client.create_collection(
            COLLECTION,
            embedding_function=None,
            configuration={"hnsw": _HNSW},
        )
        size = client.get_max_batch_size()
        for at in range(0, len(ids), size):
            batch = list(ids[at : at + size])
            collection.add(ids=batch, embeddings=vectors[at : at + size])
            if on_progress:
                on_progress(len(batch))


class DenseIndex:
    """A written collection, open for search."""

    def __init__(self, folder: Path) -> None:
        """Open the collection.

        Raises:
            StoreDamaged: There is none, or Chroma cannot read it.
        """
        self._folder = folder
        if not (folder / "chroma.sqlite3").is_file():
            raise StoreDamaged(f"the vectors are missing from {folder}: run `wenbao refresh`")
        self._reader: _Reader
        with _translated(folder):
            try:
                self._reader = _Bindings(folder)
            except _CHANGED:
                self._reader = _Client(folder)
            self._count = self._reader.count()

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
            except _CHANGED:
                if isinstance(self._reader, _Client):
                    raise
                self._reader.close()
                self._reader = _Client(self._folder)
                ids, distances = self._reader.nearest(vector, k)
        return [
            Hit(chunk_id, 1.0 - float(distance)) for chunk_id, distance in zip(ids, distances, strict=True)
        ]

    def close(self) -> None:
        """Release Chroma's files."""
        self._reader.close()


_CHANGED = (ImportError, AttributeError, TypeError)
"""What calls raise whose names or arguments are no longer what they were."""


class _Reader(Protocol):
    """An open collection."""

    def count(self) -> int: ...

    def nearest(self, vector: NDArray[np.float32], k: int) -> tuple[Sequence[str], Sequence[float]]:
        """Ids and cosine distances, nearest first."""
        ...

    def close(self) -> None: ...


class _Bindings:
    """Chroma's compiled library, called as `chromadb.api.rust` calls it."""

    _PLACE = ("default_tenant", "default_database")

    def __init__(self, folder: Path) -> None:
        import chromadb_rust_bindings as rust

        database = rust.SqliteDBConfig(
            hash_type=rust.MigrationHash.MD5,
            migration_mode=rust.MigrationMode.Apply,
            url=str(folder / "chroma.sqlite3"),
        )
        self._rust: Any = rust.Bindings(
            allow_reset=False,
            sqlite_db_config=database,
            persist_path=str(folder),
            hnsw_cache_size=1,  # collections kept in memory; there is one
        )
        self._collection = str(self._rust.get_collection(COLLECTION, *self._PLACE).id)

    def count(self) -> int:
        return int(self._rust.count(self._collection, *self._PLACE))

    def nearest(self, vector: NDArray[np.float32], k: int) -> tuple[Sequence[str], Sequence[float]]:
        no_ids = no_where = no_text = None
        found = self._rust.query(
            *(self._collection, no_ids, [vector.tolist()], k, no_where, no_text, ["distances"]), *self._PLACE
        )
        return found.ids[0], found.distances[0]

    def close(self) -> None:
        self._rust = None  # the files are closed with the last reference


class _Client:
    """Chroma's public client."""

    def __init__(self, folder: Path) -> None:
        self._context = _client(folder)
        self._collection = self._context.__enter__().get_collection(COLLECTION, embedding_function=None)

    def count(self) -> int:
        return self._collection.count()

    def nearest(self, vector: NDArray[np.float32], k: int) -> tuple[Sequence[str], Sequence[float]]:
        found = self._collection.query(
            query_embeddings=vector[np.newaxis, :], n_results=k, include=["distances"]
        )
        assert found["distances"] is not None
        return found["ids"][0], found["distances"][0]

    def close(self) -> None:
        self._context.__exit__(None, None, None)


@contextmanager
def _client(folder: Path) -> Iterator[Client]:
    import chromadb
    from chromadb.config import Settings

    # Declared as ClientAPI, but made as Client, which alone can be closed.
    client: Any = chromadb.PersistentClient(path=str(folder), settings=Settings(anonymized_telemetry=False))
    try:
        yield client
    finally:
        client.close()


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
            f"the vector store in {folder} cannot be read ({exc}): run `wenbao refresh --rebuild`"
        ) from exc
