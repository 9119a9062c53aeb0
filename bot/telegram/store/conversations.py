"""What was said before, so that a follow-up is understood."""

from __future__ import annotations

import json

from bot.telegram.models import Place
from bot.telegram.store.database import Database, now
from retrieval.models import Turn

TURNS = 4
"""Earlier exchanges that a follow-up may lean on. A choice: people refer to the last one or two."""

FRESH = 3600.0
"""Seconds after which a conversation has ended, and a question stands alone again. A choice."""

_WHERE = "chat = ? AND topic = ? AND user = ?"


class Conversations:
    """Turns by place: each user of each topic of each chat has a conversation of their own."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def turns(self, place: Place) -> tuple[Turn, ...]:
        """The fresh turns, oldest first."""
        rows = self._database.rows(
            f"SELECT question, articles, answer, words FROM turns WHERE {_WHERE} AND at >= ?"  # noqa: S608
            " ORDER BY row DESC LIMIT ?",
            (*_spelt(place), now() - FRESH, TURNS),
        )
        return tuple(
            Turn(question, tuple(json.loads(articles)), answer, tuple(json.loads(words)))
            for question, articles, answer, words in rows[::-1]
        )

    def add(self, place: Place, turn: Turn) -> None:
        """Remember a turn, and drop what is too old to be leant on."""
        with self._database.writing():
            self._database.run(
                "INSERT INTO turns (chat, topic, user, question, articles, answer, words, at)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    *_spelt(place),
                    turn.question,
                    json.dumps(turn.articles),
                    turn.answer,
                    json.dumps(turn.words, ensure_ascii=False),
                    now(),
                ),
            )
            self._database.run(
                f"DELETE FROM turns WHERE {_WHERE} AND row NOT IN"  # noqa: S608
                f" (SELECT row FROM turns WHERE {_WHERE} ORDER BY row DESC LIMIT ?)",
                (*_spelt(place), *_spelt(place), TURNS),
            )

    def reset(self, place: Place) -> int:
        """End the conversation; how many turns it had."""
        return self._database.run(f"DELETE FROM turns WHERE {_WHERE}", _spelt(place))  # noqa: S608

    def clear(self) -> None:
        """End every conversation: at a takedown, since a turn may name an article that it does not quote."""
        self._database.run("DELETE FROM turns")

    def forget_user(self, user: int) -> int:
        """Delete a user's conversations."""
        return self._database.run("DELETE FROM turns WHERE user = ?", (user,))

    def expire(self) -> int:
        """Delete what no question can lean on any longer."""
        return self._database.run("DELETE FROM turns WHERE at < ?", (now() - FRESH,))


def _spelt(place: Place) -> tuple[int, int, int]:
    return place.chat, place.topic or 0, place.user
