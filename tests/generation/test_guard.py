"""The breaker's states, by a clock of the test's own."""

from __future__ import annotations

import pytest

from retrieval.generation.errors import BudgetSpent, ModelBusy, ModelDown, ModelEmpty
from retrieval.generation.guard import Breaker


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def failing(breaker: Breaker, times: int) -> None:
    for _ in range(times):
        breaker.enter()
        breaker.failed(ModelDown("down"))


def test_it_opens_after_failures_in_a_row_and_lets_one_try_after_the_pause() -> None:
    clock = Clock()
    breaker = Breaker(3, 30.0, clock)
    failing(breaker, 3)
    with pytest.raises(ModelDown):
        breaker.enter()
    clock.now += 30.0
    breaker.enter()
    with pytest.raises(ModelDown):  # one tries, the others do not wait for it
        breaker.enter()
    breaker.succeeded()
    breaker.enter()
    breaker.enter()


def test_a_failed_trial_opens_it_again() -> None:
    clock = Clock()
    breaker = Breaker(2, 30.0, clock)
    failing(breaker, 2)
    clock.now += 31.0
    failing(breaker, 1)
    with pytest.raises(ModelDown):
        breaker.enter()


def test_a_success_between_failures_keeps_it_closed() -> None:
    breaker = Breaker(2, 30.0, Clock())
    for _ in range(5):
        failing(breaker, 1)
        breaker.enter()
        breaker.succeeded()
    breaker.enter()


@pytest.mark.parametrize("failure", [ModelEmpty("empty"), BudgetSpent("spent")])
def test_what_says_nothing_of_the_servers_health_does_not_count(failure: ModelEmpty | BudgetSpent) -> None:
    breaker = Breaker(1, 30.0, Clock())
    breaker.enter()
    breaker.failed(failure)
    breaker.enter()


def test_the_pause_that_a_server_asks_for_is_kept() -> None:
    clock = Clock()
    breaker = Breaker(5, 30.0, clock)
    breaker.enter()
    breaker.failed(ModelBusy("later", wait=120.0))
    clock.now += 119.0
    with pytest.raises(ModelDown):
        breaker.enter()
    clock.now += 2.0
    breaker.enter()


def test_a_trial_that_did_not_take_place_leaves_room_for_another() -> None:
    clock = Clock()
    breaker = Breaker(1, 30.0, clock)
    failing(breaker, 1)
    clock.now += 31.0
    breaker.enter()
    breaker.left()
    breaker.enter()
