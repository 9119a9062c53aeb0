"""A catalogue brought from one generation to the next: only what differs is written.

A refreshed catalogue reads exactly as one built from nothing: the same articles, ids, chunks and order.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Container, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from vectorstore.catalogue import lexical
from vectorstore.catalogue.difference import Difference
from vectorstore.catalogue.edits import Chunker, Edit, Entry
from vectorstore.catalogue.schema import INDEXES, SCHEMA

__all__ = ["CatalogueEditor", "Edit", "Entry"]


class CatalogueEditor:
    """A catalogue file that nobody reads yet, open for editing."""

    def __init__(self, path: Path) -> None:
        """Open the file, or make it."""
        new = not path.exists()
        self._connection = sqlite3.connect(path)
        # A broken build is thrown away whole, and `publish` flushes a good one.
        self._connection.execute("PRAGMA journal_mode = OFF")
        self._connection.execute("PRAGMA synchronous = OFF")
        self._connection.execute("PRAGMA secure_delete = ON")  # what was taken down is overwritten
        if new:
            self._connection.executescript(SCHEMA)
        else:
            self._connection.executescript(INDEXES)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._connection.close()

    def apply(self, entries: Sequence[Entry], withdrawn: Container[str], chunker: Chunker) -> Edit:
        """Make the catalogue hold exactly `entries`, in their order.

        Args:
            entries: The next generation's sources.
            withdrawn: Contents that were taken down: they are left out wherever they stand.
            chunker: Cuts an article whose id is assigned.
        """
        edit = Difference(self._connection)
        with self._connection:
            edit.run(entries, withdrawn, chunker)
        return edit.result()

    def optimise(self) -> None:
        """Tidy up after a bulk load or a takedown: one segment of postings, nothing left of what went."""
        with self._connection:
            lexical.optimise(self._connection)
        self._connection.execute("PRAGMA optimize")
