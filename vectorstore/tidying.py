"""What `wenbao gc` removes: all that is not needed to serve."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass

from vectorstore.cache import EmbeddingCache, text_digest
from vectorstore.catalogue.catalogue import Catalogue
from vectorstore.errors import StoreUnwritable
from vectorstore.files import tree_size
from vectorstore.generations import StoreFolder


@dataclass(frozen=True, slots=True)
class Freed:
    """What was removed.

    Attributes:
        generations: The one kept behind, those set aside, and what an interrupted refresh left.
        vectors: Of the cache: of other models, or of texts that are no longer in the archive.
        bytes: On disk.
    """

    generations: int
    vectors: int
    bytes: int


def tidy(store: StoreFolder) -> Freed:
    """Remove what is not needed; the live generation must be whole, since its fallback goes.

    Raises:
        StoreEmpty: Nothing has been indexed yet.
        StoreBusy: Another process is writing.
        StoreUnwritable: The data folder cannot be written.
    """
    with store.writer("gc"):
        store.mend()
        manifest = store.live()
        before = tree_size(store.folder)
        try:
            generations = store.collect(everything=True)
            with closing(Catalogue(store.catalogue(manifest.generation))) as catalogue:
                digests = {text_digest(chunk.embedding_text) for chunk in catalogue.all_chunks()}
            with EmbeddingCache(store.cache) as cache:
                vectors = cache.keep_only(manifest.model_fingerprint, digests)
        except (OSError, sqlite3.Error) as exc:
            raise StoreUnwritable(f"cannot tidy up {store.folder}: {exc}") from exc
        return Freed(generations, vectors, max(0, before - tree_size(store.folder)))
