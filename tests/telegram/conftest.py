"""The real bot process over real HTTP."""

from __future__ import annotations

import pytest
from pytest_socket import socket_allow_hosts

from tests.telegram.stands import embedded, make_stand

__all__ = ["embedded", "make_stand"]


@pytest.fixture(autouse=True)
def _no_network() -> None:
    """Loopback, and nothing else: the bot and its Telegram are both the test's own."""
    socket_allow_hosts(["127.0.0.1"], allow_unix_socket=True)
