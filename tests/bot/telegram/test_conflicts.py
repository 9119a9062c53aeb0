"""One 409 is a restart's; some in a row are another bot, of which the one that came second leaves."""

import pytest

from bot.telegram.conflicts import CONFLICT_WINDOW, CONFLICTS, CONFLICTS_SETTLED, Conflicts


def met(conflicts: Conflicts, *times: float) -> list[bool]:
    return [conflicts.met(at)[1] for at in times]


def test_a_bot_that_has_just_begun_gives_way_at_the_third() -> None:
    conflicts = Conflicts()
    conflicts.begin(100.0)
    assert met(conflicts, *(101.0 + n for n in range(CONFLICTS))) == [False] * (CONFLICTS - 1) + [True]


def test_a_bot_that_has_run_for_long_bears_more() -> None:
    conflicts = Conflicts()
    conflicts.begin(0.0)
    times = [CONFLICT_WINDOW + 1 + n for n in range(CONFLICTS_SETTLED)]
    assert met(conflicts, *times) == [False] * (CONFLICTS_SETTLED - 1) + [True]


@pytest.mark.parametrize("apart", [CONFLICT_WINDOW, 2 * CONFLICT_WINDOW])
def test_single_ones_far_apart_count_for_nothing(apart: float) -> None:
    conflicts = Conflicts()
    conflicts.begin(0.0)
    assert [conflicts.met(n * apart) for n in range(1, 20)] == [(1, False)] * 19
