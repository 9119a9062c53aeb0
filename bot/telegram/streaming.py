"""While somebody waits: the typing action, and an answer that grows before their eyes."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from types import TracebackType
from typing import Self

from telegram import Bot
from telegram.constants import ChatAction
from telegram.error import TelegramError

from bot.telegram.markup import LIMIT, clean, messages, text
from bot.telegram.models import Place
from bot.telegram.sending import delete, edit, send

TYPING = 4.0
"""Seconds between two typing actions: one is shown for five (Bot API, sendChatAction)."""

DRAFT_EVERY = 1.0
"""Seconds between two drafts in a private chat: the pace of messages there."""

EDIT_EVERY = 3.0
"""Seconds between two edits of a placeholder in a group: edits count among its 20 messages a minute."""


@asynccontextmanager
async def typing(bot: Bot, place: Place) -> AsyncIterator[None]:
    """Show that the bot is typing for as long as the block runs."""

    async def show() -> None:
        while True:
            with suppress(TelegramError):
                await bot.send_chat_action(place.chat, ChatAction.TYPING, message_thread_id=place.topic)
            await asyncio.sleep(TYPING)

    showing = asyncio.create_task(show())
    try:
        yield
    finally:
        showing.cancel()
        with suppress(asyncio.CancelledError):
            await showing


class Stream:
    """An answer's text so far, shown as a draft (private chat) or in a placeholder (group).

    Nothing is sent before the first text comes: an answer that comes at once leaves no trace of it. A
    placeholder that no answer takes the place of goes when the block is left, however it is left.

    Attributes:
        placeholder: The placeholder's id, while there is one.
    """

    def __init__(self, bot: Bot, place: Place, reply_to: int | None) -> None:
        self._bot = bot
        self._place = place
        self._reply_to = reply_to
        self._loop = asyncio.get_running_loop()
        self._text = ""
        self._task: asyncio.Task[None] | None = None
        self._draft = secrets.randbelow(2**31 - 1) + 1  # never zero (Bot API, sendMessageDraft)
        self._closing = asyncio.Event()
        self.placeholder: int | None = None

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()
        if self.placeholder is not None:
            await delete(self._bot, self._place.chat, self.placeholder)

    def on_text(self, said: str) -> None:
        """Hear the text so far; called from the asking thread."""
        self._loop.call_soon_threadsafe(self._hear, said)

    def _hear(self, said: str) -> None:
        self._text = said
        if self._task is None and not self._closing.is_set():
            self._task = asyncio.create_task(self._show())

    async def _show(self) -> None:
        shown = ""
        private = self._place.chat > 0
        while not self._closing.is_set():
            if self._text != shown:
                shown = self._text
                with suppress(TelegramError):
                    await (self._show_draft(shown) if private else self._show_placeholder(shown))
            with suppress(TimeoutError):
                await asyncio.wait_for(self._closing.wait(), DRAFT_EVERY if private else EDIT_EVERY)

    async def _show_draft(self, said: str) -> None:
        await self._bot.send_message_draft(
            self._place.chat, self._draft, clean(said)[:LIMIT], message_thread_id=self._place.topic
        )

    async def _show_placeholder(self, said: str) -> None:
        if len(messages([text(said)])) > 1:  # the rest comes with the answer
            return
        if self.placeholder is None:
            self.placeholder = await send(
                self._bot, self._place.chat, [text(said)], topic=self._place.topic, reply_to=self._reply_to
            )
        else:
            await edit(self._bot, self._place.chat, self.placeholder, [text(said)])

    async def close(self) -> int | None:
        """Show no more; the placeholder's id, if there is one.

        What is on its way to a group is waited for: cut off it might arrive all the same, and nobody would
        know its id. A draft goes by itself.
        """
        self._closing.set()
        if self._task is not None:
            if self._place.chat > 0:
                self._task.cancel()
            await asyncio.wait({self._task})
        return self.placeholder

    def sent(self, message: int) -> None:
        """Hear that a message shows the answer: where that is the placeholder, it stays."""
        if message == self.placeholder:
            self.placeholder = None
