"""What only admins may do: /refresh, /verify, /stats, /allow, /deny, /export feedback."""

from __future__ import annotations

import asyncio
import io
import json
from collections.abc import Callable, Coroutine
from contextlib import suppress
from functools import wraps
from pathlib import Path
from typing import Any

import structlog
from telegram import Bot, InputFile, Update
from telegram.error import TelegramError
from telegram.ext import ContextTypes

from bot.errors import EXPECTED
from bot.telegram.desk import Desk, desk_of
from bot.telegram.handlers.asking import say
from bot.telegram.markup import Block, text
from bot.telegram.models import Place
from bot.telegram.sending import edit, send
from bot.telegram.streaming import EDIT_EVERY
from bot.telegram.texts.words import Words
from bot.telegram.updates import place_of
from vectorstore.models import RefreshReport

FAILURES = 10
"""Failed sources, or damages, that one message names."""

_LOG = structlog.get_logger("wenbao.telegram")

Context = ContextTypes.DEFAULT_TYPE
Handler = Callable[[Update, Context], Coroutine[Any, Any, None]]


def admins_only(handler: Handler) -> Handler:
    """Keep everybody else out, with a word."""

    @wraps(handler)
    async def kept(update: Update, context: Context) -> None:
        desk = desk_of(context)
        if not desk.gate.is_admin(place_of(update).user):
            await say(update, context, desk.words(update.effective_user).admins_only)
            return
        await handler(update, context)

    return kept


@admins_only
async def refresh(update: Update, context: Context) -> None:
    """/refresh: progress edited into one message, the report in its place at the end."""
    desk = desk_of(context)
    # A refresh lasts minutes: the admin's next messages do not wait behind it.
    task = refreshed(context.bot, desk, place_of(update), desk.words(update.effective_user))
    context.application.create_task(task, update=update, name="refresh")


async def refreshed(
    bot: Bot, desk: Desk, place: Place, words: Words, paths: tuple[Path, ...] = ()
) -> RefreshReport | None:
    """Refresh the store and tell about it; None where it failed.

    Args:
        bot: Who tells.
        desk: The parts.
        place: Where.
        words: In which language.
        paths: Files and folders to look at and to remember; none means all known ones.
    """
    message = await send(bot, place.chat, [text(words.refreshing)], topic=place.topic)
    told = Told(asyncio.get_running_loop())
    telling = asyncio.create_task(_tell(bot, place.chat, message, told, words))
    report, blocks = None, []
    try:
        report = await desk.searching.keep(lambda: _refresh(desk, told, paths))
        blocks = report_blocks(report, words)
    except EXPECTED as exc:
        blocks = [text(words.refresh_failed.format(reason=exc))]
    except Exception as exc:  # noqa: BLE001 (the admin waits for an end, whatever it is)
        _LOG.exception("refresh_failed")
        blocks = [text(words.refresh_failed.format(reason=type(exc).__name__))]
    finally:
        telling.cancel()
        with suppress(asyncio.CancelledError):
            await telling
    if not await edit(bot, place.chat, message, blocks):
        await send(bot, place.chat, blocks, topic=place.topic)
    desk.notices.poke()
    return report


class Told:
    """A refresh's progress, written by its thread and read by the event loop."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self.changed = asyncio.Event()
        self.name = ""
        self.total = self.done = 0

    def stage(self, name: str, total: int) -> None:
        """Begin a stage of `total` steps."""
        self._loop.call_soon_threadsafe(self._set, name, total, 0)

    def advance(self, steps: int = 1) -> None:
        """So many steps more are done."""
        self._loop.call_soon_threadsafe(self._add, steps)

    def _set(self, name: str, total: int, done: int) -> None:
        self.name, self.total, self.done = name, total, done
        self.changed.set()

    def _add(self, steps: int) -> None:
        self.done += steps
        self.changed.set()


async def _tell(bot: Bot, chat: int, message: int, told: Told, words: Words) -> None:
    while True:
        await asyncio.sleep(EDIT_EVERY)
        await told.changed.wait()
        told.changed.clear()
        said = words.stage.format(stage=told.name, done=min(told.done, told.total), total=told.total)
        with suppress(TelegramError):
            await edit(bot, chat, message, [text(said)])


def _refresh(desk: Desk, told: Told, paths: tuple[Path, ...]) -> RefreshReport:
    from vectorstore.refresh import RefreshRequest
    from vectorstore.refresh import refresh as refresh_store

    app = desk.searching.app
    request = RefreshRequest(samples=app.samples, paths=paths, default_root=app.settings.corpus_dir)
    return refresh_store(app.store, app.embedder, request, told)


def report_blocks(report: RefreshReport, words: Words) -> list[Block]:
    """What a refresh did, failed sources by name."""
    said = words.refreshed.format(
        seconds=round(report.seconds, 1), added=report.added, changed=report.changed,
        removed=report.removed, unchanged=report.unchanged, articles=report.articles,
        embedded=report.embedded, generation=report.generation,
    )  # fmt: skip
    blocks = [text(said)]
    if report.failed:
        lines = [f"• {one.source}: {one.error}" for one in report.failed[:FAILURES]]
        lines += ["…"] if len(report.failed) > FAILURES else []
        told = words.refresh_failed_sources.format(count=len(report.failed), lines="\n".join(lines))
        blocks.append(text(told))
    return blocks


@admins_only
async def verify(update: Update, context: Context) -> None:
    """/verify: is the live generation sound?"""
    desk = desk_of(context)
    words = desk.words(update.effective_user)

    def check() -> str:
        from vectorstore.verification import damage

        store = desk.searching.app.store
        manifest, said = store.serving()
        found = [said] if said else []
        found += [str(one) for one in damage(store, manifest.generation)]
        if not found:
            return words.verified.format(generation=manifest.generation)
        lines = "\n".join(f"• {one}" for one in found[:FAILURES])
        return words.damaged.format(generation=manifest.generation, count=len(found), lines=lines)

    try:
        said = await desk.searching.keep(check)
    except EXPECTED as exc:
        said = str(exc)
    await say(update, context, said)


@admins_only
async def stats(update: Update, context: Context) -> None:
    """/stats: what is kept, and what this run counted."""
    desk = desk_of(context)
    up, down = desk.records.votes.counts()
    value = desk.metrics.registry.get_sample_value
    said = desk.words(update.effective_user).stats.format(
        answers=desk.records.answers.count(),
        subscriptions=len(desk.records.subscriptions.every()),
        up=up,
        down=down,
        answered=int(value("wenbao_answers_total", {"status": "answered"}) or 0),
        refused=int(value("wenbao_answers_total", {"status": "refused"}) or 0),
        busy=int(value("wenbao_busy_total") or 0),
        errors=int(value("wenbao_errors_total") or 0),
        waiting=desk.lanes.in_hand - 1,  # this command is in hand itself
    )
    await say(update, context, said)


@admins_only
async def allow(update: Update, context: Context) -> None:
    """/allow ID."""
    await _permit(update, context, allowed=True)


@admins_only
async def deny(update: Update, context: Context) -> None:
    """/deny ID."""
    await _permit(update, context, allowed=False)


async def _permit(update: Update, context: Context, *, allowed: bool) -> None:
    desk = desk_of(context)
    words = desk.words(update.effective_user)
    try:
        identity = int((context.args or [""])[0])
    except ValueError:
        await say(update, context, words.allow_how)
        return
    desk.gate.permit(identity, allowed=allowed)
    told = words.allowed if allowed else words.denied
    await say(update, context, told.format(identity=identity))


@admins_only
async def export(update: Update, context: Context) -> None:
    """/export feedback: two files, what `wenbao eval` reads as it is, and what wants a right answer first.

    They hold readers' questions: they go to the admin alone, wherever the command was given.
    """
    desk, place = desk_of(context), place_of(update)
    words = desk.words(update.effective_user)
    if (context.args or []) != ["feedback"]:
        await say(update, context, words.export_how)
        return
    rows = list(desk.records.votes.questions())
    if not rows:
        await say(update, context, words.export_empty)
        return
    up = [row for row in rows if row["vote"] == "up"]
    down = [row for row in rows if row["vote"] == "down"]
    await say(update, context, words.exported.format(up=len(up), down=len(down)))
    for name, part in (("feedback-up.jsonl", up), ("feedback-down.jsonl", down)):
        if part:
            data = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in part).encode()
            await context.bot.send_document(place.user, InputFile(io.BytesIO(data), filename=name))
