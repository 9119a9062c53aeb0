"""Answers that a model has written before, by (question, generation, model, prompt version).

What is kept is what the model wrote, not what passed the proof: it is split and proved again each time it is
served, so that a better proof holds for old answers too. Questions are not kept, only their digests.
"""

from __future__ import annotations

import hashlib
import json
import logging
import time

from retrieval.generation.database import Database
from retrieval.generation.errors import NotKept
from retrieval.generation.models import Messages

KEPT = 10_000
"""Answers: a few megabytes. The ones used longest ago go first."""

_SWEEP = 100
"""Writes between two looks at how many there are."""

_LOG = logging.getLogger("wenbao.llm")


class StoredAnswers:
    """The cache; a file that cannot be used costs its answers and no question. Thread-safe."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._written = 0

    def forgotten(self) -> int | None:
        """How often a takedown has emptied it; asked for before the evidence is. None: it cannot be told."""
        try:
            with self._database.transaction() as connection:
                row = connection.execute("SELECT times FROM forgotten").fetchone()
                return int(row[0])
        except NotKept as exc:
            _LOG.info("%s", exc)
            return None

    def get(self, question: str, generation: str, model: str, messages: Messages) -> str | None:
        """What the model wrote, or None."""
        key = _key(question, generation, model, messages)
        try:
            with self._database.transaction() as connection:
                row = connection.execute("SELECT text FROM answers WHERE key = ?", (key,)).fetchone()
                if row:
                    connection.execute("UPDATE answers SET used = ? WHERE key = ?", (_now(), key))
                return str(row[0]) if row else None
        except NotKept as exc:
            _LOG.info("%s", exc)
            return None

    def put(
        self,
        question: str,
        generation: str,
        model: str,
        messages: Messages,
        text: str,
        *,
        forgotten: int | None,
    ) -> None:
        """Keep what the model wrote; answers of older generations go.

        Args:
            question: As it was understood.
            generation: Whose evidence it had.
            model: The model's full name.
            messages: What was sent.
            text: What came back.
            forgotten: What `forgotten` said before the evidence was read. Where a takedown came in between
                nothing is kept: the text may tell what was taken down.
        """
        row = (_key(question, generation, model, messages), generation, text, _now())
        try:
            with self._database.transaction() as connection:
                times = connection.execute("SELECT times FROM forgotten").fetchone()[0]
                if times != forgotten:
                    return
                connection.execute("DELETE FROM answers WHERE generation < ?", (generation,))
                connection.execute("INSERT OR REPLACE INTO answers VALUES (?, ?, ?, ?)", row)
                if self._written % _SWEEP == 0:
                    connection.execute(
                        "DELETE FROM answers WHERE key NOT IN"
                        " (SELECT key FROM answers ORDER BY used DESC LIMIT ?)",
                        (KEPT,),
                    )
                self._written += 1
        except NotKept as exc:
            _LOG.info("%s", exc)


def _key(question: str, generation: str, model: str, messages: Messages) -> str:
    """The evidence is part of it: filters confine it, and so does what a follow-up leans on."""
    said = [[exchange.question, exchange.answer] for exchange in messages.history]
    parts = [question, generation, model, messages.version, messages.system, messages.user, said]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


def _now() -> int:
    return time.time_ns() // 1000
