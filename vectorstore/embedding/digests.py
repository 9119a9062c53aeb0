"""Digests of big files, remembered by size and time of change."""

from __future__ import annotations

import contextlib
import json
import os
import tempfile
from pathlib import Path

from vectorstore.embedding.manifest import read_manifest, sha256_of


class DigestCache:
    """Path, size and time of change → sha256, kept in one JSON file.

    It only saves time: an unreadable file counts as empty, and where it cannot be written nothing is
    remembered.
    """

    def __init__(self, path: Path) -> None:
        """Read the file, if there is one.

        Args:
            path: Where the digests are kept.
        """
        self._path = path
        self._known: dict[str, str] = {}
        self._changed = False
        with contextlib.suppress(OSError, ValueError):
            self._known = dict(json.loads(path.read_text(encoding="utf-8")))

    def know_manifest(self, folder: Path) -> None:
        """Take over what a folder's manifest says, so that none of its files is read again."""
        for name, record in read_manifest(folder).items():
            self._known[_key(folder / name, record.size, record.mtime_ns)] = record.sha256

    def sha256(self, path: Path) -> str:
        """The file's digest, computed unless it is known.

        Raises:
            OSError: The file cannot be read.
        """
        stat = path.stat()
        key = _key(path, stat.st_size, stat.st_mtime_ns)
        if key not in self._known:
            self._known[key] = sha256_of(path)
            self._changed = True
        return self._known[key]

    def save(self) -> None:
        """Write what was computed, replacing the file whole."""
        if not self._changed:
            return
        with contextlib.suppress(OSError):
            self._path.parent.mkdir(parents=True, exist_ok=True)
            descriptor, name = tempfile.mkstemp(prefix=".digests-", dir=self._path.parent)
            with os.fdopen(descriptor, "w", encoding="utf-8") as file:
                json.dump(self._known, file, indent=1)
            Path(name).replace(self._path)
            self._changed = False


def _key(path: Path, size: int, mtime_ns: int) -> str:
    return f"{size} {mtime_ns} {path.resolve()}"
