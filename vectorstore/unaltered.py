"""Whether a generation's catalogue is still the file that was published, told at every start.

Whoever has read all its bytes notes its stamp (device, inode, size, times) in a file beside it; while the
stamp is the same, one `stat` is all that a start costs. A catalogue with another stamp (copied, restored, or
written to) is read whole and compared with the manifest's digest, and its new stamp noted, where the folder
can be written. Bytes that rot on the disk change no stamp: `wenbao verify` reads them.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from vectorstore.files import checksum
from vectorstore.models import Damage
from vectorstore.stamps import stamp_of

CATALOGUE = "catalogue.sqlite"
NOTE = "catalogue.stamp"
"""Beside the catalogue, in its generation's folder; it may be deleted at any time."""


def note_stamp(folder: Path, stamp: str | None = None) -> None:
    """Note that a generation's catalogue holds what the manifest says; a failure costs time only.

    Args:
        folder: The generation's.
        stamp: The catalogue's before it was read; None: as it is now.
    """
    stamp = stamp or stamp_of(folder / CATALOGUE)
    beside = folder / f"{NOTE}.{os.getpid()}.new"
    if stamp:
        with suppress(OSError):
            beside.write_text(stamp, encoding="ascii")
            beside.replace(folder / NOTE)


def altered_catalogue(folder: Path, expected: Mapping[str, tuple[int, str]]) -> list[Damage]:
    """What is wrong with the catalogue's bytes; empty where nothing is, or the manifest has no digest of it.

    Args:
        folder: The generation's.
        expected: Its manifest's checksums.
    """
    if CATALOGUE not in expected:
        return []
    path = folder / CATALOGUE
    stamp = stamp_of(path)
    with suppress(OSError, ValueError):
        if stamp and (folder / NOTE).read_text(encoding="ascii") == stamp:
            return []
    try:
        same = checksum(path).sha256 == expected[CATALOGUE][1]
    except OSError as exc:
        return [Damage(CATALOGUE, f"cannot be read ({exc.strerror or exc})")]
    if not same:
        return [Damage(CATALOGUE, "does not hold what was written to it")]
    note_stamp(folder, stamp)
    return []
