"""Checksums of a generation's files, and what they say of it later.

Sizes are compared at every start-up, which costs a `stat` a file and notices what was deleted or cut
short; `wenbao verify` reads every byte. Chroma's own database alone is not digested byte by byte, since
merely opening it writes a row of book-keeping; its tables are. And below 1,000 vectors Chroma keeps them
all in that database: the index files beside it are then room without content, which every opening makes
anew (for a moment they are empty), and they are passed over.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

from vectorstore.dense import DATABASE
from vectorstore.files import checksum
from vectorstore.models import Damage

MANIFEST = "manifest.json"

_INDEX_IN_USE = "index_metadata.pickle"
"""Stands beside Chroma's index files once vectors were written to them."""

_BOOK_KEEPING = {"acquire_write", "maintenance_log"}
"""Tables that Chroma 1.5 writes when it opens a store; seen by comparing dumps before and after."""


def index_in_use(folder: Path) -> bool:
    """Whether Chroma keeps vectors in the index files of this folder."""
    return (folder / _INDEX_IN_USE).exists()


def checksums(folder: Path) -> dict[str, tuple[int, str]]:
    """Size in bytes and digest of every file of a generation but its manifest."""
    sums = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_file() and name != MANIFEST and not _transient(path):
            sums[name] = _sum(path)
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


def _transient(path: Path) -> bool:
    """Whether a file of a generation comes and goes with its readers."""
    if path.suffix == ".bin":
        return not index_in_use(path.parent)
    return path.name in {f"{DATABASE}-journal", f"{DATABASE}-wal", f"{DATABASE}-shm"}


def _sum(path: Path) -> tuple[int, str]:
    if path.name == DATABASE:
        return path.stat().st_size, _content(path)
    found = checksum(path)
    return found.size, found.sha256


def _content(path: Path) -> str:
    """Digest of all rows of an SQLite file but those of book-keeping."""
    digest = hashlib.sha256()
    with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as connection:
        connection.execute("BEGIN")
        broken = connection.execute("PRAGMA quick_check(1)").fetchone()
        if broken != ("ok",):
            raise sqlite3.DatabaseError(str(broken[0]))
        tables = connection.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'table' ORDER BY name"
        ).fetchall()
        for name, made in tables:
            if name in _BOOK_KEEPING or str(made).upper().startswith("CREATE VIRTUAL"):
                continue  # a virtual table's rows stand in its shadow tables
            digest.update(f"\0{name}\0".encode())
            for row in connection.execute(f'SELECT * FROM "{name}"'):  # noqa: S608 (names from the file)
                digest.update(repr(row).encode("utf-8", "backslashreplace"))
    return digest.hexdigest()
