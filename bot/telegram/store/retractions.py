"""Messages that showed an article which was taken down since: the bot edits them when it next looks."""

from __future__ import annotations

from collections.abc import Iterable

from bot.telegram.store.database import Database


class Retractions:
    """(chat, message, language), until the message was edited."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def note(self, sent: Iterable[tuple[int, int | None, str]]) -> None:
        """Note messages; one that was never sent is passed over."""
        self._database.many(
            "INSERT OR IGNORE INTO retractions (chat, message, lang) VALUES (?, ?, ?)",
            [(chat, message, lang) for chat, message, lang in sent if message is not None],
        )

    def waiting(self) -> list[tuple[int, int, str]]:
        """What is still to be edited."""
        rows = self._database.rows("SELECT chat, message, lang FROM retractions")
        return [(chat, message, lang) for chat, message, lang in rows]

    def done(self, chat: int, message: int) -> None:
        """The message was edited, or cannot be."""
        self._database.run("DELETE FROM retractions WHERE chat = ? AND message = ?", (chat, message))
