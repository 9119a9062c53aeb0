"""`@bot question` in any chat: passages, found and not composed."""

from __future__ import annotations

import asyncio
from contextlib import suppress

import structlog
from telegram import (
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InputTextMessageContent,
    LinkPreviewOptions,
    Update,
)
from telegram.constants import ParseMode
from telegram.error import BadRequest
from telegram.ext import ContextTypes

from bot.errors import EXPECTED
from bot.telegram.desk import desk_of
from bot.telegram.markup import messages
from bot.telegram.offering import offered
from bot.telegram.rendering import quote_block, shortened, source_line, title_of
from bot.telegram.texts.words import Words
from corpus.sentences import sentence_spans
from retrieval.models import Citation, Passage

RESULTS = 20
"""Passages among which those that bear on the words are offered (Bot API: at most 50): a phone shows five."""

CACHE = 60
"""Seconds for which Telegram may give the same results to the same user: a refresh is seen soon enough."""

SHORTEST = 2
"""Characters of a question that is searched for: one Chinese character names nothing."""

QUOTE = 600
"""Characters of a passage that is put into the chat: whole sentences of it, as many as fit."""

DESCRIPTION = 140
"""Characters below a result's title: about two lines on a phone."""

_LOG = structlog.get_logger("wenbao.telegram")


async def inline(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """Answer an inline query with passages; with none where this user may not ask, or too fast."""
    query = update.inline_query
    assert query is not None
    desk = desk_of(context)
    asked = query.query.strip()[: desk.settings.telegram_question_length]
    words = desk.words(query.from_user, asked)
    may = desk.gate.may_ask(query.from_user.id, query.from_user.id)
    passages: list[Passage] = []
    if may and len(asked) >= SHORTEST and not desk.inline_rate.wait(query.from_user.id):
        try:
            passages = offered(asked, await desk.searching.passages(asked, RESULTS))
        except EXPECTED as exc:
            _LOG.error("inline_not_answered", said=str(exc))
    # Kept at once and in a thread: somebody who types asks twice a second.
    found = [(passage.article, passage.source) for passage in passages]
    keys = await asyncio.to_thread(desk.records.articles.keep, found)
    button = None if passages else InlineQueryResultsButton(words.inline_help, start_parameter="inline")
    with suppress(BadRequest):  # the query is too old: its asker has typed on
        await query.answer(
            [_result(passage, key, words) for passage, key in zip(passages, keys, strict=True)],
            cache_time=CACHE if passages else 0,
            is_personal=True,
            button=button,
        )


def _result(passage: Passage, key: str, words: Words) -> InlineQueryResultArticle:
    article = passage.article
    end = _whole_sentences(passage)
    quote = article.text[passage.start : end]
    citation = Citation(1, article, passage.source, "text", passage.start, end, quote)
    return InlineQueryResultArticle(
        id=f"{key}-{passage.start}",  # 16 characters and a number: within 64 bytes
        title=title_of(article),
        description=shortened(f"{source_line(article, words, headline=False)} {passage.text}", DESCRIPTION),
        input_message_content=InputTextMessageContent(
            messages([quote_block(citation, words)])[0].html,
            parse_mode=ParseMode.HTML,
            link_preview_options=LinkPreviewOptions(is_disabled=True),
        ),
    )


def _whole_sentences(passage: Passage) -> int:
    """Where a quote of at most `QUOTE` characters from the passage's beginning ends."""
    ends = [end for _, end in sentence_spans(passage.text) if end <= QUOTE]
    return passage.start + (max(ends) if ends else min(QUOTE, len(passage.text)))
