"""What a takedown that was cut short left behind, removed by the next refresh.

The refresh leaves the article out of the generation that it makes; the older ones and the cache may hold it
still, and `wenbao rollback` would bring it back.
"""

from __future__ import annotations

from contextlib import closing, suppress

from vectorstore import withdrawals
from vectorstore.cache import EmbeddingCache, text_digest
from vectorstore.catalogue.catalogue import Catalogue
from vectorstore.errors import StoreDamaged
from vectorstore.generations import StoreFolder


def finish_takedowns(store: StoreFolder) -> None:
    """Remove older generations that hold what was taken down, also where readers hold them; and its vectors.

    Costs a look at one or two manifests where nothing was cut short. The caller holds the writer lock.

    Raises:
        StoreDamaged: The list of what was taken down cannot be read.
        ServerUnreachable: The vectors lie in a Chroma server that does not answer.
    """
    taken = withdrawals.load(store.withdrawn)
    live = store.current()
    if live is None or not taken.articles:
        return
    digests: list[str] = []
    for generation in store.whole():
        with suppress(StoreDamaged):
            if generation < live and store.manifest(generation).withdrawals != taken.count:
                with closing(Catalogue(store.catalogue(generation))) as catalogue:
                    for content in taken.articles:
                        chunks = catalogue.chunks_of_content(content)
                        digests += [text_digest(chunk.embedding_text) for chunk in chunks]
    if digests:
        store.drop_older(live)
        with EmbeddingCache(store.cache) as cache:
            cache.forget(digests)
