from __future__ import annotations

import pytest

from tests.botapi.errors import TooManyRequests
from tests.botapi.pace import CHAT_BURST, Pace


def sent(pace: Pace, chat: int, now: float, *, group: bool = False) -> int:
    """0, or the seconds that the refusal tells."""
    try:
        pace.send(chat, group=group, now=now)
    except TooManyRequests as exc:
        return int(exc.reply()["parameters"]["retry_after"])
    return 0


def test_a_chat_takes_a_burst_and_then_one_a_second() -> None:
    pace = Pace()
    assert [sent(pace, 1, 10.0) for _ in range(CHAT_BURST + 1)] == [0] * CHAT_BURST + [1]
    assert sent(pace, 1, 10.5) == 1
    assert sent(pace, 1, 11.0) == 0
    assert sent(pace, 2, 11.0) == 0


def test_a_group_takes_twenty_a_minute() -> None:
    pace = Pace()
    assert [sent(pace, -1, 0.0, group=True) for _ in range(21)] == [0] * 20 + [3]
    assert sent(pace, -1, 3.0, group=True) == 0


def test_all_chats_together_take_thirty_a_second() -> None:
    pace = Pace()
    assert [sent(pace, chat, 0.0) for chat in range(31)] == [0] * 30 + [1]
    assert sent(pace, 99, 0.1) == 0


@pytest.mark.parametrize("waits", [True, False])
def test_only_who_waits_as_told_gets_through(waits: bool) -> None:  # noqa: FBT001 (a parameter of the test)
    pace, now, delivered = Pace(), 0.0, 0
    for _ in range(60):
        told = sent(pace, 1, now)
        delivered += not told
        now += told if waits else 0.01
    assert delivered >= 30 if waits else delivered == CHAT_BURST
