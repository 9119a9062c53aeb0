"""Which updates were taken: Telegram may serve one again, and it is answered once."""

from __future__ import annotations

from bot.telegram.store.database import Database, before, now

REMEMBERED = 2
"""Days for which an update's id is kept. Telegram keeps an unconfirmed update for 24 hours, and after a week
without updates goes on with a random id, which may be an old one."""

SWEEP = 500
"""Updates between two sweeps of old ids."""


class Updates:
    """The ids of the updates that were taken.

    Attributes:
        bot: Whose updates: each bot has numbers of its own.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._taken = 0
        self.bot = 0

    def take(self, update_id: int) -> bool:
        """Whether this update is met for the first time; from now on it is not.

        It is noted before it is answered: a process that is killed between the two loses one answer, where
        the other order would give it twice.
        """
        first = self._database.run(
            "INSERT OR IGNORE INTO updates (bot, id, at) VALUES (?, ?, ?)", (self.bot, update_id, now())
        )
        self._taken += 1
        if self._taken % SWEEP == 0:
            self._database.run("DELETE FROM updates WHERE at < ?", (before(REMEMBERED),))
        return bool(first)
