"""Which updates were taken: Telegram may serve one again, and it is answered once."""

from __future__ import annotations

from bot.telegram.store.database import Database, now

REMEMBERED = 5000
"""Update ids that are kept. Telegram keeps an unconfirmed update for 24 hours and serves at most 100 at a
time in the order of their ids, so that one older than 5,000 others is served no more: a choice."""


class Updates:
    """The ids of the updates that were taken."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._taken = 0

    def take(self, update_id: int) -> bool:
        """Whether this update is met for the first time; from now on it is not.

        It is noted before it is answered: a process that is killed between the two loses one answer, where
        the other order would give it twice.
        """
        first = self._database.run("INSERT OR IGNORE INTO updates (id, at) VALUES (?, ?)", (update_id, now()))
        self._taken += 1
        if self._taken % 500 == 0:
            self._database.run(
                "DELETE FROM updates WHERE id NOT IN (SELECT id FROM updates ORDER BY at DESC LIMIT ?)",
                (REMEMBERED,),
            )
        return bool(first)
