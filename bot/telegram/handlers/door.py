"""The door: a message of somebody who may not ask goes no further, whatever it says."""

from __future__ import annotations

from telegram import Update
from telegram.ext import ApplicationHandlerStop, ContextTypes

from bot.telegram.desk import desk_of
from bot.telegram.handlers.asking import say
from bot.telegram.keyboards import answer_of
from bot.telegram.updates import command_of, place_of


async def at_the_door(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """Turn a stranger away: with a word in a private chat, silently in a group.

    /forget passes: whoever was let in once may have what is kept deleted. Of a reply it is noted which
    answer it replies to, before anything else looks for that.
    """
    desk, place, message = desk_of(context), place_of(update), update.effective_message
    above = message.reply_to_message if message else None
    key = answer_of(above.reply_markup) if above and above.from_user and above.from_user.is_bot else None
    if above and key:
        desk.records.met(key, above.chat.id, above.message_id)
    said = (message.text or "") if message else ""
    if desk.gate.may_ask(place.user, place.chat) or command_of(message, desk.username) == "forget":
        return
    if place.chat > 0 and not desk.rate.wait(place.user):
        await say(
            update, context, desk.words(update.effective_user, said).not_allowed.format(user=place.user)
        )
    raise ApplicationHandlerStop
