"""Buttons below an answer or an article. What a button's data says is checked like any other input."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from typing import cast

import structlog
from telegram import CallbackQuery, InlineKeyboardMarkup, Message, Update
from telegram.error import TelegramError
from telegram.ext import ContextTypes

from bot.errors import EXPECTED
from bot.telegram.desk import desk_of
from bot.telegram.handlers import asking, basics, documents, subscribing
from bot.telegram.keyboards import (
    OF_ANSWERS,
    answer_keyboard,
    article_keyboard,
    open_keyboard,
    passages_keyboard,
    settings_keyboard,
    source_keyboard,
    subscriptions_keyboard,
)
from bot.telegram.markup import Block, text
from bot.telegram.models import Lang, Preferences, StoredAnswer
from bot.telegram.rendering import (
    PASSAGES_SHOWN,
    answer_blocks,
    article_page,
    passages_blocks,
    source_line,
    title_of,
)
from bot.telegram.sending import edit, edit_keyboard
from bot.telegram.texts import TEXTS
from bot.telegram.texts.words import Words
from bot.telegram.updates import place_of
from corpus.models import Article

_LOG = structlog.get_logger("wenbao.telegram")

Context = ContextTypes.DEFAULT_TYPE


async def pressed(update: Update, context: Context) -> None:
    """Do what a button says, and always answer the press."""
    query = update.callback_query
    assert query is not None
    said: str | None = ""
    try:
        desk = desk_of(context)
        place = place_of(update)
        if not desk.gate.may_ask(place.user, place.chat):
            said = desk.words(update.effective_user).not_allowed.format(user=place.user)
        else:
            said = await _do(update, context, query)
    finally:
        if said is not None:
            with suppress(TelegramError):  # a press that is too old to be answered
                await query.answer(said or None)


async def _do(update: Update, context: Context, query: CallbackQuery) -> str | None:
    """What one press does; the word that pops up, "" for none, None where the press was answered."""
    kind, _, rest = (query.data or "").partition(":")
    parts = rest.split(":")
    action = _ACTIONS.get(kind)
    if action is None or not isinstance(query.message, Message):
        return ""
    if kind in OF_ANSWERS:
        desk_of(context).records.met(parts[0], query.message.chat.id, query.message.message_id)
    try:
        return await action(update, context, parts)
    except (ValueError, IndexError):
        _LOG.warning("strange_button", kind=kind)
        return ""


def _stored(update: Update, context: Context, key: str) -> tuple[StoredAnswer | None, Words, str]:
    """An answer that may be shown here, the language of its buttons, and the word where it may not."""
    desk = desk_of(context)
    stored = desk.records.answers.get(key)
    words = TEXTS[stored.lang] if stored else desk.words(update.effective_user)
    if stored is None:
        return None, words, words.gone
    if update.effective_chat is None or stored.place.chat != update.effective_chat.id:
        return None, words, words.not_yours
    return stored, words, ""


async def _source(update: Update, context: Context, parts: list[str]) -> str:
    key, ref, wanted = parts
    stored, words, no = _stored(update, context, key)
    if stored is None:
        return no
    article, quote = _evidence(stored, ref)
    shown = article_page(article, words, page=None if wanted == "-" else int(wanted), quote=quote)
    await _put(update, context, shown.blocks, source_keyboard(key, ref, shown, words), [article])
    return ""


def _evidence(stored: StoredAnswer, ref: str) -> tuple[Article, tuple[int, int] | None]:
    """The article that a source button names, and what stands out in it."""
    number = int(ref[1:])
    if ref[0] == "c":
        citation = next((c for c in stored.answer.citations if c.n == number), None)
        if citation is None:
            raise ValueError(ref)
        return citation.article, (citation.start, citation.end) if citation.field == "text" else None
    if ref[0] != "p" or number < 0:
        raise ValueError(ref)
    passage = stored.answer.passages[number]
    return passage.article, (passage.start, passage.end)


async def _back(update: Update, context: Context, parts: list[str]) -> str:
    stored, words, no = _stored(update, context, parts[0])
    if stored is None:
        return no
    blocks = answer_blocks(stored.answer, words, desk_of(context).link, short=stored.short)
    await _put(update, context, blocks, answer_keyboard(stored, words), again=stored)
    return ""


async def _close(update: Update, context: Context, parts: list[str]) -> str:
    stored, words, no = _stored(update, context, parts[0])
    if stored is None:
        return no
    blocks = answer_blocks(stored.answer, words, desk_of(context).link, short=stored.short)
    await _put(update, context, blocks, None, again=stored)
    return ""


async def _more(update: Update, context: Context, parts: list[str]) -> str:
    stored, words, no = _stored(update, context, parts[0])
    if stored is None:
        return no
    first = max(0, int(parts[1]))
    passages = stored.answer.passages
    if first >= len(passages):
        return words.no_passages
    shown = [passage.article for passage in passages[first : first + PASSAGES_SHOWN]]
    blocks = passages_blocks(passages, words, first)
    await _put(update, context, blocks, passages_keyboard(stored, first, words), shown)
    return ""


async def _week(update: Update, context: Context, parts: list[str]) -> str | None:
    stored, words, no = _stored(update, context, parts[0])
    if stored is None:
        return no
    desk = desk_of(context)
    try:
        filters = await desk.searching.run(desk.searching.this_week)
    except EXPECTED:
        return words.not_ready
    question = stored.answer.understood or stored.answer.question
    assert filters.first is not None
    assert filters.last is not None
    head = text(
        words.week_only.format(
            first=filters.first.isoformat(), last=filters.last.isoformat(), question=question
        ),
        italic=True,
    )
    query = update.callback_query
    assert query is not None
    with suppress(TelegramError):  # the press is answered at once, the question when it is
        await query.answer()
    await asking.ask(update, context, question, filters=filters, above=(head,), alone=True)
    return None


async def _vote(update: Update, context: Context, parts: list[str]) -> str:
    stored, words, no = _stored(update, context, parts[0])
    if stored is None:
        return no
    desk, up = desk_of(context), parts[1] == "1"
    place = place_of(update)
    desk.records.votes.cast(stored, place.user, up=up)
    desk.metrics.votes.labels("up" if up else "down").inc()
    message = update.effective_message
    if message is not None and place.chat > 0:
        with suppress(TelegramError):
            keyboard = answer_keyboard(stored, words, vote=up)
            await edit_keyboard(context.bot, place.chat, message.message_id, keyboard)
    return words.thanks


async def _article(update: Update, context: Context, parts: list[str]) -> str:
    desk = desk_of(context)
    words = desk.words(update.effective_user)
    kept = desk.records.articles.get(parts[0])
    if kept is None:
        return words.link_gone
    shown = article_page(kept.article, words, page=int(parts[1]))
    await _put(update, context, shown.blocks, article_keyboard(kept.key, shown, words), [kept.article])
    return ""


async def _close_article(update: Update, context: Context, parts: list[str]) -> str:
    desk = desk_of(context)
    words = desk.words(update.effective_user)
    kept = desk.records.articles.get(parts[0])
    if kept is None:
        await _put(update, context, [text(words.link_gone)], None)
        return ""
    blocks = [text(title_of(kept.article), bold=True)]
    line = source_line(kept.article, words, headline=False)
    blocks += [text(line, italic=True)] if line else []
    await _put(update, context, blocks, open_keyboard(kept.key, words))
    return ""


async def _set(update: Update, context: Context, parts: list[str]) -> str:
    desk, user = desk_of(context), place_of(update).user
    chosen = desk.records.people.preferences(user)
    if parts[0] == "lang":
        lang = cast("Lang", parts[1]) if parts[1] in TEXTS else None
        chosen = Preferences(lang, chosen.short)
    else:
        chosen = Preferences(chosen.lang, parts[1] == "1")
    desk.records.people.choose(user, chosen)
    words = desk.words(update.effective_user)
    await _put(update, context, basics.settings_blocks(chosen, words), settings_keyboard(chosen, words))
    return ""


async def _unsubscribe(update: Update, context: Context, parts: list[str]) -> str:
    desk, place = desk_of(context), place_of(update)
    words = desk.words(update.effective_user)
    if not desk.records.subscriptions.remove(place.user, int(parts[0])):
        return words.not_yours
    if parts[1:] == ["l"]:
        own = subscribing.listed(desk, place)
        keyboard = subscriptions_keyboard(own, words) if own else None
        await _put(update, context, subscribing.list_blocks(own, words), keyboard)
    return words.unsubscribed


async def _document(update: Update, context: Context, parts: list[str]) -> str:
    return await documents.decided(update, context, parts[0], add=parts[1] == "1")


async def _put(
    update: Update,
    context: Context,
    blocks: Sequence[Block],
    keyboard: InlineKeyboardMarkup | None,
    articles: Sequence[Article] = (),
    *,
    again: StoredAnswer | None = None,
) -> None:
    """Show something else in the message.

    Args:
        update: The press.
        context: Of the update.
        blocks: What is shown.
        keyboard: The buttons below.
        articles: Whose text that is. A takedown must find the message, before the edit, which may be lost
            on its way back, and after it, which may come after the takedown's own.
        again: The answer that is shown once more.
    """
    message, desk = update.effective_message, desk_of(context)
    assert message is not None
    chat, number = message.chat.id, message.message_id
    lang = desk.lang(update.effective_user)
    if articles:
        desk.records.retractions.showing(chat, number, articles, lang)
    await edit(context.bot, chat, number, blocks, keyboard)
    desk.records.retractions.showing(chat, number, articles, lang)
    if again is not None:
        desk.records.sent(again, number)


Action = Callable[[Update, Context, list[str]], Awaitable[str | None]]

_ACTIONS: dict[str, Action] = {
    "s": _source,
    "b": _back,
    "x": _close,
    "m": _more,
    "w": _week,
    "v": _vote,
    "a": _article,
    "z": _close_article,
    "set": _set,
    "u": _unsubscribe,
    "d": _document,
}
