"""Chroma, and nothing of Chroma outside this module.

One collection a generation, cosine space, ids only: texts and metadata stand in the catalogue.
Chroma answers with cosine distances; they become similarities here, in one place. Every error
that it raises crosses `_translated`.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

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
        with _translated(folder):
            self._context = _client(folder)
            self._collection = self._context.__enter__().get_collection(COLLECTION, embedding_function=None)
            self._count = self._collection.count()

    def __len__(self) -> int:
        return self._count

    def search(self, vector: NDArray[np.float32], k: int) -> list[Hit]:
        """Find the `k` nearest chunks to a vector of shape (dimension,).

        Returns:
            Hits with cosine similarity as their score, best first.
        """
        if not self._count:
            return []
        with _translated(self._folder):
            result = self._collection.query(
                query_embeddings=vector[np.newaxis, :],
                n_results=min(k, self._count),
                include=["distances"],
            )
        distances = result["distances"]
        assert distances is not None
        return [
            Hit(chunk_id, 1.0 - float(distance))
            for chunk_id, distance in zip(result["ids"][0], distances[0], strict=True)
        ]

    def close(self) -> None:
        """Release Chroma's files."""
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
    from chromadb.errors import ChromaError

    try:
        yield
    except (OSError, sqlite3.OperationalError) as exc:
        raise StoreUnwritable(f"cannot use the vector store in {folder}: {exc}") from exc
    except (ChromaError, sqlite3.DatabaseError, ValueError, RuntimeError) as exc:
        raise StoreDamaged(
            f"the vector store in {folder} cannot be read ({exc}): run `wenbao refresh --rebuild`"
        ) from exc
