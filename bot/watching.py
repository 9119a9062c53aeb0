"""`wenbao refresh --watch` and `--every`: refreshing for as long as the process lives."""

from __future__ import annotations

import os
import re
import threading
import time
from collections.abc import Callable
from pathlib import Path

from bot.errors import BadInput
from vectorstore.generations import StoreFolder

SETTLE_MS = 2000
"""How long the pages must lie still before a refresh begins: a copied folder comes in one piece."""

LOOK_AGAIN = 60.0
"""Seconds after which roots are listed anew: one that was added by another process, or that came back."""

_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400}


def seconds_of(text: str) -> float:
    """Read an interval such as 90s, 30m, 1h or 1d.

    Raises:
        BadInput: It is none, or nothing.
    """
    match = re.fullmatch(r"(\d+(?:\.\d+)?)([smhd])", text.strip())
    seconds = float(match.group(1)) * _UNITS[match.group(2)] if match else 0.0
    if seconds <= 0:
        raise BadInput(f"--every {text} is no interval: say 90s, 30m, 1h or 1d")
    return seconds


def keep_refreshing(
    store: StoreFolder,
    samples: Path,
    refresh: Callable[[], None],
    *,
    watch: bool,
    interval: float | None,
    stop: threading.Event | None = None,
) -> None:
    """Refresh until interrupted.

    Args:
        store: Its roots are watched.
        samples: Watched in their place while there is none.
        refresh: Does it; reports its own failures.
        watch: Refresh whenever a page under a root changes.
        interval: Refresh this often as well, in seconds; deadlines are monotonic.
        stop: Ends the loop; None: only Ctrl-C does.
    """
    stop = stop or threading.Event()
    due = time.monotonic() + interval if interval else float("inf")
    while not stop.is_set():
        left = max(0.0, due - time.monotonic())
        if watch:
            roots = [Path(root.path) for root in store.roots()] or [samples]
            changed = _changed([root for root in roots if root.exists()], min(left, LOOK_AGAIN), stop)
        else:
            changed = False
            stop.wait(left)
        if stop.is_set():
            return
        if interval and time.monotonic() >= due:
            due = time.monotonic() + interval
            changed = True
        if changed:
            refresh()


def _changed(roots: list[Path], seconds: float, stop: threading.Event) -> bool:
    """Wait until a page under the roots changes, at most so long; whether one did."""
    from watchfiles import watch

    from corpus.readers import READERS  # with markdown-it and the splitter, which other commands do without

    if not roots or seconds <= 0:
        stop.wait(seconds)
        return False
    single = {os.fspath(root) for root in roots if root.is_file()}

    def is_page(_change: object, path: str) -> bool:
        return path in single or (Path(path).suffix.lower() in READERS or not Path(path).suffix)

    deadline = time.monotonic() + seconds
    for changes in watch(
        *roots,
        watch_filter=is_page,
        debounce=SETTLE_MS * 10,
        step=SETTLE_MS,
        rust_timeout=min(1000, max(1, int(seconds * 1000))),
        yield_on_timeout=True,
        stop_event=stop,
        raise_interrupt=True,
    ):
        if changes:
            return True
        if time.monotonic() >= deadline:
            return False
    return False
