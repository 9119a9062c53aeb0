"""The playing Bot API, and a caller that speaks to it as a bot would."""

from __future__ import annotations

import json
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import httpx
import pytest
from pytest_socket import socket_allow_hosts

from tests.botapi.server import BotApi


@pytest.fixture(autouse=True)
def _no_network() -> None:
    """Loopback, and nothing else: here both ends of a connection are the test's own."""
    socket_allow_hosts(["127.0.0.1"], allow_unix_socket=True)


@dataclass
class Bot:
    """Calls methods."""

    api: BotApi
    client: httpx.Client
    pool: ThreadPoolExecutor

    def reply(self, method: str, **said: Any) -> dict[str, Any]:
        """The JSON of one call, refused or not."""
        form = {
            key: value if isinstance(value, str | int) and not isinstance(value, bool) else json.dumps(value)
            for key, value in said.items()
        }
        url = f"{self.api.base_url}{self.api.token}/{method}"
        reply: dict[str, Any] = self.client.post(url, data=form, timeout=60).json()
        return reply

    def call(self, method: str, **said: Any) -> Any:
        """A call's result."""
        reply = self.reply(method, **said)
        assert reply["ok"], reply
        return reply["result"]

    def refused(self, method: str, **said: Any) -> str:
        """The sentence with which a call is refused."""
        reply = self.reply(method, **said)
        assert not reply["ok"], reply
        return str(reply["description"])

    def later(self, method: str, **said: Any) -> Future[dict[str, Any]]:
        """A call whose reply comes later."""
        return self.pool.submit(self.reply, method, **said)


@pytest.fixture
def api() -> Iterator[BotApi]:
    with BotApi() as server:
        yield server


@pytest.fixture
def bot(api: BotApi) -> Iterator[Bot]:
    with httpx.Client() as client, ThreadPoolExecutor(4) as pool:
        yield Bot(api, client, pool)
