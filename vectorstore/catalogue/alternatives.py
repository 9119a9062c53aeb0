"""Lexical search for words that may be written in several ways, each with a weight.

A translated question is a list of groups: for each of its words what may stand for it in a text. A chunk
gets for a group the best of its ways, so that synonyms do not add up, and the group counts as often as its
ways together, each by its weight, are found: a probabilistic structured query (Darwish and Oard,
"Probabilistic Structured Query Methods", 2003), with the best way in the place of their sum. A way is a run
of characters and is searched as a phrase of the index's terms.
"""

from __future__ import annotations

import math
import sqlite3
from collections.abc import Collection, Iterable, Mapping, Sequence

from vectorstore.catalogue import lexical
from vectorstore.catalogue.terms import is_han, terms

BUDGET = 24_000
"""Rows that are read for one question, the rarest groups first: 3 µs each. What stands in every eighth chunk
tells little once rarer words are there; at 12,000 chunks few questions reach it."""

LOOKED_UP = 400
"""Pairs of characters that are looked up one by one, 20 µs each; for more of them all pairs that begin with
one of the first characters are read, 0.1 to 0.3 ms a character."""

Group = Mapping[str, float]
"""Ways to write one word → their weights, (0, 1]."""


def search(
    connection: sqlite3.Connection,
    groups: Sequence[Group],
    k: int,
    *,
    size: int,
    among: Collection[int] | None = None,
) -> list[tuple[int, float]]:
    """Find the `k` chunks that have most of the groups.

    Args:
        connection: The catalogue's.
        groups: One for each word of a question.
        k: How many.
        size: Chunks of the index.
        among: Row ids to which the answer is confined; the statistics stay those of all chunks.

    Returns:
        (row id, score), best first: the sum over groups of inverse document frequency times BM25's part of
        the term frequency.
    """
    scores: dict[int, float] = {}
    for group in _affordable(connection, groups):
        found = {way: _holding(connection, way, size) for way in group}
        spread = sum(group[way] * len(parts) for way, parts in found.items())
        rarity = math.log1p((size - min(spread, size) + 0.5) / (spread + 0.5))
        best: dict[int, float] = {}
        for way, parts in found.items():
            weight = group[way] * rarity
            for row, part in parts:
                best[row] = max(best.get(row, 0.0), weight * part)
        for row, score in best.items():
            scores[row] = scores.get(row, 0.0) + score
    if among is not None:
        wanted = frozenset(among)
        scores = {row: score for row, score in scores.items() if row in wanted}
    return sorted(scores.items(), key=lambda item: (-item[1], item[0]))[:k]


def pairs(connection: sqlite3.Connection, first: Iterable[str], second: Iterable[str]) -> dict[str, int]:
    """The pairs of characters that stand side by side somewhere.

    Args:
        connection: The catalogue's.
        first: Characters that a pair may begin with.
        second: Characters that it may end with.

    Returns:
        Pair → number of chunks that have it.
    """
    begin, end = sorted(set(first)), frozenset(second)
    if len(begin) * len(end) <= LOOKED_UP:
        return _spread(connection, [one + other for one in begin for other in sorted(end)])
    lexical.open_vocabulary(connection)
    found: dict[str, int] = {}
    for character in begin:
        rows = connection.execute(
            "SELECT term, doc FROM temp.vocabulary WHERE term >= ? AND term < ?",
            (character, chr(ord(character) + 1)),
        )
        found.update((term, count) for term, count in rows if len(term) == 2 and term[1] in end)  # noqa: PLR2004
    return found


def _affordable(connection: sqlite3.Connection, groups: Sequence[Group]) -> list[Group]:
    """The groups whose words the index has, without the ways that it lacks, the rarest first."""
    split = {way: list(dict.fromkeys(terms(way))) for group in groups for way in group}
    spread = _spread(connection, {term for found in split.values() for term in found if not _is_open(term)})
    most = {way: _most(found, spread) for way, found in split.items()}
    known = [{way: weight for way, weight in group.items() if most[way]} for group in groups]
    costs = sorted(
        ((sum(most[way] for way in group), at) for at, group in enumerate(known) if group),
    )
    kept: list[Group] = []
    spent = 0
    for cost, at in costs:
        spent += cost
        if kept and spent > BUDGET:
            break
        kept.append(known[at])
    return kept


def _most(found: Sequence[str], spread: Mapping[str, int]) -> int:
    """How many chunks may hold terms side by side; 0 where one is nowhere."""
    known = [spread.get(term, 0) for term in found if not _is_open(term)]
    return min(known, default=0)


def _is_open(term: str) -> bool:
    """Whether a term is one Chinese character: in the text it may begin a pair."""
    return len(term) == 1 and is_han(term)


def _spread(connection: sqlite3.Connection, wanted: Collection[str]) -> dict[str, int]:
    lexical.open_vocabulary(connection)
    found = {}
    for term in wanted:
        row = connection.execute(
            "SELECT doc FROM temp.vocabulary WHERE term = ?", (lexical.encoded([term]),)
        ).fetchone()
        if row:
            found[term] = int(row[0])
    return found


def _holding(connection: sqlite3.Connection, way: str, size: int) -> list[tuple[int, float]]:
    """The rows that hold a run, with BM25's part of its frequency there."""
    split = terms(way)
    phrase = f'"{lexical.encoded(split)}"{" *" if _is_open(split[-1]) else ""}'
    rows = connection.execute("SELECT rowid, -rank FROM lexical WHERE lexical MATCH ?", (phrase,)).fetchall()
    # What FTS5 has multiplied it by.
    idf = max(math.log((size - len(rows) + 0.5) / (len(rows) + 0.5)), 1e-6) if len(rows) < size else 1e-6
    return [(row, score / idf) for row, score in rows]
