"""The lexical index: BM25 over pre-split terms in SQLite FTS5, inside the catalogue's file.

FTS5's own tokenisers see a run of Chinese as one word, so the text is split beforehand
(`vectorstore.catalogue.terms`) and joined by spaces. The table is contentless: it holds postings only, the
text itself stands in the catalogue.

BM25: Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond", 2009;
FTS5 fixes k1 = 1.2 and b = 0.75.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Generator, Iterable, Sequence

from vectorstore.catalogue.terms import terms

SCHEMA = "CREATE VIRTUAL TABLE lexical USING fts5(terms, content='', tokenize='unicode61')"

LEXICAL_VERSION = "1"
"""Part of the store's fingerprint: raise it with any change to `terms` or to what is indexed. A posting
can only be taken out by the very terms that it was put in with."""

MAX_QUERY_TERMS = 64
"""Distinct terms of a question that are searched: questions of the development sets have 10–40,
and an OR over thousands of terms (a pasted article) would read most of the index."""


def add(connection: sqlite3.Connection, documents: Iterable[tuple[int, str]]) -> None:
    """Index documents given as (row id of the chunk, its text with headline and byline)."""
    connection.executemany(
        "INSERT INTO lexical(rowid, terms) VALUES (?, ?)",
        ((rowid, encoded(terms(text))) for rowid, text in documents),
    )


def remove(connection: sqlite3.Connection, documents: Iterable[tuple[int, str]]) -> None:
    """Take documents out again, given exactly as they were added."""
    connection.executemany(
        "INSERT INTO lexical(lexical, rowid, terms) VALUES ('delete', ?, ?)",
        ((rowid, encoded(terms(text))) for rowid, text in documents),
    )


def rows(connection: sqlite3.Connection) -> list[int]:
    """Row ids of all indexed documents, ascending."""
    return [int(row[0]) for row in connection.execute("SELECT id FROM lexical_docsize ORDER BY id")]


def vocabulary(connection: sqlite3.Connection) -> Generator[tuple[str, int, int], None, None]:
    """Every term with the number of documents that hold it and of its occurrences, in order."""
    open_vocabulary(connection)
    yield from connection.execute("SELECT term, doc, cnt FROM temp.vocabulary ORDER BY term")


def open_vocabulary(connection: sqlite3.Connection) -> None:
    """Make the table `temp.vocabulary` (term, doc, cnt) over the index, where it is not there yet."""
    connection.execute(
        "CREATE VIRTUAL TABLE IF NOT EXISTS temp.vocabulary USING fts5vocab(main, lexical, row)"
    )


def optimise(connection: sqlite3.Connection) -> None:
    """Merge the index into one segment after a bulk load."""
    connection.execute("INSERT INTO lexical(lexical) VALUES ('optimize')")


def search(
    connection: sqlite3.Connection, question: str, k: int, *, among: Sequence[int] | None = None
) -> list[tuple[int, float]]:
    """Find the `k` best chunks that share a term with the question.

    Args:
        connection: The catalogue's.
        question: Split by `terms`.
        k: How many.
        among: Row ids to which the answer is confined; the statistics stay those of all documents.

    Returns:
        (row id, BM25 score), best first; the score is positive. Empty where no term is known.
    """
    wanted = list(dict.fromkeys(terms(question)))[:MAX_QUERY_TERMS]
    if not wanted:
        return []
    # The plus keeps SQLite from looking every row up on its own.
    confined = "" if among is None else " AND +rowid IN (SELECT value FROM json_each(?))"
    rows = connection.execute(
        f"SELECT rowid, -rank FROM lexical WHERE lexical MATCH ?{confined} ORDER BY rank LIMIT ?",  # noqa: S608
        (
            " OR ".join(f'"{term}"' for term in encoded(wanted).split(" ")),
            *(() if among is None else (json.dumps(list(among)),)),
            k,
        ),
    )
    return [(int(rowid), float(score)) for rowid, score in rows]


def encoded(words: Iterable[str]) -> str:
    """Terms as FTS5 is given them, one after the other."""
    # unicode61 would cut 30.12 at its point and drop combining marks: keep a term in one piece.
    return " ".join(word.replace(".", "ⴰ") for word in words)
