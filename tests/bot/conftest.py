"""The `wenbao` command, run in this process as a user runs it."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.cli import main


@dataclass(frozen=True)
class Ran:
    """What a command left behind."""

    status: int
    out: str
    err: str

    @property
    def one_line(self) -> str:
        """The error, which must be a single line and no traceback."""
        lines = self.err.strip().splitlines()
        assert len(lines) == 1, self.err
        assert "Traceback" not in self.err
        return lines[0]


Wenbao = Callable[..., Ran]


@pytest.fixture
def wenbao(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], models_cache: Path) -> Wenbao:
    """Run one command; gives its exit status and what it printed."""
    monkeypatch.setenv("WENBAO_CACHE_DIR", str(models_cache))
    monkeypatch.setenv("COLUMNS", "100")

    def run(*words: str | Path) -> Ran:
        monkeypatch.setattr(sys, "argv", ["wenbao", *map(str, words)])
        capfd.readouterr()
        try:
            main()
            status = 0
        except SystemExit as stop:
            status = stop.code if isinstance(stop.code, int) else int(stop.code is not None)
        sys.stdout.flush()
        out, err = capfd.readouterr()
        return Ran(status, out, err)

    return run
