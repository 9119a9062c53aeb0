"""Whether another process takes this bot's updates: what Telegram's 409s tell when they are counted."""

from __future__ import annotations

CONFLICTS = 3
CONFLICTS_SETTLED = 8
CONFLICT_WINDOW = 60.0
"""So many 409s within so many seconds are another poller. One alone is what a restart meets while Telegram
still holds the former process's long poll. A bot that has run undisturbed for longer than the window bears
more of them (about half a minute's worth at python-telegram-bot's intervals): of two bots, the one that came
second leaves, and the first goes on."""


class Conflicts:
    """The 409s of one life. Times are an event loop's, in seconds."""

    def __init__(self) -> None:
        self._met: list[float] = []
        self._began = 0.0

    def begin(self, now: float) -> None:
        """Polling begins."""
        self._began = now

    def met(self, now: float) -> tuple[int, bool]:
        """Note a 409.

        Returns:
            How many there were within the window, and whether they are another poller.
        """
        self._met = [at for at in self._met if at > now - CONFLICT_WINDOW] + [now]
        settled = self._met[0] - self._began > CONFLICT_WINDOW
        return len(self._met), len(self._met) >= (CONFLICTS_SETTLED if settled else CONFLICTS)
