"""What ends the bot, and with which exit status.

    BotError
    └── TelegramBotError
        ├── TokenMissing       WENBAO_TELEGRAM_TOKEN is not set (2)
        ├── TokenRefused       Telegram does not know the token (2)
        ├── AddressUnusable    the webhook or the monitor cannot listen where the settings say (2)
        ├── RecordsUnusable    telegram.sqlite cannot be opened or written (1)
        └── AnotherPoller      another process takes this bot's updates (5)

What Telegram refuses in passing (429, 5xx, a time-out) ends nothing: `pacing` deals with it.
"""

from __future__ import annotations

from bot.errors import ANOTHER_POLLER, FAILED, BotError


class TelegramBotError(BotError):
    """The bot cannot run."""


class TokenMissing(TelegramBotError):
    """No token is set."""


class TokenRefused(TelegramBotError):
    """Telegram does not know the token."""


class AddressUnusable(TelegramBotError):
    """An address of the settings cannot be listened on."""


class RecordsUnusable(TelegramBotError):
    """The bot's records cannot be opened or written."""

    status = FAILED


class AnotherPoller(TelegramBotError):
    """Another process takes this bot's updates."""

    status = ANOTHER_POLLER
