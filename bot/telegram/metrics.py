"""What the bot counts, for Prometheus."""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

BUCKETS = (0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 30.0, 60.0, 120.0)
"""Seconds: an extractive answer takes a tenth, one by a language model tens, and a queue adds to both."""


class Metrics:
    """The counters of one bot."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.answers = Counter(
            "wenbao_answers", "Answers given, by status.", ("status",), registry=self.registry
        )
        self.seconds = Histogram(
            "wenbao_answer_seconds",
            "Seconds from taking a question up to its answer being sent.",
            buckets=BUCKETS,
            registry=self.registry,
        )
        self.waiting = Gauge("wenbao_waiting", "Messages in hand or waiting.", registry=self.registry)
        self.busy = Counter("wenbao_busy", "Messages turned away: too many waited.", registry=self.registry)
        self.limited = Counter(
            "wenbao_limited", "Questions turned away: too many of one user.", registry=self.registry
        )
        self.duplicates = Counter(
            "wenbao_duplicate_updates", "Updates that were served again.", registry=self.registry
        )
        self.retries = Counter(
            "wenbao_requests_refused", "Requests that Telegram did not carry out, by reason.", ("why",),
            registry=self.registry,
        )  # fmt: skip
        self.votes = Counter("wenbao_votes", "Votes, by direction.", ("vote",), registry=self.registry)
        self.notices = Counter("wenbao_notices", "Subscription notices sent.", registry=self.registry)
        self.errors = Counter("wenbao_errors", "Updates that ended in an error.", registry=self.registry)
        self.generation = Gauge("wenbao_generation", "The live generation.", registry=self.registry)
        self.articles = Gauge("wenbao_articles", "Articles in it.", registry=self.registry)

    def exposition(self) -> bytes:
        """All of it in Prometheus's text format."""
        return generate_latest(self.registry)
