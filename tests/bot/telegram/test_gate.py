"""Who may ask, and how often."""

from __future__ import annotations

from pathlib import Path

from bot.telegram.limits import Gate, Rate
from bot.telegram.store import Records


def test_without_a_list_everybody_may_ask_but_the_denied(tmp_path: Path) -> None:
    with Records(tmp_path) as records:
        gate = Gate(records.people, frozenset({1}), frozenset())
        assert gate.may_ask(5, 5)
        gate.permit(5, allowed=False)
        assert not gate.may_ask(5, 5)
        gate.permit(-9, allowed=False)
        assert not gate.may_ask(6, -9)
        assert gate.may_ask(6, 6)


def test_with_a_list_only_its_users_and_chats_and_who_was_allowed_since(tmp_path: Path) -> None:
    with Records(tmp_path) as records:
        gate = Gate(records.people, frozenset({1}), frozenset({5, -9}))
        assert [gate.may_ask(user, user) for user in (5, 6)] == [True, False]
        assert gate.may_ask(6, -9)
        assert not gate.may_ask(6, -8)
        gate.permit(6, allowed=True)
        assert gate.may_ask(6, -8)
    with Records(tmp_path) as records:  # and after a restart
        assert Gate(records.people, frozenset(), frozenset({5})).may_ask(6, 6)


def test_an_admin_cannot_be_shut_out(tmp_path: Path) -> None:
    with Records(tmp_path) as records:
        gate = Gate(records.people, frozenset({1}), frozenset({5}))
        gate.permit(1, allowed=False)
        assert gate.may_ask(1, 1)


def test_so_many_questions_a_minute_and_then_the_wait_is_told() -> None:
    now = 100.0
    rate = Rate(2, lambda: now)
    assert [rate.wait(7), rate.wait(7)] == [0.0, 0.0]
    now = 130.0
    assert rate.wait(7) == 30.0
    assert rate.wait(8) == 0.0
    now = 160.0
    assert [rate.wait(7), rate.wait(7)] == [0.0, 0.0]
    assert rate.wait(7) == 60.0
