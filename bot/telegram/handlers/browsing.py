"""/sources, /latest, /today, /day and /status: what the archive holds."""

from __future__ import annotations

import datetime
import re

from telegram import Update
from telegram.ext import ContextTypes

from bot.telegram.desk import Desk, desk_of
from bot.telegram.handlers.asking import say
from bot.telegram.markup import Block, text
from bot.telegram.rendering import headline_runs
from bot.telegram.sending import send
from bot.telegram.texts.words import Words
from bot.telegram.updates import place_of
from retrieval.question.clock import shanghai_today
from vectorstore.errors import StoreEmpty
from vectorstore.models import CatalogueEntry

HEADLINES = 60
"""Headlines that one list shows: two large papers' days; what is beyond is counted."""

_DAY = re.compile(r"(?:(\d{4})\s*[-/.年])?\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*[日号]?")
_PLAIN = re.compile(r"(\d{4})(\d{2})(\d{2})")


async def latest(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """/latest: the newest issue's headlines."""
    await _headlines(update, context, None)


async def today(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """/today: the headlines of today's issue, by Shanghai's calendar."""
    await _headlines(update, context, shanghai_today())


async def day(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """/day 5-17: that day's headlines."""
    desk = desk_of(context)
    words = desk.words(update.effective_user)
    newest = await desk.searching.run(lambda: _days(desk)[1])
    asked = read_day(" ".join(context.args or []), newest or shanghai_today())
    if asked is None:
        await say(update, context, words.day_how)
        return
    await _headlines(update, context, asked)


def read_day(said: str, newest: datetime.date) -> datetime.date | None:
    """Read 5-17, 5/17, 5月17日, 2023-05-17 or 20230517.

    Args:
        said: What stands behind the command.
        newest: Without a year the last such day up to this one is meant.

    Returns:
        The day, or None where that is none.
    """
    match = _PLAIN.fullmatch(said.strip()) or _DAY.fullmatch(said.strip())
    if match is None:
        return None
    year, month, number = (int(part) if part else None for part in match.groups())
    assert month is not None
    assert number is not None
    try:
        if year is not None:
            return datetime.date(year, month, number)
        for back in range(9):  # 29 February comes every fourth year, once in a while every eighth
            if (month, number) == (2, 29) and not _leap(newest.year - back):
                continue
            found = datetime.date(newest.year - back, month, number)
            if found <= newest:
                return found
    except ValueError:
        return None
    return None


async def sources(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """/sources: papers, days, how much. No path of the machine is told."""
    desk = desk_of(context)
    words = desk.words(update.effective_user)

    def look() -> list[str]:
        archive = desk.searching.archive()
        manifest = archive.manifest
        told = [words.sources.format(articles=manifest.articles, days=_covered(desk, words))]
        told += [f"• {paper or words.unnamed_paper}: {count}" for paper, count in archive.catalogue.papers()]
        return [*told, words.samples] if manifest.samples else told

    try:
        said = "\n".join(await desk.searching.run(look))
    except StoreEmpty:
        said = words.no_sources
    await say(update, context, said)


async def status(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """/status: the generation that answers."""
    desk = desk_of(context)
    words = desk.words(update.effective_user)

    def look() -> str:
        manifest = desk.searching.archive().manifest
        return words.status.format(
            articles=manifest.articles, chunks=manifest.chunks, days=_covered(desk, words),
            generation=manifest.generation, created=manifest.created[:16].replace("T", " ") + " UTC",
        )  # fmt: skip

    try:
        said = await desk.searching.run(look)
    except StoreEmpty:
        said = words.no_sources
    await say(update, context, said)


async def _headlines(update: Update, context: ContextTypes.DEFAULT_TYPE, asked: datetime.date | None) -> None:
    desk, place = desk_of(context), place_of(update)
    words = desk.words(update.effective_user)

    def look() -> list[Block]:
        wanted = asked or _days(desk)[1]
        if wanted is None:
            return [text(words.no_dates)]
        entries = [
            entry
            for entry in desk.searching.archive().entries_between(wanted, wanted)
            if entry.article.date == wanted
        ]
        if not entries:
            return [text(words.no_headlines.format(day=wanted.isoformat(), days=_covered(desk, words)))]
        return headline_blocks(desk, words, wanted, entries)

    try:
        blocks = await desk.searching.run(look)
    except StoreEmpty:
        blocks = [text(words.no_sources)]
    await send(context.bot, place.chat, blocks, topic=place.topic)


def headline_blocks(
    desk: Desk, words: Words, wanted: datetime.date, entries: list[CatalogueEntry]
) -> list[Block]:
    """A day's headlines by paper, each a link that opens its article."""
    # What a link opens is kept: of all headlines in one transaction, here in a thread.
    desk.records.articles.keep((entry.article, entry.source) for entry in entries[:HEADLINES])
    blocks = [text(words.headlines.format(day=wanted.isoformat(), total=len(entries)), bold=True)]
    papers = list(dict.fromkeys(entry.article.paper for entry in entries))
    left = HEADLINES
    for paper in papers:
        own = [entry for entry in entries if entry.article.paper == paper][:left]
        left -= len(own)
        if paper and own:
            blocks.append(text(paper, italic=True))
        for start in range(0, len(own), 10):
            rows = [
                headline_runs(entry.article, desk.link(entry.article), words)
                for entry in own[start : start + 10]
            ]
            blocks.append(Block(tuple(run for row in rows for run in row)))
    if len(entries) > HEADLINES:
        blocks.append(text(words.headlines_more.format(left=len(entries) - HEADLINES)))
    return blocks


def _days(desk: Desk) -> tuple[datetime.date | None, datetime.date | None]:
    try:
        return desk.searching.archive().days
    except StoreEmpty:
        return None, None


def _covered(desk: Desk, words: Words) -> str:
    first, last = _days(desk)
    if first is None or last is None:
        return words.undated
    return first.isoformat() if first == last else f"{first.isoformat()} – {last.isoformat()}"


def _leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
