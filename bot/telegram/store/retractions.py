"""Messages that showed an article which was taken down since: the bot edits them when it next looks."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable

from bot.telegram.models import Lang
from bot.telegram.store.database import Database, before, now


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

    def showing(self, chat: int, message: int, article: str, lang: Lang) -> None:
        """Note that a message shows the article of this id, opened by a button, a link or a notice."""
        self._database.run(
            "INSERT OR REPLACE INTO shown (chat, message, article, lang, at) VALUES (?, ?, ?, ?, ?)",
            (chat, message, article, lang, now()),
        )

    def hidden(self, chat: int, message: int) -> None:
        """Note that it shows no article any longer."""
        self._database.run("DELETE FROM shown WHERE chat = ? AND message = ?", (chat, message))

    def withdraw(self, articles: Collection[str]) -> None:
        """Note every message that shows one of these article ids."""
        marks = json.dumps(list(articles))
        where = "article IN (SELECT value FROM json_each(?))"
        with self._database.writing():
            self.note(self._database.rows(f"SELECT chat, message, lang FROM shown WHERE {where}", (marks,)))  # noqa: S608
            self._database.run(f"DELETE FROM shown WHERE {where}", (marks,))  # noqa: S608

    def forget_chat(self, chat: int) -> None:
        """Forget which messages of a chat show an article."""
        for table in ("shown", "retractions"):
            self._database.run(f"DELETE FROM {table} WHERE chat = ?", (chat,))  # noqa: S608

    def expire(self, days: int) -> int:
        """Forget which old messages show an article."""
        return self._database.run("DELETE FROM shown WHERE at < ?", (before(days),))

    def waiting(self) -> list[tuple[int, int, str]]:
        """What is still to be edited."""
        rows = self._database.rows("SELECT chat, message, lang FROM retractions")
        return [(chat, message, lang) for chat, message, lang in rows]

    def done(self, chat: int, message: int) -> None:
        """The message was edited, or cannot be."""
        self._database.run("DELETE FROM retractions WHERE chat = ? AND message = ?", (chat, message))
