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

import os
import sqlite3
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from numpy.typing import NDArray

from vectorstore.errors import StoreDamaged, StoreUnwritable
from vectorstore.files import copy_database
from vectorstore.models import Hit

if TYPE_CHECKING:
    from chromadb.api.client import Client
    from chromadb.api.collection_configuration import CreateHNSWConfiguration

COLLECTION = "chunks"

DATABASE = "chroma.sqlite3"
"""Chroma's own file; the folders beside it hold the HNSW index."""

_HNSW: CreateHNSWConfiguration = {
    "space": "cosine",
    # Construction and search breadth beyond Chroma's 100: at 10,000 chunks recall@100 rises from
    # 0.99 to 1.00 (benchmarks/dense.py), and embedding the chunks costs a hundred times more.
    "ef_construction": 200,
    "ef_search": 200,
}


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
    with _translated(folder), _client(folder) as client:
        collection = client.get_collection(COLLECTION, embedding_function=None)
        size = client.get_max_batch_size()
        for at in range(0, len(removed), size):
            collection.delete(ids=list(removed[at : at + size]))
        for at in range(0, len(ids), size):
            collection.add(ids=list(ids[at : at + size]), embeddings=vectors[at : at + size])


class DenseIndex:
    """A written collection, open for search."""

    def __init__(self, folder: Path) -> None:
        """Open the collection.

        Raises:
            StoreDamaged: There is none, or Chroma cannot read it.
        """
        self._folder = folder
        if not (folder / DATABASE).is_file():
            raise StoreDamaged(f"the vectors are missing from {folder}: run `wenbao verify --repair`")
        self._reader: _Reader
        with _translated(folder):
            # Opening writes a row into Chroma's own file: where it may not, it gets a copy of that file.
            self._view = None if _writable(folder) else _view(folder)
            self._place = Path(self._view.name) if self._view else folder
            try:
                self._reader = _Bindings(self._place)
            except _CHANGED:
                self._reader = _Client(self._place)
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
                self._reader = _Client(self._place)
                ids, distances = self._reader.nearest(vector, k)
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


_CHANGED = (ImportError, AttributeError, TypeError)
"""What calls raise whose names or arguments are no longer what they were."""


class _Reader(Protocol):
    """An open collection."""

    def count(self) -> int: ...

    def nearest(self, vector: NDArray[np.float32], k: int) -> tuple[Sequence[str], Sequence[float]]:
        """Ids and cosine distances, nearest first."""
        ...

    def fetch(self, ids: Sequence[str]) -> tuple[Sequence[str], Any]:
        """The known ones among `ids`, and their vectors as rows."""
        ...

    def ids(self) -> list[str]: ...

    def close(self) -> None: ...


class _Bindings:
    """Chroma's compiled library, called as `chromadb.api.rust` calls it."""

    _PLACE = ("default_tenant", "default_database")

    def __init__(self, folder: Path) -> None:
        import chromadb_rust_bindings as rust

        database = rust.SqliteDBConfig(
            hash_type=rust.MigrationHash.MD5,
            migration_mode=rust.MigrationMode.Apply,
            url=str(folder / DATABASE),
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

    def fetch(self, ids: Sequence[str]) -> tuple[Sequence[str], Any]:
        found = self._get(list(ids), ["embeddings"])
        return found.ids, found.embeddings

    def ids(self) -> list[str]:
        return list(self._get(None, []).ids)

    def _get(self, ids: list[str] | None, include: list[str]) -> Any:
        no_where = no_limit = no_text = None
        return self._rust.get(*(self._collection, ids, no_where, no_limit, 0, no_text, include), *self._PLACE)

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

    def fetch(self, ids: Sequence[str]) -> tuple[Sequence[str], Any]:
        found = self._collection.get(ids=list(ids), include=["embeddings"])
        return found["ids"], found["embeddings"]

    def ids(self) -> list[str]:
        return self._collection.get(include=[])["ids"]

    def close(self) -> None:
        self._context.__exit__(None, None, None)


def _writable(folder: Path) -> bool:
    return os.access(folder, os.W_OK) and os.access(folder / DATABASE, os.W_OK)


def _view(folder: Path) -> tempfile.TemporaryDirectory[str]:
    """A writable folder that shows a read-only collection: its database copied, its index linked."""
    view = tempfile.TemporaryDirectory(prefix="wenbao-view-")
    for path in folder.iterdir():
        if path.is_dir():
            Path(view.name, path.name).symlink_to(path.resolve(), target_is_directory=True)
    copy_database(folder / DATABASE, Path(view.name, DATABASE))
    return view


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
            f"the vector store in {folder} cannot be read ({exc}): run `wenbao verify --repair`"
        ) from exc
