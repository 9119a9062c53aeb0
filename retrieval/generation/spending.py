"""What a question, a user and a day may spend, in tokens and in money."""

from __future__ import annotations

import hashlib
import logging
import sqlite3
from datetime import date, timedelta

from retrieval.generation.database import Database
from retrieval.generation.errors import BudgetSpent, ModelBusy, NotKept
from retrieval.generation.models import Limits, Messages, Usage
from retrieval.question.clock import Clock, shanghai_today

ALL = ""
"""The user under whom a day's sum stands."""

KEPT_DAYS = 31

_MILLION = 1_000_000

_LATIN_CHARACTERS = 3
"""Characters of a token in Latin text; a Chinese character is counted as one. Both lie above what the
tokenizers of Qwen and GPT need (0.6 to 0.8 tokens a character of Chinese news, 4 characters of English)."""

_LOG = logging.getLogger("wenbao.llm")


class Ledger:
    """Keeps account. Thread-safe; processes of one data folder share it."""

    def __init__(self, database: Database, limits: Limits, today: Clock = shanghai_today) -> None:
        self._database, self._limits, self._today = database, limits, today

    def take(self, user: str, most: Usage, before: Usage) -> date | None:
        """Take from the budgets what a call may use at most, before it is made.

        Args:
            user: On whose budget.
            most: What it may use.
            before: What its question has used or taken already.

        Returns:
            The day under which it is noted; None where it could not be noted and no budget hangs on it.

        Raises:
            BudgetSpent: A budget would be overdrawn.
            ModelBusy: The account cannot be used now, and budgets hang on it.
        """
        limits, today = self._limits, self._today()
        self._check("a question", before + most, limits.question, limits.cost_question)
        try:
            with self._database.transaction() as connection:
                for whose, key, tokens, cost in (
                    ("this user's day", _key(user), limits.user, limits.cost_user),
                    ("the day", ALL, limits.day, limits.cost_day),
                ):
                    self._check(whose, _spent(connection, today, key) + most, tokens, cost)
                _add(connection, today, user, most)
        except NotKept as exc:
            if limits.user or limits.cost_user or limits.day or limits.cost_day:
                raise ModelBusy(f"no account can be kept: {exc}", free=True) from exc
            _LOG.info("%s", exc)
            return None
        return today

    def note(self, user: str, usage: Usage, day: date | None = None) -> None:
        """Add what a call used, or give back, as a negative sum, what it took and did not use.

        Where that cannot be noted, what was taken stays taken: rather too much is counted than too little.

        Args:
            user: On whose budget.
            usage: How much.
            day: Under which day; None for today.
        """
        today = self._today()
        try:
            with self._database.transaction() as connection:
                _add(connection, day or today, user, usage)
                oldest = (today - timedelta(days=KEPT_DAYS)).isoformat()
                connection.execute("DELETE FROM spent WHERE day < ?", (oldest,))
        except NotKept as exc:
            _LOG.info("%s", exc)

    def today(self) -> Usage:
        """What all users together spent today, with what is taken by calls on their way.

        Raises:
            NotKept: The account cannot be used now.
        """
        with self._database.transaction() as connection:
            return _spent(connection, self._today(), ALL)

    def cost(self, usage: Usage) -> float:
        """In money."""
        spent = usage.prompt * self._limits.price_in + usage.answer * self._limits.price_out
        return spent / _MILLION

    def _check(self, whose: str, usage: Usage, tokens: int, cost: float) -> None:
        if tokens and usage.total > tokens:
            raise BudgetSpent(f"{whose} has {tokens} tokens", free=True)
        if cost and self.cost(usage) > cost:
            raise BudgetSpent(f"{whose} may cost {cost}", free=True)


def estimated(messages: Messages) -> int:
    """Tokens of a prompt, taken high."""
    parts = [messages.system, messages.user]
    parts += [text for exchange in messages.history for text in (exchange.question, exchange.answer)]
    return sum(estimated_text(part) for part in parts)


def estimated_text(text: str) -> int:
    """Tokens of a text, taken high."""
    latin = sum(character.isascii() for character in text)
    return len(text) - latin + latin // _LATIN_CHARACTERS + 1


def _spent(connection: sqlite3.Connection, day: date, key: str) -> Usage:
    row = connection.execute(
        "SELECT prompt, answer FROM spent WHERE day = ? AND user = ?", (day.isoformat(), key)
    ).fetchone()
    return Usage(*row) if row else Usage()


def _add(connection: sqlite3.Connection, day: date, user: str, usage: Usage) -> None:
    for key in (_key(user), ALL):
        connection.execute(
            "INSERT INTO spent VALUES (?, ?, ?, ?) ON CONFLICT (day, user) DO UPDATE SET"
            " prompt = prompt + excluded.prompt, answer = answer + excluded.answer",
            (day.isoformat(), key, usage.prompt, usage.answer),
        )


def _key(user: str) -> str:
    """A user's place in the ledger: not the name itself, which has no business in it."""
    return hashlib.sha256(f"wenbao:{user}".encode()).hexdigest()[:16]
