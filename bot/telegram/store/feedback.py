"""👍 and 👎, kept with the question and the generation, and given out as eval questions."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from typing import Any

from bot.telegram.models import StoredAnswer
from bot.telegram.store.database import Database, before, now


class Votes:
    """One vote an answer and user; the last one counts."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def cast(self, stored: StoredAnswer, user: int, *, up: bool) -> None:
        """Keep a vote with what was asked and answered."""
        answer = stored.answer
        words = [
            citation.article.field(citation.field)[start:end]
            for citation in answer.citations
            for start, end in citation.spans
        ]
        self._database.run(
            "INSERT OR REPLACE INTO votes"
            " (answer, user, up, question, lang, generation, status, articles, words, at)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (stored.key, user, int(up), answer.understood or answer.question, answer.lang,
             answer.generation, answer.status, json.dumps(answer.turn.articles),
             json.dumps(words, ensure_ascii=False), now()),
        )  # fmt: skip

    def questions(self) -> Iterator[dict[str, Any]]:
        """The votes as questions for `wenbao eval` (docs/contract.md), oldest first.

        An answer with a 👍 is its own gold, and a refusal with a 👍 a question that cannot be answered. One
        with a 👎 has no gold: its `articles` and `answers_any` are empty until somebody fills them in, and
        `rejected` tells what was answered.
        """
        rows = self._database.rows(
            "SELECT answer, up, question, lang, generation, status, articles, words FROM votes ORDER BY at"
        )
        for key, up, question, lang, generation, status, articles, words in rows:
            told: dict[str, Any] = {"id": key, "question": question, "lang": lang}
            if not up:
                told |= {"articles": [], "answers_any": [], "rejected": json.loads(articles)}
            elif status == "answered":
                told |= {"articles": json.loads(articles), "answers_all": json.loads(words)}
            else:
                told |= {"unanswerable": True}
            yield told | {"vote": "up" if up else "down", "generation": generation}

    def counts(self) -> tuple[int, int]:
        """How many 👍 and how many 👎."""
        up, down = self._database.rows("SELECT coalesce(sum(up), 0), coalesce(sum(1 - up), 0) FROM votes")[0]
        return int(up), int(down)

    def withdraw(self, articles: Collection[str], answers: Collection[str]) -> None:
        """Forget every vote on one of these answers, or on one that quoted one of these article ids."""
        self._database.run(
            "DELETE FROM votes WHERE answer IN (SELECT value FROM json_each(?)) OR EXISTS (SELECT 1 FROM"
            " json_each(votes.articles) a WHERE a.value IN (SELECT value FROM json_each(?)))",
            (json.dumps(list(answers)), json.dumps(list(articles))),
        )

    def forget_user(self, user: int) -> int:
        """Delete a user's votes."""
        return self._database.run("DELETE FROM votes WHERE user = ?", (user,))

    def expire(self, days: int) -> int:
        """Delete what is older."""
        return self._database.run("DELETE FROM votes WHERE at < ?", (before(days),))
