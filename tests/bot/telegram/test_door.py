"""A stranger gets no further than the door, whichever message he sends."""

from __future__ import annotations

import asyncio
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from telegram import Message, Update, User
from telegram.ext import ApplicationHandlerStop, ContextTypes

from bot.settings import Settings
from bot.telegram.desk import DESK, Desk
from bot.telegram.handlers.asking import ask
from bot.telegram.handlers.door import at_the_door
from bot.telegram.keyboards import answer_keyboard
from bot.telegram.lanes import Lanes
from bot.telegram.limits import Gate, Rate
from bot.telegram.metrics import Metrics
from bot.telegram.models import Place, StoredAnswer
from bot.telegram.store import Records
from bot.telegram.store.answers import new_key
from bot.telegram.texts import TEXTS
from bot.telegram.updates import place_of
from tests.bot.telegram.samples import ANONYMOUS, answer, said

FRIEND, STRANGER = 11, 12


def knock(
    folder: Path, update: Update, *, times: int = 1, handler: Any = at_the_door
) -> tuple[int, list[str]]:
    """How often a message got through, and what was said to its sender."""
    told: list[str] = []

    async def send_message(_: int, words: str, **__: Any) -> SimpleNamespace:
        told.append(words)
        return SimpleNamespace(message_id=1)

    with Records(folder) as records:
        metrics = Metrics()
        desk = Desk(
            settings=Settings(), records=records, searching=cast("Any", None),
            gate=Gate(records.people, frozenset(), frozenset({FRIEND})), rate=Rate(2), metrics=metrics,
            lanes=Lanes(records.updates, metrics), notices=cast("Any", None), username="wenbao_bot",
        )  # fmt: skip
        context = SimpleNamespace(bot=SimpleNamespace(send_message=send_message), bot_data={DESK: desk})
        through = 0
        for _ in range(times):
            try:
                asyncio.run(handler(update, cast("ContextTypes.DEFAULT_TYPE", context)))
                through += 1
            except ApplicationHandlerStop:
                pass
    return through, told


def person(number: int) -> User:
    return User(number, "U", is_bot=False)


def private(text: str, number: int, *, code: bool = False) -> Update:
    return said(text, person(number), number, code=code)


@pytest.mark.parametrize("text", ["谁？", "/latest", "/sources", "/start a_0123456789abcdef", "/refresh"])
def test_a_stranger_is_told_his_number_and_a_friend_gets_through(tmp_path: Path, text: str) -> None:
    through, told = knock(tmp_path, private(text, STRANGER))
    assert through == 0
    assert len(told) == 1
    assert str(STRANGER) in told[0]
    assert knock(tmp_path, private(text, FRIEND)) == (1, [])


def test_a_stranger_who_goes_on_knocking_is_told_no_more(tmp_path: Path) -> None:
    through, told = knock(tmp_path, private("谁？", STRANGER), times=5)
    assert (through, len(told)) == (0, 2)


def test_a_strange_group_hears_nothing(tmp_path: Path) -> None:
    assert knock(tmp_path, said("/ask 谁？", person(STRANGER), -9)) == (0, [])


def test_a_stranger_may_have_his_records_deleted(tmp_path: Path) -> None:
    for text in ("/forget", "/forget@wenbao_bot", "/FORGET me"):
        assert knock(tmp_path, private(text, STRANGER)) == (1, [])
    for text in ("/forgetful", "/forget@another_bot"):
        assert knock(tmp_path, private(text, STRANGER))[0] == 0


def test_what_only_looks_like_forget_stays_outside(tmp_path: Path) -> None:
    assert knock(tmp_path, private("/forget 濮阳市长是谁？", STRANGER, code=True))[0] == 0


def test_a_question_that_came_past_the_door_is_not_answered_all_the_same(tmp_path: Path) -> None:
    async def asks(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        await ask(update, context, "濮阳市长是谁？")  # the archive is None: to search it would fail

    _, told = knock(tmp_path, private("濮阳市长是谁？", STRANGER), handler=asks)
    assert len(told) == 1
    assert str(STRANGER) in told[0]
    assert knock(tmp_path, said("市长是谁？", person(STRANGER), -9), handler=asks) == (1, [])


def test_admins_without_a_name_are_told_apart_by_the_group_that_they_write_for() -> None:
    here, there = (place_of(said("谁？", ANONYMOUS, chat)) for chat in (-9, -8))
    assert (here.user, there.user) == (-9, -8)
    assert place_of(said("谁？", person(FRIEND), -9)).user == FRIEND


def test_a_reply_to_a_copy_of_an_answer_makes_the_copy_known_to_a_takedown(tmp_path: Path) -> None:
    stored = StoredAnswer(new_key(), Place(FRIEND, None, FRIEND), 9, "zh", short=False, answer=answer())
    with Records(tmp_path) as records:
        records.answers.add(stored)
    asked = private("谁？", FRIEND)
    assert asked.message is not None
    bot = User(99, "问报", is_bot=True)
    keyboard = answer_keyboard(stored, TEXTS["zh"])
    above = Message(
        8, asked.message.date, asked.message.chat, from_user=bot, text="412人", reply_markup=keyboard
    )
    reply = Message(
        10,
        asked.message.date,
        asked.message.chat,
        from_user=person(FRIEND),
        text="谁？",
        reply_to_message=above,
    )
    assert knock(tmp_path, Update(3, message=reply)) == (1, [])
    with Records(tmp_path) as records:
        assert records.answers.by_message(FRIEND, 8) == stored
