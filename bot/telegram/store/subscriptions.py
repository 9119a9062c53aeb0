"""Who waits for which words, which articles are known, and what was delivered."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict

from bot.telegram.models import Delivery, Place, QuoteSpan, Subscription
from bot.telegram.store.database import Database, before, now

_GENERATION = "generation"


class Subscriptions:
    """Subscriptions and their deliveries: each article goes to each subscription once."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, place: Place, words: str, lang: str) -> int:
        """Keep a subscription; its number. The same words in the same chat are kept once."""
        same = self._database.rows(
            "SELECT id FROM subscriptions WHERE chat = ? AND user = ? AND words = ?",
            (place.chat, place.user, words),
        )
        if same:
            return int(same[0][0])
        return self._database.insert(
            "INSERT INTO subscriptions (chat, topic, user, words, lang, at) VALUES (?, ?, ?, ?, ?, ?)",
            (place.chat, place.topic, place.user, words, lang, now()),
        )

    def of(self, user: int) -> list[Subscription]:
        """A user's subscriptions, oldest first."""
        return self._select("WHERE user = ?", (user,))

    def every(self) -> list[Subscription]:
        """All subscriptions."""
        return self._select("", ())

    def remove(self, user: int, number: int) -> bool:
        """End one of a user's subscriptions; whether there was one."""
        return bool(self._database.run("DELETE FROM subscriptions WHERE id = ? AND user = ?", (number, user)))

    def drop_chat(self, chat: int) -> int:
        """End the subscriptions of a chat that does not want the bot any longer."""
        return self._database.run("DELETE FROM subscriptions WHERE chat = ?", (chat,))

    def due(self, subscription: int, article: str, quote: QuoteSpan) -> bool:
        """Note that a quote of an article is to be sent; False where the article was noted before."""
        return bool(
            self._database.run(
                "INSERT OR IGNORE INTO deliveries (subscription, article, quote, at) VALUES (?, ?, ?, ?)",
                (subscription, article, json.dumps(asdict(quote)), now()),
            )
        )

    def unsent(self) -> list[Delivery]:
        """What is due and was not sent, oldest first."""
        rows = self._database.rows(
            "SELECT subscription, article, quote FROM deliveries WHERE sent = 0 ORDER BY at"
        )
        return [Delivery(number, key, _span(quote)) for number, key, quote in rows]

    def sending(self, subscription: int, article: str) -> None:
        """Note that it is being sent: a process that is killed in between sends it no second time."""
        self._database.run(
            "UPDATE deliveries SET sent = 1 WHERE subscription = ? AND article = ?", (subscription, article)
        )

    def generation(self) -> str | None:
        """The generation whose articles are known; None before the first."""
        rows = self._database.rows("SELECT value FROM noted WHERE name = ?", (_GENERATION,))
        return str(rows[0][0]) if rows else None

    def unknown(self, articles: Iterable[str]) -> list[str]:
        """Those of these article ids that no generation had before, in their order."""
        known = {row[0] for row in self._database.rows("SELECT article FROM known")}
        return [one for one in articles if one not in known]

    def learn(self, generation: str, articles: Iterable[str]) -> None:
        """Note a generation and its article ids."""
        with self._database.writing():
            self._database.many(
                "INSERT OR IGNORE INTO known (article) VALUES (?)", [(one,) for one in articles]
            )
            self._database.run(
                "INSERT OR REPLACE INTO noted (name, value) VALUES (?, ?)", (_GENERATION, generation)
            )

    def forget_user(self, user: int) -> int:
        """Delete a user's subscriptions."""
        return self._database.run("DELETE FROM subscriptions WHERE user = ?", (user,))

    def expire(self, days: int) -> int:
        """Delete old deliveries; a subscription itself stays until it is ended."""
        return self._database.run("DELETE FROM deliveries WHERE sent = 1 AND at < ?", (before(days),))

    def _select(self, where: str, values: tuple[int, ...]) -> list[Subscription]:
        rows = self._database.rows(
            f"SELECT id, chat, topic, user, words, lang FROM subscriptions {where} ORDER BY id",  # noqa: S608
            values,
        )
        return [Subscription(row[0], Place(row[1], row[2], row[3]), row[4], row[5]) for row in rows]


def _span(quote: str | None) -> QuoteSpan | None:
    if quote is None:
        return None
    told = json.loads(quote)
    return QuoteSpan(
        told["field"], told["start"], told["end"], tuple((start, end) for start, end in told["spans"])
    )
