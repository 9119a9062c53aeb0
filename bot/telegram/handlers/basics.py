"""/start, /help, /reset, /cancel, /settings, /forget."""

from __future__ import annotations

from telegram import Update
from telegram.ext import ContextTypes

from bot.telegram.desk import desk_of
from bot.telegram.handlers.asking import EXAMPLES, say
from bot.telegram.keyboards import article_keyboard, settings_keyboard
from bot.telegram.markup import Block, text
from bot.telegram.models import Preferences
from bot.telegram.rendering import article_page
from bot.telegram.sending import send
from bot.telegram.texts import TEXTS
from bot.telegram.texts.words import Words
from bot.telegram.updates import place_of

ARTICLE_PAYLOAD = "a_"
"""Before an article's key in the payload of /start."""


async def start(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """/start, by hand or through a link to an article."""
    desk, place = desk_of(context), place_of(update)
    words = desk.words(update.effective_user)
    payload = context.args[0] if context.args else ""
    if not payload.startswith(ARTICLE_PAYLOAD):
        await say(update, context, words.start.format(example=EXAMPLES[words is TEXTS["zh"]]))
        return
    kept = desk.records.articles.get(payload.removeprefix(ARTICLE_PAYLOAD))
    if kept is None:
        await say(update, context, words.link_gone)
        return
    shown = article_page(kept.article, words, page=0)
    lang = desk.lang(update.effective_user)

    def noted(message: int) -> None:
        desk.records.retractions.showing(place.chat, message, [kept.article], lang)

    await send(
        context.bot, place.chat, shown.blocks, topic=place.topic,
        keyboard=article_keyboard(kept.key, shown, words), on_sent=noted,
    )  # fmt: skip


async def help_(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """/help."""
    desk, place = desk_of(context), place_of(update)
    words = desk.words(update.effective_user)
    admin = desk.gate.is_admin(place.user) and place.chat > 0
    await say(update, context, f"{words.help}\n\n{words.help_admin}" if admin else words.help)


async def reset(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """/reset: the next question stands alone."""
    desk = desk_of(context)
    desk.records.conversations.reset(place_of(update))
    await say(update, context, desk.words(update.effective_user).reset)


async def cancel(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """/cancel: what this user waits for is given up."""
    desk, place = desk_of(context), place_of(update)
    words = desk.words(update.effective_user)
    dropped = desk.lanes.cancel(place.chat, place.user)
    await say(update, context, words.cancelled if dropped else words.nothing_to_cancel)


async def settings(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """/settings."""
    desk, place = desk_of(context), place_of(update)
    words = desk.words(update.effective_user)
    chosen = desk.records.people.preferences(place.user)
    await send(
        context.bot, place.chat, settings_blocks(chosen, words), topic=place.topic,
        keyboard=settings_keyboard(chosen, words),
    )  # fmt: skip


def settings_blocks(chosen: Preferences, words: Words) -> list[Block]:
    """What a user chose, told."""
    lang = TEXTS[chosen.lang].setting_lang if chosen.lang else words.setting_auto
    length = words.setting_short if chosen.short else words.setting_full
    return [text(words.settings.format(lang=lang, length=length))]


async def forget(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """/forget: every record of this user goes."""
    desk, user = desk_of(context), update.effective_user
    words = desk.words(user)
    count = desk.records.forget_user(place_of(update).user)
    desk.records.database.scrub()
    await say(update, context, words.forgotten.format(count=count))
