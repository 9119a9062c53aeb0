"""Is a generation sound? Every vector is fetched, not counted; canaries must find themselves.

`damage` needs no embedding model. `repair` sets a damaged live generation aside, so that the one before
it serves, and makes a new one: from its own catalogue where that is sound, else by a refresh.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import closing

import numpy as np
from numpy.typing import NDArray

from vectorstore import withdrawals
from vectorstore.building import CANARY_SIMILARITY, Task, build
from vectorstore.cache import EmbeddingCache, text_digest
from vectorstore.catalogue.catalogue import Catalogue
from vectorstore.catalogue.editing import Entry
from vectorstore.dense import open_index
from vectorstore.errors import ServerUnreachable, StoreDamaged, StoreError, StoreUnwritable
from vectorstore.generations import StoreFolder
from vectorstore.inspection import altered
from vectorstore.layout import DAMAGED
from vectorstore.models import Changes, Damage, EmbeddingModel, Manifest
from vectorstore.progress import Progress, Silent
from vectorstore.refresh import RefreshRequest, refresh_locked

CANARIES = 64
"""Chunks that must find themselves; ten times as many with `deep`. At 2 ms a search, 0.1 s and 1 s."""

SAME = 0.9999
"""Least cosine between a stored vector and the one that the cache has for its text: int8 arithmetic
varies with the batch, by less than this (docs/decisions/0003-engine.md)."""

ROUNDING = 1e-3
"""How far a stored vector's length may be from 1: vectors are normalised when they are made, and 32 bits
round by 1e-6."""

AT_ONCE = 2000
"""Vectors compared at once: 3 MB at 384 dimensions."""

CATALOGUE = "catalogue.sqlite"


def damage(store: StoreFolder, generation: str, *, deep: bool = False) -> list[Damage]:
    """Look a generation over.

    Args:
        store: The store.
        generation: Its number, or the name that it was set aside under.
        deep: Also compare every vector with the cache's and every term with the articles'.

    Returns:
        What is wrong; empty where it is sound.

    Raises:
        ServerUnreachable: The vectors lie in a Chroma server that does not answer, or none is set.
    """
    try:
        manifest = store.manifest(generation)
    except StoreDamaged as exc:
        return [Damage("manifest.json", str(exc))]
    found = altered(store.path(generation), manifest.checksums)
    try:
        with closing(Catalogue(store.catalogue(generation))) as catalogue:
            found += [Damage(CATALOGUE, said) for said in catalogue.disagreements(deep=deep)]
            if catalogue.counts() != (manifest.sources, manifest.articles, manifest.chunks):
                found.append(Damage(CATALOGUE, "holds not as much as the manifest says"))
            found += _vectors(store, manifest, catalogue, generation, deep=deep)
    except ServerUnreachable:
        raise  # that says nothing of the vectors
    except (StoreError, sqlite3.Error) as exc:
        if not any(one.where == CATALOGUE for one in found):
            found.append(Damage(CATALOGUE, str(exc)))
    return found


def repair(
    store: StoreFolder, embedder: EmbeddingModel, request: RefreshRequest, progress: Progress | None = None
) -> tuple[list[Damage], Manifest]:
    """Make the live generation sound again.

    Returns:
        What was wrong with it, and the manifest of the generation that is live now.

    Raises:
        StoreBusy: Another process is writing.
        StoreUnwritable: The data folder cannot be written.
        ServerUnreachable: The vectors lie in a Chroma server that does not answer; nothing was changed.
        NothingToIndex: Nothing is left to build from.
    """
    with store.writer("repair"):
        try:
            live = store.current()
        except StoreDamaged:
            live = None
        said = [Damage("store", line) for line in (store.mend() if live is None else [])]
        live = live or store.current()
        found = damage(store, live) if live else []
        if live and not found:
            return said, store.manifest(live)
        aside = None
        if live:
            store.set_aside(live)
            aside = live + DAMAGED
        try:
            manifest = _from_catalogue(store, embedder, aside, found, progress or Silent())
        except (sqlite3.Error, OSError) as exc:
            raise StoreUnwritable(f"the repair failed while writing to {store.folder}: {exc}") from exc
        if manifest is None:
            report = refresh_locked(store, embedder, request, progress)
            assert report.generation is not None
            manifest = store.manifest(report.generation)
        return said + found, manifest


def _from_catalogue(
    store: StoreFolder,
    embedder: EmbeddingModel,
    aside: str | None,
    found: Sequence[Damage],
    progress: Progress,
) -> Manifest | None:
    """A new generation from the damaged one's own articles; None where its catalogue is damaged too."""
    if aside is None or any(one.where in {CATALOGUE, "manifest.json"} for one in found):
        return None
    old = store.manifest(aside)
    taken = withdrawals.load(store.withdrawn)
    with closing(Catalogue(store.catalogue(aside))) as catalogue:
        problems = catalogue.problems()
        entries = [
            Entry(source, catalogue.articles_of(source.key), problems.get(source.key, ()))
            for source in catalogue.sources()
        ]
    task = Task(
        entries=entries,
        base=None,
        withdrawn=taken.articles.keys(),
        withdrawals=taken.count,
        # Its articles were read by the reader of then: where that has changed, the next refresh reads anew.
        fingerprint=old.fingerprint,
        made_by="repair",
        changes=Changes(unchanged=len(entries)),
        samples=old.samples,
        whole=True,
    )
    return build(store, embedder, task, progress)[0]


def _vectors(
    store: StoreFolder, manifest: Manifest, catalogue: Catalogue, generation: str, *, deep: bool
) -> list[Damage]:
    try:
        with closing(open_index(store, generation, manifest.collection)) as index:
            ids = catalogue.chunk_ids()
            extra = set(index.ids()) - set(ids)
            if extra:
                return [Damage("chroma", f"holds {len(extra)} vectors that belong to no chunk")]
            for at in range(0, len(ids), AT_ONCE):
                batch = ids[at : at + AT_ONCE]
                found = index.vectors(batch)
                bad = [one for one in batch if one not in found or not _unit(found[one], manifest.dimension)]
                if bad:
                    return [Damage("chroma", f"has no proper vector for chunk {bad[0]} ({len(bad)} such)")]
                if deep:
                    bad = _unlike_cache(store, manifest, catalogue, found)
                    if bad:
                        return [Damage("chroma", f"has another vector for chunk {bad[0]} than its text gave")]
            canaries = ids[:: max(1, len(ids) // (CANARIES * (10 if deep else 1)))]
            for chunk_id, vector in index.vectors(canaries).items():
                best = index.search(vector, 1)
                if not best or best[0].score < CANARY_SIMILARITY:
                    return [Damage("chroma", f"does not find chunk {chunk_id} by its own vector")]
    except ServerUnreachable:
        raise
    except StoreError as exc:
        return [Damage("chroma", str(exc))]
    return []


def _unit(vector: NDArray[np.float32], dimension: int) -> bool:
    return len(vector) == dimension and abs(float(np.linalg.norm(vector)) - 1) < ROUNDING


def _unlike_cache(
    store: StoreFolder, manifest: Manifest, catalogue: Catalogue, found: dict[str, NDArray[np.float32]]
) -> list[str]:
    if not store.cache.is_file():
        return []
    chunks = catalogue.chunks(list(found))
    digests = {chunk.id: text_digest(chunk.embedding_text) for chunk in chunks}
    with EmbeddingCache(store.cache) as cache:
        cached = cache.get(manifest.model_fingerprint, list(digests.values()))
    return [
        chunk_id
        for chunk_id, digest in digests.items()
        if digest in cached and float(cached[digest] @ found[chunk_id]) < SAME
    ]
