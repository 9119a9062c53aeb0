"""Answers that a model has written before, by (question, generation, model, prompt version).

What is kept is what the model wrote, not what passed the proof: it is split and proved again each time it is
served, so that a better proof holds for old answers too.
"""

from __future__ import annotations

import hashlib
import json
import time

from retrieval.generation.database import Database
from retrieval.generation.models import Messages

KEPT = 10_000
"""Answers: a few megabytes. The ones used longest ago go first."""

_SWEEP = 100
"""Writes between two looks at how many there are."""


class StoredAnswers:
    """The cache. Thread-safe."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._written = 0

    def get(self, question: str, generation: str, model: str, messages: Messages) -> str | None:
        """What the model wrote, or None."""
        key = _key(question, generation, model, messages)
        found: str | None = None
        with self._database.transaction() as connection:
            row = connection.execute("SELECT text FROM answers WHERE key = ?", (key,)).fetchone()
            if row:
                found = str(row[0])
                connection.execute("UPDATE answers SET used = ? WHERE key = ?", (_now(), key))
        return found

    def put(self, question: str, generation: str, model: str, messages: Messages, text: str) -> None:
        """Keep what the model wrote; answers of older generations go."""
        key = _key(question, generation, model, messages)
        row = (key, question, generation, model, messages.version, text, _now())
        with self._database.transaction() as connection:
            connection.execute("INSERT OR REPLACE INTO answers VALUES (?, ?, ?, ?, ?, ?, ?)", row)
            self._written += 1
            if self._written % _SWEEP == 1:
                connection.execute("DELETE FROM answers WHERE generation < ?", (generation,))
                connection.execute(
                    "DELETE FROM answers WHERE key NOT IN"
                    " (SELECT key FROM answers ORDER BY used DESC LIMIT ?)",
                    (KEPT,),
                )


def _key(question: str, generation: str, model: str, messages: Messages) -> str:
    """The evidence is part of it: filters confine it, and so does what a follow-up leans on."""
    parts = [question, generation, model, messages.version, messages.system, messages.user]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


def _now() -> int:
    return time.time_ns() // 1000
