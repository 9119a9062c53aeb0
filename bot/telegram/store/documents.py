"""Documents that an admin sent and has not decided on."""

from __future__ import annotations

from bot.telegram.models import PendingDocument
from bot.telegram.store.database import Database, before, now


class Documents:
    """Pending documents, by key."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, document: PendingDocument) -> None:
        """Keep a document's name until it is decided on."""
        self._database.run(
            "INSERT INTO documents (key, user, file, name, at) VALUES (?, ?, ?, ?, ?)",
            (document.key, document.user, document.file_id, document.name, now()),
        )

    def take(self, key: str) -> PendingDocument | None:
        """Give a document out, once."""
        with self._database.writing():
            rows = self._database.rows("SELECT user, file, name FROM documents WHERE key = ?", (key,))
            self._database.run("DELETE FROM documents WHERE key = ?", (key,))
        return PendingDocument(key, *rows[0]) if rows else None

    def forget_user(self, user: int) -> int:
        """Delete a user's pending documents."""
        return self._database.run("DELETE FROM documents WHERE user = ?", (user,))

    def expire(self, days: int) -> int:
        """Delete what is older."""
        return self._database.run("DELETE FROM documents WHERE at < ?", (before(days),))
