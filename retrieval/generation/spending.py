"""What a question, a user and a day may spend, in tokens and in money."""

from __future__ import annotations

import hashlib
from datetime import timedelta

from retrieval.clock import Clock, shanghai_today
from retrieval.generation.database import Database
from retrieval.generation.errors import BudgetSpent
from retrieval.generation.models import Limits, Messages, Usage

ALL = ""
"""The user under whom a day's sum stands."""

KEPT_DAYS = 31

_MILLION = 1_000_000

_LATIN_CHARACTERS = 3
"""Characters of a token in Latin text; a Chinese character is counted as one. Both lie above what the
tokenizers of Qwen and GPT need (0.6 to 0.8 tokens a character of Chinese news, 4 characters of English)."""


class Ledger:
    """Keeps account. Thread-safe; processes of one data folder share it."""

    def __init__(self, database: Database, limits: Limits, today: Clock = shanghai_today) -> None:
        self._database, self._limits, self._today = database, limits, today

    def allow(self, user: str, messages: Messages, max_tokens: int) -> None:
        """Whether one more call may be made, taken at the most that it can cost.

        Raises:
            BudgetSpent: A budget would be overdrawn.
        """
        most = Usage(estimated(messages), max_tokens)
        self._check("a question", most, self._limits.question, self._limits.cost_question)
        for whose, key, tokens, cost in (
            ("this user's day", _key(user), self._limits.user, self._limits.cost_user),
            ("the day", ALL, self._limits.day, self._limits.cost_day),
        ):
            if tokens or cost:
                before = self._spent(key)
                so_far = Usage(before.prompt + most.prompt, before.answer + most.answer)
                self._check(whose, so_far, tokens, cost)

    def note(self, user: str, usage: Usage) -> None:
        """Add what a call used."""
        today = self._today()
        oldest = (today - timedelta(days=KEPT_DAYS)).isoformat()
        with self._database.transaction() as connection:
            for key in (_key(user), ALL):
                connection.execute(
                    "INSERT INTO spent VALUES (?, ?, ?, ?) ON CONFLICT (day, user) DO UPDATE SET"
                    " prompt = prompt + excluded.prompt, answer = answer + excluded.answer",
                    (today.isoformat(), key, usage.prompt, usage.answer),
                )
            connection.execute("DELETE FROM spent WHERE day < ?", (oldest,))

    def today(self) -> Usage:
        """What all users together spent today."""
        return self._spent(ALL)

    def cost(self, usage: Usage) -> float:
        """In money."""
        spent = usage.prompt * self._limits.price_in + usage.answer * self._limits.price_out
        return spent / _MILLION

    def _spent(self, key: str) -> Usage:
        row = None
        with self._database.transaction() as connection:
            row = connection.execute(
                "SELECT prompt, answer FROM spent WHERE day = ? AND user = ?",
                (self._today().isoformat(), key),
            ).fetchone()
        return Usage(*row) if row else Usage()

    def _check(self, whose: str, usage: Usage, tokens: int, cost: float) -> None:
        if tokens and usage.total > tokens:
            raise BudgetSpent(f"{whose} has {tokens} tokens")
        if cost and self.cost(usage) > cost:
            raise BudgetSpent(f"{whose} may cost {cost}")


def estimated(messages: Messages) -> int:
    """Tokens of a prompt, taken high."""
    parts = [messages.system, messages.user]
    parts += [text for exchange in messages.history for text in (exchange.question, exchange.answer)]
    return sum(estimated_text(part) for part in parts)


def estimated_text(text: str) -> int:
    """Tokens of a text, taken high."""
    latin = sum(character.isascii() for character in text)
    return len(text) - latin + latin // _LATIN_CHARACTERS + 1


def _key(user: str) -> str:
    """A user's place in the ledger: not the name itself, which has no business in it."""
    return hashlib.sha256(f"wenbao:{user}".encode()).hexdigest()[:16]
