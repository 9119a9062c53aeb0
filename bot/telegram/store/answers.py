"""Answers that were sent, with their evidence: their buttons work after a restart and after a refresh.

An answer is kept as JSON in which every article is replaced by its key; which articles it holds, and which
it only names, stands in tables of their own. So a takedown finds every answer that an article stands in.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Collection
from dataclasses import replace
from typing import NamedTuple, cast

from bot.telegram.models import Lang, Place, StoredAnswer
from bot.telegram.store.articles import Articles, article_key
from bot.telegram.store.database import Database, before, now
from bot.telegram.store.serial import answer_from_json, answer_to_json, articles_in
from bot.telegram.store.withdrawn import WithdrawnArticles, named_by
from retrieval.models import Answer

PASSAGES = 10
"""Passages that are kept of an answer: what "more passages" pages through."""


class Gone(NamedTuple):
    """An answer that a takedown deleted, and the messages that show it."""

    key: str
    chat: int
    lang: str
    messages: list[int]


class Answers:
    """Answers, by key."""

    def __init__(self, database: Database, articles: Articles, withdrawn: WithdrawnArticles) -> None:
        self._database = database
        self._articles = articles
        self._withdrawn = withdrawn

    def add(self, stored: StoredAnswer) -> StoredAnswer | None:
        """Keep an answer and its evidence.

        Returns:
            What is kept: with `PASSAGES` passages at most, none of them taken down. None, and nothing is,
            where the answer shows an article that is taken down: it was found before that.
        """
        place = stored.place
        with self._database.writing():
            if self._withdrawn.shown_by(stored.answer):
                return None
            gone = self._withdrawn.among(passage.article for passage in stored.answer.passages)
            passages = tuple(one for one in stored.answer.passages if one.article.id not in gone)
            stored = replace(stored, answer=replace(stored.answer, passages=passages[:PASSAGES]))
            self._database.run(
                "INSERT INTO answers (key, chat, topic, user, message, lang, short, body, at)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, '', ?)",
                (stored.key, place.chat, place.topic, place.user, stored.message, stored.lang,
                 int(stored.short), now()),
            )  # fmt: skip
            if stored.message is not None:
                self.sent(stored.key, stored.message)
            self._write(stored.key, stored.answer)
        return stored

    def _write(self, key: str, answer: Answer) -> None:
        """Put an answer's text and evidence in the place of what its row had."""
        articles = {article.id: (article, source) for article, source in articles_in(answer)}
        keys = {identity: article_key(article) for identity, (article, _) in articles.items()}
        self._articles.keep(articles.values())
        self._database.run("UPDATE answers SET body = ? WHERE key = ?", (answer_to_json(answer, keys), key))
        for table, marks in (("evidence", keys.values()), ("mentions", named_by(answer))):
            self._database.run(f"DELETE FROM {table} WHERE answer = ?", (key,))  # noqa: S608
            self._database.many(
                f"INSERT INTO {table} (answer, article) VALUES (?, ?)",  # noqa: S608
                [(key, mark) for mark in marks],
            )

    def sent(self, key: str, message: int) -> bool:
        """Note that a message shows (a part of) an answer, the last one its buttons; whether it is kept."""
        with self._database.writing():
            kept = self._database.run("UPDATE answers SET message = ? WHERE key = ?", (message, key))
            if kept:
                self._database.run(
                    "INSERT OR IGNORE INTO parts (answer, message) VALUES (?, ?)", (key, message)
                )
        return bool(kept)

    def seen(self, key: str, message: int) -> None:
        """Note that a message shows an answer: a copy whose reply was lost is met only so."""
        self._database.run(
            "INSERT OR IGNORE INTO parts (answer, message) SELECT key, ? FROM answers WHERE key = ?",
            (message, key),
        )

    def taken_down(self, key: str, chat: int) -> Lang | None:
        """The language of an answer in a chat that a takedown deleted; None where it did not."""
        rows = self._database.rows("SELECT lang FROM gone WHERE answer = ? AND chat = ?", (key, chat))
        return cast("Lang", rows[0][0]) if rows else None

    def get(self, key: str) -> StoredAnswer | None:
        """An answer by its key; None where it is not kept, or cannot be read, any longer."""
        rows = self._database.rows(
            "SELECT chat, topic, user, message, lang, short, body FROM answers WHERE key = ?", (key,)
        )
        if not rows:
            return None
        chat, topic, user, message, lang, short, body = rows[0]
        try:
            answer = answer_from_json(body, self._articles.of_answer(key))
        except (LookupError, TypeError, ValueError):  # another version of Wenbao wrote it
            return None
        return StoredAnswer(key, Place(chat, topic, user), message, lang, bool(short), answer)

    def by_message(self, chat: int, message: int) -> StoredAnswer | None:
        """The answer that a message shows, or a part of it, if any."""
        rows = self._database.rows(
            "SELECT a.key FROM parts p JOIN answers a ON a.key = p.answer WHERE a.chat = ? AND p.message = ?",
            (chat, message),
        )
        return self.get(rows[0][0]) if rows else None

    def withdraw(self, ids: Collection[str]) -> list[Gone]:
        """Delete every answer that quotes or names an article of these ids.

        An answer that has one among its passages only, which its message does not show, loses the passage.
        """
        rows = self._database.rows(
            "WITH gone AS (SELECT value FROM json_each(?))"
            " SELECT answer FROM mentions WHERE article IN gone"
            " UNION SELECT e.answer FROM articles a JOIN evidence e ON e.article = a.key WHERE a.id IN gone",
            (json.dumps(list(ids)),),
        )
        deleted = []
        with self._database.writing():
            for (key,) in rows:
                stored = self.get(key)
                if stored is not None and not _shows(stored.answer, ids):
                    passages = tuple(p for p in stored.answer.passages if p.article.id not in ids)
                    self._write(key, replace(stored.answer, passages=passages))
                    continue
                parts = self._database.rows("SELECT message FROM parts WHERE answer = ?", (key,))
                chat, lang = self._database.rows("SELECT chat, lang FROM answers WHERE key = ?", (key,))[0]
                self._database.run("DELETE FROM answers WHERE key = ?", (key,))
                self._database.run(
                    "INSERT OR REPLACE INTO gone (answer, chat, lang, at) VALUES (?, ?, ?, ?)",
                    (key, chat, lang, now()),
                )
                deleted.append(Gone(key, chat, lang, [message for (message,) in parts]))
        return deleted

    def count(self) -> int:
        """How many answers are kept."""
        return int(self._database.rows("SELECT count(*) FROM answers")[0][0])

    def forget_user(self, user: int) -> int:
        """Delete a user's answers."""
        self._database.run("DELETE FROM gone WHERE chat = ?", (user,))
        return self._database.run("DELETE FROM answers WHERE user = ?", (user,))

    def expire(self, days: int) -> int:
        """Delete older answers."""
        self._database.run("DELETE FROM gone WHERE at < ?", (before(days),))
        return self._database.run("DELETE FROM answers WHERE at < ?", (before(days),))


def _shows(answer: Answer, ids: Collection[str]) -> bool:
    """Whether the message of an answer shows one of these articles."""
    cited = {citation.article.id for citation in answer.citations}
    return not (cited | named_by(answer)).isdisjoint(ids)


def new_key() -> str:
    """A key that cannot be guessed: 72 bits, URL-safe base 64."""
    return secrets.token_urlsafe(9)
