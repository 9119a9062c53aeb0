"""One call of the model: within its deadline, retried while nothing has come, never two too many.

The model is read in a thread of its own, so that the question's thread can leave when its time is up,
whatever the server does. That thread keeps its slot until the server lets go of it.
"""

from __future__ import annotations

import logging
import queue
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Protocol

import tenacity

from retrieval.generation.charging import Charge, Ending, Purse
from retrieval.generation.errors import (
    ModelDown,
    ModelEmpty,
    ModelEndless,
    ModelFailed,
    ModelSlow,
)
from retrieval.generation.guard import Breaker, Slots
from retrieval.generation.models import Messages, ModelSpec, Told, Usage
from retrieval.generation.notices import to_set
from retrieval.generation.spending import Ledger

ATTEMPTS = 3
FIRST_PAUSE = 0.5
LONGEST_PAUSE = 8.0
"""Seconds between attempts, doubling from the first with as much chance on top. The usual figures (AWS,
"Exponential backoff and jitter"); the deadline ends them anyway."""

CHARACTERS_A_TOKEN = 8
"""More than any tokenizer puts into one on average: an answer of more characters than this a token of
`max_tokens` ignores the limit and would not end."""

Parts = queue.Queue[Told | ModelFailed | None]
"""What the reading thread hands over; None at the end."""

_LOG = logging.getLogger("wenbao.llm")


class Talks(Protocol):
    """What is needed of a model; `chat_model.ChatModel` is the real one."""

    def stream(self, messages: Messages) -> Iterator[Told]:
        """What it says, part by part.

        Raises:
            ModelFailed: In one of its kinds.
        """
        ...


class Call:
    """One answer on its way: iterate over its text, once; the rest is known behind the last part."""

    def __init__(self, parts: Iterator[Told], longest: int, done: Callable[[Call, Ending], None]) -> None:
        """Wrap a stream.

        Args:
            parts: What the model says.
            longest: Characters that it may say.
            done: Told how it ended, once, whichever way.
        """
        self._parts, self._longest, self._done = parts, longest, done
        self.text = ""
        self.usage: Usage | None = None
        self.finish: str | None = None

    def __iter__(self) -> Iterator[str]:
        ending: Ending = None
        try:
            for told in self._parts:
                self.usage = told.usage or self.usage
                self.finish = told.finish or self.finish
                if len(self.text) + len(told.text) > self._longest:
                    raise ModelEndless(f"more than {self._longest} characters")
                self.text += told.text
                if told.text:
                    yield told.text
            if not self.text.strip():
                raise ModelEmpty("not a word")
            ending = True
        except ModelFailed as exc:
            ending = exc
            raise
        finally:
            self._done(self, ending)


class ModelCaller:
    """Calls one model for everybody. Thread-safe."""

    def __init__(
        self,
        spec: ModelSpec,
        model: Callable[[], Talks],
        ledger: Ledger,
        *,
        breaker: Breaker | None = None,
        slots: Slots | None = None,
    ) -> None:
        """Wire a caller.

        Args:
            spec: Deadline, longest answer, parallel calls.
            model: Gives the model, perhaps only after starting its server; called in the call's thread.
            ledger: Who may spend what.
            breaker: None for one of the usual kind.
            slots: None for `spec.parallel` of them.
        """
        self.spec = spec
        self._model, self._ledger = model, ledger
        self._breaker = breaker or Breaker()
        self._slots = slots or Slots(spec.parallel)
        self._spent, self._counting = Usage(), threading.Lock()

    @property
    def spent(self) -> Usage:
        """Tokens of all calls of this caller."""
        return self._spent

    def cost(self, usage: Usage) -> float:
        """Money for so many tokens, at the prices set."""
        return self._ledger.cost(usage)

    def purse(self, user: str = "") -> Purse:
        """What one question of a user's may spend; "" for the one at the terminal."""
        return Purse(self._ledger, user)

    def call(self, messages: Messages, purse: Purse, left: float | None = None) -> Call:
        """Ask the model. Whoever calls iterates over the call: its end frees what it holds.

        Args:
            messages: What is sent.
            purse: What pays.
            left: Seconds until it must be done; None for the deadline of the settings.

        Raises:
            ModelFailed: At once, or from the iteration over the call.
        """
        charge = purse.charge(messages, self.spec.max_tokens)
        try:
            self._enter()
        except ModelFailed:
            charge.settle(Usage(), "", ending=None)
            raise
        end = time.monotonic() + (self.spec.deadline if left is None else left)
        parts: Parts = queue.Queue()
        leave = threading.Event()

        def done(call: Call, ending: Ending) -> None:
            leave.set()
            self._settle(call, ending, charge)

        reader = threading.Thread(
            target=self._read, args=(messages, parts, leave, end, charge), name="wenbao-llm", daemon=True
        )
        reader.start()
        longest = self.spec.max_tokens * CHARACTERS_A_TOKEN
        return Call(_until(end, parts), longest, done)

    def _enter(self) -> None:
        self._breaker.enter()
        try:
            self._slots.take()
        except ModelFailed:
            self._breaker.left()
            raise

    def _settle(self, call: Call, ending: Ending, charge: Charge) -> None:
        if isinstance(ending, ModelFailed):
            # The answer itself says that there is no prose (`Answer.notice`), the log what to set.
            advice = to_set(ending)
            level = logging.WARNING if advice else logging.INFO
            _LOG.log(level, "%s: %s: %s %s", self.spec.full_name, type(ending).__name__, ending, advice)
            self._breaker.failed(ending)
        elif ending:
            self._breaker.succeeded()
        else:
            self._breaker.left()
        used = charge.settle(call.usage, call.text, ending=ending)
        with self._counting:
            self._spent += used

    def _read(
        self,
        messages: Messages,
        parts: Parts,
        leave: threading.Event,
        end: float,
        charge: Charge,
    ) -> None:
        began = asked = False
        failure: ModelFailed | None = None

        def attempt() -> None:
            nonlocal began, asked, failure
            if failure:
                charge.again(failure)
            asked = False
            try:
                model = self._model()
                asked = True
                for told in model.stream(messages):
                    began = began or bool(told.text)
                    if leave.is_set():
                        return
                    parts.put(told)
            except ModelFailed as exc:
                exc.free = exc.free or not asked
                failure = exc
                raise

        try:
            _retrying(lambda: not began and not leave.is_set(), leave, end)(attempt)
            parts.put(None)
        except ModelFailed as exc:
            parts.put(exc)
        except Exception as exc:  # noqa: BLE001 (a defect of the chain must not hang its question)
            parts.put(ModelDown(f"{type(exc).__name__} at {_place(exc)}"))
        finally:
            self._slots.give_back()


def _place(exc: BaseException) -> str:
    """Where a defect is. What it says may hold a question or a key, and goes into no log."""
    frames = traceback.extract_tb(exc.__traceback__)
    return f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else "?"


def _until(end: float, parts: Parts) -> Iterator[Told]:
    """What the reading thread puts there, until it is done or the time is up."""
    while True:
        try:
            told = parts.get(timeout=max(0.0, end - time.monotonic()))
        except queue.Empty:
            raise ModelSlow("the deadline passed") from None
        if told is None:
            return
        if isinstance(told, ModelFailed):
            raise told
        yield told


def _retrying(may: Callable[[], bool], leave: threading.Event, end: float) -> tenacity.Retrying:
    backoff = tenacity.wait_random_exponential(multiplier=FIRST_PAUSE, max=LONGEST_PAUSE)

    def pause(state: tenacity.RetryCallState) -> float:
        failure = state.outcome.exception() if state.outcome else None
        return max(failure.wait if isinstance(failure, ModelFailed) else 0.0, float(backoff(state)))

    return tenacity.Retrying(
        retry=tenacity.retry_if_exception(lambda exc: isinstance(exc, ModelFailed) and exc.again and may()),
        wait=pause,
        # A pause that outlasts the deadline is not begun: the reader gets quotes now instead of later.
        stop=tenacity.stop_any(
            tenacity.stop_after_attempt(ATTEMPTS),
            tenacity.stop_before_delay(max(0.0, end - time.monotonic())),
        ),
        sleep=tenacity.sleep_using_event(leave),
        reraise=True,
    )
