"""What a button says is input like any other: a press opens nothing that is not its own."""

from __future__ import annotations

import asyncio
import datetime
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from telegram import CallbackQuery, Chat, Message, Update, User
from telegram.ext import ContextTypes

from bot.settings import Settings
from bot.telegram.desk import DESK, Desk
from bot.telegram.handlers import buttons
from bot.telegram.lanes import Lanes
from bot.telegram.limits import Gate, Rate
from bot.telegram.metrics import Metrics
from bot.telegram.models import PendingDocument, Place, StoredAnswer
from bot.telegram.store import Records
from bot.telegram.store.answers import new_key
from tests.bot.telegram.samples import answer, article

ADMIN, READER, OTHER = 1, 11, 12
NOW = datetime.datetime(2024, 3, 8, tzinfo=datetime.UTC)


class Screen:
    """One message with buttons, and what pressing them does."""

    def __init__(self, records: Records) -> None:
        metrics = Metrics()
        self.records = records
        self.edits: list[str] = []
        self.told: list[str | None] = []
        self.on_edit: Callable[[], object] = lambda: None
        self.desk = Desk(
            settings=Settings(), records=records, searching=cast("Any", None),
            gate=Gate(records.people, frozenset({ADMIN}), frozenset()), rate=Rate(9), metrics=metrics,
            lanes=Lanes(records.updates, metrics), notices=cast("Any", None),
        )  # fmt: skip
        self.stored = StoredAnswer(
            new_key(), Place(READER, None, READER), 5, "zh", short=False, answer=answer()
        )
        records.answers.add(self.stored)

    def press(self, data: str, user: int = READER, chat: int | None = None) -> str | None:
        """Press a button in the private chat of a user (or in another); the word that pops up."""
        screen = self

        class Query(CallbackQuery):
            __slots__ = ()

            async def answer(self, text: str | None = None, *_: Any, **__: Any) -> bool:
                screen.told.append(text)
                return True

        class Noting:
            async def edit_message_text(self, said: str, *_: Any, **__: Any) -> None:
                screen.edits.append(said)
                screen.on_edit()

            async def edit_message_reply_markup(self, *_: Any, **__: Any) -> None:
                pass

        where = chat or user
        kind = Chat.PRIVATE if where > 0 else Chat.SUPERGROUP
        message = Message(5, NOW, Chat(where, kind))
        query = Query("q", User(user, "U", is_bot=False, language_code="zh"), "i", message=message, data=data)
        context = SimpleNamespace(bot=Noting(), bot_data={DESK: self.desk}, application=None)
        before = len(self.told)
        asyncio.run(
            buttons.pressed(Update(1, callback_query=query), cast("ContextTypes.DEFAULT_TYPE", context))
        )
        assert len(self.told) == before + 1, "a press is always answered, once"
        return self.told[-1]


@pytest.fixture(scope="module")
def screen(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Screen]:
    with Records(tmp_path_factory.mktemp("records")) as records:
        yield Screen(records)


@pytest.fixture(autouse=True)
def _clean(screen: Screen) -> None:
    screen.edits.clear()


@pytest.mark.parametrize("button", ["s:{}:c1:-", "b:{}", "x:{}", "m:{}:0", "w:{}", "v:{}:1"])
def test_an_answer_opens_only_in_the_chat_in_which_it_was_given(screen: Screen, button: str) -> None:
    told = screen.press(button.format(screen.stored.key), user=OTHER)
    assert told == "这个按钮属于别的对话。"
    assert screen.edits == []
    assert screen.records.votes.counts() == (0, 0)


@pytest.mark.parametrize("button", ["s:{}:c1:-", "b:{}", "m:{}:0", "w:{}", "v:{}:1"])
def test_a_button_of_an_answer_that_is_gone_says_so(screen: Screen, button: str) -> None:
    assert screen.press(button.format("nothing-here")) == "这条回答已过保存期，请重新提问。"


def test_a_press_on_a_copy_makes_the_copy_known(screen: Screen) -> None:
    assert screen.records.answers.by_message(READER, 5) == screen.stored
    screen.records.database.run("DELETE FROM parts")
    screen.press(f"m:{screen.stored.key}:0")
    assert screen.records.answers.by_message(READER, 5) == screen.stored


def test_a_source_opens_and_the_way_back_shows_the_answer_again(screen: Screen) -> None:
    assert screen.press(f"s:{screen.stored.key}:c1:-") is None
    assert screen.press(f"b:{screen.stored.key}") is None
    opened, back = screen.edits
    assert "鹭岛观鸟台开放" in opened
    assert "园方提醒：不要投喂。" in opened
    assert back.startswith("<b>412人</b>")


def test_somebody_who_may_not_ask_may_not_press(screen: Screen) -> None:
    screen.desk.gate.permit(READER, allowed=False)
    try:
        told = screen.press(f"b:{screen.stored.key}")
    finally:
        screen.desk.gate.permit(READER, allowed=True)
    assert told is not None
    assert str(READER) in told
    assert screen.edits == []


def test_only_an_admin_decides_on_a_document(screen: Screen) -> None:
    screen.records.documents.add(PendingDocument("dk", ADMIN, "file", "页.txt"))
    assert screen.press("d:dk:1") == "这个命令只有管理员能用。"
    assert screen.press("d:dk:0", user=ADMIN) is None
    assert screen.edits == ["好，没有保存。"]


def test_nobody_ends_another_ones_subscription(screen: Screen) -> None:
    number = screen.records.subscriptions.add(Place(READER, None, READER), "白鹭", "zh")
    assert screen.press(f"u:{number}", user=OTHER) == "这个按钮属于别的对话。"
    assert len(screen.records.subscriptions.of(READER)) == 1
    assert screen.press(f"u:{number}") == "已退订。"


def test_an_article_by_itself_is_opened_and_closed(screen: Screen) -> None:
    key = screen.records.articles.keep([(article(), "x.txt")])[0]
    screen.press(f"a:{key}:0")
    screen.press(f"z:{key}")
    assert "首日来了412人" in screen.edits[0]
    assert "首日来了412人" not in screen.edits[1]
    assert screen.press("a:gone:0") == "这篇报道已不在存档里。"


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.sampled_from(["s", "b", "x", "m", "v", "a", "z", "set", "u", "d", "?", ""]),
    st.lists(
        st.sampled_from(["KEY", "c1", "p0", "c9", "p9", "-", "0", "-1", "99", "x", "", "😀", "l"]), max_size=4
    ),
)
def test_no_data_whatever_breaks_a_press(screen: Screen, kind: str, parts: list[str]) -> None:
    data = ":".join([kind, *parts]).replace("KEY", screen.stored.key)
    screen.press(data)


@pytest.mark.parametrize("button", ["s:{}:p0:-", "m:{}:0"])
def test_a_message_that_shows_a_passage_is_found_by_a_takedown(tmp_path: Path, button: str) -> None:
    taken, other = article(), article("防汛演练在城南举行，共有90人参加。", "防汛演练")
    with Records(tmp_path) as records:
        screen = Screen(records)
        passages = (*answer(taken).passages, *answer(other).passages)
        one = replace(screen.stored, key=new_key(), answer=replace(answer(other), passages=passages))
        records.answers.add(one)
        screen.press(button.format(one.key))
        assert "首日来了412人" in screen.edits[-1]
        records.withdraw(taken.id, taken.id)
        assert [number for _, number, _ in records.retractions.waiting()] == [5]
        screen.press(button.format(one.key))  # what is left opens, and holds nothing of it
        assert "412人" not in screen.edits[-1]


def test_an_answer_that_goes_while_it_is_put_back_into_its_message_is_retracted(tmp_path: Path) -> None:
    with Records(tmp_path) as records:
        screen = Screen(records)
        screen.on_edit = lambda: records.withdraw(article().id, article().id)
        for button in ("b:{}", "s:{}:c1:-"):
            records.withdrawn.undo([article().id])
            if records.answers.get(screen.stored.key) is None:
                records.answers.add(screen.stored)
            screen.press(button.format(screen.stored.key))
            assert [number for _, number, _ in records.retractions.waiting()] == [5]
            records.retractions.done(READER, 5)
