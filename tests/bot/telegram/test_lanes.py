"""Updates: each once, in order within a chat, beside each other across chats, and bounded."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from telegram import CallbackQuery, Update, User

from bot.telegram import lanes as lanes_module
from bot.telegram.lanes import Lanes, lane_of
from bot.telegram.metrics import Metrics
from bot.telegram.store import Records
from tests.bot.telegram import samples


def said(number: int, chat: int, text: str = "?", user: int | None = None, *, code: bool = False) -> Update:
    sender = User(user or abs(chat), "U", is_bot=False)
    return samples.said(text, sender, chat, number=number, code=code)


class Stage:
    """Lanes on a loop of their own, with work that is begun and ended by hand."""

    def __init__(self, records: Records) -> None:
        self.metrics = Metrics()
        self.lanes = Lanes(records.updates, self.metrics)
        self.began: list[int] = []
        self.ended: list[int] = []
        self.busy: list[int] = []
        self.doors: dict[int, asyncio.Event] = {}
        self.tasks: dict[int, asyncio.Task[None]] = {}

        async def busy(update: Update) -> None:
            self.busy.append(update.update_id)

        self.lanes.busy = busy

    def arrives(self, update: Update) -> None:
        number = update.update_id
        door = self.doors.setdefault(number, asyncio.Event())

        async def work() -> None:
            self.began.append(number)
            await door.wait()
            self.ended.append(number)

        self.tasks[number] = asyncio.create_task(self.lanes.process_update(update, work()))

    async def settled(self) -> None:
        for _ in range(20):
            await asyncio.sleep(0)

    async def finish(self) -> None:
        for door in self.doors.values():
            door.set()
        await asyncio.gather(*self.tasks.values())


def on_stage(tmp_path: Path, play: Callable[[Stage], Awaitable[Any]]) -> Stage:
    async def run(records: Records) -> Stage:
        stage = Stage(records)
        await play(stage)
        return stage

    with Records(tmp_path) as records:
        return asyncio.run(run(records))


def test_a_chats_messages_are_answered_in_order_and_other_chats_do_not_wait(tmp_path: Path) -> None:
    async def play(stage: Stage) -> None:
        for number, chat in ((1, 7), (2, 7), (3, 8), (4, 7)):
            stage.arrives(said(number, chat))
        await stage.settled()
        assert stage.began == [1, 3]
        stage.doors[1].set()
        await stage.settled()
        assert stage.began == [1, 3, 2]
        await stage.finish()
        assert stage.began == [1, 3, 2, 4]

    on_stage(tmp_path, play)


def test_an_update_that_is_served_again_is_answered_once(tmp_path: Path) -> None:
    async def play(stage: Stage) -> None:
        for _ in range(3):
            stage.arrives(said(1, 7))
        await stage.settled()
        await stage.finish()

    stage = on_stage(tmp_path, play)
    assert stage.ended == [1]
    assert stage.metrics.registry.get_sample_value("wenbao_duplicate_updates_total") == 2


def test_beyond_the_bound_of_a_chat_it_is_told_so_at_once_and_not_over_and_over(tmp_path: Path) -> None:
    async def play(stage: Stage) -> None:
        for number in range(lanes_module.PER_CHAT + 4):
            stage.arrives(said(number, 7))
        stage.arrives(said(100, 8))
        await stage.settled()
        assert stage.busy == [lanes_module.PER_CHAT]
        assert stage.began == [0, 100]
        await stage.finish()
        assert stage.ended == [0, 100, *range(1, lanes_module.PER_CHAT)]

    on_stage(tmp_path, play)


def test_beyond_the_bound_over_all_chats_everybody_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lanes_module, "OVERALL", 5)

    async def play(stage: Stage) -> None:
        for number in range(1, 8):
            stage.arrives(said(number, number))
        await stage.settled()
        assert stage.busy == [6, 7]
        await stage.finish()
        stage.arrives(said(9, 9))
        stage.doors[9].set()
        await stage.settled()
        assert 9 in stage.ended  # room again

    on_stage(tmp_path, play)


def test_cancel_takes_out_what_its_user_waits_for_and_leaves_the_rest_of_the_group(tmp_path: Path) -> None:
    async def play(stage: Stage) -> None:
        for number, user in ((1, 31), (2, 32), (3, 31)):
            stage.arrives(said(number, -7, user=user))
        await stage.settled()
        assert lane_of(said(9, -7, "/cancel@wenbao_bot")) is None  # it waits behind nothing
        assert lane_of(said(9, -7, "/cancel that", code=True)) == -7  # to the handlers this is no command
        assert stage.lanes.cancel(-7, 31) == 2
        await stage.settled()
        assert stage.began == [1, 2]
        stage.doors[2].set()
        await asyncio.gather(*stage.tasks.values())
        assert stage.ended == [2]
        assert stage.lanes.cancel(-7, 31) == 0
        assert stage.lanes.in_hand == 0

    on_stage(tmp_path, play)


def test_a_button_does_not_wait_behind_the_chats_questions(tmp_path: Path) -> None:
    async def play(stage: Stage) -> None:
        stage.arrives(said(1, 7))
        user = User(7, "U", is_bot=False)
        stage.arrives(Update(2, callback_query=CallbackQuery("q", user, "x", data="b:k")))
        await stage.settled()
        assert stage.began == [1, 2]
        await stage.finish()

    on_stage(tmp_path, play)


def test_a_drain_lets_what_is_in_hand_finish_and_gives_up_at_its_deadline(tmp_path: Path) -> None:
    async def play(stage: Stage) -> None:
        stage.arrives(said(1, 7))
        stage.arrives(said(2, 7))
        await stage.settled()
        asyncio.get_running_loop().call_later(0.02, stage.doors[1].set)
        assert await stage.lanes.drain(0.2) == 1
        assert stage.ended == [1]
        assert stage.lanes.in_hand == 0

    on_stage(tmp_path, play)


def test_a_lane_leaves_nothing_behind(tmp_path: Path) -> None:
    async def play(stage: Stage) -> None:
        for number in range(50):
            stage.arrives(said(number, 1000 + number))
        await stage.settled()
        await stage.finish()
        assert (stage.lanes._locks, stage.lanes._waiting, stage.lanes._running) == ({}, {}, {})

    on_stage(tmp_path, play)
