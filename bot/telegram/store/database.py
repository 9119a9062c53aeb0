"""One SQLite file, its tables, and its one writer lock.

WAL: the bot writes while `wenbao remove` in another process takes an article out. `synchronous=NORMAL`
loses at most the last moments of a power cut and never the file; a commit costs no fsync, so that a
handler may write on the event loop.
"""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bot.telegram.errors import RecordsUnusable

BUSY = 5.0
"""Seconds to wait for another process's write: a takedown holds the file for milliseconds."""

MIGRATIONS = (
    """
CREATE TABLE updates (
    bot INTEGER NOT NULL, id INTEGER NOT NULL, at REAL NOT NULL, PRIMARY KEY (bot, id)
) WITHOUT ROWID;
CREATE TABLE people (
    user INTEGER PRIMARY KEY, lang TEXT, short INTEGER NOT NULL DEFAULT 0, at REAL NOT NULL
);
CREATE TABLE access (id INTEGER PRIMARY KEY, allowed INTEGER NOT NULL);
CREATE TABLE turns (
    row INTEGER PRIMARY KEY, chat INTEGER NOT NULL, topic INTEGER NOT NULL, user INTEGER NOT NULL,
    question TEXT NOT NULL, articles TEXT NOT NULL, answer TEXT NOT NULL, at REAL NOT NULL
);
CREATE INDEX turns_of ON turns (chat, topic, user, row);
CREATE TABLE articles (
    key TEXT PRIMARY KEY, id TEXT NOT NULL, content TEXT NOT NULL, source TEXT NOT NULL,
    data TEXT NOT NULL, at REAL NOT NULL
);
CREATE INDEX articles_by_id ON articles (id);
CREATE INDEX articles_by_content ON articles (content);
CREATE TABLE answers (
    key TEXT PRIMARY KEY, chat INTEGER NOT NULL, topic INTEGER, user INTEGER NOT NULL, message INTEGER,
    lang TEXT NOT NULL, short INTEGER NOT NULL, body TEXT NOT NULL, at REAL NOT NULL
);
CREATE INDEX answers_by_user ON answers (user);
CREATE INDEX answers_by_time ON answers (at);
CREATE TABLE evidence (
    answer TEXT NOT NULL REFERENCES answers (key) ON DELETE CASCADE,
    article TEXT NOT NULL, PRIMARY KEY (answer, article)
) WITHOUT ROWID;
CREATE INDEX evidence_by_article ON evidence (article);
CREATE TABLE votes (
    answer TEXT NOT NULL, user INTEGER NOT NULL, up INTEGER NOT NULL,
    question TEXT NOT NULL, lang TEXT NOT NULL, generation TEXT, status TEXT NOT NULL,
    articles TEXT NOT NULL, words TEXT NOT NULL, at REAL NOT NULL, PRIMARY KEY (answer, user)
);
CREATE TABLE subscriptions (
    id INTEGER PRIMARY KEY AUTOINCREMENT, chat INTEGER NOT NULL, topic INTEGER, user INTEGER NOT NULL,
    words TEXT NOT NULL, lang TEXT NOT NULL, at REAL NOT NULL
);
CREATE INDEX subscriptions_by_user ON subscriptions (user);
CREATE TABLE deliveries (
    subscription INTEGER NOT NULL REFERENCES subscriptions (id) ON DELETE CASCADE,
    article TEXT NOT NULL, at REAL NOT NULL, sent INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (subscription, article)
) WITHOUT ROWID;
CREATE TABLE known (article TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE noted (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE documents (
    key TEXT PRIMARY KEY, user INTEGER NOT NULL, file TEXT NOT NULL, name TEXT NOT NULL, at REAL NOT NULL
);
CREATE TABLE retractions (chat INTEGER NOT NULL, message INTEGER NOT NULL, lang TEXT NOT NULL,
    PRIMARY KEY (chat, message)) WITHOUT ROWID;
""",
    """
CREATE INDEX answers_by_message ON answers (chat, message);
CREATE TABLE shown (
    chat INTEGER NOT NULL, message INTEGER NOT NULL, article TEXT NOT NULL, lang TEXT NOT NULL,
    at REAL NOT NULL, PRIMARY KEY (chat, message)
) WITHOUT ROWID;
CREATE INDEX shown_by_article ON shown (article);
""",
    """
ALTER TABLE turns ADD COLUMN words TEXT NOT NULL DEFAULT '[]';
ALTER TABLE deliveries ADD COLUMN quote TEXT;
CREATE TABLE withdrawn (content TEXT PRIMARY KEY, id TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE mentions (
    answer TEXT NOT NULL REFERENCES answers (key) ON DELETE CASCADE,
    article TEXT NOT NULL, PRIMARY KEY (answer, article)
) WITHOUT ROWID;
CREATE INDEX mentions_by_article ON mentions (article);
INSERT INTO mentions SELECT DISTINCT a.key, t.value FROM answers a, json_tree(a.body) t
    WHERE t.key = 'article_id';
CREATE TABLE parts (
    answer TEXT NOT NULL REFERENCES answers (key) ON DELETE CASCADE,
    message INTEGER NOT NULL, PRIMARY KEY (answer, message)
) WITHOUT ROWID;
CREATE INDEX parts_by_message ON parts (message);
INSERT INTO parts SELECT key, message FROM answers WHERE message IS NOT NULL;
DROP INDEX shown_by_article;
ALTER TABLE shown RENAME TO shown_one;
CREATE TABLE shown (
    chat INTEGER NOT NULL, message INTEGER NOT NULL, article TEXT NOT NULL, lang TEXT NOT NULL,
    at REAL NOT NULL, PRIMARY KEY (chat, message, article)
) WITHOUT ROWID;
INSERT INTO shown SELECT chat, message, article, lang, at FROM shown_one;
DROP TABLE shown_one;
CREATE INDEX shown_by_article ON shown (article);
UPDATE answers SET user = chat WHERE user IN (1087968824, 136817688);
UPDATE turns SET user = chat WHERE user IN (1087968824, 136817688);
UPDATE subscriptions SET user = chat WHERE user IN (1087968824, 136817688);
""",
    """
CREATE TABLE gone (answer TEXT PRIMARY KEY, chat INTEGER NOT NULL, lang TEXT NOT NULL, at REAL NOT NULL)
    WITHOUT ROWID;
""",
)
"""One script a version, in order; the file's user_version counts those that it has had.

The third gives what Telegram's stand-ins for anonymous admins and for channels held, all groups' together,
to the chats in whose name it was asked.
"""


class Database:
    """The file, open. Safe to share between threads: one statement or transaction at a time."""

    def __init__(self, path: Path) -> None:
        """Open the file, making it and its tables where need be.

        Raises:
            RecordsUnusable: It cannot be opened or written, or a later version wrote it.
        """
        self._path = path
        self._lock = threading.RLock()
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._connection = sqlite3.connect(
                path, timeout=BUSY, isolation_level=None, check_same_thread=False
            )
            for pragma in ("journal_mode = WAL", "synchronous = NORMAL", "foreign_keys = ON"):
                self._connection.execute(f"PRAGMA {pragma}")
            self._connection.execute("PRAGMA secure_delete = ON")  # a takedown leaves no text behind
            self._migrate()
        except (sqlite3.Error, OSError) as exc:
            raise RecordsUnusable(f"the bot's records {path} cannot be used: {exc}") from exc

    def _migrate(self) -> None:
        with self.writing():
            version = self.rows("PRAGMA user_version")[0][0]
            if version > len(MIGRATIONS):
                raise RecordsUnusable(f"{self._path} was written by a later version of Wenbao")
            for number, script in enumerate(MIGRATIONS[version:], start=version + 1):
                for statement in script.split(";\n"):
                    self._connection.execute(statement)
                self._connection.execute(f"PRAGMA user_version = {number}")

    def rows(self, statement: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """Run a statement; its rows."""
        with self._lock:
            return self._connection.execute(statement, values).fetchall()

    def run(self, statement: str, values: Sequence[Any] = ()) -> int:
        """Run a statement; how many rows it changed."""
        with self._lock:
            return self._connection.execute(statement, values).rowcount

    def insert(self, statement: str, values: Sequence[Any] = ()) -> int:
        """Run an INSERT; the row's number."""
        with self._lock:
            return int(self._connection.execute(statement, values).lastrowid or 0)

    def many(self, statement: str, values: Sequence[Sequence[Any]]) -> None:
        """Run a statement once for each row of values, in one transaction."""
        with self.writing():
            self._connection.executemany(statement, values)

    @contextmanager
    def writing(self) -> Iterator[None]:
        """All or nothing of what is run inside; may be nested."""
        with self._lock:
            if self._connection.in_transaction:
                yield
                return
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                self._connection.execute("ROLLBACK")
                raise
            self._connection.execute("COMMIT")

    def scrub(self) -> None:
        """Move what was deleted out of the write-ahead log too."""
        with self._lock:
            self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._connection.close()


def now() -> float:
    """Seconds since the epoch: records are dated by the calendar, deadlines never are."""
    return time.time()


def before(days: int) -> float:
    """The moment so many days ago."""
    return now() - days * 86400
