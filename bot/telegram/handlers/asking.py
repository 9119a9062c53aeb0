"""A question, from wherever it comes, and its answer."""

from __future__ import annotations

import asyncio

import structlog
from telegram import Bot, Update
from telegram.error import TelegramError
from telegram.ext import ContextTypes

from bot.errors import EXPECTED
from bot.telegram.desk import Desk, desk_of
from bot.telegram.keyboards import answer_keyboard
from bot.telegram.markup import Block, text
from bot.telegram.models import Place, StoredAnswer
from bot.telegram.rendering import answer_blocks
from bot.telegram.sending import quietly, send
from bot.telegram.store.answers import new_key
from bot.telegram.streaming import Stream, typing
from bot.telegram.texts import TEXTS
from bot.telegram.texts.words import Words
from bot.telegram.updates import place_of
from retrieval.models import Filters, Turn

_LOG = structlog.get_logger("wenbao.telegram")


async def private_text(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """Any text in a private chat is a question."""
    message = update.effective_message
    assert message is not None
    await ask(update, context, message.text or "")


async def ask_command(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """/ask QUESTION, anywhere."""
    question = " ".join(context.args or [])
    if not question.strip():
        words = desk_of(context).words(update.effective_user)
        await say(update, context, words.ask_how.format(example=EXAMPLES[words is TEXTS["zh"]]))
        return
    await ask(update, context, question)


EXAMPLES = ("what was in the paper yesterday?", "昨天有什么新闻？")
"""Questions that any archive understands: English, Chinese."""


async def say(update: Update, context: ContextTypes.DEFAULT_TYPE, said: str) -> None:
    """Answer a message with plain words."""
    place = place_of(update)
    await send(context.bot, place.chat, [text(said)], topic=place.topic, reply_to=_reply_to(update, place))


async def ask(
    update: Update,
    context: ContextTypes.DEFAULT_TYPE,
    question: str,
    *,
    filters: Filters = Filters(),  # noqa: B008 (frozen)
    above: tuple[Block, ...] = (),
    alone: bool = False,
) -> None:
    """Answer a question, store the answer, send it.

    Args:
        update: Where it was asked.
        context: Of the update.
        question: As it was asked.
        filters: To which reports it is confined.
        above: Stands above the answer.
        alone: Whether it stands alone, whatever was said before.
    """
    desk, place, user = desk_of(context), place_of(update), update.effective_user
    lang = desk.lang(user, question)
    words = TEXTS[lang]
    no = _turned_away(desk, place, question, words)
    if no is not None:
        if no:
            await quietly(context.bot, place.chat, no, place.topic)
        return
    reply_to = _reply_to(update, place)
    began = asyncio.get_running_loop().time()
    before = () if alone else _before(update, desk, place)
    async with Stream(context.bot, place, reply_to) as stream:
        try:
            async with typing(context.bot, place):
                answer = await desk.searching.ask(
                    question, user=place.user, before=before, filters=filters, on_text=stream.on_text
                )
        except EXPECTED as exc:
            desk.metrics.answers.labels("failed").inc()
            _LOG.error("not_answered", said=str(exc))
            await quietly(context.bot, place.chat, words.not_ready, place.topic)
            return
        short = desk.records.people.preferences(place.user).short
        stored = StoredAnswer(new_key(), place, None, lang, short, answer)
        if not await _give(context.bot, desk, stored, above, reply_to, stream):
            return
    seconds = asyncio.get_running_loop().time() - began
    desk.metrics.answers.labels(answer.status).inc()
    desk.metrics.seconds.observe(seconds)
    told = {"question": question} if desk.settings.telegram_log_questions else {}
    _LOG.info(
        "answered", status=answer.status, kind=answer.kind, lang=answer.lang, seconds=round(seconds, 3),
        generation=answer.generation, follow_up=answer.understood is not None, **told,
    )  # fmt: skip


async def _give(  # noqa: PLR0917 (one caller)
    bot: Bot, desk: Desk, stored: StoredAnswer, above: tuple[Block, ...], reply_to: int | None, stream: Stream
) -> bool:
    """Store an answer and send it; whether it was sent."""
    words, place, answer = TEXTS[stored.lang], stored.place, stored.answer
    kept = desk.records.answers.add(stored)
    if kept is None:  # taken down while it was being answered
        blocks, keyboard = [text(words.withdrawn)], None
    else:
        blocks = [*above, *answer_blocks(answer, words, desk.link, short=stored.short)]
        keyboard = answer_keyboard(kept, words) if answer.generation else None
        if answer.generation:  # thanks and greetings are nothing to follow up
            desk.records.conversations.add(place, answer.turn)

    def sent(message: int) -> None:
        stream.sent(message)
        desk.records.sent(stored, message)

    try:
        await send(
            bot, place.chat, blocks, topic=place.topic, reply_to=reply_to, keyboard=keyboard,
            into=await stream.close(), on_sent=sent,
        )  # fmt: skip
    except TelegramError as exc:
        _LOG.error("answer_not_sent", said=str(exc))
        desk.metrics.errors.inc()
        return False
    return True


def _turned_away(desk: Desk, place: Place, question: str, words: Words) -> str | None:
    """Why a question is not answered: a word, "" for silence, None where it is.

    Who may ask is settled at the door, and here once more: no way past the door may lead to an answer.
    """
    if not desk.gate.may_ask(place.user, place.chat):
        return words.not_allowed.format(user=place.user) if place.chat > 0 else ""
    most = desk.settings.telegram_question_length
    if len(question) > most:
        return words.too_long.format(length=len(question), most=most)
    if not desk.gate.is_admin(place.user):
        wait = desk.rate.wait(place.user)
        if wait:
            desk.metrics.limited.inc()
            return words.too_many.format(seconds=max(1, round(wait)))
    if place.chat < 0 and desk.group_rate.wait(place.chat):  # the group is full of answers as it is
        desk.metrics.limited.inc()
        return ""
    return None if question.strip() else words.ask_how.format(example=EXAMPLES[words is TEXTS["zh"]])


def _before(update: Update, desk: Desk, place: Place) -> tuple[Turn, ...]:
    """What was said before: the answer that is replied to, whoever asked for it, else the conversation."""
    reply = update.message.reply_to_message if update.message else None
    replied = desk.records.answers.by_message(place.chat, reply.message_id) if reply else None
    return (replied.answer.turn,) if replied else desk.records.conversations.turns(place)


def _reply_to(update: Update, place: Place) -> int | None:
    """In a group an answer names its question; in a private chat there is nobody else."""
    message = update.effective_message
    return message.message_id if message is not None and place.chat < 0 and update.message else None
