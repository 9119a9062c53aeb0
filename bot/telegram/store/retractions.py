"""Messages that showed an article which was taken down since: the bot edits them when it next looks."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable

from bot.telegram.models import Lang
from bot.telegram.store.database import Database, before, now
from bot.telegram.store.withdrawn import WithdrawnArticles
from corpus.models import Article


class Retractions:
    """(chat, message, language), until the message was edited."""

    def __init__(self, database: Database, withdrawn: WithdrawnArticles) -> None:
        self._database = database
        self._withdrawn = withdrawn

    def note(self, sent: Iterable[tuple[int, int, str]]) -> None:
        """Note messages."""
        self._database.many(
            "INSERT OR IGNORE INTO retractions (chat, message, lang) VALUES (?, ?, ?)", list(sent)
        )

    def showing(self, chat: int, message: int, articles: Collection[Article], lang: Lang) -> None:
        """Note that a message shows text of these articles, opened by a button, a link or a notice.

        To be called once the message shows them (and before an edit as well): where one was taken down
        meanwhile, the message is to be edited at the next look.
        """
        with self._database.writing():
            self.hidden(chat, message)
            if self._withdrawn.among(articles):
                self.note([(chat, message, lang)])
                return
            self._database.many(
                "INSERT OR REPLACE INTO shown (chat, message, article, lang, at) VALUES (?, ?, ?, ?, ?)",
                [(chat, message, article.id, lang, now()) for article in articles],
            )

    def hidden(self, chat: int, message: int) -> None:
        """Note that it shows no article's text any longer."""
        self._database.run("DELETE FROM shown WHERE chat = ? AND message = ?", (chat, message))

    def withdraw(self, articles: Collection[str]) -> None:
        """Note every message that shows one of these article ids."""
        marks = (json.dumps(list(articles)),)
        with self._database.writing():
            self._database.run(
                "INSERT OR IGNORE INTO retractions (chat, message, lang) SELECT chat, message, lang"
                " FROM shown WHERE article IN (SELECT value FROM json_each(?))",
                marks,
            )
            self._database.run("DELETE FROM shown WHERE article IN (SELECT value FROM json_each(?))", marks)

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
