"""What is no text: an admin's page is offered for the archive, everything else gets a polite word."""

from __future__ import annotations

import re
from pathlib import Path, PurePosixPath

import structlog
from telegram import Update
from telegram.error import TelegramError
from telegram.ext import ContextTypes

from bot.telegram.desk import Desk, desk_of
from bot.telegram.handlers.admin import refreshed
from bot.telegram.handlers.asking import say
from bot.telegram.keyboards import document_keyboard
from bot.telegram.markup import clean, text
from bot.telegram.models import PendingDocument
from bot.telegram.sending import edit, send
from bot.telegram.store.answers import new_key
from bot.telegram.updates import place_of
from corpus.readers import READERS
from vectorstore.files import writing

MOST = 20_000_000
"""Bytes of a file that a bot may fetch (Bot API, getFile)."""

NAME = 120
"""Bytes of a kept file name; file systems allow 255."""

INBOX = "inbox"
"""The folder below the data folder in which sent pages are kept; a root of the store."""

_UNSAFE = re.compile(r"[^\w.\-()（）《》\[\] ]+")
_LOG = structlog.get_logger("wenbao.telegram")


async def other(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """A voice, a photo, a sticker: a polite word."""
    await say(update, context, desk_of(context).words(update.effective_user).only_text)


async def document(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """A document: an admin is asked whether it goes into the archive."""
    desk, place, message = desk_of(context), place_of(update), update.effective_message
    words = desk.words(update.effective_user)
    assert message is not None
    sent = message.document
    if sent is None or not desk.gate.is_admin(place.user):
        await say(update, context, words.only_text)
        return
    name = safe_name(sent.file_name or "")
    if PurePosixPath(name).suffix.lower() not in READERS:
        kinds = "、".join(READERS) if words.back.endswith("返回") else ", ".join(READERS)
        await say(update, context, words.document_kind.format(kinds=kinds))
        return
    size = sent.file_size or 0
    if size > MOST:
        await say(update, context, words.document_big.format(size=_size(size), most=_size(MOST)))
        return
    pending = PendingDocument(new_key(), place.user, sent.file_id, name)
    desk.records.documents.add(pending)
    said = words.document_ask.format(name=name, size=_size(size))
    if (inbox(desk) / name).exists():
        said += f"\n{words.document_replaces}"
    await send(
        context.bot, place.chat, [text(said)], topic=place.topic,
        keyboard=document_keyboard(pending.key, words),
    )  # fmt: skip


async def decided(update: Update, context: ContextTypes.DEFAULT_TYPE, key: str, *, add: bool) -> str:
    """An admin's decision on a document; the word that pops up, "" for none."""
    desk, place, message = desk_of(context), place_of(update), update.effective_message
    words = desk.words(update.effective_user)
    assert message is not None
    if not desk.gate.is_admin(place.user):
        return words.admins_only
    pending = desk.records.documents.take(key)
    if pending is None:
        return words.gone
    if not add:
        await edit(context.bot, place.chat, message.message_id, [text(words.document_discarded)])
        return ""
    try:
        data = bytes(await (await context.bot.get_file(pending.file_id)).download_as_bytearray())
        await desk.searching.keep(lambda: _save(desk, pending.name, data))
    except (TelegramError, OSError) as exc:
        desk.records.documents.add(pending)
        _LOG.warning("document_not_saved", said=str(exc))
        return words.refresh_failed.format(reason=type(exc).__name__)[:200]
    await edit(
        context.bot, place.chat, message.message_id, [text(words.document_added.format(name=pending.name))]
    )
    task = refreshed(context.bot, desk, place, words, (inbox(desk),))
    context.application.create_task(task, update=update, name="refresh")
    return ""


def inbox(desk: Desk) -> Path:
    """Where sent pages are kept."""
    return desk.searching.app.store.folder / INBOX


def safe_name(said: str) -> str:
    """A file name that stays in its folder: its last part, no controls or dots in front, not too long."""
    name = _UNSAFE.sub("_", clean(said.replace("\\", "/").rsplit("/", 1)[-1])).strip(" .")
    suffix = PurePosixPath(name).suffix
    stem = name[: len(name) - len(suffix)] or "page"
    while len((stem + suffix).encode()) > NAME and len(stem) > 1:
        stem = stem[:-1]
    return stem + suffix


def _save(desk: Desk, name: str, data: bytes) -> None:
    """Write a page beside the others, whole or not at all."""
    folder = inbox(desk)
    with writing(folder.parent):
        folder.mkdir(parents=True, exist_ok=True)
        part = folder / f".{name}.part"
        part.write_bytes(data)
        part.replace(folder / name)


def _size(count: int) -> str:
    return f"{count / 1e6:.1f} MB" if count >= 100_000 else f"{max(count / 1e3, 0.1):.1f} kB"  # noqa: PLR2004
