"""Groups: the bot answers what is addressed to it, and is quiet otherwise.

Privacy mode lets commands, replies to the bot and mentions through; a bot without it hears everything and
must tell these apart itself.
"""

from __future__ import annotations

from telegram import Message, MessageEntity, Update
from telegram.ext import ContextTypes

from bot.telegram.desk import desk_of
from bot.telegram.handlers.asking import EXAMPLES, ask, say
from bot.telegram.texts import TEXTS


async def group_text(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """A text in a group: answer it where it mentions the bot or replies to it."""
    message = update.effective_message
    assert message is not None
    question = addressed(message, context.bot.id, desk_of(context).username)
    if question is None:
        return
    if not question.strip():
        words = desk_of(context).words(update.effective_user)
        await say(update, context, words.ask_how.format(example=EXAMPLES[words is TEXTS["zh"]]))
        return
    await ask(update, context, question)


async def migrated(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """A group became a supergroup: take its records along. Telegram says so in both; one is enough."""
    message, desk = update.effective_message, desk_of(context)
    if message is not None and message.migrate_to_chat_id is not None:
        desk.records.migrate(message.chat.id, message.migrate_to_chat_id)
        desk.gate.reload()


def addressed(message: Message, bot: int, username: str) -> str | None:
    """What a message asks the bot; None where it speaks to somebody else.

    Args:
        message: In a group.
        bot: The bot's id.
        username: The bot's name, without @.
    """
    said = message.text or ""
    mentions = message.parse_entities([MessageEntity.MENTION])
    called = [name for name in mentions.values() if name.casefold() == f"@{username}".casefold()]
    for name in called:
        said = said.replace(name, " ")
    # Whoever is picked from a list without a username is mentioned by id.
    by_id = [
        entity
        for entity in message.entities
        if entity.type == MessageEntity.TEXT_MENTION and entity.user and entity.user.id == bot
    ]
    for entity in by_id:
        said = said.replace(message.parse_entity(entity), " ")
    reply = message.reply_to_message
    answers = reply is not None and reply.from_user is not None and reply.from_user.id == bot
    # In a topic every message "replies" to the one that opened it.
    if answers and reply is not None and reply.forum_topic_created is not None:
        answers = False
    return " ".join(said.split()) if called or by_id or answers else None
