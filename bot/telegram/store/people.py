"""What users chose, and who may ask."""

from __future__ import annotations

from typing import cast

from bot.telegram.models import Lang, Preferences
from bot.telegram.store.database import Database, now


class People:
    """Preferences by user; permissions by user or chat."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def preferences(self, user: int) -> Preferences:
        """What a user chose; the defaults for one who chose nothing."""
        rows = self._database.rows("SELECT lang, short FROM people WHERE user = ?", (user,))
        return Preferences(cast("Lang | None", rows[0][0]), bool(rows[0][1])) if rows else Preferences()

    def choose(self, user: int, chosen: Preferences) -> None:
        """Keep what a user chose."""
        self._database.run(
            "INSERT OR REPLACE INTO people (user, lang, short, at) VALUES (?, ?, ?, ?)",
            (user, chosen.lang, int(chosen.short), now()),
        )

    def permissions(self) -> dict[int, bool]:
        """User or chat id → whether an admin allowed it (or denied it)."""
        return {row[0]: bool(row[1]) for row in self._database.rows("SELECT id, allowed FROM access")}

    def permit(self, identity: int, *, allowed: bool) -> None:
        """Allow or deny a user or a chat."""
        self._database.run(
            "INSERT OR REPLACE INTO access (id, allowed) VALUES (?, ?)", (identity, int(allowed))
        )

    def forget_user(self, user: int) -> int:
        """Delete a user's preferences. A denial stays: it is the admin's record, not the user's."""
        return self._database.run("DELETE FROM people WHERE user = ?", (user,))
