"""`wenbao refresh --watch` and `--every`: refreshing for as long as the process lives."""

from __future__ import annotations

import logging
import os
import re
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from bot.errors import BadInput
from vectorstore.generations import StoreFolder

SETTLE_MS = 2000
"""How long the pages must lie still before a refresh begins: a copied folder comes in one piece."""

LOOK_AGAIN = 5.0
"""Seconds after which roots are listed anew: one may be added elsewhere, go away, or come back."""

POLL = 60.0
"""Seconds between refreshes where the system does not tell of changes, and after which it is asked again. One
that finds nothing new looks at stamps alone."""

_TICK = 0.5
"""Seconds within which the loop hears that it is to end."""

_LOG = logging.getLogger("wenbao.watching")

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
    tell: Callable[[str], None] = _LOG.warning,
) -> None:
    """Refresh until interrupted.

    Args:
        store: Its roots are watched.
        samples: Watched in their place while there is none.
        refresh: Does it; reports its own failures.
        watch: Refresh whenever a page under a root changes.
        interval: Refresh this often as well, in seconds; deadlines are monotonic.
        stop: Ends the loop; None: only Ctrl-C does.
        tell: Hears once in one line that the system cannot watch, and why: the roots are then looked at every
            `POLL` seconds.
    """
    stop, changed = stop or threading.Event(), threading.Event()
    due = time.monotonic() + interval if interval else float("inf")
    watcher: _Watcher | None = None
    look, told = 0.0, ""
    try:
        while not stop.is_set():
            if watch and time.monotonic() >= look:
                failed = watcher.failed if watcher else ""
                watcher = _following(watcher, store, samples, changed)
                look = time.monotonic() + (POLL if failed else LOOK_AGAIN)
                if failed and failed != told and watcher.roots:
                    tell(f"cannot watch: {failed}; the pages are looked at every {POLL:.0f} s instead")
                told = failed
            if changed.wait(max(0.0, min(_TICK, due - time.monotonic()))) or time.monotonic() >= due:
                due = time.monotonic() + interval if interval and time.monotonic() >= due else due
                changed.clear()
                refresh()
    finally:
        if watcher:
            watcher.end()


_Root = tuple[Path, int, int]
"""A root that is there: path, device, inode. Another folder under the same name is another root."""


def _following(
    watcher: _Watcher | None, store: StoreFolder, samples: Path, changed: threading.Event
) -> _Watcher:
    """The watcher of the roots that are there now: the same, or a new one where they are others."""
    roots = []
    for path in [Path(root.path) for root in store.roots()] or [samples]:
        with suppress(OSError):
            found = path.stat()
            roots.append((path, found.st_dev, found.st_ino))
    if watcher and watcher.roots == roots and (watcher.is_alive() or not roots):
        return watcher
    if watcher:
        watcher.end()
        changed.set()  # a root that went away is told by a refresh
    return _Watcher(roots, changed)


class _Watcher(threading.Thread):
    """Sets an event whenever a page under the roots has changed and lies still again.

    It goes on while a refresh runs, so that nothing that comes meanwhile is missed, and sets the event once
    at its beginning: whatever changed before it watched is found by the refresh that follows.
    """

    def __init__(self, roots: list[_Root], changed: threading.Event) -> None:
        super().__init__(name="wenbao-watching", daemon=True)
        self.roots = roots
        self.failed = ""
        self._changed = changed
        self._end = threading.Event()
        self.start()

    def end(self) -> None:
        """Stop watching."""
        self._end.set()

    def run(self) -> None:
        """Watch until told to end."""
        from watchfiles import watch

        from corpus.readers import (
            READERS,
        )  # with markdown-it and the splitter, which other commands do without

        if not self.roots:
            return
        paths = [path for path, _, _ in self.roots]
        single = {os.fspath(path) for path in paths if path.is_file()}

        def is_page(_change: object, path: str) -> bool:
            return path in single or Path(path).suffix.lower() in READERS or not Path(path).suffix

        told = False
        try:
            for changes in watch(
                *paths,
                watch_filter=is_page,
                debounce=SETTLE_MS * 10,
                step=SETTLE_MS,
                rust_timeout=1000,
                yield_on_timeout=True,
                stop_event=self._end,
                raise_interrupt=False,
            ):
                if changes or not told:
                    told = True
                    self._changed.set()
        except FileNotFoundError:  # a root that has just gone: the next look begins anew
            return
        except (OSError, RuntimeError) as exc:
            self.failed = _plainly(exc)


_REASONS = (
    ("file watch limit", "more folders than the system watches for a user (fs.inotify.max_user_watches)"),
    ("Too many open files", "too many programs watch folders (fs.inotify.max_user_instances)"),
)
"""What `watchfiles` says on Linux, and what a person can do about it."""


def _plainly(exc: Exception) -> str:
    """Why nothing can be watched, without the library's own notation."""
    said = str(exc)
    known = next((reason for words, reason in _REASONS if words in said), None)
    return known or re.sub(r" \(Error \{.*", "", said)
