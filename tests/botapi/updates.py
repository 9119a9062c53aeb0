"""Updates that wait for the bot until an offset confirms them (at Telegram for 24 hours, here for ever)."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any


def threadsafe(loop: asyncio.AbstractEventLoop, event: asyncio.Event) -> Callable[[], None]:
    """A waker that sets an event of a loop from any thread."""

    def wake() -> None:
        loop.call_soon_threadsafe(event.set)

    return wake


FIRST = 700_000_001
"""The first update's id; at Telegram it is any positive number."""

OPT_IN = {"chat_member", "message_reaction", "message_reaction_count"}
"""Updates that come only to a bot that asks for them (Bot API, getUpdates)."""

Update = dict[str, Any]


@dataclass(slots=True)
class Webhook:
    """Where updates are sent when the bot does not poll."""

    url: str = ""
    secret: str | None = None
    max_connections: int = 40
    last_error: str | None = None
    last_error_date: int | None = None


@dataclass(slots=True)
class UpdateQueue:
    """What the bot has not confirmed yet.

    Attributes:
        allowed: Kinds that the bot asked for; empty: all but those to be asked for.
        wakers: Called whenever there is something new.
        webhook: Where to send instead.
    """

    allowed: frozenset[str] = frozenset()
    wakers: set[Callable[[], None]] = field(default_factory=set)
    webhook: Webhook = field(default_factory=Webhook)
    _waiting: list[Update] = field(default_factory=list)
    _again: list[Update] = field(default_factory=list)
    _all: dict[int, Update] = field(default_factory=dict)

    def add(self, kind: str, body: dict[str, Any]) -> int | None:
        """Queue an update; None where the bot has not asked for its kind."""
        wanted = kind in self.allowed if self.allowed else kind not in OPT_IN
        if not wanted:
            return None
        number = FIRST + len(self._all)
        self._all[number] = {"update_id": number, kind: body}
        self._waiting.append(self._all[number])
        self.wake()
        return number

    def serve_again(self, number: int) -> None:
        """Serve an update once more, confirmed or not: what Telegram does now and then."""
        self._again.append(self._all[number])
        self.wake()

    def wake(self) -> None:
        """Tell whoever waits."""
        for waker in list(self.wakers):
            waker()

    def confirm(self, offset: int) -> None:
        """Forget every update before an offset; a negative one keeps that many of the last."""
        if offset < 0:
            self._waiting = self._waiting[offset:]
        else:
            self._waiting = [one for one in self._waiting if one["update_id"] >= offset]

    def batch(self, limit: int) -> list[Update]:
        """What `getUpdates` answers now."""
        again, self._again = self._again, []
        return [*again, *self._waiting][:limit]

    def next(self) -> Update | None:
        """What the webhook gets next; it stays until `delivered`."""
        rest = self._again or self._waiting
        return rest[0] if rest else None

    def delivered(self, update: Update) -> None:
        """Forget an update that the webhook took."""
        rest = self._again or self._waiting
        if rest and rest[0] is update:
            rest.pop(0)

    def clear(self) -> None:
        """Drop everything that waits."""
        self._waiting, self._again = [], []

    @property
    def pending(self) -> int:
        """How many wait."""
        return len(self._waiting) + len(self._again)

    @property
    def last(self) -> int:
        """The newest update's id."""
        return FIRST + len(self._all) - 1
