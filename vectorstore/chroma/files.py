"""What Chroma keeps in a folder, as far as a copy, a checksum or a read-only disk must know it.

Chroma's own database alone is not digested byte by byte, since merely opening it writes a row of
book-keeping; its tables are. And below 1,000 vectors Chroma keeps them all in that database: the index files
beside it are then room without content, which every opening makes anew (for a moment they are empty), and
they are passed over. Seen with Chroma 1.5.9 by comparing dumps before and after.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
import struct
import tempfile
from contextlib import closing
from pathlib import Path

from vectorstore.files import copy_database, copy_file

DATABASE = "chroma.sqlite3"
"""Chroma's own file; the folders beside it hold the HNSW index."""

_INDEX_IN_USE = "index_metadata.pickle"
"""Stands beside Chroma's index files once vectors were written to them."""

_BOOK_KEEPING = {"acquire_write", "maintenance_log"}
"""Tables that Chroma 1.5 writes when it opens a store."""


def index_in_use(folder: Path) -> bool:
    """Whether Chroma keeps vectors in the index files of this folder."""
    return (folder / _INDEX_IN_USE).exists()


def transient(path: Path) -> bool:
    """Whether a file of a generation comes and goes with its readers."""
    if path.suffix == ".bin":
        return not index_in_use(path.parent)
    return path.name in {f"{DATABASE}-journal", f"{DATABASE}-wal", f"{DATABASE}-shm"}


def blank(folder: Path) -> None:
    """Overwrite index files that hold no vectors yet.

    hnswlib takes their room from memory that nobody has cleared, and Chroma writes it out as it is whenever
    such a collection is opened: whatever the process had there before, be it the vector of an article that is
    being taken down or a token. Nothing reads them back.
    """
    for path in folder.rglob("*.bin"):
        if transient(path) and path.name != "header.bin":
            with path.open("r+b") as file:
                file.write(bytes(path.stat().st_size))


def clear_room(folder: Path) -> None:
    """Overwrite the room for vectors to come in index files that hold some, from uncleared memory likewise.

    Only before a generation is sealed: the files are digested then.
    """
    for header in folder.rglob(_HEADER):
        if transient(header):
            continue
        with header.open("rb") as file:
            version, _, most, count, size, *_ = _FIELDS.unpack(file.read(_FIELDS.size))
        for name, each in (("data_level0.bin", size), ("length.bin", _LENGTH)):
            path = header.with_name(name)
            if version == _VERSION and path.stat().st_size == most * each:
                with path.open("r+b") as file:
                    file.seek(count * each)
                    file.write(bytes((most - count) * each))


_HEADER, _FIELDS, _VERSION, _LENGTH = "header.bin", struct.Struct("<i4Q"), 1, 4
"""hnswlib's header as Chroma 1.5.9 writes it: version, an offset, room, vectors held, bytes of each. Of
another version nothing is overwritten."""


def digest_of_tables(path: Path) -> str:
    """Digest of all rows of Chroma's database but those of book-keeping.

    Raises:
        sqlite3.Error: It cannot be read, or is broken.
    """
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


def copy_collection(source: Path, target: Path) -> None:
    """Copy a collection that readers may have open: Chroma's database consistently, the index as it is."""
    for path in sorted(source.rglob("*")):
        beside = target / path.relative_to(source)
        if path.is_dir() or transient(path):
            continue
        beside.parent.mkdir(parents=True, exist_ok=True)
        if path.name == DATABASE:
            copy_database(path, beside)
        else:
            copy_file(path, beside)


def writable(folder: Path) -> bool:
    """Whether Chroma could write its book-keeping there."""
    return os.access(folder, os.W_OK) and os.access(folder / DATABASE, os.W_OK)


def view_of(folder: Path) -> tempfile.TemporaryDirectory[str]:
    """A writable folder that shows a read-only collection: its database copied, its index linked."""
    view = tempfile.TemporaryDirectory(prefix="wenbao-view-")
    for path in folder.iterdir():
        if path.is_dir():
            Path(view.name, path.name).symlink_to(path.resolve(), target_is_directory=True)
    copy_database(folder / DATABASE, Path(view.name, DATABASE))
    return view
