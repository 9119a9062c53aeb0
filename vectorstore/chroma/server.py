"""A generation's vectors as a collection of its own in a Chroma server, open for search.

The same as `vectorstore.chroma.embedded`, over HTTP: cosine space, and Chroma's distances become similarities
here. `vectorstore.chroma.server_writing` writes them.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from vectorstore.chroma.api import ChromaServer
from vectorstore.errors import StoreDamaged
from vectorstore.models import Hit

FETCH_AT_ONCE = 1000
"""Vectors fetched in one call: 5 MB of JSON at 384 dimensions."""

LIST_AT_ONCE = 10_000
"""Ids listed in one call: under 1 MB."""


class ServerIndex:
    """A collection of a server, open for search. Thread-safe."""

    def __init__(self, server: ChromaServer, name: str) -> None:
        """Look the collection up.

        Raises:
            ServerUnreachable: The server does not answer, or refuses.
            StoreDamaged: It has no such collection.
        """
        found = server.about(name)
        if found is None:
            raise StoreDamaged(
                f"the Chroma server at {server.shown} has no collection {name}:"
                " run `wenbao verify --repair`, or correct WENBAO_CHROMA_URL"
            )
        self._server = server
        self._collection = found.id
        self._count = server.count(found.id)

    def __len__(self) -> int:
        return self._count

    def search(self, vector: NDArray[np.float32], k: int) -> list[Hit]:
        """Find the `k` nearest chunks to a vector of shape (dimension,).

        Returns:
            Hits with cosine similarity as their score, best first.
        """
        if not self._count:
            return []
        ids, distances = self._server.nearest(self._collection, vector.tolist(), min(k, self._count))
        return [
            Hit(chunk_id, 1.0 - float(distance)) for chunk_id, distance in zip(ids, distances, strict=True)
        ]

    def vectors(self, ids: Sequence[str]) -> dict[str, NDArray[np.float32]]:
        """The stored vectors of those `ids` that have one, each of shape (dimension,)."""
        found: dict[str, NDArray[np.float32]] = {}
        for at in range(0, len(ids), FETCH_AT_ONCE):
            got, rows = self._server.fetch(self._collection, ids[at : at + FETCH_AT_ONCE])
            found.update(zip(got, np.asarray(rows, np.float32), strict=True))
        return found

    def ids(self) -> list[str]:
        """Ids of all vectors, in no order."""
        found: list[str] = []
        while True:
            page = self._server.ids(self._collection, LIST_AT_ONCE, len(found))
            found += page
            if len(page) < LIST_AT_ONCE:
                return found

    def close(self) -> None:
        """Nothing to do: the connections are the server's, and serve the next generation too."""
