"""`wenbao telegram` from outside: settings in, one bot a data folder, and an exit status that tells why."""

from __future__ import annotations

import asyncio
import os
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import unquote, urlsplit

from filelock import FileLock, Timeout
from telegram.error import InvalidToken, TelegramError

from bot.composition import App
from bot.settings import Settings
from bot.telegram import logs
from bot.telegram.application import secret_of
from bot.telegram.errors import AnotherPoller, RecordsUnusable, TelegramBotError, TokenMissing, TokenRefused
from bot.telegram.life import Life
from bot.telegram.store import Records

LOCK = "telegram.lock"
HANDOVER = 2.0
"""Seconds to wait for a former process of this data folder that is just going."""


def run(app: App) -> None:
    """Run the bot until it is told to stop.

    Raises:
        TelegramBotError: It cannot run, or not any longer; the error tells the exit status.
    """
    settings = app.settings
    token = settings.telegram_token.get_secret_value()
    if not token:
        raise TokenMissing("no token is set: get one from @BotFather and set WENBAO_TELEGRAM_TOKEN")
    secrets = secrets_of(settings)
    logs.configure(settings.telegram_log, secrets)
    with Records(settings.data_dir) as records, _alone(settings.data_dir / LOCK):
        bot = Life(app, records)
        try:
            asyncio.run(bot.live())
        except InvalidToken:
            raise TokenRefused("Telegram does not know WENBAO_TELEGRAM_TOKEN") from None
        except TelegramError as exc:
            said = logs.redacted(str(exc), secrets)
            raise TelegramBotError(f"Telegram refused the bot: {said}") from None
        except Exception as exc:
            whole = "".join(traceback.format_exception(exc))
            if logs.redacted(whole, secrets) != whole:
                said = logs.redacted(f"{type(exc).__name__}: {exc}", secrets)
                raise TelegramBotError(f"the bot failed: {said}") from None
            raise
        finally:
            bot.desk.searching.close()
    if bot.error is not None:
        raise bot.error
    if bot.desk.searching.running:  # a search or a refresh that does not end would keep the process
        sys.stderr.flush()
        os._exit(0)


def secrets_of(settings: Settings) -> tuple[str, ...]:
    """Whatever the settings hold that no log and no traceback may."""
    login = urlsplit(settings.chroma_url.get_secret_value()).password or ""
    found = {
        settings.telegram_token.get_secret_value(),
        settings.telegram_webhook_secret.get_secret_value(),
        secret_of(settings),
        settings.llm_api_key.get_secret_value(),
        login,
        unquote(login),
    }
    return tuple(sorted(found - {""}, key=len, reverse=True))  # one may be a part of another


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Hold the lock of this data folder's one bot; it dies with its process.

    Raises:
        AnotherPoller: Another process holds it.
    """
    lock = FileLock(path, timeout=HANDOVER)
    try:
        lock.acquire()
    except Timeout as exc:
        raise AnotherPoller(f"another `wenbao telegram` runs on {path.parent}: stop it first") from exc
    except OSError as exc:
        raise RecordsUnusable(f"the bot's lock {path} cannot be used: {exc}") from exc
    try:
        yield
    finally:
        lock.release()
