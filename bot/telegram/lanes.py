"""Updates, each once, in order within a chat and beside each other across chats, and not without end.

python-telegram-bot hands every update to this processor as a task of its own. A message waits behind those
of its chat; a button, an inline question and /cancel wait behind nothing.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import suppress
from typing import Any

import structlog
from telegram import Update
from telegram.ext import BaseUpdateProcessor

from bot.telegram.metrics import Metrics
from bot.telegram.store.updates import Updates
from bot.telegram.updates import command_of, sender_of

PER_CHAT = 8
"""Messages of one chat that may wait. A choice: nobody types more before reading an answer."""

OVERALL = 1000
"""Messages that may wait over all chats: 100 users with five questions each, twice. At ten answers a second
(docs/performance.md) the last one waits less than two minutes."""

BUSY_AGAIN = 5.0
"""Seconds for which a chat that was told "busy" is not told again."""

AT_ONCE = 4 * OVERALL
"""Updates that python-telegram-bot may hand over at once: far more than may wait, so that the busy word is
said here and at once."""

_LOG = structlog.get_logger("wenbao.telegram")

Busy = Callable[[Update], Awaitable[None]]


class Lanes(BaseUpdateProcessor):
    """Once, in order, bounded."""

    def __init__(self, taken: Updates, metrics: Metrics) -> None:
        super().__init__(max_concurrent_updates=AT_ONCE)
        self._taken = taken
        self._metrics = metrics
        self._locks: dict[int, asyncio.Lock] = {}
        self._waiting: dict[int, int] = {}
        self._told: dict[int, float] = {}
        self._running: dict[tuple[int, int], set[asyncio.Task[Any]]] = {}
        self._in_hand: set[asyncio.Task[Any]] = set()
        self.busy: Busy | None = None

    async def initialize(self) -> None:
        """Nothing to set up."""

    async def shutdown(self) -> None:
        """Nothing to release."""

    async def do_process_update(self, update: object, coroutine: Awaitable[Any]) -> None:
        """Process one update when it is its turn."""
        task = asyncio.current_task()
        assert task is not None
        self._in_hand.add(task)
        try:
            if not isinstance(update, Update):
                await coroutine
            elif not self._taken.take(update.update_id):
                self._metrics.duplicates.inc()
                _drop(coroutine)
            elif (lane := lane_of(update)) is None:
                await coroutine
            else:
                await self._in_order(lane, update, coroutine, task)
        finally:
            self._in_hand.discard(task)

    async def _in_order(
        self, lane: int, update: Update, coroutine: Awaitable[Any], task: asyncio.Task[Any]
    ) -> None:
        if self._waiting.get(lane, 0) >= PER_CHAT or sum(self._waiting.values()) >= OVERALL:
            self._metrics.busy.inc()
            _drop(coroutine)
            await self._say_busy(lane, update)
            return
        lock = self._locks.setdefault(lane, asyncio.Lock())
        asker = lane, sender_of(update)
        self._waiting[lane] = self._waiting.get(lane, 0) + 1
        self._running.setdefault(asker, set()).add(task)
        self._metrics.waiting.inc()
        try:
            async with lock:
                await coroutine
        except asyncio.CancelledError:
            _drop(coroutine)
            if task not in self._running.get(asker, ()):  # /cancel took it out: the processor goes on
                return
            raise
        finally:
            self._metrics.waiting.dec()
            running = self._running.get(asker, set())
            running.discard(task)
            if not running:
                self._running.pop(asker, None)
            self._waiting[lane] -= 1
            if not self._waiting[lane]:
                del self._waiting[lane]
                self._locks.pop(lane, None)

    async def _say_busy(self, lane: int, update: Update) -> None:
        now = asyncio.get_running_loop().time()
        if self.busy is None or now < self._told.get(lane, 0.0):
            return
        self._told = {one: until for one, until in self._told.items() if until > now}
        self._told[lane] = now + BUSY_AGAIN
        with suppress(Exception):  # a chat that cannot be told is not told
            await self.busy(update)

    def cancel(self, lane: int, user: int) -> int:
        """Take everything of one user that waits or runs out of a lane; how much that was."""
        tasks = self._running.pop((lane, user), set())
        for task in tasks:
            task.cancel()
        return len(tasks)

    @property
    def in_hand(self) -> int:
        """Updates that are being processed or wait."""
        return len(self._in_hand)

    async def drain(self, seconds: float) -> int:
        """Let what is in hand finish; how much had to be given up at the deadline."""
        deadline = asyncio.get_running_loop().time() + seconds
        while self._in_hand and (left := deadline - asyncio.get_running_loop().time()) > 0:
            await asyncio.wait(set(self._in_hand), timeout=left)
        late = list(self._in_hand)
        for task in late:
            task.cancel()
        if late:
            await asyncio.wait(late, timeout=1.0)
        return len(late)


def lane_of(update: Update) -> int | None:
    """The lane that an update waits in: its chat; None for what waits for nothing."""
    message = update.message
    if message is None:
        return None
    return None if command_of(message) == "cancel" else message.chat.id


def _drop(coroutine: Awaitable[Any]) -> None:
    """Let a coroutine go that will not be awaited."""
    if isinstance(coroutine, Coroutine):
        coroutine.close()
