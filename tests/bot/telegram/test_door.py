"""A stranger gets no further than the door, whichever message he sends."""

from __future__ import annotations

import asyncio
import datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from telegram import Chat, Message, Update, User
from telegram.ext import ApplicationHandlerStop, ContextTypes

from bot.settings import Settings
from bot.telegram.desk import DESK, Desk
from bot.telegram.handlers.door import at_the_door
from bot.telegram.lanes import Lanes
from bot.telegram.limits import Gate, Rate
from bot.telegram.metrics import Metrics
from bot.telegram.store import Records

NOW = datetime.datetime(2024, 3, 8, tzinfo=datetime.UTC)
FRIEND, STRANGER = 11, 12


def knock(
    folder: Path, text: str, user: int, chat: int | None = None, times: int = 1
) -> tuple[int, list[str]]:
    """How often a message got through, and what was said to its sender."""
    said: list[str] = []

    async def send_message(_: int, words: str, **__: Any) -> SimpleNamespace:
        said.append(words)
        return SimpleNamespace(message_id=1)

    with Records(folder) as records:
        metrics = Metrics()
        desk = Desk(
            settings=Settings(), records=records, searching=cast("Any", None),
            gate=Gate(records.people, frozenset(), frozenset({FRIEND})), rate=Rate(2), metrics=metrics,
            lanes=Lanes(records.updates, metrics), notices=cast("Any", None),
        )  # fmt: skip
        where = chat or user
        kind = Chat.PRIVATE if where > 0 else Chat.SUPERGROUP
        message = Message(5, NOW, Chat(where, kind), from_user=User(user, "U", is_bot=False), text=text)
        context = SimpleNamespace(bot=SimpleNamespace(send_message=send_message), bot_data={DESK: desk})
        through = 0
        for _ in range(times):
            try:
                asyncio.run(
                    at_the_door(Update(1, message=message), cast("ContextTypes.DEFAULT_TYPE", context))
                )
                through += 1
            except ApplicationHandlerStop:
                pass
    return through, said


@pytest.mark.parametrize("text", ["谁？", "/latest", "/sources", "/start a_0123456789abcdef", "/refresh"])
def test_a_stranger_is_told_his_number_and_a_friend_gets_through(tmp_path: Path, text: str) -> None:
    through, said = knock(tmp_path, text, STRANGER)
    assert through == 0
    assert len(said) == 1
    assert str(STRANGER) in said[0]
    assert knock(tmp_path, text, FRIEND) == (1, [])


def test_a_stranger_who_goes_on_knocking_is_told_no_more(tmp_path: Path) -> None:
    through, said = knock(tmp_path, "谁？", STRANGER, times=5)
    assert (through, len(said)) == (0, 2)


def test_a_strange_group_hears_nothing(tmp_path: Path) -> None:
    assert knock(tmp_path, "/ask 谁？", STRANGER, chat=-9) == (0, [])


def test_a_stranger_may_have_his_records_deleted(tmp_path: Path) -> None:
    assert knock(tmp_path, "/forget", STRANGER) == (1, [])
    assert knock(tmp_path, "/forgetful", STRANGER)[0] == 0
