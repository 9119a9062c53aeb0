"""A catalogue brought from one generation to the next: only what differs is written.

The same edit on an empty catalogue builds one whole, so that there is a single way in, and a refreshed
catalogue reads exactly as one built from nothing: the same articles, ids, chunks and order.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Container, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Self

from corpus.identity import content_id, unique_ids
from corpus.models import Article, Chunk
from vectorstore import lexical
from vectorstore.catalogue import SCHEMA, indexed_text
from vectorstore.models import SourceKey, StoredSource
from vectorstore.serialise import article_from_json, article_to_json, issue_to_json

Chunker = Callable[[Article], Sequence[Chunk]]


@dataclass(frozen=True, slots=True)
class Entry:
    """One source of the next generation.

    Attributes:
        source: As it will be kept.
        articles: As they were just read, with the ids that the source gave ("" for none); None where
            they stand in the catalogue already.
    """

    source: StoredSource
    articles: Sequence[Article] | None


@dataclass(slots=True)
class Edit:
    """What an edit changed among the chunks: a chunk whose vector stays right is in neither list."""

    removed: list[str] = field(default_factory=list)
    added: list[Chunk] = field(default_factory=list)


@dataclass(slots=True)
class _Kept:
    """An article that the catalogue holds: where, and what it says."""

    row: int
    id: str
    content: str
    source: int
    place: int
    given_id: str
    data: str


@dataclass(slots=True)
class _Wanted:
    """An article of the next generation: where it belongs, and the one of the catalogue or the new one."""

    source: int
    place: int
    content: str
    kept: _Kept | None = None
    row: int = 0
    id: str = ""
    fresh: Article | None = None


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
        edit = _Edit(self._connection)
        with self._connection:
            edit.run(entries, withdrawn, chunker)
        return edit.result()

    def optimise(self) -> None:
        """Tidy up after a bulk load or a takedown: one segment of postings, nothing left of what went."""
        with self._connection:
            lexical.optimise(self._connection)
        self._connection.execute("PRAGMA optimize")


class _Edit:
    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._removed: dict[str, str] = {}  # chunk id → what was embedded
        self._added: dict[str, Chunk] = {}

    def result(self) -> Edit:
        same = {
            chunk_id
            for chunk_id, chunk in self._added.items()
            if self._removed.get(chunk_id) == chunk.embedding_text
        }
        return Edit(
            [chunk_id for chunk_id in self._removed if chunk_id not in same],
            [chunk for chunk in self._added.values() if chunk.id not in same],
        )

    def run(self, entries: Sequence[Entry], withdrawn: Container[str], chunker: Chunker) -> None:
        rows, gone = self._write_sources([entry.source for entry in entries])
        reread = {rows[entry.source.key] for entry in entries if entry.articles is not None}
        replaceable = {kept.id: kept for row in {*reread, *gone} for kept in self._articles_of(row)}
        wanted = [
            one
            for entry in entries
            for one in self._wanted(rows[entry.source.key], entry)
            if one.content not in withdrawn
        ]
        drop = [*replaceable.values()]
        drop += [self._kept(row) for row in self._withdrawn_rows(withdrawn)]
        drop = list({kept.row: kept for kept in drop}.values())
        add: list[_Wanted] = []
        for one, article_id in zip(wanted, unique_ids(one.content for one in wanted), strict=True):
            if one.fresh is None and one.id == article_id:
                continue
            if one.fresh is None:  # only its running number changed
                kept = self._kept(one.row)
                drop.append(kept)
                one.fresh = article_from_json(kept.data, article_id=kept.given_id)
            one.id = article_id
            old = replaceable.get(article_id)
            if old and old.data == article_to_json(one.fresh) and old.given_id == one.fresh.id:
                one.kept = old
            add.append(one)
        moved = {one.kept.row for one in add if one.kept}
        self._remove([kept for kept in drop if kept.row not in moved])
        self._add(add, chunker)
        self._connection.executemany("DELETE FROM sources WHERE row = ?", ((row,) for row in gone))

    def _write_sources(self, sources: Sequence[StoredSource]) -> tuple[dict[SourceKey, int], set[int]]:
        """Write the sources; their row ids, and those of sources that are no longer wanted."""
        old = {
            SourceKey(root, path): (row, position, name, sha256, issue)
            for row, position, root, path, name, sha256, issue in self._connection.execute(
                "SELECT row, position, root, path, name, sha256, issue FROM sources"
            )
        }
        rows = {}
        for position, source in enumerate(sources, start=1):
            told = (position, source.name, source.sha256, issue_to_json(source.issue))
            known = old.get(source.key)
            if known is None:
                rows[source.key] = self._row(
                    "INSERT INTO sources (position, name, sha256, issue, root, path)"
                    " VALUES (?, ?, ?, ?, ?, ?)",
                    (*told, source.key.root, source.key.path),
                )
                continue
            rows[source.key] = known[0]
            if known[1:] != told:
                self._connection.execute(
                    "UPDATE sources SET position = ?, name = ?, sha256 = ?, issue = ? WHERE row = ?",
                    (*told, known[0]),
                )
        return rows, {old[key][0] for key in old.keys() - rows.keys()}

    def _wanted(self, source: int, entry: Entry) -> Iterator[_Wanted]:
        if entry.articles is None:
            for row, place, article_id, content in self._connection.execute(
                "SELECT row, place, id, content FROM articles WHERE source = ? ORDER BY place", (source,)
            ):
                yield _Wanted(source, place, content, row=row, id=article_id)
            return
        for place, article in enumerate(entry.articles, start=1):
            yield _Wanted(source, place, article.id or content_id(article), fresh=article)

    def _articles_of(self, source: int) -> list[_Kept]:
        rows = self._connection.execute(
            "SELECT row, id, content, source, place, given_id, data FROM articles WHERE source = ?", (source,)
        )
        return [_Kept(*row) for row in rows]

    def _kept(self, row: int) -> _Kept:
        found = self._connection.execute(
            "SELECT row, id, content, source, place, given_id, data FROM articles WHERE row = ?", (row,)
        ).fetchone()
        return _Kept(*found)

    def _withdrawn_rows(self, withdrawn: Container[str]) -> list[int]:
        if not withdrawn:
            return []
        rows = self._connection.execute("SELECT row, content FROM articles")
        return [row for row, content in rows if content in withdrawn]

    def _remove(self, articles: Sequence[_Kept]) -> None:
        for kept in articles:
            article = article_from_json(kept.data, article_id=kept.id)
            chunks = self._connection.execute(
                "SELECT row, id, start, end, context FROM chunks WHERE article = ?", (kept.row,)
            ).fetchall()
            lexical.remove(
                self._connection,
                ((row, indexed_text(article, start, end)) for row, _, start, end, _ in chunks),
            )
            for _, chunk_id, start, end, context in chunks:
                chunk = Chunk(chunk_id, kept.id, start, end, article.text[start:end], context)
                self._removed[chunk_id] = chunk.embedding_text
            self._connection.execute("DELETE FROM chunks WHERE article = ?", (kept.row,))
            self._connection.execute("DELETE FROM articles WHERE row = ?", (kept.row,))

    def _add(self, wanted: Sequence[_Wanted], chunker: Chunker) -> None:
        for one in wanted:
            if one.kept is not None:
                if (one.kept.source, one.kept.place) != (one.source, one.place):
                    self._connection.execute(
                        "UPDATE articles SET source = ?, place = ? WHERE row = ?",
                        (one.source, one.place, one.kept.row),
                    )
                continue
            assert one.fresh is not None
            article = one.fresh
            data = article_to_json(article)
            row = self._row(
                "INSERT INTO articles (id, given_id, content, source, place, headline, date, data)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    one.id,
                    article.id,
                    one.content,
                    one.source,
                    one.place,
                    article.headline,
                    article.date.isoformat() if article.date else None,
                    data,
                ),
            )
            named = article_from_json(data, article_id=one.id)
            self._add_chunks(row, named, chunker(named))

    def _add_chunks(self, article_row: int, article: Article, chunks: Sequence[Chunk]) -> None:
        documents = []
        for chunk in chunks:
            row = self._row(
                "INSERT INTO chunks (id, article, start, end, context) VALUES (?, ?, ?, ?, ?)",
                (chunk.id, article_row, chunk.start, chunk.end, chunk.context),
            )
            documents.append((row, indexed_text(article, chunk.start, chunk.end)))
            self._added[chunk.id] = chunk
        lexical.add(self._connection, documents)

    def _row(self, statement: str, values: Sequence[object]) -> int:
        row = self._connection.execute(statement, values).lastrowid
        assert row is not None
        return row
