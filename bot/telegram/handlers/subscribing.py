"""/subscribe, /subscriptions, /unsubscribe."""

from __future__ import annotations

from telegram import Update
from telegram.ext import ContextTypes

from bot.telegram.desk import Desk, desk_of
from bot.telegram.handlers.asking import say
from bot.telegram.keyboards import subscriptions_keyboard
from bot.telegram.markup import Block, clean, text
from bot.telegram.models import Place, Subscription
from bot.telegram.sending import send
from bot.telegram.texts.words import Words
from bot.telegram.updates import place_of

MOST = 20
"""Subscriptions of one user: each is matched with every new article. A choice."""

WORDS = 60
"""Characters of a subscription: some names, not an essay."""


async def subscribe(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """/subscribe 绿色工厂."""
    desk, place = desk_of(context), place_of(update)
    said = " ".join(clean(" ".join(context.args or [])).split())[:WORDS].strip()
    lang = desk.lang(update.effective_user, said)
    words = desk.words(update.effective_user, said)
    if not said:
        await say(update, context, words.subscribe_how)
        return
    if len(desk.records.subscriptions.of(place.user)) >= MOST:
        await say(update, context, words.subscriptions_full.format(most=MOST))
        return
    number = desk.records.subscriptions.add(place, said, lang)
    await say(update, context, words.subscribed.format(words=said, number=number))


async def subscriptions(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """/subscriptions: what this user waits for (in a group: there), each with a button that ends it."""
    desk, place = desk_of(context), place_of(update)
    words = desk.words(update.effective_user)
    own = listed(desk, place)
    if not own:
        await say(update, context, words.no_subscriptions)
        return
    await send(
        context.bot, place.chat, list_blocks(own, words), topic=place.topic,
        keyboard=subscriptions_keyboard(own, words),
    )  # fmt: skip


def listed(desk: Desk, place: Place) -> list[Subscription]:
    """A user's subscriptions, as far as this chat may see them: a group sees its own only."""
    own = desk.records.subscriptions.of(place.user)
    return [one for one in own if place.chat > 0 or one.place.chat == place.chat]


def list_blocks(own: list[Subscription], words: Words) -> list[Block]:
    """A user's subscriptions, by number."""
    if not own:
        return [text(words.no_subscriptions)]
    rows = "\n".join(f"{one.id}. {one.words}" for one in own)
    return [text(words.subscriptions), text(rows)]


async def unsubscribe(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """/unsubscribe 3, or the words; a user's only one needs neither."""
    desk, place = desk_of(context), place_of(update)
    said = " ".join(context.args or []).strip()
    words = desk.words(update.effective_user, said)
    own = listed(desk, place)
    meant = [one for one in own if said in {str(one.id), one.words}]
    if not meant and not said and len(own) == 1:
        meant = own
    if not meant:
        await subscriptions(update, context)
        return
    for one in meant:
        desk.records.subscriptions.remove(place.user, one.id)
    await say(update, context, words.unsubscribed)
