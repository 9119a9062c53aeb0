"""Requests that Telegram does not carry out: waited for, sent again, given up."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any

import httpx
import pytest
from telegram.error import BadRequest, Forbidden, NetworkError, RetryAfter, TelegramError, TimedOut

from bot.telegram import pacing
from bot.telegram.metrics import Metrics
from bot.telegram.pacing import RETRIES, Pace


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pacing, "BACKOFF", (0.0, 0.0))
    monkeypatch.setattr(pacing, "PRIVATE", (100, 1.0))


def caused(error: TelegramError, cause: Exception | None) -> TelegramError:
    error.__cause__ = cause
    return error


DOWN = caused(NetworkError("httpx.ConnectError"), httpx.ConnectError("refused"))
CUT = caused(NetworkError("httpx.ReadError"), httpx.ReadError("cut"))
LATE = caused(TimedOut(), httpx.ReadTimeout("late"))
BAD_GATEWAY = NetworkError("Bad Gateway")
GARBAGE = TelegramError("Invalid server response")


class Telegram:
    """Answers with each of these in turn, then with "sent"."""

    def __init__(self, *answers: TelegramError) -> None:
        self.answers = list(answers)
        self.calls = 0

    async def __call__(self) -> str:
        self.calls += 1
        if self.answers:
            raise self.answers.pop(0)
        return "sent"


def sent(telegram: Telegram, method: str = "sendMessage", chat: int = 7) -> Any:
    pace = Pace(Metrics())
    return asyncio.run(pace.process_request(telegram, (), {}, method, {"chat_id": chat}, None))


@pytest.mark.parametrize("refusal", [BAD_GATEWAY, DOWN])
def test_what_did_not_arrive_is_sent_again_until_it_does(refusal: TelegramError) -> None:
    telegram = Telegram(*[refusal] * RETRIES)
    assert sent(telegram) == "sent"
    assert telegram.calls == RETRIES + 1


def test_what_never_arrives_is_given_up_in_the_end() -> None:
    telegram = Telegram(*[BAD_GATEWAY] * 99)
    with pytest.raises(NetworkError):
        sent(telegram)
    assert telegram.calls == RETRIES + 1


@pytest.mark.parametrize("loss", [CUT, LATE, GARBAGE])
def test_a_message_whose_reply_was_lost_is_sent_again_at_most_once(loss: TelegramError) -> None:
    telegram = Telegram(loss)
    assert sent(telegram) == "sent"
    assert telegram.calls == 2
    telegram = Telegram(loss, loss, loss)
    with pytest.raises(TelegramError):
        sent(telegram)
    assert telegram.calls == 2


@pytest.mark.parametrize("loss", [CUT, LATE])
def test_what_may_be_done_twice_is_done_again(loss: TelegramError) -> None:
    telegram = Telegram(loss, loss, loss)
    assert sent(telegram, "editMessageText") == "sent"
    assert telegram.calls == 4


@pytest.mark.parametrize("refusal", [BadRequest("chat not found"), Forbidden("blocked")])
def test_a_plain_no_is_not_asked_again(refusal: TelegramError) -> None:
    telegram = Telegram(refusal)
    with pytest.raises(type(refusal)):
        sent(telegram)
    assert telegram.calls == 1


@pytest.mark.parametrize("method", ["sendChatAction", "sendMessageDraft"])
@pytest.mark.parametrize("refusal", [BAD_GATEWAY, LATE, RetryAfter(1)])
def test_a_passing_sign_is_never_sent_again(method: str, refusal: TelegramError) -> None:
    telegram = Telegram(refusal)
    with pytest.raises(TelegramError):
        sent(telegram, method)
    assert telegram.calls == 1


class Sleeps:
    """A clock that only sleeping moves."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, pace: Pace) -> None:
        self.slept: list[float] = []
        real = asyncio.sleep

        async def sleep(seconds: float) -> None:
            self.slept.append(seconds)
            for chat in pace._held:
                pace._held[chat] -= seconds
            await real(0)

        monkeypatch.setattr(asyncio, "sleep", sleep)


def test_a_429_is_waited_for_as_told_and_holds_its_own_chat_only(monkeypatch: pytest.MonkeyPatch) -> None:
    async def run(pace: Pace) -> None:
        def send(telegram: Telegram, chat: int) -> Any:
            return pace.process_request(telegram, (), {}, "sendMessage", {"chat_id": chat}, None)

        slow, quick = Telegram(RetryAfter(30)), Telegram()
        waiting = asyncio.create_task(send(slow, 7))
        await asyncio.sleep(0)
        assert await send(quick, 8) == "sent"
        assert await waiting == "sent"
        assert slow.calls == 2

    pace = Pace(Metrics())
    sleeps = Sleeps(monkeypatch, pace)
    asyncio.run(run(pace))
    assert sum(sleeps.slept) == pytest.approx(30.1, abs=0.2)


@pytest.mark.parametrize("refusals", [[RetryAfter(3600)], [RetryAfter(1)] * 99])
def test_a_429_that_asks_for_too_much_or_never_ends_is_given_up(
    refusals: Sequence[TelegramError], monkeypatch: pytest.MonkeyPatch
) -> None:
    async def run() -> None:
        pace = Pace(Metrics())
        Sleeps(monkeypatch, pace)
        await pace.process_request(telegram, (), {}, "sendMessage", {"chat_id": 7}, None)

    telegram = Telegram(*refusals)
    with pytest.raises(RetryAfter):
        asyncio.run(run())
    assert telegram.calls <= RETRIES + 1


def test_a_chat_is_paced_before_telegram_has_to_say_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pacing, "PRIVATE", (3, 3600.0))
    monkeypatch.setattr(pacing, "OVERALL", (30, 3600.0))

    async def run() -> tuple[int, int]:
        pace = Pace(Metrics())

        def send(chat: int) -> Any:
            return pace.process_request(telegram, (), {}, "sendMessage", {"chat_id": chat}, None)

        telegram = Telegram()
        one_chat = [asyncio.create_task(send(7)) for _ in range(9)]
        await asyncio.sleep(0.05)
        in_one = telegram.calls
        many = [asyncio.create_task(send(chat)) for chat in range(100, 150)]
        await asyncio.sleep(0.05)
        for task in (*one_chat, *many):
            task.cancel()
        return in_one, telegram.calls

    in_one, overall = asyncio.run(run())
    assert (in_one, overall) == (3, 30)


def test_limiters_of_idle_chats_are_let_go(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pacing, "KEPT", 3)

    async def run() -> int:
        pace = Pace(Metrics())
        for chat in range(1, 12):
            pace._limiter(chat)
        return len(pace._chats)

    assert asyncio.run(run()) <= 3
