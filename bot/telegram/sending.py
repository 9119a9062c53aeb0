"""Messages on their way: HTML, plain where that is refused, no previews, no error for a change of nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress

import structlog
from telegram import Bot, InlineKeyboardMarkup, LinkPreviewOptions, ReplyParameters
from telegram.constants import ParseMode
from telegram.error import BadRequest, TelegramError

from bot.telegram.markup import Block, Message, messages

_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
"""A preview fetches any URL that an article or a model puts into a text, and so tells who reads what."""

_LOG = structlog.get_logger("wenbao.telegram")


async def send(
    bot: Bot,
    chat: int,
    blocks: Sequence[Block],
    *,
    topic: int | None = None,
    reply_to: int | None = None,
    keyboard: InlineKeyboardMarkup | None = None,
    into: int | None = None,
    on_sent: Callable[[int], None] | None = None,
) -> int:
    """Send blocks as as many messages as they need; the last one carries the buttons.

    Args:
        bot: Who sends.
        chat: To which chat.
        blocks: What is said.
        topic: Into which topic.
        reply_to: The message that the first one answers.
        keyboard: The buttons.
        into: A message of ours that the first part takes the place of.
        on_sent: Hears each message's id as soon as it is there, also where a later one fails.

    Returns:
        The last message's id.

    Raises:
        TelegramError: It could not be sent.
    """
    parts = messages(blocks)
    last = 0
    for number, part in enumerate(parts):
        buttons = keyboard if number == len(parts) - 1 else None
        if number == 0 and into is not None and await _replace(bot, chat, into, part, buttons):
            last = into
        else:
            last = await _send_one(bot, chat, part, topic, reply_to if number == 0 else None, buttons)
        if on_sent is not None:
            on_sent(last)
    return last


async def _send_one(  # noqa: PLR0917 (all of it goes into one call)
    bot: Bot,
    chat: int,
    message: Message,
    topic: int | None,
    reply_to: int | None,
    keyboard: InlineKeyboardMarkup | None,
) -> int:
    reply = ReplyParameters(reply_to, allow_sending_without_reply=True) if reply_to else None

    async def sent(said: str, mode: str | None) -> int:
        made = await bot.send_message(
            chat,
            said,
            parse_mode=mode,
            message_thread_id=topic,
            reply_parameters=reply,
            reply_markup=keyboard,
            link_preview_options=_NO_PREVIEW,
        )
        return made.message_id

    try:
        return await sent(message.html, ParseMode.HTML)
    except BadRequest as exc:
        if not _unparsed(exc):
            raise
        _LOG.warning("markup_refused", said=exc.message)
        return await sent(message.plain, None)


async def edit(
    bot: Bot, chat: int, message: int, blocks: Sequence[Block], keyboard: InlineKeyboardMarkup | None = None
) -> bool:
    """Put other blocks in a message's place; of several messages' worth the last.

    Returns:
        Whether the message is there and shows them.

    Raises:
        TelegramError: It could not be edited, for another reason than that it is gone.
    """
    return await _replace(bot, chat, message, messages(blocks)[-1], keyboard)


async def _replace(
    bot: Bot, chat: int, message: int, part: Message, keyboard: InlineKeyboardMarkup | None
) -> bool:
    for said, mode in ((part.html, ParseMode.HTML), (part.plain, None)):
        try:
            await bot.edit_message_text(
                said,
                chat,
                message,
                parse_mode=mode,
                reply_markup=keyboard,
                link_preview_options=_NO_PREVIEW,
            )
        except BadRequest as exc:
            if _unchanged(exc):
                return True
            if _unparsed(exc) and mode:
                _LOG.warning("markup_refused", said=exc.message)
                continue
            if "message to edit not found" in exc.message.lower() or "can't be edited" in exc.message:
                return False
            raise
        return True
    return False


async def delete(bot: Bot, chat: int, message: int) -> None:
    """Take a message of ours away, and leave it where that fails."""
    with suppress(TelegramError):
        await bot.delete_message(chat, message)


async def edit_keyboard(bot: Bot, chat: int, message: int, keyboard: InlineKeyboardMarkup | None) -> None:
    """Put other buttons below a message."""
    try:
        await bot.edit_message_reply_markup(chat, message, reply_markup=keyboard)
    except BadRequest as exc:
        if not _unchanged(exc):
            raise


async def quietly(bot: Bot, chat: int, said: str, topic: int | None = None) -> None:
    """Say something, and leave it where that fails: a courtesy, not an answer."""
    with suppress(TelegramError):
        await bot.send_message(chat, said, message_thread_id=topic, link_preview_options=_NO_PREVIEW)


def _unparsed(error: BadRequest) -> bool:
    said = error.message.lower()
    return "can't parse" in said or "entit" in said


def _unchanged(error: BadRequest) -> bool:
    return "message is not modified" in error.message.lower()
