"""What one question spends, call by call: taken at the most before each, made good behind it."""

from __future__ import annotations

import threading
from datetime import date

from retrieval.generation.errors import ModelEndless, ModelFailed, ModelSlow
from retrieval.generation.models import Messages, Usage
from retrieval.generation.spending import Ledger, estimated, estimated_text

Taken = tuple[Usage, date | None]
"""What was taken, and the day under which it is noted; None where it could not be."""

Ending = ModelFailed | bool | None
"""How a call ended: with a failure, whole (True), or its reader left it (None)."""


class Purse:
    """One question's: all calls that are made for it spend from it. Thread-safe."""

    def __init__(self, ledger: Ledger, user: str) -> None:
        """Open it.

        Args:
            ledger: The account.
            user: On whose budget; "" for the one at the terminal.
        """
        self._ledger, self._user = ledger, user
        self._lock = threading.Lock()
        self._used = Usage()

    def charge(self, messages: Messages, max_tokens: int) -> Charge:
        """Take what one call may use at most.

        Raises:
            BudgetSpent: It is more than there is.
            ModelBusy: The account cannot be used now, and budgets hang on it.
        """
        return Charge(self, Usage(estimated(messages), max_tokens))

    def take(self, most: Usage) -> Taken:
        """Take so much, noted under a day or not at all.

        Raises:
            BudgetSpent: It is more than there is.
            ModelBusy: The account cannot be used now, and budgets hang on it.
        """
        with self._lock:
            day = self._ledger.take(self._user, most, self._used)
            self._used += most
            return most, day

    def settle(self, taken: Taken, used: Usage) -> None:
        """Put what was used in the place of what was taken."""
        most, day = taken
        with self._lock:
            self._used += used - most
            difference = used - most if day else used
            if difference != Usage():
                self._ledger.note(self._user, difference, day)


class Charge:
    """One call's, with all its attempts. Thread-safe."""

    def __init__(self, purse: Purse, most: Usage) -> None:
        self._purse, self._most = purse, most
        self._lock = threading.Lock()
        self._lost: list[Taken] = []
        self._last: Taken | None = purse.take(most)

    def again(self, failure: ModelFailed) -> None:
        """Go on after an attempt that failed: what it cost is lost.

        Args:
            failure: How it failed.

        Raises:
            BudgetSpent: There is not enough for both.
            ModelBusy: The account cannot be used now, and budgets hang on it.
        """
        with self._lock:
            if self._last is None:  # whoever asked has left
                raise failure
            if failure.free:
                return
            # The server read the prompt; it has said nothing, or there would be no other attempt.
            self._lost.append(self._purse.take(Usage(self._most.prompt, 0)))

    def settle(self, told: Usage | None, text: str, *, ending: Ending) -> Usage:
        """Note what was used, at the call's end.

        Args:
            told: As the server counts it, if it did.
            text: What came.
            ending: How.

        Returns:
            It, lost attempts included.
        """
        with self._lock:
            last, self._last = self._last, None
        assert last is not None  # a call ends once
        used = told or self._estimated(text, ending)
        self._purse.settle(last, used)
        return sum((most for most, _ in self._lost), used)

    def _estimated(self, text: str, ending: Ending) -> Usage:
        if isinstance(ending, ModelFailed) and ending.free and not text:
            return Usage()
        if ending is None or isinstance(ending, ModelSlow | ModelEndless):
            return self._most  # left early: the server may have written on
        return Usage(self._most.prompt, estimated_text(text) if text else 0)
