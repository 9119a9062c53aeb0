"""One generation's truth in one SQLite file: sources, articles, chunks and the lexical index.

A catalogue is written once, beside the live generation, and never changed after that; readers open
it immutable. A chunk's row id is its place in the archive, which ties the tables together.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.models import Article, Chunk
from vectorstore import lexical
from vectorstore.models import CatalogueEntry, Hit, SourceKey, StoredSource
from vectorstore.serialise import article_from_json, article_to_json, issue_from_json, issue_to_json

_SCHEMA = f"""
CREATE TABLE sources (
    ordinal INTEGER PRIMARY KEY,
    root TEXT NOT NULL, path TEXT NOT NULL, name TEXT NOT NULL,
    sha256 TEXT NOT NULL, issue TEXT NOT NULL,
    UNIQUE (root, path)
);
CREATE TABLE articles (
    ordinal INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    given_id TEXT NOT NULL,
    source INTEGER NOT NULL REFERENCES sources (ordinal),
    headline TEXT, date TEXT, data TEXT NOT NULL
);
CREATE INDEX articles_by_source ON articles (source, ordinal);
CREATE TABLE chunks (
    ordinal INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    article INTEGER NOT NULL REFERENCES articles (ordinal),
    start INTEGER NOT NULL, end INTEGER NOT NULL, context TEXT NOT NULL
);
CREATE INDEX chunks_by_article ON chunks (article, ordinal);
{lexical.SCHEMA};
"""


@dataclass(frozen=True, slots=True)
class SourceArticles:
    """What goes into a catalogue of one source: its articles with ids, and their chunks."""

    source: StoredSource
    articles: Sequence[tuple[Article, str, Sequence[Chunk]]]
    """(article, the id that its source gave or "", its chunks), in page order."""


def write(path: Path, sources: Iterable[SourceArticles]) -> None:
    """Write a new catalogue file; the file must not exist."""
    connection = sqlite3.connect(path)
    try:
        connection.execute("PRAGMA journal_mode = OFF")  # a broken build is thrown away whole
        connection.executescript(_SCHEMA)
        with connection:
            _Writer(connection).write(sources)
            lexical.optimise(connection)
        connection.execute("PRAGMA optimize")
    finally:
        connection.close()


class _Writer:
    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._article = 0
        self._chunk = 0

    def write(self, sources: Iterable[SourceArticles]) -> None:
        for ordinal, entry in enumerate(sources, start=1):
            source = entry.source
            self._connection.execute(
                "INSERT INTO sources VALUES (?, ?, ?, ?, ?, ?)",
                (
                    ordinal,
                    source.key.root,
                    source.key.path,
                    source.name,
                    source.sha256,
                    issue_to_json(source.issue),
                ),
            )
            for article, given_id, chunks in entry.articles:
                self._write_article(ordinal, article, given_id, chunks)

    def _write_article(self, source: int, article: Article, given_id: str, chunks: Sequence[Chunk]) -> None:
        self._article += 1
        day = article.date.isoformat() if article.date else None
        self._connection.execute(
            "INSERT INTO articles VALUES (?, ?, ?, ?, ?, ?, ?)",
            (self._article, article.id, given_id, source, article.headline, day, article_to_json(article)),
        )
        frame = "\n".join(
            article.field(name) for name in ("kicker", "headline", "deck", "byline") if article.field(name)
        )
        documents = []
        for chunk in chunks:
            self._chunk += 1
            self._connection.execute(
                "INSERT INTO chunks VALUES (?, ?, ?, ?, ?, ?)",
                (self._chunk, chunk.id, self._article, chunk.start, chunk.end, chunk.context),
            )
            documents.append((self._chunk, f"{frame}\n{chunk.text}"))
        lexical.add(self._connection, documents)


class Catalogue:
    """A written catalogue, open for reading. Safe to share between threads."""

    def __init__(self, path: Path) -> None:
        # SQLite is compiled thread-safe (sqlite3.threadsafety == 3), and nothing here writes.
        self._connection = sqlite3.connect(
            f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False
        )

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def sources(self) -> list[StoredSource]:
        """All sources, in the archive's order."""
        rows = self._connection.execute(
            "SELECT root, path, name, sha256, issue FROM sources ORDER BY ordinal"
        )
        return [
            StoredSource(SourceKey(root, path), name, sha256, issue_from_json(issue))
            for root, path, name, sha256, issue in rows
        ]

    def articles_of(self, key: SourceKey) -> list[Article]:
        """One source's articles in page order, with the ids that the source gave ("" for none)."""
        rows = self._connection.execute(
            "SELECT given_id, data FROM articles WHERE source ="
            " (SELECT ordinal FROM sources WHERE root = ? AND path = ?) ORDER BY ordinal",
            (key.root, key.path),
        )
        return [article_from_json(data, article_id=given_id) for given_id, data in rows]

    def entries(self) -> Iterator[CatalogueEntry]:
        """Every article with its source's display name, in the archive's order."""
        rows = self._connection.execute(
            "SELECT a.id, a.data, s.name FROM articles a JOIN sources s ON s.ordinal = a.source"
            " ORDER BY a.ordinal"
        )
        for article_id, data, name in rows:
            yield CatalogueEntry(article_from_json(data, article_id=article_id), name)

    def entry(self, article_id: str) -> CatalogueEntry | None:
        """The article of that id, or None."""
        row = self._connection.execute(
            "SELECT a.data, s.name FROM articles a JOIN sources s ON s.ordinal = a.source WHERE a.id = ?",
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
            " JOIN articles a ON a.ordinal = c.article"
            " WHERE c.id IN (SELECT value FROM json_each(?))",
            (marks,),
        )
        found = {}
        for chunk_id, article_id, start, end, context, data in rows:
            text = json.loads(data)["text"][start:end]
            found[chunk_id] = Chunk(chunk_id, article_id, start, end, text, context)
        return [found[chunk_id] for chunk_id in ids if chunk_id in found]

    def lexical(self, question: str, k: int) -> list[Hit]:
        """The `k` best chunks by BM25, best first."""
        scores = dict(lexical.search(self._connection, question, k))
        rows = self._connection.execute(
            "SELECT ordinal, id FROM chunks WHERE ordinal IN (SELECT value FROM json_each(?))",
            (json.dumps(list(scores)),),
        )
        hits = [Hit(chunk_id, scores[ordinal]) for ordinal, chunk_id in rows]
        return sorted(hits, key=lambda hit: (-hit.score, hit.chunk_id))

    def counts(self) -> tuple[int, int, int]:
        """How many sources, articles and chunks."""
        row = self._connection.execute(
            "SELECT (SELECT count(*) FROM sources), (SELECT count(*) FROM articles),"
            " (SELECT count(*) FROM chunks)"
        ).fetchone()
        return int(row[0]), int(row[1]), int(row[2])

    def days(self) -> tuple[str | None, str | None]:
        """The first and last issue dates (ISO) of the archive; None where no article is dated."""
        row = self._connection.execute("SELECT min(date), max(date) FROM articles").fetchone()
        return row[0], row[1]

    def papers(self) -> list[tuple[str | None, int]]:
        """Paper names and how many articles each has, most first."""
        rows = self._connection.execute(
            "SELECT json_extract(data, '$.paper') AS paper, count(*) FROM articles"
            " GROUP BY paper ORDER BY count(*) DESC, paper"
        )
        return [(row[0], int(row[1])) for row in rows]
