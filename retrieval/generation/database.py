"""The file in which answers and spending are kept: SQLite in the data folder, shared by processes.

It may be deleted at any time: answers are then written anew, and the day's budgets start from nothing. Where
it cannot be opened (a read-only folder, no room), both are kept in memory for as long as the process lives.
"""

from __future__ import annotations

import logging
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

FILE = "language-model.sqlite"

BUSY = 2.0
"""Seconds that a write waits for another process."""

_SCHEMA = """
CREATE TABLE IF NOT EXISTS answers (
    key TEXT PRIMARY KEY, question TEXT NOT NULL, generation TEXT NOT NULL, model TEXT NOT NULL,
    prompt TEXT NOT NULL, text TEXT NOT NULL, used INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS spent (
    day TEXT NOT NULL, user TEXT NOT NULL, prompt INTEGER NOT NULL, answer INTEGER NOT NULL,
    PRIMARY KEY (day, user)
) WITHOUT ROWID;
"""

_LOG = logging.getLogger("wenbao.llm")


class Database:
    """One connection, used by one thread at a time."""

    def __init__(self, folder: Path | None) -> None:
        """Open the file, or make it; None keeps everything in memory."""
        self._lock = threading.RLock()
        self._connection = _opened(folder / FILE if folder else None)

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """The connection, committed at the end; an error of the file's is logged and forgotten."""
        with self._lock:
            try:
                with self._connection:
                    yield self._connection
            except sqlite3.Error as exc:
                _LOG.warning("answers and budgets cannot be kept in %s (%s): kept in memory", FILE, exc)
                self._connection = _opened(None)

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._connection.close()


def _opened(path: Path | None) -> sqlite3.Connection:
    try:
        return _with_schema(path)
    except (sqlite3.Error, OSError) as exc:
        if path is None:
            raise
        if isinstance(exc, sqlite3.DatabaseError) and not isinstance(exc, sqlite3.OperationalError):
            for suffix in ("", "-wal", "-shm"):  # no database any longer: nothing in it is worth keeping
                path.with_name(path.name + suffix).unlink(missing_ok=True)
            return _opened(path) if not path.exists() else _with_schema(None)
        _LOG.warning("%s cannot be opened (%s): answers and budgets are kept in memory", path, exc)
        return _with_schema(None)


def _with_schema(path: Path | None) -> sqlite3.Connection:
    connection = sqlite3.connect(path or ":memory:", timeout=BUSY, check_same_thread=False)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA secure_delete = ON")  # what a takedown drops is not left in free pages
    connection.executescript(_SCHEMA)
    return connection


def forget_answers(folder: Path) -> None:
    """Drop every stored answer: for a takedown, which must leave nothing of an article.

    Answers cost one model call each to write again, so all of them go rather than a guess which ones.
    """
    path = folder / FILE
    if not path.exists():
        return
    connection = sqlite3.connect(path, timeout=BUSY)
    try:
        with connection:
            connection.execute("PRAGMA secure_delete = ON")
            connection.execute("DELETE FROM answers")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    except sqlite3.DatabaseError:
        connection.close()
        for suffix in ("", "-wal", "-shm"):
            path.with_name(path.name + suffix).unlink(missing_ok=True)
    finally:
        connection.close()
