"""Faults on demand: what goes wrong with which calls, and how often."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field

from tests.botapi.world import PATIENCE, World


class Gate:
    """Holds calls until it is opened, so that a test can act in the middle of one."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._opened: asyncio.Event | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._open = False
        self.held = 0
        """Calls that have come to the gate."""

    async def hold(self) -> None:
        """Wait here; called on the server's loop."""
        with self._world.changing():
            self.held += 1
            if self._open:
                return
            self._loop = asyncio.get_running_loop()
            self._opened = self._opened or asyncio.Event()
        await self._opened.wait()

    def reached(self, count: int = 1, patience: float = PATIENCE) -> None:
        """Wait until that many calls stand at the gate."""
        self._world.wait(lambda: self.held >= count or None, f"{count} call(s) at the gate", patience)

    def open(self) -> None:
        """Let them pass, and all that come."""
        with self._world.changing():
            self._open = True
            if self._loop and self._opened:
                self._loop.call_soon_threadsafe(self._opened.set)


@dataclass(slots=True)
class Fault:
    """One thing that goes wrong.

    Attributes:
        methods: With which methods; empty: all but getUpdates.
        times: How often.
        status: Answer this HTTP status; nothing happens in the chat.
        said: The sentence with that status, where it matters.
        retry_after: Seconds that a 429 tells.
        delay: Seconds before anything happens.
        lost: It happens in the chat, and the connection is cut before the answer.
        slow: It happens in the chat, and the answer comes so many seconds later.
        garbage: Nothing happens; the answer is 200 and no JSON.
        gate: It happens once the gate opens.
        about: Only calls whose parameters hold for this.
    """

    methods: frozenset[str] = frozenset()
    times: int = 1
    status: int | None = None
    said: str = ""
    retry_after: int | None = None
    delay: float = 0.0
    lost: bool = False
    slow: float = 0.0
    garbage: bool = False
    gate: Gate | None = None
    about: Callable[[dict[str, str]], bool] | None = None

    def hits(self, method: str, said: dict[str, str]) -> bool:
        """Whether this call is struck."""
        names = {name.lower() for name in self.methods}
        named = method in names if names else method != "getupdates"
        return named and self.times > 0 and (self.about is None or self.about(said))


@dataclass(slots=True)
class Trouble:
    """All faults that are set up."""

    faults: list[Fault] = field(default_factory=list)

    def take(self, method: str, said: dict[str, str]) -> Fault | None:
        """The fault that strikes this call, if any; called with the world held."""
        for fault in self.faults:
            if fault.hits(method, said):
                fault.times -= 1
                return fault
        return None
