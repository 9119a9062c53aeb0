"""A webhook that another program takes away is put back, and given up where it is taken again and again."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, cast

import pytest
from structlog.testing import capture_logs
from telegram import Bot, WebhookInfo
from telegram.error import NetworkError

from bot.telegram import hook
from bot.telegram.hook import TAKEN, WebhookWatch

URL = "https://bot.example.org/telegram"


@dataclass
class Telegram:
    """Where updates go, as a bot that asks and tells sees it."""

    url: str = URL
    failed: int = 0
    down: bool = False
    asked: asyncio.Event = field(default_factory=asyncio.Event)
    was_put: asyncio.Event = field(default_factory=asyncio.Event)
    lost: list[str] = field(default_factory=list)

    async def get_webhook_info(self) -> WebhookInfo:
        self.asked.set()
        if self.down:
            raise NetworkError("down")
        when = datetime.fromtimestamp(self.failed, UTC) if self.failed else None
        return WebhookInfo(
            url=self.url,
            has_custom_certificate=False,
            pending_update_count=2,
            last_error_date=when,
            last_error_message="502 Bad Gateway",
        )

    async def put(self, bot: Any) -> None:
        assert bot is self
        self.url = URL
        self.was_put.set()

    @property
    def bot(self) -> Bot:
        return cast("Bot", self)

    def watch(self) -> WebhookWatch:
        return WebhookWatch(URL, self.put, lambda: self.lost.append("given up"))


def test_a_webhook_that_a_poller_deleted_is_put_back() -> None:
    async def course() -> None:
        telegram = Telegram()
        watch = telegram.watch()
        await watch.look(telegram.bot)
        telegram.url = ""
        await watch.look(telegram.bot)
        assert (telegram.url, telegram.lost) == (URL, [])

    with capture_logs() as said:
        asyncio.run(course())
    assert [(line["event"], line["by"]) for line in said] == [("webhook_taken", "a poller")]


def test_a_webhook_that_is_taken_again_and_again_is_given_up() -> None:
    async def course() -> None:
        telegram = Telegram()
        watch = telegram.watch()
        for _ in range(TAKEN):
            assert telegram.lost == []
            telegram.url = "https://elsewhere.example.org/"
            await watch.look(telegram.bot)
        assert telegram.lost == ["given up"]
        assert telegram.url != URL

    asyncio.run(course())


def test_a_delivery_that_failed_is_said_once() -> None:
    async def course() -> None:
        telegram = Telegram(failed=1_700_000_000)
        watch = telegram.watch()
        for _ in range(3):
            await watch.look(telegram.bot)
        telegram.failed += 60
        await watch.look(telegram.bot)

    with capture_logs() as said:
        asyncio.run(course())
    assert [(line["event"], line["waiting"]) for line in said] == [("webhook_not_reached", 2)] * 2


def test_the_watch_outlives_telegrams_absence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hook, "LOOK", 0.0)

    async def course() -> None:
        telegram = Telegram(url="", down=True)
        watching = asyncio.create_task(telegram.watch().run(telegram.bot))
        await asyncio.wait_for(telegram.asked.wait(), 10)
        telegram.down = False
        await telegram.was_put.wait()
        watching.cancel()

    asyncio.run(asyncio.wait_for(course(), 30))
