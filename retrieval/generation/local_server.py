"""A model file served on loopback by a child process, for as long as its parent lives."""

from __future__ import annotations

import atexit
import json
import secrets
import subprocess
import sys
import tempfile
import threading
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from typing import IO

from retrieval.generation.errors import ModelDown, ModelUnusable
from retrieval.generation.models import GGUF

READY = 180.0
"""Seconds until a model must be loaded: 100 times what 1.1 GB take here from a warm page cache, so that a
large one on a slow disk has its time."""

CONTEXT = 4096
"""Tokens of prompt and answer together: ten times what a prompt of `numbering.PIECES` passages has."""

COMMAND = [sys.executable, "-m", "retrieval.generation.gguf_child"]

_SHOWN = 200


class LocalServer:
    """Serves one model file; started when it is first needed, and again where it has died. Thread-safe."""

    def __init__(self, file: Path, *, parallel: int = 1, threads: int = 0, ready: float = READY) -> None:
        """Check what can be checked at once.

        Raises:
            ModelUnusable: There is no such file, it is no GGUF file, or `xllamacpp` is not installed.
        """
        self._file, self._parallel, self._threads, self._ready = file, parallel, threads, ready
        self._lock = threading.Lock()
        self._child: subprocess.Popen[str] | None = None
        self._url = ""
        self.key = secrets.token_urlsafe(24)
        _check(file)
        atexit.register(self.stop)

    def url(self) -> str:
        """The base URL of the OpenAI-compatible interface; the server is ready.

        Raises:
            ModelDown: It could not be started; one line says why.
        """
        with self._lock:
            if self._child is None or self._child.poll() is not None:
                self.stop()  # closes the pipes of one that has died
                self._start()
            return self._url

    def stop(self) -> None:
        """End the child, if there is one, also one that is still loading."""
        child, self._child = self._child, None  # no lock: a start holds it for as long as it takes
        if child is not None:
            _end(child)

    @property
    def pid(self) -> int | None:
        """The child's process id, while there is one."""
        child = self._child
        return child.pid if child is not None and child.poll() is None else None

    def _start(self) -> None:
        log = tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace")  # noqa: SIM115 (the child's)
        with log:
            child = subprocess.Popen(  # noqa: S603 (a module of our own)
                COMMAND,
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log,
                encoding="utf-8", errors="replace",
            )  # fmt: skip
            self._child, self._url = child, ""
            config = {
                "file": str(self._file),
                "key": self.key,
                "context": CONTEXT,
                "parallel": self._parallel,
                "threads": self._threads,
            }
            said = _handshake(child, json.dumps(config), self._ready)
            if "url" not in said:
                self.stop()
                log.seek(0)
                why = said.get("error") or _last_line(log)
                raise ModelDown(f"the model file {self._file} cannot be served: {why[:_SHOWN]}")
        self._url = f"{said['url'].rstrip('/')}/v1"


def _check(file: Path) -> None:
    if find_spec("xllamacpp") is None:
        raise ModelUnusable(f"WENBAO_LLM={GGUF}:… needs a package: pip install 'wenbao[local-llm]'")
    try:
        with file.open("rb") as opened:
            magic = opened.read(4)
    except OSError as exc:
        raise ModelUnusable(f"WENBAO_LLM={GGUF}:{file} cannot be read: {exc.strerror or exc}") from exc
    if magic != b"GGUF":
        raise ModelUnusable(f"WENBAO_LLM={GGUF}:{file} is no GGUF file: llama.cpp reads no other")


def _handshake(child: subprocess.Popen[str], config: str, ready: float) -> dict[str, str]:
    """What the child says of itself: its url or an error."""
    assert child.stdin is not None
    assert child.stdout is not None
    timer = threading.Timer(ready, child.kill)  # a read has no deadline of its own
    timer.daemon = True
    timer.start()
    try:
        child.stdin.write(config + "\n")
        child.stdin.flush()
        line = child.stdout.readline()
        said = json.loads(line) if line else {}
        return {str(key): str(value) for key, value in said.items()} if isinstance(said, dict) else {}
    except (OSError, ValueError):
        return {}
    finally:
        timer.cancel()


def _end(child: subprocess.Popen[str]) -> None:
    child.kill()  # it keeps nothing that would have to be put away
    child.wait()
    for pipe in (child.stdin, child.stdout):
        if pipe is not None:
            with suppress(OSError):
                pipe.close()


def _last_line(log: IO[str]) -> str:
    lines = [line.strip() for line in log.read().splitlines() if line.strip()]
    wrong = [line for line in lines if "error" in line.lower() or "failed" in line.lower()]
    return (wrong or lines or ["it ended without a word"])[-1]
