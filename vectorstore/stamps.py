"""Digests of files by their stamps, so that a refresh with nothing new opens no page.

A file whose device, inode, size, modification time and change time are all what they were when it was
read holds the same bytes; its digest need not be computed again. The change time cannot be set by a
program, and only equality counts, so a clock that jumps does no harm. A file that was touched within
`RACY` of being read is not trusted (Git's "racily clean" rule). The file may be deleted at any time.
"""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Mapping, Sequence
from contextlib import closing, suppress
from pathlib import Path

RACY_NS = 2_000_000_000
"""Nanoseconds: the coarsest time stamps in use (FAT: 2 s); Linux's own tick by 1–10 ms."""

_SCHEMA = "CREATE TABLE IF NOT EXISTS seen (path TEXT PRIMARY KEY, stamp TEXT, sha256 TEXT) WITHOUT ROWID"


class Stamps:
    """What is known of files that were read before."""

    def __init__(self, known: Mapping[str, tuple[str, str]] | None = None) -> None:
        self._known = dict(known or {})
        self._seen: dict[str, tuple[str, str]] = {}

    @classmethod
    def load(cls, file: Path) -> Stamps:
        """Read what an earlier refresh saved; nothing where that cannot be read."""
        if file.is_file():
            with suppress(sqlite3.Error), closing(sqlite3.connect(file)) as connection:
                rows = connection.execute("SELECT path, stamp, sha256 FROM seen")
                return cls({path: (stamp, sha256) for path, stamp, sha256 in rows})
        return cls()

    def digest(self, path: Path) -> str | None:
        """The file's digest, if it is surely what it was when it was last read."""
        known = self._known.get(str(path))
        stamp = stamp_of(path)
        if known is None or stamp is None or known[0] != stamp:
            return None
        self._seen[str(path)] = known
        return known[1]

    def remember(self, path: Path, before: os.stat_result | None, sha256: str) -> None:
        """Note a file's digest, if it did not change meanwhile and not just before.

        Args:
            path: The file.
            before: Its status before it was read.
            sha256: Of the bytes that were read.
        """
        if before is not None and time.time_ns() - max(before.st_mtime_ns, before.st_ctime_ns) > RACY_NS:
            stamp = _told(before)
            if stamp == stamp_of(path):
                self._seen[str(path)] = (stamp, sha256)

    def save(self, file: Path, looked_at: Sequence[str]) -> None:
        """Write what this refresh saw; a failure costs time only.

        Args:
            file: Where to.
            looked_at: Roots whose files were all looked at: what was not seen of them is forgotten.
        """
        folders = tuple(f"{root}{os.sep}" for root in looked_at)
        gone = [
            path
            for path in self._known.keys() - self._seen.keys()
            if path.startswith(folders) or path in looked_at
        ]
        new = {path: row for path, row in self._seen.items() if self._known.get(path) != row}
        if not gone and not new:
            return
        with suppress(sqlite3.Error, OSError):
            try:
                _write(file, gone, new)
            except sqlite3.DatabaseError:
                file.unlink(missing_ok=True)
                _write(file, gone, new)


def _write(file: Path, gone: Sequence[str], new: Mapping[str, tuple[str, str]]) -> None:
    with closing(sqlite3.connect(file)) as connection:
        connection.execute(_SCHEMA)
        with connection:
            connection.executemany("DELETE FROM seen WHERE path = ?", ((path,) for path in gone))
            connection.executemany(
                "INSERT OR REPLACE INTO seen VALUES (?, ?, ?)",
                ((path, stamp, sha256) for path, (stamp, sha256) in new.items()),
            )


def status(path: Path) -> os.stat_result | None:
    """The file's status, or None where it has none."""
    with suppress(OSError):
        return path.stat()
    return None


def stamp_of(path: Path) -> str | None:
    """What changes whenever a file does: device, inode, size and times; None where there is no file."""
    found = status(path)
    return _told(found) if found else None


def _told(found: os.stat_result) -> str:
    return f"{found.st_dev}:{found.st_ino}:{found.st_size}:{found.st_mtime_ns}:{found.st_ctime_ns}"
