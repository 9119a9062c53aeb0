"""The real bot as a process of its own, talking to the playing Bot API."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Self

from tests.botapi.server import HOST, BotApi

REPOSITORY = Path(__file__).resolve().parents[2]
PATIENCE = 60.0
"""Seconds for which a process may start or end before a test fails; generous for a machine under load."""

_RUN = "from bot.cli import main; main()"


class BotProcess:
    """`wenbao telegram`, as systemd would run it.

    Attributes:
        log: What it wrote to standard output and standard error, together.
    """

    def __init__(
        self, api: BotApi, data: Path, cache: Path, log: Path, *, first: str = "", **settings: str
    ) -> None:
        self.api = api
        self.log = log
        self._run = f"{first}\n{_RUN}"
        self._environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("WENBAO_")},
            "PYTHONPATH": str(REPOSITORY),
            "HOME": str(log.parent),
            "WENBAO_DATA_DIR": str(data),
            "WENBAO_CACHE_DIR": str(cache),
            "WENBAO_TELEGRAM_TOKEN": api.token,
            "WENBAO_TELEGRAM_BASE_URL": api.base_url,
            **{f"WENBAO_{name}".upper(): value for name, value in settings.items()},
        }
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> Self:
        """Start it; it takes updates when `BotApi.wait_for_bot` returns."""
        self.log.parent.mkdir(parents=True, exist_ok=True)
        with self.log.open("ab") as out:
            self.process = subprocess.Popen(
                [sys.executable, "-X", "utf8", "-c", self._run, "telegram"],
                cwd=self.log.parent,  # where no .env lies
                env=self._environment,
                stdout=out,
                stderr=subprocess.STDOUT,
                stdin=subprocess.DEVNULL,
            )
        threading.Thread(target=self._watch, args=(self.process,), daemon=True).start()
        return self

    def _watch(self, process: subprocess.Popen[bytes]) -> None:
        """Tell whoever waits for the bot that it has ended."""
        process.wait()
        with self.api.world.changing():
            pass

    def ready(self) -> Self:
        """Wait until it takes updates.

        Raises:
            AssertionError: It has ended, with what it wrote, or takes too long.
        """
        self.api.world.wait(
            lambda: self.api.has_bot or not self.running or None, "a bot that takes updates", PATIENCE
        )
        assert self.running, self.written
        return self

    def tell(self, number: int = signal.SIGTERM) -> None:
        """Send a signal."""
        assert self.process
        self.process.send_signal(number)

    def ended(self, patience: float = PATIENCE) -> int:
        """Its exit status, once it has ended."""
        assert self.process
        return self.process.wait(patience)

    def stop(self) -> int:
        """End it as systemd does; gives the exit status."""
        if self.process is None or self.process.poll() is not None:
            return self.process.returncode if self.process else 0
        self.tell()
        try:
            return self.ended()
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            raise

    def waits_for(self, words: str) -> None:
        """Wait until it has written these words.

        Raises:
            AssertionError: It has not, with what it has.
        """
        deadline = time.monotonic() + PATIENCE
        while words not in self.written:
            assert time.monotonic() < deadline, self.written
            time.sleep(0.02)  # a file tells nobody that it has grown

    @property
    def running(self) -> bool:
        """Whether it still runs."""
        return self.process is not None and self.process.poll() is None

    @property
    def written(self) -> str:
        """What it has written so far."""
        return self.log.read_text(encoding="utf-8", errors="replace") if self.log.exists() else ""

    @property
    def resident(self) -> int:
        """Resident memory in bytes."""
        assert self.process
        pages = Path(f"/proc/{self.process.pid}/statm").read_text(encoding="ascii").split()[1]
        return int(pages) * os.sysconf("SC_PAGE_SIZE")

    @property
    def computed(self) -> float:
        """Processor time that it has used, in seconds."""
        assert self.process
        stat = Path(f"/proc/{self.process.pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
        return (int(stat[11]) + int(stat[12])) / os.sysconf("SC_CLK_TCK")  # proc(5): utime, stime


def free_port() -> int:
    """A port of loopback that nobody listens on."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def webhook(port: int) -> dict[str, str]:
    """Settings for a webhook on loopback."""
    return {
        "telegram_webhook_url": f"http://{HOST}:{port}/telegram",
        "telegram_webhook_listen": f"{HOST}:{port}",
    }
