"""/healthz and /metrics, for the machine's own eyes: on loopback, where the settings say so."""

from __future__ import annotations

import json
import time
from typing import Any

from prometheus_client import CONTENT_TYPE_LATEST
from tornado.httpserver import HTTPServer
from tornado.web import Application, RequestHandler

from bot.telegram.errors import AddressUnusable
from bot.telegram.metrics import Metrics

STALE = 90.0
"""Seconds without an answer to getUpdates after which the bot is unwell: a long poll lasts up to ten, and
python-telegram-bot waits up to thirty between two tries."""


PORTS = 2**16


class Pulse:
    """When Telegram was last heard; a bot that is called by a webhook needs none."""

    def __init__(self) -> None:
        self._heard: float | None = None
        self.polling = False

    def beat(self) -> None:
        """Telegram answered."""
        self._heard = time.monotonic()

    @property
    def silence(self) -> float | None:
        """Seconds since then; None before the first time."""
        return None if self._heard is None else time.monotonic() - self._heard

    @property
    def well(self) -> bool:
        """Whether updates come in."""
        return not self.polling or (self.silence is not None and self.silence < STALE)


def address_of(said: str, setting: str) -> tuple[str, int]:
    """Read host:port.

    Raises:
        AddressUnusable: It is none.
    """
    host, colon, port = said.rpartition(":")
    if not colon or not port.isdecimal() or int(port) >= PORTS:
        raise AddressUnusable(f"{setting} is no address: say host:port, such as 127.0.0.1:9464")
    return host.strip("[]") or "127.0.0.1", int(port)


def start(address: str, metrics: Metrics, pulse: Pulse) -> HTTPServer:
    """Listen.

    Args:
        address: host:port.
        metrics: What /metrics tells.
        pulse: What /healthz tells.

    Raises:
        AddressUnusable: The address cannot be listened on.
    """
    host, port = address_of(address, "WENBAO_TELEGRAM_MONITOR")
    parts = {"metrics": metrics, "pulse": pulse}
    server = HTTPServer(Application([("/healthz", _Health, parts), ("/metrics", _Metrics, parts)]))
    try:
        server.listen(port, host)
    except OSError as exc:
        raise AddressUnusable(f"WENBAO_TELEGRAM_MONITOR={address} cannot be used: {exc.strerror}") from exc
    return server


class _Page(RequestHandler):
    def initialize(self, metrics: Metrics, pulse: Pulse) -> None:
        self.metrics = metrics
        self.pulse = pulse

    def data_received(self, chunk: bytes) -> None:
        """No body is read."""


class _Health(_Page):
    def get(self) -> None:
        """200 where updates come in, 503 where they do not."""
        well = self.pulse.well
        silence = self.pulse.silence
        told: dict[str, Any] = {
            "status": "ok" if well else "unwell",
            "seconds_since_telegram": None if silence is None else round(silence, 1),
        }
        self.set_status(200 if well else 503)
        self.set_header("Content-Type", "application/json")
        self.finish(json.dumps(told))


class _Metrics(_Page):
    def get(self) -> None:
        """Prometheus's text format."""
        self.set_header("Content-Type", CONTENT_TYPE_LATEST)
        self.finish(self.metrics.exposition())
