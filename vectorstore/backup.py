"""One file that holds a store: made while readers read, brought back while they read.

A tar archive of the live generation, the roots, the list of takedowns, the history and the embedding cache.
Where the vectors lie in a Chroma server, the archive's copy of the cache holds all of them, and a restore
writes them to where the store's settings say.
A restored generation gets the next number; the one that was live stays behind it, for `wenbao rollback`.
What was taken down after the backup was made stays down.
"""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import tarfile
import tempfile
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import replace
from pathlib import Path

import numpy as np

from vectorstore import withdrawals
from vectorstore.building import Task, build
from vectorstore.cache import EmbeddingCache, text_digest
from vectorstore.catalogue.catalogue import Catalogue
from vectorstore.catalogue.editing import Entry
from vectorstore.chroma.files import DATABASE, transient
from vectorstore.dense import open_index
from vectorstore.errors import BackupUnreadable, StoreDamaged, StoreUnwritable
from vectorstore.files import copy_database, flush, require_space, tree_size
from vectorstore.generations import StoreFolder
from vectorstore.inspection import altered
from vectorstore.manifests import MANIFEST
from vectorstore.models import Changes, EmbeddingModel, Manifest
from vectorstore.progress import Silent
from vectorstore.unaltered import NOTE

FORMAT = 1
"""Of the archive's layout; a later Wenbao reads the earlier ones."""

_LABEL = "wenbao-backup.json"
_BESIDE = ("roots.json", "withdrawn.json", "history.jsonl")
_GENERATION = "generation"
_CACHE = "embeddings.sqlite"


def back_up(store: StoreFolder, file: Path) -> Manifest:
    """Write the live generation and all that belongs to it into one file.

    Args:
        store: The store; it may be read and refreshed meanwhile.
        file: Replaced only once it is whole. Compressed where its name ends in .gz or .tgz.

    Raises:
        StoreEmpty: There is nothing to back up.
        ServerUnreachable: The vectors lie in a Chroma server that does not answer.
        StoreUnwritable: The file cannot be written.
    """
    manifest = store.live()
    beside = file.with_name(f"{file.name}.{os.getpid()}.new")
    packed = file.suffix in {".gz", ".tgz"}
    try:
        with store.hold(manifest.generation), tempfile.TemporaryDirectory(prefix="wenbao-backup-") as scratch:
            with tarfile.open(beside, "w:gz") if packed else tarfile.open(beside, "w") as tar:
                _pack(store, manifest, tar, Path(scratch))
            flush(beside)
            beside.replace(file)
            flush(file.absolute().parent)
    except FileNotFoundError as exc:
        if not file.absolute().parent.is_dir():
            raise StoreUnwritable(f"there is no folder {file.absolute().parent} for the backup") from exc
        raise StoreDamaged(f"the backup stopped at a missing file ({exc}): try again") from exc
    except (OSError, sqlite3.Error, tarfile.TarError) as exc:
        raise StoreUnwritable(f"the backup {file} cannot be written: {exc}") from exc
    finally:
        with suppress(OSError):
            beside.unlink(missing_ok=True)
    return manifest


def restore(store: StoreFolder, embedder: Callable[[], EmbeddingModel], file: Path) -> Manifest:
    """Make a backup's generation the live one.

    Args:
        store: The store; it may be empty.
        embedder: Opens the model; called only where a later takedown must be carried out again, or the
            vectors lay in a Chroma server.
        file: What `back_up` wrote.

    Raises:
        BackupUnreadable: It is no backup, or it is damaged; nothing was changed.
        StoreBusy: Another process is writing.
        StoreUnwritable: The data folder cannot be written.
    """
    if not file.is_file():
        raise BackupUnreadable(f"there is no file {file}")
    with store.writer("restore"):
        generation = store.begin()
        scratch = store.folder / f"restoring.{os.getpid()}"
        try:
            require_space(store.folder, 2 * file.stat().st_size)
            scratch.mkdir()
            _unpack(file, scratch)
            manifest = _admit(store, scratch, generation, file)
            _bring_back(store, scratch, manifest)
            return _without_withdrawn(store, embedder, manifest)
        except (OSError, sqlite3.Error) as exc:
            raise StoreUnwritable(f"the backup {file} cannot be restored: {exc}") from exc
        finally:
            shutil.rmtree(scratch, ignore_errors=True)
            if generation not in store.whole():
                store.discard(generation)


def _pack(store: StoreFolder, manifest: Manifest, tar: tarfile.TarFile, scratch: Path) -> None:
    label = scratch / _LABEL
    label.write_text(json.dumps({"format": FORMAT, "generation": manifest.generation}), encoding="utf-8")
    tar.add(label, _LABEL)
    for name in _BESIDE:
        if (store.folder / name).is_file():
            tar.add(store.folder / name, name)
    folder = store.path(manifest.generation)
    for path in sorted(folder.rglob("*")):
        inside = f"{_GENERATION}/{path.relative_to(folder).as_posix()}"
        if path.name == DATABASE:  # its readers write book-keeping into it
            copy_database(path, scratch / DATABASE)
            tar.add(scratch / DATABASE, inside)
        elif (
            path.is_file() and path.name != NOTE and not transient(path)
        ):  # what is, may hold anything of a reader's memory
            tar.add(path, inside)
    if store.cache.is_file():
        copy_database(store.cache, scratch / _CACHE)
    if manifest.collection:
        _keep_vectors(store, manifest, scratch / _CACHE)
    if (scratch / _CACHE).is_file():
        tar.add(scratch / _CACHE, _CACHE)


def _keep_vectors(store: StoreFolder, manifest: Manifest, cache_file: Path) -> None:
    """Put into a copy of the cache whatever it lacks of a collection's vectors."""
    with (
        closing(Catalogue(store.catalogue(manifest.generation))) as catalogue,
        closing(open_index(store, manifest.generation, manifest.collection)) as index,
        EmbeddingCache(cache_file) as cache,
    ):
        digests = {chunk.id: text_digest(chunk.embedding_text) for chunk in catalogue.all_chunks()}
        known = cache.get(manifest.model_fingerprint, list(digests.values()))
        found = index.vectors([chunk_id for chunk_id, digest in digests.items() if digest not in known])
        if found:
            cache.put(
                manifest.model_fingerprint,
                [digests[chunk_id] for chunk_id in found],
                np.stack(list(found.values())),
            )


def _unpack(file: Path, target: Path) -> None:
    try:
        with tarfile.open(file) as tar:
            tar.extractall(target, filter="data")
        label = json.loads((target / _LABEL).read_text(encoding="utf-8"))
    except (tarfile.TarError, EOFError, ValueError, FileNotFoundError) as exc:
        raise BackupUnreadable(f"{file} is no backup of Wenbao, or a damaged one") from exc
    if label.get("format") != FORMAT:
        raise BackupUnreadable(f"{file} was written by a later version of Wenbao")


def _admit(store: StoreFolder, scratch: Path, generation: str, file: Path) -> Manifest:
    """Check the unpacked generation and move it to its place."""
    reader = StoreFolder(scratch)
    (scratch / "generations").mkdir()
    (scratch / _GENERATION).rename(reader.path(generation))
    try:
        manifest = reader.manifest(generation)
    except StoreDamaged as exc:
        raise BackupUnreadable(f"the backup {file} is damaged: {exc}") from exc
    wrong = altered(reader.path(generation), manifest.checksums)
    if wrong:
        raise BackupUnreadable(f"the backup {file} is damaged: {wrong[0]}")
    (reader.path(generation) / MANIFEST).unlink()
    require_space(store.folder, tree_size(reader.path(generation)))
    store.discard(generation)
    reader.path(generation).rename(store.path(generation))
    return replace(manifest, generation=generation, made_by="restore", base=None, changes=Changes())


def _bring_back(store: StoreFolder, scratch: Path, manifest: Manifest) -> None:
    """Roots, takedowns and cached vectors: what the backup has is added to what is here."""
    here = {root.path: root for root in store.roots()}
    there = {root.path: root for root in StoreFolder(scratch).roots()}
    if not manifest.samples:
        store.remember_roots(list({**here, **there}.values()))
    old, mine = withdrawals.load(scratch / "withdrawn.json"), withdrawals.load(store.withdrawn)
    count = max(old.count, mine.count) + 1
    withdrawals.save(store.withdrawn, list({**old.articles, **mine.articles}.values()), count)
    if (scratch / _CACHE).is_file():
        with EmbeddingCache(store.cache) as cache:
            cache.take_in(scratch / _CACHE)


def _without_withdrawn(
    store: StoreFolder, embedder: Callable[[], EmbeddingModel], manifest: Manifest
) -> Manifest:
    """Make the restored generation live, or the one with vectors and without what was taken down since."""
    taken = withdrawals.load(store.withdrawn)
    manifest = replace(manifest, withdrawals=taken.count)
    store.seal(manifest)
    with closing(Catalogue(store.catalogue(manifest.generation))) as catalogue:
        entries = [Entry(source, None) for source in catalogue.sources()]
        back = any(catalogue.chunks_of_content(content) for content in taken.articles)
    if not back and not manifest.collection:
        store.publish(manifest)
        return manifest
    task = Task(
        entries=entries,
        base=manifest,
        withdrawn=taken.articles.keys(),
        withdrawals=taken.count,
        fingerprint=manifest.fingerprint,
        made_by="restore",
        changes=Changes(),
        samples=manifest.samples,
        tidy=True,
    )
    with store.hold(manifest.generation):
        cleaned = build(store, embedder(), task, Silent())[0]
    store.discard(manifest.generation)
    return cleaned
