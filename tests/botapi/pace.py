"""429: how fast a bot may send.

The Bot API's FAQ tells three limits: about one message a second in a chat, with short bursts allowed; 30 a
second over all chats; 20 a minute in a group. Edits count as messages. Each limit is a token bucket here; how
long a burst may be, Telegram does not tell.
"""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass

from tests.botapi.errors import TooManyRequests

CHAT_BURST = 4
"""Messages at once to a private chat. Not documented; three are tolerated by all accounts (an answer in
parts), one more makes up for the time that requests are under way. A smaller burst than Telegram's own makes
the tests stricter."""


@dataclass(slots=True)
class Bucket:
    """Tokens that refill at a steady rate.

    Attributes:
        size: Tokens when full.
        rate: Tokens a second.
    """

    size: float
    rate: float
    left: float = math.nan
    since: float = 0.0

    def wait(self, now: float) -> float:
        """Seconds until a token is there; 0 where one is."""
        self.left = (
            self.size if math.isnan(self.left) else min(self.size, self.left + (now - self.since) * self.rate)
        )
        self.since = now
        return max(0.0, (1 - self.left) / self.rate)

    def take(self) -> None:
        """Use a token; call `wait` first."""
        self.left -= 1


class Pace:
    """All buckets of a bot."""

    def __init__(self) -> None:
        self._all = Bucket(30, 30)
        self._private: defaultdict[int, Bucket] = defaultdict(lambda: Bucket(CHAT_BURST, 1))
        self._groups: defaultdict[int, Bucket] = defaultdict(lambda: Bucket(20, 20 / 60))

    def send(self, chat_id: int, *, group: bool, now: float) -> None:
        """Count one message; a refused one is not counted.

        Raises:
            TooManyRequests: One of the limits is reached.
        """
        buckets = (self._all, (self._groups if group else self._private)[chat_id])
        wait = max(bucket.wait(now) for bucket in buckets)
        if wait > 1e-9:
            raise TooManyRequests(max(1, math.ceil(wait)))
        for bucket in buckets:
            bucket.take()
