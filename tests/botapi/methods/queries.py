"""Answers to pressed buttons and to inline queries."""

from __future__ import annotations

from typing import Any

from tests.botapi.errors import BadRequest
from tests.botapi.keyboards import inline_keyboard
from tests.botapi.methods.messages import formatted
from tests.botapi.methods.parameters import Method, Parameters
from tests.botapi.models import Event
from tests.botapi.wording import MESSAGE_LENGTH, checked_length, units
from tests.botapi.world import Query, World

RESULTS = 50
"""Results of one inline answer (Bot API, answerInlineQuery)."""

ID_BYTES = range(1, 65)
"""UTF-8 bytes of a result's id."""

TOAST = 200
"""Characters of what a pressed button answers (Bot API, answerCallbackQuery)."""

START_PARAMETER = 64
"""Characters of a deep link's payload."""


def _waiting(world: World, number: str) -> Query:
    query = world.queries.get(number)
    if query is None or query.expired or query.answer is not None:
        raise BadRequest("query is too old and response timeout expired or query ID is invalid")
    return query


def answer_callback_query(world: World, said: Parameters) -> bool:
    """AnswerCallbackQuery."""
    query = _waiting(world, said.text("callback_query_id"))
    text = said.text("text")
    if units(text) > TOAST:
        raise BadRequest("MESSAGE_TOO_LONG")
    query.answer = {"text": text, "alert": said.flag("show_alert"), "url": said.text("url")}
    if query.chat and text:
        world.happen(query.chat, Event("toast", world.bot, note=text))
    return True


def answer_inline_query(world: World, said: Parameters) -> bool:
    """AnswerInlineQuery: articles."""
    query = _waiting(world, said.text("inline_query_id"))
    results: list[dict[str, Any]] = said.json("results") or []
    if len(results) > RESULTS:
        raise BadRequest("RESULTS_TOO_MUCH")
    numbers = [str(one.get("id", "")) for one in results]
    if any(len(number.encode()) not in ID_BYTES for number in numbers):
        raise BadRequest("RESULT_ID_INVALID")
    if len(set(numbers)) < len(numbers):
        raise BadRequest("RESULT_ID_DUPLICATE")
    shown = [_result(one) for one in results]
    query.answer = {
        "results": shown,
        "cache_time": said.number("cache_time", 300),
        "is_personal": said.flag("is_personal"),
        "next_offset": said.text("next_offset"),
        "button": said.json("button"),
    }
    if query.chat:
        titles = "\n".join(str(one["title"]) for one in shown)
        world.happen(query.chat, Event("results", world.bot, note=titles))
    return True


def _result(one: dict[str, Any]) -> dict[str, Any]:
    if one.get("type") != "article":
        raise BadRequest("can't parse inline query result: only articles are played")
    if not str(one.get("title", "")).strip():
        raise BadRequest("can't parse inline query result: ARTICLE_TITLE_EMPTY")
    content = one.get("input_message_content") or {}
    said = {"text": str(content.get("message_text", "")), "parse_mode": str(content.get("parse_mode") or "")}
    look = formatted(Parameters(said))
    if not look.text:
        raise BadRequest("MESSAGE_EMPTY")
    checked_length(look.text, MESSAGE_LENGTH)
    look.rows = inline_keyboard(one.get("reply_markup"))
    return {
        "id": str(one["id"]),
        "title": one["title"],
        "description": one.get("description", ""),
        "message": look,
    }


METHODS: dict[str, Method] = {
    "answerCallbackQuery": answer_callback_query,
    "answerInlineQuery": answer_inline_query,
}
