"""The webhook kept in its place: whoever polls with the bot's token takes it away without a word.

getUpdates beside a webhook is refused, so other programs delete the webhook first (python-telegram-bot's
own polling does), and the bot that relied on it hears nothing any more. So Telegram is asked from time to
time where it sends updates (getWebhookInfo), and told again where that is no longer here; the program that
polls meets a 409 then.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import structlog
from telegram import Bot, WebhookInfo
from telegram.error import TelegramError

LOOK = 60.0
"""Seconds between two looks. A choice: one request a minute, and updates wait at Telegram for a day."""

TAKEN = 3
"""Times that the webhook is put back within `WINDOW` before this bot gives way: two webhooks of one token
would take it from each other for ever, while a poller has to be started anew each time."""

WINDOW = 600.0
"""Seconds that such times are counted in: `TAKEN` looks with room."""

_LOG = structlog.get_logger("wenbao.telegram")


class WebhookWatch:
    """Looks after one webhook.

    Args:
        url: Where Telegram is to send updates.
        put: Tells Telegram so.
        lost: Called once where another process goes on taking the webhook away.
    """

    def __init__(self, url: str, put: Callable[[Bot], Awaitable[object]], lost: Callable[[], None]) -> None:
        self._url = url
        self._put = put
        self._lost = lost
        self._taken: list[float] = []
        self._failure: object = None

    async def run(self, bot: Bot) -> None:
        """Watch until cancelled."""
        while True:
            await asyncio.sleep(LOOK)
            try:
                await self.look(bot)
            except TelegramError as exc:  # Telegram is not there: at the next look
                _LOG.warning("webhook_not_seen", said=str(exc))

    async def look(self, bot: Bot) -> None:
        """Ask where updates go, and put the webhook back where it is gone.

        Raises:
            TelegramError: Telegram could not be asked or told.
        """
        info = await bot.get_webhook_info()
        if info.url == self._url:
            self._tell_failure(info)
            return
        now = asyncio.get_running_loop().time()
        self._taken = [at for at in self._taken if at > now - WINDOW] + [now]
        _LOG.warning("webhook_taken", by=info.url or "a poller", times=len(self._taken))
        if len(self._taken) >= TAKEN:
            self._lost()
            return
        await self._put(bot)

    def _tell_failure(self, info: WebhookInfo) -> None:
        """Say once what Telegram met when it tried to deliver: a proxy that is down shows nowhere else."""
        if info.last_error_date and info.last_error_date != self._failure:
            self._failure = info.last_error_date
            _LOG.warning(
                "webhook_not_reached", said=info.last_error_message, waiting=info.pending_update_count
            )
