"""What a catalogue lacks of the next generation, and what it has too much: found and written.

The same edit on an empty catalogue builds one whole, so that there is a single way in.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from corpus.identity import content_id, unique_ids
from corpus.models import Article, Chunk
from vectorstore.catalogue import lexical
from vectorstore.catalogue.copies import by_issue, print_of, standing_for
from vectorstore.catalogue.edits import Chunker, Edit, Entry
from vectorstore.catalogue.schema import indexed_text
from vectorstore.catalogue.serialise import article_from_json, article_to_json, issue_to_json
from vectorstore.models import SourceKey, StoredSource


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
    """An article of the next generation: where it belongs, and the one of the catalogue or the new one.

    Attributes:
        row: In `articles`, for one that the catalogue holds as an article.
        copy: In `copies`, for one that it holds as a copy.
    """

    source: int
    place: int
    content: str
    kept: _Kept | None = None
    row: int = 0
    copy: int = 0
    id: str = ""
    fresh: Article | None = None


class Difference:
    """One edit of an open catalogue."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._removed: dict[str, str] = {}  # chunk id → what was embedded
        self._added: dict[str, Chunk] = {}

    def result(self) -> Edit:
        """What `run` changed among the chunks."""
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
        """Make the catalogue hold exactly these; `CatalogueEditor.apply` says what they are."""
        rows, gone = self._write_sources([entry.source for entry in entries])
        reread = {rows[entry.source.key] for entry in entries if entry.articles is not None}
        self._write_problems({*reread, *gone}, rows, entries)
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
        wanted, copies = self._without_copies(wanted)
        drop += [self._kept(one.row) for one in copies if one.row]
        for one in wanted:
            if one.copy:  # it takes over: its row among the copies goes
                one.fresh = self._article(one)
        self._write_copies(copies)
        for one, article_id in zip(wanted, unique_ids(one.content for one in wanted), strict=True):
            if one.row and one.id == article_id:
                continue
            if one.row:  # only its running number changed
                drop.append(self._kept(one.row))
            one.fresh = self._article(one)
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
            for row, copy, place, article_id, content in self._connection.execute(
                "SELECT row, 0, place, id, content FROM articles WHERE source = ?1"
                " UNION ALL SELECT 0, row, place, '', content FROM copies WHERE source = ?1 ORDER BY 3",
                (source,),
            ):
                yield _Wanted(source, place, content, row=row, copy=copy, id=article_id)
            return
        for place, article in enumerate(entry.articles, start=1):
            yield _Wanted(source, place, article.id or content_id(article), fresh=article)

    def _without_copies(self, wanted: Sequence[_Wanted]) -> tuple[list[_Wanted], list[_Wanted]]:
        """Part articles from copies; those of one content in the order in which they are numbered."""
        alike: dict[str, list[int]] = {}
        for at, one in enumerate(wanted):
            alike.setdefault(one.content, []).append(at)
        places = list(wanted)
        copies: set[int] = set()
        for group in alike.values():
            if len(group) == 1:
                continue
            prints = [print_of(self._article(wanted[at])) for at in group]
            standing = standing_for(prints)
            chosen = [at for at, first in enumerate(standing) if at == first]
            copies.update(group[at] for at, first in enumerate(standing) if at != first)
            free = [group[at] for at in chosen]
            for place, at in zip(free, by_issue(prints, chosen), strict=True):
                places[place] = wanted[group[at]]
        return (
            [one for at, one in enumerate(places) if at not in copies],
            [one for at, one in enumerate(wanted) if at in copies],
        )

    def _article(self, one: _Wanted) -> Article:
        """The article itself, with the id that its source gave."""
        if one.fresh is not None:
            return one.fresh
        table, row = ("articles", one.row) if one.row else ("copies", one.copy)
        given_id, data = self._connection.execute(
            f"SELECT given_id, data FROM {table} WHERE row = ?",  # noqa: S608 (one of two names of our own)
            (row,),
        ).fetchone()
        return article_from_json(data, article_id=given_id)

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

    def _write_copies(self, copies: Sequence[_Wanted]) -> None:
        """Make the table of copies hold these; one that stands there already is left as it is."""
        new = [
            (article.id, one.content, one.source, one.place, article_to_json(article))
            for one in copies
            if not one.copy
            for article in [self._article(one)]
        ]
        staying = {one.copy for one in copies}
        gone = [row for row in self._connection.execute("SELECT row FROM copies") if row[0] not in staying]
        self._connection.executemany("DELETE FROM copies WHERE row = ?", gone)
        self._connection.executemany(
            "INSERT INTO copies (given_id, content, source, place, data) VALUES (?, ?, ?, ?, ?)", new
        )

    def _write_problems(
        self, replaced: Iterable[int], rows: Mapping[SourceKey, int], entries: Sequence[Entry]
    ) -> None:
        self._connection.executemany("DELETE FROM problems WHERE source = ?", ((row,) for row in replaced))
        self._connection.executemany(
            "INSERT INTO problems (source, problem) VALUES (?, ?)",
            ((rows[entry.source.key], problem) for entry in entries for problem in entry.problems),
        )

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
