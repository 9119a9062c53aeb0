"""One generation's truth in one SQLite file: sources, articles, chunks and the lexical index.

A catalogue is written beside the live generation (`catalogue.editing`) and never changed once it is
published; readers open it immutable. The archive's order is that of the sources' positions and, within a
source, of the articles' places; row ids only tie the tables together and say nothing.
"""

from __future__ import annotations

import datetime
import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from itertools import zip_longest
from pathlib import Path

from corpus.models import Article, Chunk
from vectorstore.catalogue import alternatives, lexical
from vectorstore.catalogue.schema import LAYOUT, indexed_text
from vectorstore.catalogue.serialise import article_from_json, issue_from_json
from vectorstore.errors import StoreDamaged
from vectorstore.models import CatalogueEntry, Hit, SourceKey, StoredSource

_IN_ORDER = "sources s CROSS JOIN articles a ON a.source = s.row"
"""CROSS JOIN keeps SQLite to this nesting, in which both indexes give the order without a sort."""


class Catalogue:
    """A written catalogue, open for reading. Safe to share between threads."""

    def __init__(self, path: Path) -> None:
        """Open the file.

        Raises:
            StoreDamaged: It is missing, no catalogue, or one of another version of Wenbao.
        """
        self._size: int | None = None
        # SQLite is compiled thread-safe (sqlite3.threadsafety == 3), and nothing here writes.
        if not path.is_file():
            raise StoreDamaged(f"the catalogue {path} is missing: run `wenbao verify --repair`")
        self._connection = sqlite3.connect(
            f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False
        )
        try:
            layout = self._connection.execute("PRAGMA user_version").fetchone()[0]
            self.counts()
        except sqlite3.Error as exc:
            self._connection.close()
            raise StoreDamaged(
                f"the catalogue {path} cannot be read ({exc}): run `wenbao verify --repair`"
            ) from exc
        if layout != LAYOUT:
            self._connection.close()
            raise StoreDamaged(
                f"the catalogue {path} was written by another version of Wenbao: run `wenbao refresh`"
            )

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def sources(self) -> list[StoredSource]:
        """All sources, in the archive's order."""
        rows = self._connection.execute(
            "SELECT root, path, name, sha256, issue FROM sources ORDER BY position"
        )
        return [
            StoredSource(SourceKey(root, path), name, sha256, issue_from_json(issue))
            for root, path, name, sha256, issue in rows
        ]

    def articles_of(self, key: SourceKey) -> list[Article]:
        """One source's articles in page order, copies too, with the ids that it gave ("" for none)."""
        source = "(SELECT row FROM sources WHERE root = ?1 AND path = ?2)"
        rows = self._connection.execute(
            f"SELECT given_id, data, place FROM articles WHERE source = {source} UNION ALL"  # noqa: S608
            f" SELECT given_id, data, place FROM copies WHERE source = {source} ORDER BY 3",
            (key.root, key.path),
        )
        return [article_from_json(data, article_id=given_id) for given_id, data, _ in rows]

    def problems(self) -> dict[SourceKey, list[str]]:
        """What could not be read of sources that are in the archive for the rest of them."""
        found: dict[SourceKey, list[str]] = {}
        for root, path, problem in self._connection.execute(
            "SELECT s.root, s.path, p.problem FROM problems p JOIN sources s ON s.row = p.source"
            " ORDER BY s.position, p.rowid"
        ):
            found.setdefault(SourceKey(root, path), []).append(problem)
        return found

    def entries(self) -> Iterator[CatalogueEntry]:
        """Every article with its source's display name, in the archive's order."""
        rows = self._connection.execute(
            f"SELECT a.id, a.data, s.name FROM {_IN_ORDER} ORDER BY s.position, a.place"  # noqa: S608
        )
        for article_id, data, name in rows:
            yield CatalogueEntry(article_from_json(data, article_id=article_id), name)

    def entries_between(
        self, first: datetime.date | None, last: datetime.date | None
    ) -> Iterator[CatalogueEntry]:
        """Articles of issues dated `first` to `last`, and undated ones with a dateline, in order."""
        # Rows first, by the index on dates: a day of a large archive is found without reading the rest.
        rows = self._connection.execute(
            "SELECT a.row, s.name FROM articles a JOIN sources s ON s.row = a.source WHERE a.row IN"
            " (SELECT row FROM articles WHERE date BETWEEN ? AND ? UNION ALL"
            " SELECT row FROM articles WHERE date IS NULL AND instr(data, ?) = 0)"
            " ORDER BY s.position, a.place",
            (first.isoformat() if first else "", last.isoformat() if last else "9999", '"dateline": null'),
        ).fetchall()
        for row, name in rows:
            article_id, data = self._connection.execute(
                "SELECT id, data FROM articles WHERE row = ?", (row,)
            ).fetchone()
            yield CatalogueEntry(article_from_json(data, article_id=article_id), name)

    def entries_holding(self, word: str) -> Iterator[CatalogueEntry]:
        """Articles any of whose fields holds `word`, in order."""
        # Serialised as it is, but for what JSON escapes.
        rows = self._connection.execute(
            f"SELECT a.id, a.data, s.name FROM {_IN_ORDER} WHERE instr(a.data, ?)"  # noqa: S608
            " ORDER BY s.position, a.place",
            (json.dumps(word, ensure_ascii=False)[1:-1],),
        )
        for article_id, data, name in rows:
            yield CatalogueEntry(article_from_json(data, article_id=article_id), name)

    def chunks_of(self, articles: Sequence[str]) -> dict[str, int]:
        """Chunk id → row id of the chunks of these articles, in the order of the rows."""
        rows = self._connection.execute(
            "SELECT c.id, c.row FROM articles a JOIN chunks c ON c.article = a.row"
            " WHERE a.id IN (SELECT value FROM json_each(?)) ORDER BY c.row",
            (json.dumps(list(articles)),),
        )
        return {chunk_id: int(row) for chunk_id, row in rows}

    def entry(self, article_id: str) -> CatalogueEntry | None:
        """The article of that id, or None."""
        row = self._connection.execute(
            "SELECT a.data, s.name FROM articles a JOIN sources s ON s.row = a.source WHERE a.id = ?",
            (article_id,),
        ).fetchone()
        return CatalogueEntry(article_from_json(row[0], article_id=article_id), row[1]) if row else None

    def ids_beginning(self, prefix: str, limit: int) -> list[str]:
        """Ids of up to `limit` articles that begin with `prefix`, in order."""
        rows = self._connection.execute(
            "SELECT id FROM articles WHERE substr(id, 1, ?) = ? ORDER BY id LIMIT ?",
            (len(prefix), prefix, limit),
        )
        return [row[0] for row in rows]

    def chunks(self, ids: Sequence[str]) -> list[Chunk]:
        """The chunks of these ids, in the order of `ids`; an unknown id is passed over."""
        marks = json.dumps(list(ids))
        rows = self._connection.execute(
            "SELECT c.id, a.id, c.start, c.end, c.context, a.data FROM chunks c"
            " JOIN articles a ON a.row = c.article"
            " WHERE c.id IN (SELECT value FROM json_each(?))",
            (marks,),
        )
        found = {}
        for chunk_id, article_id, start, end, context, data in rows:
            text = json.loads(data)["text"][start:end]
            found[chunk_id] = Chunk(chunk_id, article_id, start, end, text, context)
        return [found[chunk_id] for chunk_id in ids if chunk_id in found]

    def all_chunks(self) -> Iterator[Chunk]:
        """Every chunk in the archive's order."""
        rows = self._connection.execute(
            f"SELECT a.row, a.id, a.data FROM {_IN_ORDER} ORDER BY s.position, a.place"  # noqa: S608
        )
        for row, article_id, data in rows:
            text = json.loads(data)["text"]
            cuts = self._connection.execute(
                "SELECT id, start, end, context FROM chunks WHERE article = ? ORDER BY start", (row,)
            )
            for chunk_id, start, end, context in cuts:
                yield Chunk(chunk_id, article_id, start, end, text[start:end], context)

    def any_chunk(self) -> str | None:
        """The id of some chunk, or None where there is none."""
        row = self._connection.execute("SELECT id FROM chunks LIMIT 1").fetchone()
        return row[0] if row else None

    def chunk_ids(self) -> list[str]:
        """Ids of all chunks, in no order."""
        return [row[0] for row in self._connection.execute("SELECT id FROM chunks")]

    def content_of(self, article_id: str) -> str | None:
        """The id that the article of this id would have alone, or None where there is no such article."""
        row = self._connection.execute("SELECT content FROM articles WHERE id = ?", (article_id,)).fetchone()
        return row[0] if row else None

    def chunks_of_content(self, content: str) -> list[Chunk]:
        """The chunks of every article of this content."""
        rows = self._connection.execute(
            "SELECT c.id FROM articles a JOIN chunks c ON c.article = a.row WHERE a.content = ?", (content,)
        )
        return self.chunks([row[0] for row in rows])

    def lexical(self, question: str, k: int, *, among: Sequence[int] | None = None) -> list[Hit]:
        """The `k` best chunks by BM25, best first; only chunks of the row ids `among`, where given."""
        return self._hits(lexical.search(self._connection, question, k, among=among))

    def alternatives(
        self, groups: Sequence[alternatives.Group], k: int, *, among: Sequence[int] | None = None
    ) -> list[Hit]:
        """The `k` best chunks for words that may be written in several ways, best first."""
        if self._size is None:
            self._size = self.counts()[2]
        return self._hits(alternatives.search(self._connection, groups, k, size=self._size, among=among))

    def pairs(self, first: Iterable[str], second: Iterable[str]) -> dict[str, int]:
        """The pairs of two such characters that some chunk has → how many chunks have it."""
        return alternatives.pairs(self._connection, first, second)

    def _hits(self, found: Iterable[tuple[int, float]]) -> list[Hit]:
        scores = dict(found)
        rows = self._connection.execute(
            "SELECT row, id FROM chunks WHERE row IN (SELECT value FROM json_each(?))",
            (json.dumps(list(scores)),),
        )
        hits = [Hit(chunk_id, scores[row]) for row, chunk_id in rows]
        return sorted(hits, key=lambda hit: (-hit.score, hit.chunk_id))

    def disagreements(self, *, deep: bool = False) -> list[str]:
        """What does not fit together in this file; empty where it is sound.

        Args:
            deep: Also index every chunk again, in memory, and compare all terms.
        """
        said = [row[0] for row in self._connection.execute("PRAGMA integrity_check(3)") if row[0] != "ok"]
        if said:
            return said
        if self._connection.execute("PRAGMA foreign_key_check").fetchone():
            said.append("an article or a chunk belongs to nothing")
        rows = [row[0] for row in self._connection.execute("SELECT row FROM chunks ORDER BY row")]
        if rows != lexical.rows(self._connection):
            said.append("the lexical index does not hold exactly the catalogue's chunks")
        elif deep and not self._terms_agree():
            said.append("the lexical index holds other terms than the articles")
        return said

    def _terms_agree(self) -> bool:
        with closing(sqlite3.connect(":memory:")) as fresh:
            fresh.execute(lexical.SCHEMA)
            rows = self._connection.execute(
                "SELECT c.row, c.start, c.end, a.id, a.data FROM chunks c"
                " JOIN articles a ON a.row = c.article"
            )
            lexical.add(
                fresh,
                (
                    (row, indexed_text(article_from_json(data, article_id=article_id), start, end))
                    for row, start, end, article_id, data in rows
                ),
            )
            # Closed before their connections are: the first difference leaves both half read.
            with (
                closing(lexical.vocabulary(fresh)) as expected,
                closing(lexical.vocabulary(self._connection)) as found,
            ):
                return all(one == other for one, other in zip_longest(expected, found))

    def counts(self) -> tuple[int, int, int]:
        """How many sources, articles and chunks."""
        row = self._connection.execute(
            "SELECT (SELECT count(*) FROM sources), (SELECT count(*) FROM articles),"
            " (SELECT count(*) FROM chunks)"
        ).fetchone()
        return int(row[0]), int(row[1]), int(row[2])

    def days(self) -> tuple[str | None, str | None]:
        """The first and last issue dates (ISO) of the archive; None where no article is dated."""
        # Apart, since SQLite answers either from the index but not both at once.
        row = self._connection.execute(
            "SELECT (SELECT min(date) FROM articles), (SELECT max(date) FROM articles)"
        ).fetchone()
        return row[0], row[1]

    def undated(self) -> int:
        """How many articles bear no issue date."""
        row = self._connection.execute("SELECT count(*) FROM articles WHERE date IS NULL").fetchone()
        return int(row[0])

    def papers(self) -> list[tuple[str | None, int]]:
        """Paper names and how many articles each has, most first."""
        rows = self._connection.execute(
            "SELECT json_extract(data, '$.paper') AS paper, count(*) FROM articles"
            " GROUP BY paper ORDER BY count(*) DESC, paper"
        )
        return [(row[0], int(row[1])) for row in rows]
