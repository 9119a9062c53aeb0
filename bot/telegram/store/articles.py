"""Articles that were shown, as they were, each once: a button or a link opens them after a refresh too."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable

from bot.telegram.models import StoredArticle
from bot.telegram.store.database import Database, before, now
from bot.telegram.store.withdrawn import WithdrawnArticles
from corpus.identity import content_id
from corpus.models import Article
from vectorstore.catalogue.serialise import article_from_json, article_to_json

KEY = 16
"""Characters of an article's key, hex: 64 bits, so that two among a million collide with a chance below
3 in 10⁸, and a button's data (64 bytes) or a start payload (64 characters) has room for it."""


class Articles:
    """Articles, by key."""

    def __init__(self, database: Database, withdrawn: WithdrawnArticles) -> None:
        self._database = database
        self._withdrawn = withdrawn

    def keep(self, articles: Iterable[tuple[Article, str]]) -> list[str]:
        """Keep articles with their sources' names so that a link may open them.

        Returns:
            Their keys; that of an article which is taken down opens nothing.
        """
        pairs = list(articles)
        keys = [article_key(article) for article, _ in pairs]
        with self._database.writing():
            gone = self._withdrawn.among(article for article, _ in pairs)
            self._database.many(
                "INSERT INTO articles (key, id, content, source, data, at) VALUES (?, ?, ?, ?, ?, ?)"
                " ON CONFLICT (key) DO UPDATE SET at = excluded.at",
                [
                    (key, article.id, content_id(article), source, article_to_json(article), now())
                    for key, (article, source) in zip(keys, pairs, strict=True)
                    if article.id not in gone
                ],
            )
        return keys

    def get(self, key: str) -> StoredArticle | None:
        """An article by its key; None where it is not kept (any longer)."""
        rows = self._database.rows("SELECT id, data, source FROM articles WHERE key = ?", (key,))
        if not rows:
            return None
        return StoredArticle(key, article_from_json(rows[0][1], article_id=rows[0][0]), rows[0][2])

    def of_answer(self, answer: str) -> dict[str, Article]:
        """Key → article of an answer's evidence."""
        rows = self._database.rows(
            "SELECT a.key, a.id, a.data FROM evidence e JOIN articles a ON a.key = e.article"
            " WHERE e.answer = ?",
            (answer,),
        )
        return {key: article_from_json(data, article_id=identity) for key, identity, data in rows}

    def ids_of(self, article_id: str, content: str) -> set[str]:
        """Ids under which an article was kept, whichever of its names is known."""
        rows = self._database.rows(
            "SELECT DISTINCT id FROM articles WHERE id IN (?, ?) OR content = ?",
            (article_id, content, content),
        )
        return {article_id, content, *(row[0] for row in rows)}

    def withdraw(self, ids: Collection[str]) -> None:
        """Delete the articles of these ids."""
        marks = json.dumps(list(ids))
        self._database.run("DELETE FROM articles WHERE id IN (SELECT value FROM json_each(?))", (marks,))

    def expire(self, days: int) -> int:
        """Delete those that no answer holds and no link was made to since."""
        return self._database.run(
            "DELETE FROM articles WHERE at < ? AND key NOT IN (SELECT article FROM evidence)", (before(days),)
        )


def article_key(article: Article) -> str:
    """The key of an article as it is: the same article in another wording has another one."""
    told = f"{article.id}\0{article_to_json(article)}"
    return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()[:KEY]
