"""The manifest of an unpacked model folder: which files, how big, with which digests.

It is written last, before the folder gets its name, so a folder with a manifest was once whole.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

MANIFEST_NAME = "wenbao-manifest.json"
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class FileRecord:
    """One file as it was written.

    Attributes:
        size: Bytes.
        mtime_ns: Time of the last change, nanoseconds since the epoch.
        sha256: Digest of its bytes, hexadecimal.
    """

    size: int
    mtime_ns: int
    sha256: str


def sha256_of(path: Path) -> str:
    """The file's digest, hexadecimal."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_CHUNK):
            digest.update(block)
    return digest.hexdigest()


def write_manifest(folder: Path) -> None:
    """Record every file of the folder, and bring all of it to the disk."""
    files = {}
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        fsync(path)
        stat = path.stat()
        record = FileRecord(stat.st_size, stat.st_mtime_ns, sha256_of(path))
        files[path.relative_to(folder).as_posix()] = asdict(record)
    manifest = folder / MANIFEST_NAME
    manifest.write_text(json.dumps({"files": files}, indent=1), encoding="utf-8")
    fsync(manifest)
    for directory in [path for path in folder.rglob("*") if path.is_dir()] + [folder]:
        fsync(directory)


def read_manifest(folder: Path) -> dict[str, FileRecord]:
    """Relative path → record; empty where the folder has no readable manifest."""
    try:
        files = json.loads((folder / MANIFEST_NAME).read_text(encoding="utf-8"))["files"]
        return {name: FileRecord(**record) for name, record in files.items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}


def is_sound(folder: Path) -> bool:
    """Whether every file is there in its size.

    A file whose time of change is another than recorded was touched or copied: its digest is checked too,
    so that a folder changed in place does not pass, and the usual check costs no reading.
    """
    records = read_manifest(folder)
    return bool(records) and not any(_is_damaged(folder / name, rec) for name, rec in records.items())


def damaged(folder: Path) -> Iterator[str]:
    """Files that are missing or differ from the manifest, every byte read; the manifest if unreadable."""
    records = read_manifest(folder)
    if not records:
        yield MANIFEST_NAME
    for name, record in records.items():
        if _is_damaged(folder / name, record, read_all=True):
            yield name


def _is_damaged(path: Path, record: FileRecord, *, read_all: bool = False) -> bool:
    try:
        stat = path.stat()
        if stat.st_size != record.size:
            return True
        unread = stat.st_mtime_ns == record.mtime_ns and not read_all
        return not unread and sha256_of(path) != record.sha256
    except OSError:
        return True


def fsync(path: Path) -> None:
    """Bring a file's bytes, or a folder's entries, to the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
