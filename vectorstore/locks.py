"""Who may write a store, and which generations somebody still reads.

Both are operating-system locks: they die with their process, so that a killed one blocks nobody.
"""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Self

from filelock import FileLock, Timeout

from vectorstore.errors import StoreBusy
from vectorstore.files import writing


@contextmanager
def writer_lock(folder: Path, doing: str) -> Iterator[None]:
    """Hold the store's writer lock, or leave at once.

    Args:
        folder: The store's folder; it is made where need be.
        doing: What the holder does ("refresh"), for those who are turned away.

    Raises:
        StoreBusy: Another process holds it; the message names it.
        StoreUnwritable: The folder cannot be made or written.
    """
    holder = folder / "writer.json"
    with writing(folder):
        folder.mkdir(parents=True, exist_ok=True)
        lock = FileLock(folder / "writer.lock", timeout=0)
        try:
            lock.acquire()
        except Timeout as exc:
            raise StoreBusy(f"{_told(holder)}: wait until it is done, or end it") from exc
    try:
        with writing(folder):
            holder.write_text(json.dumps({"pid": os.getpid(), "doing": doing}), encoding="utf-8")
        yield
    finally:
        with suppress(OSError):
            holder.unlink(missing_ok=True)
        lock.release()


def _told(holder: Path) -> str:
    try:
        said = json.loads(holder.read_text(encoding="utf-8"))
        return f"another {said['doing']} is running (process {said['pid']})"
    except (OSError, ValueError, KeyError, TypeError):
        return "another process is writing the store"


class Hold:
    """A reader's hold on a generation: while it lasts, the generation is not collected.

    It is a shared lock on the generation's manifest, which is opened for reading only, so that it
    works on a read-only disk too.
    """

    def __init__(self, manifest: Path) -> None:
        """Take hold.

        Raises:
            FileNotFoundError: The generation has been collected.
            OSError: The manifest cannot be opened.
        """
        self._handle = os.open(manifest, os.O_RDONLY | os.O_CLOEXEC)
        try:
            with suppress(BlockingIOError):  # a collector has it: `same` tells in a moment
                fcntl.flock(self._handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
                if self._is(manifest):
                    return
            raise FileNotFoundError(manifest)  # noqa: TRY301 (the handle is closed below)
        except BaseException:
            self.release()
            raise

    def _is(self, manifest: Path) -> bool:
        # Between opening and locking the collector may have taken the file away.
        return os.path.samestat(os.fstat(self._handle), manifest.stat())

    def release(self) -> None:
        """Let go; harmless when done twice."""
        if self._handle >= 0:
            os.close(self._handle)
            self._handle = -1

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.release()


@contextmanager
def unheld(manifest: Path) -> Iterator[bool]:
    """Try to keep readers out of a generation that is to be removed.

    Yields:
        Whether nobody reads it; while the context lasts, nobody can begin to.
    """
    try:
        handle = os.open(manifest, os.O_RDONLY | os.O_CLOEXEC)
    except OSError:  # no manifest: a build that was never finished, which nobody reads
        yield True
        return
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True
    finally:
        os.close(handle)
