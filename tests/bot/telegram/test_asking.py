"""From a question to its answer's messages: what is told, noted and cleared away on the way."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from telegram import Update, User
from telegram.error import NetworkError
from telegram.ext import ContextTypes

from bot.settings import Settings
from bot.telegram import streaming
from bot.telegram.desk import DESK, Desk
from bot.telegram.handlers.asking import ask
from bot.telegram.handlers.subscribing import subscriptions, unsubscribe
from bot.telegram.lanes import Lanes
from bot.telegram.limits import Gate, Rate
from bot.telegram.metrics import Metrics
from bot.telegram.models import Place
from bot.telegram.store import Records
from bot.telegram.texts import TEXTS
from retrieval.asker import OnText
from retrieval.models import Answer, Turn
from tests.bot.telegram.samples import answer, article, said
from vectorstore.errors import StoreDamaged

READER, GROUP, OTHER_GROUP = 11, -9, -8
QUESTION = "首日来了多少人？"
ZH = TEXTS["zh"]
TAKEN = article()


class Chat:
    """A bot's parts over an archive that answers as told, and what a chat sees of it."""

    def __init__(self, records: Records) -> None:
        metrics = Metrics()
        self.records = records
        self.shown: dict[int, str] = {}
        self.deleted: list[int] = []
        self.before: list[tuple[Turn, ...]] = []
        self.answer: Callable[[OnText], Answer] = lambda _: answer(TAKEN)
        self.on_send: Callable[[int], None] = lambda _: None
        self.arriving = asyncio.Event()
        self.delay = 0.0
        self.desk = Desk(
            settings=Settings(), records=records, searching=cast("Any", self),
            gate=Gate(records.people, frozenset(), frozenset()), rate=Rate(9), metrics=metrics,
            lanes=Lanes(records.updates, metrics), notices=cast("Any", None),
        )  # fmt: skip

    async def ask(self, _: str, *, before: tuple[Turn, ...], on_text: OnText, **__: Any) -> Answer:
        self.before.append(before)
        return await asyncio.to_thread(self.answer, on_text)

    async def send_message(self, _: int, words: str, **__: Any) -> SimpleNamespace:
        number = len(self.shown) + 1
        self.on_send(number)
        self.shown[number] = words
        self.arriving.set()
        await asyncio.sleep(self.delay)  # the reply is on its way
        return SimpleNamespace(message_id=number)

    async def edit_message_text(self, words: str, _: int, message: int, **__: Any) -> None:
        self.shown[message] = words

    async def delete_message(self, _: int, message: int) -> None:
        self.deleted.append(message)

    async def send_chat_action(self, *_: Any, **__: Any) -> None:
        pass

    async def send_message_draft(self, *_: Any, **__: Any) -> None:
        pass

    def context(self, *args: str) -> ContextTypes.DEFAULT_TYPE:
        told = SimpleNamespace(bot=self, bot_data={DESK: self.desk}, args=list(args))
        return cast("ContextTypes.DEFAULT_TYPE", told)

    async def asks(self, chat: int = READER, question: str = QUESTION) -> None:
        await ask(message(question, chat), self.context(), question)

    def waiting(self) -> list[int]:
        return [number for _, number, _ in self.records.retractions.waiting()]


def message(text: str, chat: int) -> Update:
    return said(text, User(READER, "U", is_bot=False, language_code="zh"), chat)


@pytest.fixture
def chat(tmp_path: Path) -> Iterator[Chat]:
    with Records(tmp_path) as records:
        yield Chat(records)


def long_answer() -> Answer:
    """An answer that takes more than one message."""
    body = "".join(
        f"第{number}天来了{number}人，天气晴好，鹭岛上游人如织，秩序井然。\n" for number in range(400)
    )
    return replace(answer(article(body)), kind="generated", text=body)


def test_an_article_that_goes_while_it_is_asked_about_is_not_shown(chat: Chat) -> None:
    def answered(_: object) -> Answer:
        chat.records.withdraw(TAKEN.id, TAKEN.id)
        return answer(TAKEN)

    chat.answer = answered
    asyncio.run(chat.asks())
    assert list(chat.shown.values()) == [ZH.withdrawn]
    assert chat.records.answers.count() == 0
    assert chat.records.conversations.turns(Place(READER, None, READER)) == ()


def test_an_article_that_goes_while_its_answer_is_being_sent_is_retracted(chat: Chat) -> None:
    def goes(_: int) -> None:
        chat.records.withdraw(TAKEN.id, TAKEN.id)

    chat.on_send = goes
    asyncio.run(chat.asks())
    assert "412人" in chat.shown[1]
    assert chat.waiting() == [1]


def test_all_messages_of_a_long_answer_are_known_also_where_the_last_one_fails(chat: Chat) -> None:
    whole = long_answer()
    chat.answer = lambda _: whole
    asyncio.run(chat.asks())
    parts = list(chat.shown)
    assert len(parts) > 1

    def fails(number: int) -> None:
        if number == 2 * len(parts):
            raise NetworkError("cut off")

    chat.on_send = fails
    asyncio.run(chat.asks())
    taken = whole.citations[0].article
    chat.records.withdraw(taken.id, taken.id)
    assert chat.waiting() == list(range(1, 2 * len(parts)))


def test_a_groups_placeholder_becomes_the_answer(chat: Chat) -> None:
    def answered(on_text: OnText) -> Answer:
        on_text("首日来了")
        return answer(TAKEN)

    chat.answer = answered
    asyncio.run(chat.asks(GROUP))
    assert list(chat.shown) == [1]
    assert "412人" in chat.shown[1]
    assert chat.deleted == []


def test_a_groups_placeholder_goes_where_no_answer_comes(chat: Chat) -> None:
    async def play() -> None:
        loop = asyncio.get_running_loop()

        def fails(on_text: OnText) -> Answer:
            on_text("首日来了")
            asyncio.run_coroutine_threadsafe(chat.arriving.wait(), loop).result(5)
            raise StoreDamaged("the generation is gone")

        chat.answer = fails
        await chat.asks(GROUP)

    asyncio.run(play())
    assert chat.shown[1] == "首日来了"
    assert chat.deleted == [1]
    assert chat.shown[2] == ZH.not_ready


def test_a_placeholder_that_is_on_its_way_when_its_question_is_cancelled_goes_too(
    chat: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(streaming, "EDIT_EVERY", 0.01)
    chat.delay = 0.05

    async def play() -> None:
        loop, cancelled = asyncio.get_running_loop(), asyncio.Event()

        def slow(on_text: OnText) -> Answer:
            on_text("首日来了")
            asyncio.run_coroutine_threadsafe(cancelled.wait(), loop).result(5)
            return answer(TAKEN)

        chat.answer = slow
        asking = asyncio.create_task(chat.asks(GROUP))
        await chat.arriving.wait()  # Telegram has it; its id has not come back
        asking.cancel()
        with pytest.raises(asyncio.CancelledError):
            await asking
        cancelled.set()

    asyncio.run(play())
    assert chat.deleted == [1]
    assert list(chat.shown) == [1]


def test_a_follow_up_leans_on_the_very_turn_that_the_answer_made(chat: Chat) -> None:
    asyncio.run(chat.asks())
    asyncio.run(chat.asks(question="那天天气怎么样？"))
    first, second = chat.before
    assert first == ()
    assert second == (answer(TAKEN).turn,)
    assert second[0].words == ("412人",)


def test_a_group_sees_no_subscription_of_another_chat(chat: Chat) -> None:
    add = chat.records.subscriptions.add
    add(Place(READER, None, READER), "我的私事", "zh")
    add(Place(GROUP, None, READER), "白鹭", "zh")
    number = add(Place(OTHER_GROUP, None, READER), "别的群", "zh")
    asyncio.run(subscriptions(message("/subscriptions", GROUP), chat.context()))
    asyncio.run(unsubscribe(message("/unsubscribe x", GROUP), chat.context(str(number))))
    asyncio.run(subscriptions(message("/subscriptions", READER), chat.context()))
    assert ["白鹭" in one for one in chat.shown.values()] == [True, True, True]
    assert ["我的私事" in one for one in chat.shown.values()] == [False, False, True]
    assert ["别的群" in one for one in chat.shown.values()] == [False, False, True]
    assert len(chat.records.subscriptions.every()) == 3
