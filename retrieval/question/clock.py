"""From which day a question's 昨天 is counted (docs/decisions/0006-news-clock.md)."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Literal
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")

Clock = Callable[[], datetime.date]
"""Gives today's date where the papers come out."""

STALE = 7
"""Days without an issue after which an archive is read as of its newest issue: a weekly paper's rhythm, so
that a daily one may miss a holiday and 昨天 still means the reader's yesterday. A choice, not a fit."""


def shanghai_today() -> datetime.date:
    """Today's date in Shanghai."""
    return datetime.datetime.now(SHANGHAI).date()


def anchor(
    newest: datetime.date | None, today: datetime.date
) -> tuple[datetime.date, Literal["issue", "today"]]:
    """The day that relative words count from.

    Args:
        newest: The date of the archive's newest issue; None where nothing is dated.
        today: By the clock.

    Returns:
        The day, and whether it is the newest issue's or today's. An issue dated after today (tomorrow's
        paper, made up tonight) leaves today in force.
    """
    if newest is not None and (today - newest).days >= STALE:
        return newest, "issue"
    return today, "today"
