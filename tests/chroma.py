"""A real Chroma server on loopback, for tests: the Rust server that chromadb's wheel brings."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import pytest_socket

from vectorstore.chroma.api import ChromaServer
from vectorstore.errors import ServerUnreachable

STARTS_WITHIN = 60.0
"""Seconds; it takes two on two busy cores."""


@dataclass
class Server:
    """`chroma run`, which can be killed and started again on the same folder and port."""

    folder: Path
    port: int = 0
    _process: subprocess.Popen[bytes] | None = field(default=None, repr=False)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def client(self) -> ChromaServer:
        return ChromaServer(self.url)

    def start(self) -> None:
        allow_loopback()
        self.port = self.port or free_port()
        command = Path(sys.executable).with_name("chroma")
        words = [command, "run", "--path", self.folder, "--host", "127.0.0.1", "--port", self.port]
        self._process = subprocess.Popen(
            [str(word) for word in words], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        deadline = time.monotonic() + STARTS_WITHIN
        while True:
            with suppress(ServerUnreachable):
                self.client().beat()
                return
            assert self._process.poll() is None, "the Chroma server ended"
            assert time.monotonic() < deadline, "the Chroma server does not start"
            time.sleep(0.05)

    def kill(self) -> None:
        """kill -9, as a crash would."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None


@pytest.fixture(scope="session")
def chroma_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One server for all stores of a run's worker: each store has collections of its own."""
    server = Server(tmp_path_factory.mktemp("chroma"))
    server.start()
    yield server
    server.kill()


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def allow_loopback() -> None:
    """Open the network as far as this machine itself, for one test."""
    pytest_socket.enable_socket()
    pytest_socket.socket_allow_hosts(["127.0.0.1"], allow_unix_socket=True)
