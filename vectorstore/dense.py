"""The seam of dense search: what a generation's vectors can do, and where they lie.

They lie in the generation's folder (`vectorstore.chroma.embedded`) or in a Chroma server
(`vectorstore.chroma.server`). The manifest says which, so that a store is read where it was written, whatever
the settings say now; the next refresh brings the vectors to where the settings say, out of the cache.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from vectorstore.chroma.ownership import new_name, unneeded
from vectorstore.errors import ServerUnset
from vectorstore.layout import StoreLayout
from vectorstore.models import Hit, Manifest, Vectors


class DenseIndex(Protocol):
    """One generation's vectors, open for search."""

    def __len__(self) -> int:
        """How many vectors."""
        ...

    def search(self, vector: NDArray[np.float32], k: int) -> list[Hit]:
        """The `k` chunks nearest to a vector of shape (dimension,); cosine similarity, best first."""
        ...

    def vectors(self, ids: Sequence[str]) -> dict[str, NDArray[np.float32]]:
        """The stored vectors of those `ids` that have one, each of shape (dimension,)."""
        ...

    def ids(self) -> list[str]:
        """Ids of all vectors, in no order."""
        ...

    def close(self) -> None:
        """Let go of it; harmless when done twice."""
        ...


def open_index(store: StoreLayout, generation: str, collection: str) -> DenseIndex:
    """Open the vectors of a generation.

    Args:
        store: The store.
        generation: Its number, or the name that it was set aside under.
        collection: As its manifest says.

    Raises:
        StoreDamaged: There are none, or Chroma cannot read them.
        ServerUnreachable: The server does not answer, or none is set.
    """
    if not collection:
        from vectorstore.chroma.embedded import EmbeddedIndex

        return EmbeddedIndex(store.vectors(generation))
    if store.server is None:
        raise ServerUnset(
            f"the vectors of generation {generation} lie in a Chroma server: set WENBAO_CHROMA_URL to it,"
            " or run `wenbao refresh` to bring them into the store"
        )
    from vectorstore.chroma.server import ServerIndex

    return ServerIndex(store.server, collection)


def write_whole(
    store: StoreLayout,
    generation: str,
    vectors: Vectors,
    on_progress: Callable[[int], None],
    *,
    afresh: bool,
) -> str:
    """Write a generation's vectors where the store's new ones go.

    Args:
        store: The store, whose writer lock the caller holds.
        generation: Its number.
        vectors: All of them.
        on_progress: Called with the number of vectors just added.
        afresh: Build on nothing that was deleted from, where Chroma only marks.

    Returns:
        The collection, for the manifest; "" where they lie in the generation's folder.

    Raises:
        StoreUnwritable: The folder or the server cannot be written.
        ServerUnreachable: The server does not answer, or refuses.
    """
    if store.server is None:
        from vectorstore.chroma import embedded as chroma_embedded

        chroma_embedded.write(store.vectors(generation), list(vectors.texts), vectors.rows, on_progress)
        return ""
    from vectorstore.chroma import server_writing

    server, name = store.server, new_name(store, generation)
    spare = None if afresh else next(iter(unneeded(store, server)), None)
    server_writing.write(server, name, vectors, spare, on_progress)
    return name


def in_place(store: StoreLayout, manifest: Manifest | None) -> bool:
    """Whether a generation's vectors are where a refresh would write them now.

    Where that is a server, it is asked in any case, so that a refresh fails before it has read a page.

    Raises:
        ServerUnreachable: The server does not answer, or refuses.
    """
    if store.server is None:
        return manifest is not None and not manifest.collection
    if manifest is None or not manifest.collection:
        store.server.beat()
        return False
    return store.server.about(manifest.collection) is not None
