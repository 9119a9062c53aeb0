"""What an update says of itself: where it stands, who sent it, which command it is."""

from __future__ import annotations

from telegram import Message, MessageEntity, Update

from bot.telegram.models import Place


def place_of(update: Update) -> Place:
    """Where an update's message stands, and who wrote it."""
    chat = update.effective_chat
    assert chat is not None
    return Place(chat.id, topic_of(update.effective_message), sender_of(update))


def sender_of(update: Update) -> int:
    """Who sent an update: a user's id, or the id of the chat that the message was written as.

    Telegram puts one stand-in user before all anonymous admins of all groups, and another before all
    channels; the chat in whose name they write tells them apart. A button's press comes from a user.
    """
    if update.message is not None and update.message.sender_chat is not None:
        return update.message.sender_chat.id
    user, chat = update.effective_user, update.effective_chat
    return user.id if user else chat.id if chat else 0


def topic_of(message: Message | None) -> int | None:
    """The topic that a message stands in; a thread of replies outside topics is none."""
    return message.message_thread_id if message and message.is_topic_message else None


def command_of(message: Message | None, username: str | None = None) -> str | None:
    """The command that a message is, without the slash and in lower case; None where it is none.

    Telegram's entity says so, as it does to the handlers: words that only look like a command (in code,
    quoted, a part of a caption) are none.

    Args:
        message: Of a private chat or a group.
        username: The bot's name: a command to another bot is none. None: whichever bot is called.
    """
    if message is None or not message.text or not message.entities:
        return None
    first = message.entities[0]
    if first.type != MessageEntity.BOT_COMMAND or first.offset:
        return None
    name, called, bot = message.parse_entity(first)[1:].partition("@")
    if called and username is not None and bot.casefold() != username.casefold():
        return None
    return name.lower()
