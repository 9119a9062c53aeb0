"""One life of the bot: wait for Telegram, take updates, and on SIGTERM finish what is in hand."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Coroutine
from contextlib import suppress
from typing import Any
from urllib.parse import urlsplit

import structlog
from telegram import Bot
from telegram.error import Conflict, InvalidToken, NetworkError, RetryAfter, TelegramError

from bot.composition import App
from bot.errors import EXPECTED
from bot.telegram import application as applications
from bot.telegram import monitor
from bot.telegram.conflicts import Conflicts
from bot.telegram.errors import AddressUnusable, AnotherPoller, TelegramBotError, TokenRefused
from bot.telegram.hook import WebhookWatch
from bot.telegram.store import Records
from bot.telegram.wiring import desk_of
from retrieval.generation.errors import ModelUnusable

START_AGAIN = (1.0, 30.0)
"""Seconds between two tries to reach Telegram at the start: the first and the longest wait."""

LONG_POLL = 10
"""Seconds that getUpdates waits for an update."""

LAST_WORD = 5.0
"""Seconds left, behind the drain, to confirm what was taken and to close connections."""

_LOG = structlog.get_logger("wenbao.telegram")


class Life:
    """The course of one run.

    Attributes:
        error: What ended it, if it was not told to stop.
    """

    def __init__(self, app: App, records: Records) -> None:
        self.settings = app.settings
        self.desk = desk_of(app, records)
        self.pulse = monitor.Pulse()
        self.error: TelegramBotError | None = None
        self._conflicts = Conflicts()

    async def live(self) -> None:
        """From the first word to Telegram to the last."""
        self.stop = asyncio.Event()
        self._watch_signals()
        address = self.settings.telegram_monitor
        server = monitor.start(address, self.desk.metrics, self.pulse) if address else None
        bot = applications.build(self.settings, self.desk, pulse=self.pulse, refused=self._refused)
        try:
            await self._serve(bot)
        finally:
            if server is not None:
                server.stop()

    async def _serve(self, bot: applications.App) -> None:
        warming = asyncio.create_task(self._warm())
        if not await self._unless_stopped(self._initialized(bot)):
            warming.cancel()
            return
        self.desk.username = bot.bot.username
        await asyncio.to_thread(self.desk.notices.begin)
        await bot.start()
        beside: list[asyncio.Task[None]] = []
        try:
            if await self._unless_stopped(self._listen(bot)):
                _LOG.info("started", bot=self.desk.username, by="webhook" if self._webhook else "polling")
                beside = [
                    asyncio.create_task(self.desk.notices.run(bot.bot)),
                    asyncio.create_task(applications.introduce(bot.bot, self.desk)),
                ]
                if self._webhook:
                    watch = WebhookWatch(self._webhook, self._put_webhook, self._taken_away)
                    beside.append(asyncio.create_task(watch.run(bot.bot)))
                await self.stop.wait()
        finally:
            warming.cancel()
            await self._end(bot, beside)

    @property
    def _webhook(self) -> str:
        return self.settings.telegram_webhook_url

    async def _initialized(self, bot: applications.App) -> None:
        """Introduce the bot to Telegram, however long Telegram is away."""
        wait, longest = START_AGAIN
        while True:
            try:
                await bot.initialize()
            except InvalidToken:
                raise
            except (NetworkError, RetryAfter) as exc:
                _LOG.warning("waiting_for_telegram", said=str(exc), again_in=wait)
                await asyncio.sleep(wait)
                wait = min(longest, 2 * wait)
            else:
                return

    async def _listen(self, bot: applications.App) -> None:
        assert bot.updater is not None
        if not self._webhook:
            self.pulse.polling = True
            self._conflicts.begin(asyncio.get_running_loop().time())
            await bot.updater.start_polling(
                timeout=LONG_POLL, bootstrap_retries=-1, allowed_updates=applications.TAKEN,
                error_callback=self._polling_failed,
            )  # fmt: skip
            return
        said = self.settings.telegram_webhook_listen
        host, port = monitor.address_of(said, "WENBAO_TELEGRAM_WEBHOOK_LISTEN")
        try:
            await bot.updater.start_webhook(
                listen=host, port=port, url_path=urlsplit(self._webhook).path.lstrip("/"),
                webhook_url=self._webhook, secret_token=applications.secret_of(self.settings),
                bootstrap_retries=-1, allowed_updates=applications.TAKEN,
            )  # fmt: skip
        except OSError as exc:
            raise AddressUnusable(
                f"WENBAO_TELEGRAM_WEBHOOK_LISTEN={said} cannot be used: {exc.strerror or exc}"
            ) from exc

    async def _unless_stopped(self, work: Coroutine[Any, Any, None]) -> bool:
        """Do something that may take for ever; False where the bot was told to stop meanwhile."""
        task, stopping = asyncio.create_task(work), asyncio.create_task(self.stop.wait())
        await asyncio.wait({task, stopping}, return_when=asyncio.FIRST_COMPLETED)
        stopping.cancel()
        if task.done():
            task.result()
            return True
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
        return False

    async def _warm(self) -> None:
        """Load the model and the archive while nobody asks yet."""
        try:
            await self.desk.searching.run(self.desk.searching.warm)
        except ModelUnusable as exc:  # a setting that no refresh can mend
            self.error = TelegramBotError(str(exc))
            self.stop.set()
        except EXPECTED as exc:
            _LOG.warning("archive_not_ready", said=str(exc))

    async def _end(self, bot: applications.App, beside: list[asyncio.Task[None]]) -> None:
        """Take no more, finish what is in hand, say goodbye."""
        _LOG.info("stopping", in_hand=self.desk.lanes.in_hand)
        assert bot.updater is not None
        for task in beside:
            task.cancel()
        if bot.updater.running:
            with suppress(TimeoutError, TelegramError, RuntimeError):
                await asyncio.wait_for(bot.updater.stop(), LAST_WORD)
        await bot.update_queue.put(None)  # what was fetched before it is in hand once this is
        while not bot.update_queue.empty():  # noqa: ASYNC110 (the library has no event for it)
            await asyncio.sleep(0.01)
        await asyncio.sleep(0)
        late = await self.desk.lanes.drain(self.settings.telegram_drain_seconds)
        if late:
            _LOG.warning("given_up", updates=late)
        with suppress(TimeoutError, RuntimeError):
            await asyncio.wait_for(bot.stop(), LAST_WORD)
        with suppress(TimeoutError, RuntimeError, TelegramError):
            await asyncio.wait_for(bot.shutdown(), LAST_WORD)
        _LOG.info("stopped")

    def _watch_signals(self) -> None:
        loop = asyncio.get_running_loop()

        def told() -> None:
            if self.stop.is_set():  # told twice: at once
                os._exit(1)
            self.stop.set()

        for number in (signal.SIGTERM, signal.SIGINT):
            with suppress(NotImplementedError, RuntimeError, ValueError):  # outside the main thread
                loop.add_signal_handler(number, told)

    def _polling_failed(self, error: TelegramError) -> None:
        if not isinstance(error, Conflict):
            _LOG.warning("polling_failed", said=str(error))
            return
        times, taken = self._conflicts.met(asyncio.get_running_loop().time())
        _LOG.warning("another_poller", said=str(error), times=times)
        if taken:
            self._taken_away()

    def _taken_away(self) -> None:
        self.error = AnotherPoller(
            "another process takes this bot's updates: stop it, or give each bot a token of its own"
        )
        self.stop.set()

    async def _put_webhook(self, bot: Bot) -> None:
        """Tell Telegram again where updates go, as `_listen` does at the start."""
        await bot.set_webhook(
            self._webhook,
            secret_token=applications.secret_of(self.settings),
            allowed_updates=applications.TAKEN,
        )

    def _refused(self) -> None:
        self.error = TokenRefused("Telegram no longer knows WENBAO_TELEGRAM_TOKEN")
        self.stop.set()
