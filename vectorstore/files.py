"""Files that survive a crash: flushed, replaced atomically, copied cheaply, told apart by checksum."""

from __future__ import annotations

import errno
import fcntl
import hashlib
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from vectorstore.errors import StoreUnwritable

_FICLONE = 0x40049409
"""Linux's ioctl that shares a file's blocks with its copy (linux/fs.h); btrfs, XFS and others have it."""

_CANNOT = {errno.EOPNOTSUPP, errno.ENOTTY, errno.EXDEV, errno.EINVAL, errno.ENOSYS}
"""How a file system says that it knows no such way of copying."""

HEADROOM = 32 * 2**20
"""Bytes that must stay free beyond what a refresh is expected to write: journals, logs, rounding."""


@dataclass(frozen=True, slots=True)
class FileSum:
    """What a file held when it was published.

    Attributes:
        size: In bytes.
        sha256: Of all its bytes.
    """

    size: int
    sha256: str


@contextmanager
def writing(folder: Path) -> Iterator[None]:
    """Turn what the operating system refuses inside into one line that names the folder.

    Raises:
        StoreUnwritable: In place of any OSError.
    """
    try:
        yield
    except OSError as exc:
        raise StoreUnwritable(
            f"cannot write to the data folder {folder} ({exc.strerror or exc}):"
            " free or allow it, or set WENBAO_DATA_DIR to another folder"
        ) from exc


def replace_text(path: Path, text: str) -> None:
    """Replace a small file so that every reader sees the old text or the new, also after a crash."""
    beside = path.with_name(f"{path.name}.{os.getpid()}.new")
    try:
        with beside.open("w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
    flush(path.parent)


def flush(path: Path) -> None:
    """Force one file or folder to disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def flush_tree(folder: Path) -> None:
    """Force a folder and all that is in it to disk, the inner before the outer."""
    for path in sorted(folder.rglob("*"), reverse=True):
        flush(path)
    flush(folder)


def copy_file(source: Path, target: Path) -> None:
    """Copy a file's bytes, sharing its blocks where the file system can, else inside the kernel."""
    with source.open("rb") as old, target.open("wb") as new:
        try:
            fcntl.ioctl(new.fileno(), _FICLONE, old.fileno())
        except OSError as exc:
            if exc.errno not in _CANNOT:
                raise
        else:
            return
        try:
            while os.copy_file_range(old.fileno(), new.fileno(), 2**30):  # NFS 4.2 copies on its server
                pass
        except OSError as exc:
            if exc.errno not in _CANNOT:
                raise
        else:
            return
    shutil.copyfile(source, target)


def copy_database(source: Path, target: Path) -> None:
    """Copy an SQLite file that another process may be writing: one consistent state of it.

    Raises:
        sqlite3.Error: The source cannot be read.
    """
    with (
        closing(sqlite3.connect(f"{source.resolve().as_uri()}?mode=ro", uri=True)) as old,
        closing(sqlite3.connect(target)) as new,
    ):
        new.execute("PRAGMA synchronous = OFF")  # the whole generation is flushed before it goes live
        old.backup(new)


def checksum(path: Path) -> FileSum:
    """Digest a file's bytes."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        return FileSum(os.fstat(file.fileno()).st_size, digest)


def tree_size(folder: Path) -> int:
    """Bytes of all files under a folder."""
    size = 0
    for path in folder.rglob("*"):
        with suppress(OSError):
            size += path.stat().st_size if path.is_file() else 0
    return size


def require_space(folder: Path, needed: int) -> None:
    """Check that a disk has room before anything is written to it.

    Args:
        folder: Somewhere on that disk.
        needed: Bytes that will be written; `HEADROOM` is added.

    Raises:
        StoreUnwritable: It has not.
    """
    free = shutil.disk_usage(folder).free
    if free < needed + HEADROOM:
        raise StoreUnwritable(
            f"the disk of {folder} is nearly full: the next generation needs about"
            f" {_megabytes(needed + HEADROOM)} and {_megabytes(free)} are free; free some,"
            " or set WENBAO_DATA_DIR to a folder on another disk"
        )


def _megabytes(count: int) -> str:
    return f"{count / 1e6:,.0f} MB"
