"""Who may ask, and how often."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable

from bot.telegram.store.people import People

MINUTE = 60.0
KEPT = 10_000
"""Users whose last questions are remembered; beyond it those who have been quiet are let go."""


class Gate:
    """Admins, the allow-list and what admins added to it."""

    def __init__(self, people: People, admins: frozenset[int], allow: frozenset[int]) -> None:
        self._people = people
        self._allow = allow
        self.admins = admins
        self._permissions = people.permissions()

    def is_admin(self, user: int) -> bool:
        """Whether the settings name this user."""
        return user in self.admins

    def may_ask(self, user: int, chat: int) -> bool:
        """Whether this user may ask in this chat.

        An admin always may. A denied user or chat may not. With no allow-list everybody else may; with
        one, an allowed user anywhere and everybody in an allowed chat.
        """
        if self.is_admin(user):
            return True
        said = [self._permissions[one] for one in (user, chat) if one in self._permissions]
        if False in said:
            return False
        return not self._allow or True in said or not self._allow.isdisjoint({user, chat})

    def reload(self) -> None:
        """Read the permissions again."""
        self._permissions = self._people.permissions()

    def permit(self, identity: int, *, allowed: bool) -> None:
        """Allow or deny a user or a chat from now on."""
        self._people.permit(identity, allowed=allowed)
        self._permissions[identity] = allowed


class Rate:
    """So many a minute for each user, over a sliding window; the clock is monotonic."""

    def __init__(self, most: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._most = most
        self._clock = clock
        self._asked: dict[int, deque[float]] = {}

    def wait(self, user: int) -> float:
        """Count one; 0.0 where it passes, else the seconds until one would."""
        now = self._clock()
        if len(self._asked) > KEPT:
            self._asked = {one: times for one, times in self._asked.items() if times[-1] > now - MINUTE}
        times = self._asked.setdefault(user, deque())
        while times and times[0] <= now - MINUTE:
            times.popleft()
        if len(times) >= self._most:
            return times[0] + MINUTE - now
        times.append(now)
        return 0.0
