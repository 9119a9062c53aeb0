"""Which files under a root are sources."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator
from pathlib import Path

from corpus.errors import SourceTooLarge, SourceUnreadable
from corpus.readers import READERS, largest


def discover(root: Path, passed_over: Callable[[Path], None] | None = None) -> Iterator[Path]:
    """Find the sources under a root.

    Args:
        root: A folder, or a file, which yields itself whatever its suffix.
        passed_over: Told of each regular file that is no source because no reader knows its suffix.

    Yields:
        Regular files with a suffix that a reader knows, sorted by their path relative to the root. Hidden
        files and folders, FIFOs, devices, linked folders and links that lead out of the root are passed by.

    Raises:
        SourceUnreadable: The root, or a folder under it, cannot be listed. Nothing may be taken for
            removed then.
    """
    try:
        if not stat.S_ISDIR(root.stat().st_mode):
            yield root
            return
        inside = root.resolve(strict=True)
    except OSError as exc:
        raise SourceUnreadable(f"cannot read {root}: {exc.strerror or exc}") from exc
    found = []
    for folder, folders, names in os.walk(root, onerror=_raise):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in names:
            path = Path(folder, name)
            if name.startswith(".") or not _is_regular(path, inside):
                continue
            if path.suffix.lower() in READERS:
                found.append(path)
            elif passed_over:
                passed_over(path)
    yield from sorted(found, key=lambda path: path.relative_to(root).parts)


def read_bytes(path: Path) -> bytes:
    """Read a regular file whole; never waits on a FIFO or a device.

    Raises:
        SourceUnreadable: It is no regular file, or the operating system refuses.
        SourceTooLarge: It has more bytes than a source of its suffix may have.
    """
    most = largest(path.suffix)
    try:
        # O_NONBLOCK: opening a FIFO that nobody writes to would wait for ever
        with os.fdopen(os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC), "rb") as file:
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                raise SourceUnreadable(f"{path.name} is no regular file")
            data = file.read(most + 1)
    except OSError as exc:
        raise SourceUnreadable(f"cannot read {path.name}: {exc.strerror or exc}") from exc
    if len(data) > most:
        raise SourceTooLarge(
            f"{path.name} has more than {most / 1e6:.0f} MB: put each page or issue into a file of its own"
        )
    return data


def _is_regular(path: Path, inside: Path) -> bool:
    try:
        status = path.lstat()
        if stat.S_ISLNK(status.st_mode):
            target = path.resolve(strict=True)
            return target.is_relative_to(inside) and target.is_file()
        return stat.S_ISREG(status.st_mode)
    except OSError:  # vanished meanwhile, or a link to nowhere
        return False


def _raise(error: OSError) -> None:
    raise SourceUnreadable(f"cannot list {error.filename}: {error.strerror or error}") from error
