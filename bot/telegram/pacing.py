"""Requests to Telegram: paced, and sent again where that is right.

python-telegram-bot's AIORateLimiter knows no limit for a private chat, gives up at 5xx and time-outs, and
stops every chat while one of them is told to wait. Here a 429 holds its own chat; the pace is kept by the
same library, aiolimiter.

What Telegram answers          a message (send…)           anything else
429                            waits as told, again        the same
5xx, or no connection          again, `RETRIES` times      the same
time-out, cut off, no JSON     again once                  again, `RETRIES` times

A message whose reply was lost may have arrived: it is sent again at most once, so that a reader sees it
twice at worst (docs/decisions/0008-lost-replies.md). Typing actions and drafts are not sent again at all.
"""

from __future__ import annotations

import asyncio
import datetime
import random
from collections.abc import Callable, Coroutine
from typing import Any

import httpx
import structlog
from aiolimiter import AsyncLimiter
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)
from telegram.ext import BaseRateLimiter

from bot.telegram.metrics import Metrics

OVERALL = (27, 1.0)
"""Messages in seconds over all chats. The Bot FAQ says about 30 a second; at exactly that pace requests that
clump on the way met a 429 in one of six sends of benchmarks/telegram_load.py."""

GROUP = (20, 60.0)
"""Messages in seconds to one group (Bot FAQ: 20 a minute)."""

PRIVATE = (3, 3.0)
"""Messages in seconds to one private chat (Bot FAQ: one a second, short bursts pass)."""

RETRIES = 5
"""Times that a refused request is sent again."""

BACKOFF = (0.5, 8.0)
"""Seconds before the first and before the last of those, doubled in between: twenty seconds in all, about as
long as Telegram's own restarts were seen to answer 502. A choice."""

PATIENCE = 120.0
"""The longest wait in seconds that a 429 may ask for; a message that would be later is given up, and said so
in the log. A choice: a reader has gone by then."""

KEPT = 4096
"""Chats whose limiters are kept; an idle one starts afresh anyway."""

_FLEETING = frozenset({"sendChatAction", "sendMessageDraft"})
_UNPACED = frozenset({"answerCallbackQuery", "answerInlineQuery", *_FLEETING})

_LOG = structlog.get_logger("wenbao.telegram")

Call = Callable[..., Coroutine[Any, Any, Any]]


class Pace(BaseRateLimiter[int]):
    """What every request of the bot but getUpdates goes through."""

    def __init__(self, metrics: Metrics) -> None:
        self._metrics = metrics
        self._overall = AsyncLimiter(*OVERALL)
        self._chats: dict[int, AsyncLimiter] = {}
        self._held: dict[int | None, float] = {}

    async def initialize(self) -> None:
        """Nothing to set up."""

    async def shutdown(self) -> None:
        """Nothing to release."""

    async def process_request(  # noqa: PLR0917 (the library's signature)
        self,
        callback: Call,
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: int | None,
    ) -> Any:
        """Send one request at its time, and again where that is right.

        Raises:
            TelegramError: What Telegram answered in the end.
        """
        del rate_limit_args
        chat = _chat(data)
        lost = refused = 0
        while True:
            await self._wait(endpoint, chat)
            try:
                return await callback(*args, **kwargs)
            except RetryAfter as exc:
                seconds = _seconds(exc)
                refused += 1
                self._said("429", endpoint, seconds)
                if endpoint in _FLEETING or refused > RETRIES or seconds > PATIENCE:
                    raise
                self._hold(chat, seconds)
            except (BadRequest, Forbidden, ChatMigrated, Conflict, InvalidToken):
                raise
            except TelegramError as exc:
                if _may_have_arrived(exc):
                    lost += 1
                    self._said("lost", endpoint, 0.0)
                    if endpoint in _FLEETING or lost > (1 if _repeats(endpoint) else RETRIES):
                        raise
                else:
                    refused += 1
                    self._said("unreachable", endpoint, 0.0)
                    if endpoint in _FLEETING or refused > RETRIES:
                        raise
                await asyncio.sleep(_backoff(lost + refused))

    async def _wait(self, endpoint: str, chat: int | None) -> None:
        while (left := self._left(chat)) > 0:
            if endpoint in _FLEETING:
                return
            await asyncio.sleep(left)
        if chat is None or endpoint in _UNPACED:
            return
        await self._limiter(chat).acquire()
        await self._overall.acquire()

    def _left(self, chat: int | None) -> float:
        """Seconds for which a 429 still holds this chat."""
        until = self._held.get(chat)
        if until is None:
            return 0.0
        left = until - asyncio.get_running_loop().time()
        if left <= 0:
            del self._held[chat]
        return left

    def _hold(self, chat: int | None, seconds: float) -> None:
        until = asyncio.get_running_loop().time() + seconds + 0.1
        self._held[chat] = max(until, self._held.get(chat, 0.0))

    def _limiter(self, chat: int) -> AsyncLimiter:
        if chat not in self._chats:
            if len(self._chats) >= KEPT:
                idle = [one for one, kept in self._chats.items() if kept.has_capacity(kept.max_rate)]
                for one in idle:
                    del self._chats[one]
            self._chats[chat] = AsyncLimiter(*(GROUP if chat < 0 else PRIVATE))
        return self._chats[chat]

    def _said(self, why: str, endpoint: str, seconds: float) -> None:
        self._metrics.retries.labels(why).inc()
        _LOG.info("telegram_said_no", why=why, method=endpoint, wait=round(seconds, 1))


def _chat(data: dict[str, Any]) -> int | None:
    try:
        return int(data["chat_id"])
    except (KeyError, TypeError, ValueError):
        return None


def _repeats(endpoint: str) -> bool:
    """Whether sending it twice would be seen twice."""
    return endpoint.startswith(("send", "copy", "forward"))


def _may_have_arrived(error: TelegramError) -> bool:
    """Whether the request may have been carried out although no answer came, or none that can be read."""
    if not isinstance(error, NetworkError):
        return True
    cause = error.__cause__
    if isinstance(cause, httpx.ConnectError | httpx.ConnectTimeout | httpx.PoolTimeout):
        return False
    return isinstance(cause, httpx.TimeoutException | httpx.TransportError)


def _seconds(error: RetryAfter) -> float:
    # The public property warns that it will be a timedelta; the library's own rate limiter reads this too.
    wait: datetime.timedelta = error._retry_after  # noqa: SLF001
    return wait.total_seconds()


def _backoff(tries: int) -> float:
    first, last = BACKOFF
    return min(last, first * 2.0 ** (tries - 1)) * random.uniform(0.8, 1.2)  # noqa: S311 (no secret)
