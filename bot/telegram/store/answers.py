"""Answers that were sent, with their evidence: their buttons work after a restart and after a refresh.

An answer is kept as JSON in which every article is replaced by its key; the articles lie once each in a
table of their own. So a takedown finds every answer that an article stands in.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Collection, Iterable
from dataclasses import replace

from bot.telegram.models import Place, StoredAnswer, StoredArticle
from bot.telegram.store.database import Database, before, now
from bot.telegram.store.serial import answer_from_json, answer_to_json, articles_in
from corpus.identity import content_id
from corpus.models import Article
from retrieval.models import Answer
from vectorstore.serialise import article_from_json, article_to_json

KEY = 16
"""Characters of an article's key, hex: 64 bits, so that two among a million collide with a chance below
3 in 10⁸, and a button's data (64 bytes) or a start payload (64 characters) has room for it."""

PASSAGES = 10
"""Passages that are kept of an answer: what "more passages" pages through."""


class Answers:
    """Answers and articles, by key."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, stored: StoredAnswer) -> None:
        """Keep an answer and its evidence."""
        answer = replace(stored.answer, passages=stored.answer.passages[:PASSAGES])
        articles = {article.id: (article, source) for article, source in articles_in(answer)}
        keys = {identity: article_key(article) for identity, (article, _) in articles.items()}
        place = stored.place
        with self._database.writing():
            self._keep((keys[identity], *pair) for identity, pair in articles.items())
            self._database.run(
                "INSERT INTO answers (key, chat, topic, user, message, lang, short, body, at)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (stored.key, place.chat, place.topic, place.user, stored.message, stored.lang,
                 int(stored.short), answer_to_json(answer, keys), now()),
            )  # fmt: skip
            self._database.many(
                "INSERT INTO evidence (answer, article) VALUES (?, ?)",
                [(stored.key, key) for key in keys.values()],
            )

    def sent(self, key: str, message: int) -> None:
        """Note which message carries an answer's buttons."""
        self._database.run("UPDATE answers SET message = ? WHERE key = ?", (message, key))

    def get(self, key: str) -> StoredAnswer | None:
        """An answer by its key; None where it is not kept, or cannot be read, any longer."""
        rows = self._database.rows(
            "SELECT chat, topic, user, message, lang, short, body FROM answers WHERE key = ?", (key,)
        )
        if not rows:
            return None
        chat, topic, user, message, lang, short, body = rows[0]
        found = self._database.rows(
            "SELECT a.key, a.id, a.data FROM evidence e JOIN articles a ON a.key = e.article"
            " WHERE e.answer = ?",
            (key,),
        )
        articles = {key: article_from_json(data, article_id=identity) for key, identity, data in found}
        try:
            answer = answer_from_json(body, articles)
        except (LookupError, TypeError, ValueError):  # another version of Wenbao wrote it
            return None
        return StoredAnswer(key, Place(chat, topic, user), message, lang, bool(short), answer)

    def by_message(self, chat: int, message: int) -> StoredAnswer | None:
        """The answer whose buttons a message carries, if any."""
        rows = self._database.rows("SELECT key FROM answers WHERE chat = ? AND message = ?", (chat, message))
        return self.get(rows[0][0]) if rows else None

    def keep_articles(self, articles: Iterable[tuple[Article, str]]) -> list[str]:
        """Keep articles with their sources' names so that a link may open them; their keys."""
        rows = [(article_key(article), article, source) for article, source in articles]
        with self._database.writing():
            self._keep(rows)
        return [key for key, _, _ in rows]

    def article(self, key: str) -> StoredArticle | None:
        """An article by its key; None where it is not kept (any longer)."""
        rows = self._database.rows("SELECT id, data, source FROM articles WHERE key = ?", (key,))
        if not rows:
            return None
        return StoredArticle(key, article_from_json(rows[0][1], article_id=rows[0][0]), rows[0][2])

    def ids_of(self, article_id: str, content: str) -> set[str]:
        """Ids under which an article was kept, whichever of its names is known."""
        rows = self._database.rows(
            "SELECT DISTINCT id FROM articles WHERE id IN (?, ?) OR content = ?",
            (article_id, content, content),
        )
        return {article_id, *(row[0] for row in rows)}

    def withdraw(self, ids: Collection[str]) -> list[tuple[int, int | None, str]]:
        """Delete articles of these ids and every answer that quotes or names one.

        An answer that has one among its passages only, which its message does not show, loses the passage.

        Returns:
            (chat, message, language) of the answers that were deleted.
        """
        marks = json.dumps(list(ids))
        rows = self._database.rows(
            "SELECT key FROM answers WHERE EXISTS"
            " (SELECT 1 FROM json_each(?) i WHERE instr(body, json_quote(i.value)))"
            " UNION SELECT e.answer FROM evidence e JOIN articles a ON a.key = e.article"
            " WHERE a.id IN (SELECT value FROM json_each(?))",
            (marks, marks),
        )
        sent: list[tuple[int, int | None, str]] = []
        with self._database.writing():
            for (key,) in rows:
                stored = self.get(key)
                sent += self._database.rows("SELECT chat, message, lang FROM answers WHERE key = ?", (key,))
                self._database.run("DELETE FROM answers WHERE key = ?", (key,))
                if stored is not None and not _shows(stored.answer, ids):
                    passages = tuple(p for p in stored.answer.passages if p.article.id not in ids)
                    self.add(replace(stored, answer=replace(stored.answer, passages=passages)))
                    sent.pop()
            self._database.run("DELETE FROM articles WHERE id IN (SELECT value FROM json_each(?))", (marks,))
        return sent

    def count(self) -> int:
        """How many answers are kept."""
        return int(self._database.rows("SELECT count(*) FROM answers")[0][0])

    def forget_user(self, user: int) -> int:
        """Delete a user's answers."""
        return self._database.run("DELETE FROM answers WHERE user = ?", (user,))

    def expire(self, days: int) -> int:
        """Delete older answers, and articles that no answer holds and no link was made to since."""
        gone = self._database.run("DELETE FROM answers WHERE at < ?", (before(days),))
        self._database.run(
            "DELETE FROM articles WHERE at < ? AND key NOT IN (SELECT article FROM evidence)", (before(days),)
        )
        return gone

    def _keep(self, rows: Iterable[tuple[str, Article, str]]) -> None:
        self._database.many(
            "INSERT INTO articles (key, id, content, source, data, at) VALUES (?, ?, ?, ?, ?, ?)"
            " ON CONFLICT (key) DO UPDATE SET at = excluded.at",
            [
                (key, article.id, content_id(article), source, article_to_json(article), now())
                for key, article, source in rows
            ],
        )


def _shows(answer: Answer, ids: Collection[str]) -> bool:
    """Whether the message of an answer shows one of these articles."""
    cited = {citation.article.id for citation in answer.citations}
    also = {other.article_id for citation in answer.citations for other in citation.also}
    near = {nearest.article_id for nearest in answer.nearest}
    return not (cited | also | near).isdisjoint(ids)


def new_key() -> str:
    """A key that cannot be guessed: 72 bits, URL-safe base 64."""
    return secrets.token_urlsafe(9)


def article_key(article: Article) -> str:
    """The key of an article as it is: the same article in another wording has another one."""
    told = f"{article.id}\0{article_to_json(article)}"
    return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()[:KEY]
