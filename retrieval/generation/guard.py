"""What keeps a sick model from making everybody wait: a circuit breaker, and slots."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from retrieval.generation.errors import ModelBusy, ModelDown, ModelFailed, ModelSlow

FAILURES = 3
"""Failures in a row after which the model is left alone: one may be chance. A choice."""

PAUSE = 30.0
"""Seconds for which it is left alone; then one question tries. A choice: a server's restart takes as long."""

WAIT = 3.0
"""Seconds that a question waits for a slot before it is answered without the model. A choice: longer than
this an answer that could be had at once should not be held back."""


class Breaker:
    """Closed, questions pass; open, they fail at once; half open, one tries. Thread-safe.

    After Nygard, "Release It!", 2nd ed., chapter 5.
    """

    def __init__(
        self, failures: int = FAILURES, pause: float = PAUSE, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._failures, self._pause, self._clock = failures, pause, clock
        self._lock = threading.Lock()
        self._in_a_row = 0
        self._closed_from = 0.0
        self._trying = False

    def enter(self) -> None:
        """Ask to pass; whoever passes must say how it ended.

        Raises:
            ModelDown: The model is being left alone.
        """
        with self._lock:
            if self._in_a_row < self._failures and self._clock() >= self._closed_from:
                return
            if self._clock() < self._closed_from or self._trying:
                raise ModelDown("the model failed and is left alone for a while", free=True)
            self._trying = True

    def succeeded(self) -> None:
        """It answered."""
        with self._lock:
            self._in_a_row, self._closed_from, self._trying = 0, 0.0, False

    def failed(self, failure: ModelFailed) -> None:
        """It did not answer; only what speaks of the server's health counts."""
        with self._lock:
            self._trying = False
            if not isinstance(failure, ModelDown | ModelSlow | ModelBusy):
                return
            self._in_a_row += 1
            if failure.wait:
                self._closed_from = self._clock() + failure.wait
            elif self._in_a_row >= self._failures:
                self._closed_from = self._clock() + self._pause

    def left(self) -> None:
        """It was not asked after all."""
        with self._lock:
            self._trying = False


class Slots:
    """How many questions the model answers at a time."""

    def __init__(self, parallel: int, wait: float = WAIT) -> None:
        self._slots = threading.BoundedSemaphore(max(1, parallel))
        self._wait = wait

    def take(self) -> None:
        """Take a slot.

        Raises:
            ModelBusy: None became free in time.
        """
        if not self._slots.acquire(timeout=self._wait):
            raise ModelBusy("all slots are taken", free=True)

    def give_back(self) -> None:
        """Free it again, from whichever thread."""
        self._slots.release()
