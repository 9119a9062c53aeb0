"""Vectors that were computed before: (model fingerprint, text digest) → vector, in one SQLite file.

A rebuild embeds only what it has not seen. The cache commits batch by batch, so that a killed
refresh goes on where it stopped. It may be deleted at any time; it costs time and nothing else.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Collection, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np
from numpy.typing import NDArray

_SCHEMA = """
CREATE TABLE IF NOT EXISTS vectors (
    fingerprint TEXT NOT NULL, digest TEXT NOT NULL, vector BLOB NOT NULL,
    PRIMARY KEY (fingerprint, digest)
) WITHOUT ROWID
"""


def text_digest(text: str) -> str:
    """The cache's key for a text: SHA-256 of its UTF-8 bytes."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


class EmbeddingCache:
    """The cache file, open; one writer at a time (the refresh that holds the store's lock)."""

    def __init__(self, path: Path) -> None:
        """Open the file, or make it; a file that is no cache any longer is thrown away and made anew."""
        try:
            self._connection = _opened(path)
        except sqlite3.OperationalError:  # no room, no rights, busy: not the file's fault
            raise
        except sqlite3.DatabaseError:
            for name in (path.name, f"{path.name}-wal", f"{path.name}-shm"):
                path.with_name(name).unlink(missing_ok=True)
            self._connection = _opened(path)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._connection.close()

    def get(self, fingerprint: str, digests: Sequence[str]) -> dict[str, NDArray[np.float32]]:
        """The known vectors among `digests`, each of shape (dimension,)."""
        rows = self._connection.execute(
            "SELECT v.digest, v.vector FROM json_each(?) AS wanted"
            " CROSS JOIN vectors AS v ON v.fingerprint = ? AND v.digest = wanted.value",
            (json.dumps(list(digests)), fingerprint),
        )
        return {
            digest: np.frombuffer(vector, np.float32)
            for digest, vector in rows
            if isinstance(vector, bytes) and len(vector) % 4 == 0
        }

    def forget(self, digests: Sequence[str]) -> None:
        """Remove these texts' vectors, of whatever model, and overwrite where they stood."""
        self._connection.execute("PRAGMA secure_delete = ON")
        with self._connection:
            self._connection.execute(
                "DELETE FROM vectors WHERE digest IN (SELECT value FROM json_each(?))",
                (json.dumps(list(digests)),),
            )
        self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def keep_only(self, fingerprint: str, digests: Collection[str]) -> int:
        """Remove every vector of another model, and those of texts that are not in `digests`.

        Returns:
            How many were removed.
        """
        wanted = set(digests)
        rows = self._connection.execute("SELECT fingerprint, digest FROM vectors")
        gone = [row for row in rows if row[0] != fingerprint or row[1] not in wanted]
        with self._connection:
            self._connection.executemany("DELETE FROM vectors WHERE fingerprint = ? AND digest = ?", gone)
        if gone:
            self._connection.execute("VACUUM")
            self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return len(gone)

    def take_in(self, other: Path) -> None:
        """Add the vectors of another cache file."""
        self._connection.execute("ATTACH ? AS other", (str(other),))
        with self._connection:
            self._connection.execute("INSERT OR IGNORE INTO vectors SELECT * FROM other.vectors")
        self._connection.execute("DETACH other")

    def put(self, fingerprint: str, digests: Sequence[str], vectors: NDArray[np.float32]) -> None:
        """Remember vectors of shape (len(digests), dimension), durably once this returns."""
        with self._connection:
            self._connection.executemany(
                "INSERT OR REPLACE INTO vectors VALUES (?, ?, ?)",
                (
                    (fingerprint, digest, np.asarray(vector, np.float32).tobytes())
                    for digest, vector in zip(digests, vectors, strict=True)
                ),
            )


def _opened(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path)
    try:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute(_SCHEMA)
    except BaseException:
        connection.close()
        raise
    return connection
