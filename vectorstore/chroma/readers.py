"""An open embedded collection, read in the cheapest way that this version of Chroma allows.

Importing Chroma's client costs 0.6 s of processor time and 65 MB (OpenTelemetry, every vendor's embedding
function, an HTTP client), and what a question needs is two calls of the compiled library beneath it:
`Bindings` makes those itself. They are not Chroma's public interface, so where they have changed, `Client`
reads as before.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from numpy.typing import NDArray

from vectorstore.chroma.files import DATABASE

if TYPE_CHECKING:
    from chromadb.api.client import Client as ChromaClient

COLLECTION = "chunks"
"""The one collection of a generation's Chroma folder."""

CHANGED = (ImportError, AttributeError, TypeError)
"""What calls raise whose names or arguments are no longer what they were."""


class Reader(Protocol):
    """An open collection."""

    def count(self) -> int:
        """How many vectors."""
        ...

    def nearest(self, vector: NDArray[np.float32], k: int) -> tuple[Sequence[str], Sequence[float]]:
        """Ids and cosine distances, nearest first."""
        ...

    def fetch(self, ids: Sequence[str]) -> tuple[Sequence[str], Any]:
        """The known ones among `ids`, and their vectors as rows."""
        ...

    def ids(self) -> list[str]:
        """Ids of all vectors."""
        ...

    def close(self) -> None:
        """Release the files."""
        ...


class Bindings:
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
        """How many vectors."""
        return int(self._rust.count(self._collection, *self._PLACE))

    def nearest(self, vector: NDArray[np.float32], k: int) -> tuple[Sequence[str], Sequence[float]]:
        """Ids and cosine distances, nearest first."""
        no_ids = no_where = no_text = None
        found = self._rust.query(
            *(self._collection, no_ids, [vector.tolist()], k, no_where, no_text, ["distances"]), *self._PLACE
        )
        return found.ids[0], found.distances[0]

    def fetch(self, ids: Sequence[str]) -> tuple[Sequence[str], Any]:
        """The known ones among `ids`, and their vectors as rows."""
        found = self._get(list(ids), ["embeddings"])
        return found.ids, found.embeddings

    def ids(self) -> list[str]:
        """Ids of all vectors."""
        return list(self._get(None, []).ids)

    def _get(self, ids: list[str] | None, include: list[str]) -> Any:
        no_where = no_limit = no_text = None
        return self._rust.get(*(self._collection, ids, no_where, no_limit, 0, no_text, include), *self._PLACE)

    def close(self) -> None:
        """Release the files."""
        self._rust = None  # the files are closed with the last reference


class Client:
    """Chroma's public client."""

    def __init__(self, folder: Path) -> None:
        self._context = chroma_client(folder)
        self._collection = self._context.__enter__().get_collection(COLLECTION, embedding_function=None)

    def count(self) -> int:
        """How many vectors."""
        return self._collection.count()

    def nearest(self, vector: NDArray[np.float32], k: int) -> tuple[Sequence[str], Sequence[float]]:
        """Ids and cosine distances, nearest first."""
        found = self._collection.query(
            query_embeddings=vector[np.newaxis, :], n_results=k, include=["distances"]
        )
        assert found["distances"] is not None
        return found["ids"][0], found["distances"][0]

    def fetch(self, ids: Sequence[str]) -> tuple[Sequence[str], Any]:
        """The known ones among `ids`, and their vectors as rows."""
        found = self._collection.get(ids=list(ids), include=["embeddings"])
        return found["ids"], found["embeddings"]

    def ids(self) -> list[str]:
        """Ids of all vectors."""
        return self._collection.get(include=[])["ids"]

    def close(self) -> None:
        """Release the files."""
        self._context.__exit__(None, None, None)


@contextmanager
def chroma_client(folder: Path) -> Iterator[ChromaClient]:
    """Chroma's public client of a folder, closed in the end; makes the folder where there is none."""
    import chromadb
    from chromadb.config import Settings

    # Declared as ClientAPI, but made as Client, which alone can be closed.
    client: Any = chromadb.PersistentClient(path=str(folder), settings=Settings(anonymized_telemetry=False))
    try:
        yield client
    finally:
        client.close()
