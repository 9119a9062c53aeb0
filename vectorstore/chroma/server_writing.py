"""A collection of a Chroma server brought to what the next generation needs.

A server cannot copy a collection ("forking is unsupported for local chroma"), and one that a generation
names is never changed. So the collection of a generation that was collected is kept as a spare, and the next
refresh brings that to what it needs: it costs the difference to a generation three refreshes ago instead of
the whole archive, and it spares the server's disk, where Chroma leaves a removed collection's index for ever
(chroma-core/chroma#5259). Each record says in its metadata which text its vector was made of; what a spare
holds is asked of the server, so that one that an interrupted build left half done is as good as any.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Callable, Mapping

import numpy as np
from numpy.typing import NDArray

from vectorstore.chroma.api import ChromaServer
from vectorstore.chroma.hnsw import CHURN, HNSW
from vectorstore.models import Vectors

BYTES_AT_ONCE = 4 * 2**20
"""Of base64 in one request. Reverse proxies have limits on a request's size, some as low as 1 MB (nginx
unless told otherwise: docs/operate.md), the Rust server's own is 40 MB; larger requests than this are no
faster."""

LIST_AT_ONCE = 10_000
"""Records listed in one call: about 1 MB of JSON."""


def made_of(model_fingerprint: str) -> str:
    """What a collection's vectors have in common: the model, and how the index is made."""
    said = json.dumps([model_fingerprint, HNSW], sort_keys=True)
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def write(
    server: ChromaServer,
    name: str,
    vectors: Vectors,
    spare: str | None,
    on_progress: Callable[[int], None],
) -> None:
    """Make a collection hold exactly these records.

    Args:
        server: Where.
        name: The collection's, which no other has.
        vectors: The records.
        spare: A collection that may be changed and is called `name` from then on; None: make a new one.
        on_progress: Called with the number of vectors that are there.

    Raises:
        ServerUnreachable: The server does not answer, or refuses.
        StoreUnwritable: It cannot write.
    """
    texts = vectors.texts
    collection, held = _begin(server, name, spare, made_of(vectors.model_fingerprint), texts)
    size = server.batch
    gone = [one for one, text in held.items() if texts.get(one) != text]
    for at in range(0, len(gone), size):
        server.remove(collection, gone[at : at + size])
    missing = [(row, one, text) for row, (one, text) in enumerate(texts.items()) if held.get(one) != text]
    on_progress(len(texts) - len(missing))
    size = min(size, max(1, BYTES_AT_ONCE * 3 // 4 // (4 * max(1, vectors.rows.shape[1]))))
    for at in range(0, len(missing), size):
        batch = missing[at : at + size]
        server.put(
            collection,
            [one for _, one, _ in batch],
            [_base64(vectors.rows[row]) for row, _, _ in batch],
            [{"text": text} for _, _, text in batch],
        )
        on_progress(len(batch))


def _begin(
    server: ChromaServer, name: str, spare: str | None, kind: str, texts: Mapping[str, str]
) -> tuple[str, dict[str, str]]:
    """The id of the collection to write to, now called `name`, and what it holds: id → digest of text."""
    if spare is not None:
        about = server.about(spare)
        if about is not None and about.metadata.get("made_of") == kind:
            held = _held(server, about.id)
            churn = int(about.metadata.get("churn", 0))
            churn += sum(texts.get(one) != text for one, text in held.items())
            if churn <= CHURN * len(texts):
                # Counted before it is done: whoever is interrupted has it counted twice at worst.
                server.rename(about.id, name, {"made_of": kind, "churn": churn})
                return about.id, held
        server.delete(spare)
    return server.create(name, {"hnsw": HNSW}, {"made_of": kind, "churn": 0}), {}


def _held(server: ChromaServer, collection: str) -> dict[str, str]:
    held: dict[str, str] = {}
    at = 0
    while True:
        page = server.texts(collection, LIST_AT_ONCE, at)
        held.update(page)
        at += len(page)
        if len(page) < LIST_AT_ONCE:
            return held


def _base64(vector: NDArray[np.float32]) -> str:
    return base64.b64encode(vector.astype("<f4").tobytes()).decode("ascii")
