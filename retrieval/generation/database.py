"""The files in which answers and spending are kept: SQLite in the data folder, shared by processes.

Two files: answers may be dropped by a takedown at any time, the account must not go with them. Either may be
deleted while nothing runs: answers are then written anew, and the day's budgets start from nothing. Where a
file cannot be opened when it is first needed (a read-only folder), its process keeps what it would hold in
memory. A file that is only held by somebody else is waited for, then left for this once.
"""

from __future__ import annotations

import logging
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from retrieval.generation.errors import NotForgotten, NotKept

BUSY = 2.0
"""Seconds for which a question waits for another process's write. A choice: writes take milliseconds."""

FORGETTING = 30.0
"""Seconds for which a takedown waits. A choice: it must reach the file, and may be slow."""


@dataclass(frozen=True, slots=True)
class Schema:
    """What a file holds.

    Attributes:
        file: Its name in the data folder.
        version: A file of another version is emptied: what it holds can be done without.
        tables: Statements that make what is missing.
        old: Tables of all versions so far.
    """

    file: str
    version: int
    tables: str
    old: tuple[str, ...]


ANSWERS = Schema(
    "language-model.sqlite",
    2,
    """
CREATE TABLE IF NOT EXISTS answers (
    key TEXT PRIMARY KEY, generation TEXT NOT NULL, text TEXT NOT NULL, used INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS answers_generation ON answers (generation);
CREATE TABLE IF NOT EXISTS forgotten (one INTEGER PRIMARY KEY CHECK (one = 1), times INTEGER NOT NULL);
INSERT OR IGNORE INTO forgotten VALUES (1, 0);
""",
    ("answers", "forgotten", "spent"),
)
"""No question stands here: a digest of it is part of the key. `forgotten` counts the takedowns so far."""

SPENDING = Schema(
    "language-model-spending.sqlite",
    1,
    """
CREATE TABLE IF NOT EXISTS spent (
    day TEXT NOT NULL, user TEXT NOT NULL, prompt INTEGER NOT NULL, answer INTEGER NOT NULL,
    PRIMARY KEY (day, user)
) WITHOUT ROWID;
""",
    ("spent",),
)

FILE = ANSWERS.file

_HELD = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
_NO_DATABASE = {sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT}

_LOG = logging.getLogger("wenbao.llm")


class Database:
    """One file's connection, used by one thread at a time."""

    def __init__(self, folder: Path | None, schema: Schema) -> None:
        """Name the file, which is opened when it is first needed; None keeps everything in memory."""
        self._lock = threading.RLock()
        self._schema = schema
        self._path = folder / schema.file if folder else None
        self._connection: sqlite3.Connection | None = None
        self._was_open = False

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """The connection, for reading and writing, committed at the end.

        Raises:
            NotKept: The file cannot be used now; what it holds is left as it is.
        """
        with self._lock:
            try:
                connection = self._connected()
                with connection:
                    connection.execute("BEGIN IMMEDIATE")
                    yield connection
            except (sqlite3.Error, OSError) as exc:
                if not _is(exc, _HELD) and self._path:
                    self.close()  # a table is gone, a disk is full: the next one opens it anew
                raise NotKept(f"{self._schema.file} cannot be used now: {exc}") from exc

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            if self._connection:
                with suppress(sqlite3.Error):
                    self._connection.close()
            self._connection = None

    def _connected(self) -> sqlite3.Connection:
        if self._connection is None:
            try:
                self._connection = _opened(self._path, self._schema, BUSY)
            except (sqlite3.Error, OSError) as exc:
                # What was open once has something to lose: no second account beside it.
                if self._path is None or self._was_open or _is(exc, _HELD):
                    raise
                _LOG.warning("%s cannot be opened (%s): kept in memory", self._path, exc)
                self._path = None
                self._connection = _opened(None, self._schema, BUSY)
            self._was_open = True
        return self._connection


def forget_answers(folder: Path) -> None:
    """Drop every stored answer: for a takedown, which must leave nothing of an article.

    Answers cost one model call each to write again, so all of them go rather than a guess which ones. Those
    on their way are not stored either (`StoredAnswers.put`).

    Raises:
        NotForgotten: The file is held by somebody else, or cannot be written.
    """
    path = folder / ANSWERS.file
    if not path.exists():
        return
    try:
        with closing(_opened(path, ANSWERS, FORGETTING)) as connection:
            with connection:
                connection.execute("BEGIN IMMEDIATE")
                connection.execute("DELETE FROM answers")
                connection.execute("UPDATE forgotten SET times = times + 1")
            _write_back(connection)
    except (sqlite3.Error, OSError) as exc:
        raise NotForgotten(
            f"what the language model wrote is still in {path} ({exc}): stop what uses the file, delete it,"
            " and run `wenbao refresh`"
        ) from exc


def _opened(path: Path | None, schema: Schema, wait: float) -> sqlite3.Connection:
    try:
        return _with_tables(path, schema, wait)
    except sqlite3.Error as exc:
        if path is None or not _is(exc, _NO_DATABASE):
            raise
        for suffix in ("", "-wal", "-shm"):  # no database any longer: nothing in it can be read
            path.with_name(path.name + suffix).unlink(missing_ok=True)
        return _with_tables(path, schema, wait)


def _with_tables(path: Path | None, schema: Schema, wait: float) -> sqlite3.Connection:
    connection = sqlite3.connect(path or ":memory:", timeout=wait, check_same_thread=False)
    try:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA secure_delete = ON")  # what a takedown drops is not left in free pages
        with connection:
            connection.execute("BEGIN IMMEDIATE")
            emptied = connection.execute("PRAGMA user_version").fetchone()[0] != schema.version
            for table in schema.old if emptied else ():
                connection.execute(f"DROP TABLE IF EXISTS {table}")
            for statement in schema.tables.split(";"):
                connection.execute(statement)
            connection.execute(f"PRAGMA user_version = {schema.version}")
        if emptied:
            with suppress(sqlite3.OperationalError):  # held by a reader: the next checkpoint does it
                _write_back(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def _write_back(connection: sqlite3.Connection) -> None:
    """Bring the log into the file and empty it.

    Raises:
        sqlite3.OperationalError: Somebody reads from it.
    """
    held = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
    if held:
        raise sqlite3.OperationalError("its log is being read")


def _is(exc: Exception, codes: set[int]) -> bool:
    """Whether SQLite's error is one of these; its extended codes carry the plain one in the low byte."""
    return (getattr(exc, "sqlite_errorcode", 0) & 0xFF) in codes
