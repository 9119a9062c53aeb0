"""Checksums of a generation's files, and what they say of it later.

Sizes are compared at every start-up, which costs a `stat` a file and notices what was deleted or cut
short, and the catalogue's stamp; `wenbao verify` reads every byte.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from vectorstore.chroma.files import DATABASE, digest_of_tables, transient
from vectorstore.files import checksum
from vectorstore.manifests import MANIFEST
from vectorstore.models import Damage
from vectorstore.unaltered import NOTE, altered_catalogue


def checksums(
    folder: Path, known: Mapping[str, tuple[int, str]] = MappingProxyType({})
) -> dict[str, tuple[int, str]]:
    """Size in bytes and digest of every file of a generation but its manifest.

    Args:
        folder: The generation's.
        known: What was computed before, of files that have not changed since.
    """
    sums = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_file() and name not in {MANIFEST, NOTE} and not transient(path):
            sums[name] = known[name] if name in known else _sum(path)
    return sums


def cut_short(folder: Path, expected: Mapping[str, tuple[int, str]]) -> list[Damage]:
    """Files that are missing or have not their size; costs a `stat` each."""
    damage = []
    for name, (size, _) in expected.items():
        try:
            found = (folder / name).stat().st_size
        except OSError as exc:
            damage.append(Damage(name, "is missing" if isinstance(exc, FileNotFoundError) else str(exc)))
            continue
        if found < size or (found > size and Path(name).name != DATABASE):
            damage.append(Damage(name, f"has {found} bytes, not {size}"))
    return damage


def plainly_damaged(folder: Path, expected: Mapping[str, tuple[int, str]]) -> list[Damage]:
    """What a start-up can tell without reading all: files missing or cut short, a catalogue written to."""
    return cut_short(folder, expected) or altered_catalogue(folder, expected)


def altered(folder: Path, expected: Mapping[str, tuple[int, str]]) -> list[Damage]:
    """Files that do not hold what they held when the generation was published; reads all of them."""
    damage = cut_short(folder, expected)
    wrong = {one.where for one in damage}
    for name, (_, digest) in expected.items():
        if name in wrong:
            continue
        try:
            if _sum(folder / name)[1] != digest:
                damage.append(Damage(name, "does not hold what was written to it"))
        except (OSError, sqlite3.Error) as exc:
            damage.append(Damage(name, f"cannot be read ({exc})"))
    return damage


def _sum(path: Path) -> tuple[int, str]:
    if path.name == DATABASE:
        return path.stat().st_size, digest_of_tables(path)
    found = checksum(path)
    return found.size, found.sha256
