"""The lexical search for an English question: the Chinese words that its words may mean are searched.

Dense search alone finds the right report among few and loses it among many: `benchmarks.cross_lingual` asks
about local news among 12,000 chunks. The glossary lies beside this module and is made by
`benchmarks.make_glossary` from CC-CEDICT and the words of 5,000 news articles. A stem counts once, however
many of its words a chunk has: as much as the best of them by BM25.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Protocol

from retrieval.text.english import FRAME, NOT_SAID, keys_of
from vectorstore.models import Hit

GLOSSARY = Path(__file__).with_name("glossary.tsv")
HEADER = (
    "# English stem, tab, Chinese words. Made by benchmarks.make_glossary from CC-CEDICT (mdbg.net)."
    " This file is under CC BY-SA 4.0, as that is."
)

PER_WORD = 1_000
"""Chunks that are looked at for one Chinese word; a word that more have says little. hit@1 of local news
among 11,825 chunks is the same at 500, 1,000 and 2,000."""

MOST_WORDS = 24
"""Words of a question that are searched, its first ones: of 941 English questions one has 22, the others
16 at most. Each may cost eight searches: 58 words, the most that fit into a question, took 6 s of 106,000
chunks."""

WHOLE = 0.75
"""A word of three characters and more is searched by its pairs of characters. A chunk whose score is this
share of the best one's has it whole; one that has 图书 alone for 图书馆 has about half."""

_LATIN = re.compile(r"[A-Z][A-Za-z.&'-]*[A-Za-z]|\d[\d.,]*\d|\d")


class Lexical(Protocol):
    """What can be searched by words."""

    def lexical(self, question: str, k: int) -> list[Hit]:
        """The `k` best chunks by BM25."""
        ...


def across(archive: Lexical, question: str, k: int) -> list[Hit]:
    """Search for an English question by the Chinese words that it may mean, its figures and Latin names.

    Args:
        archive: What is searched.
        question: In English.
        k: How many chunks.

    Returns:
        Best first; the score is the sum over the question's words of the best BM25 score of any Chinese word
        for it. Empty where nothing is found.
    """
    scores: dict[str, float] = {}
    for words in groups(question):
        best: dict[str, float] = {}
        for word in words:
            for hit in _having(archive, word):
                best[hit.chunk_id] = max(best.get(hit.chunk_id, 0.0), hit.score)
        for chunk_id, score in best.items():
            scores[chunk_id] = scores.get(chunk_id, 0.0) + score
    ranked = sorted(scores.items(), key=lambda item: (-item[1], item[0]))
    return [Hit(chunk_id, score) for chunk_id, score in ranked[:k]]


def groups(question: str) -> list[tuple[str, ...]]:
    """For each word of an English question that says something what it may be in a Chinese text.

    Returns:
        Figures and names in Latin letters first, since they say most; `MOST_WORDS` at most.
    """
    said = dict.fromkeys(keys_of(FRAME.sub(" ", question)))
    latin = [name for name in dict.fromkeys(_LATIN.findall(question)) if name.lower() not in NOT_SAID]
    known = (glossary()[key] for key in said if key in glossary())
    return [*((name,) for name in latin), *known][:MOST_WORDS]


@cache
def glossary() -> dict[str, tuple[str, ...]]:
    """English key → Chinese words, the likeliest first; read once."""
    lines = GLOSSARY.read_text(encoding="utf-8").splitlines()
    rows = (line.partition("\t") for line in lines if not line.startswith("#"))
    return {key: tuple(words.split(" ")) for key, _, words in rows}


def _having(archive: Lexical, word: str) -> Sequence[Hit]:
    hits, pairs = archive.lexical(word, PER_WORD), len(word) - 1
    if word.isascii() or pairs <= 1 or not hits:
        return hits
    least = WHOLE * hits[0].score
    return [Hit(hit.chunk_id, hit.score / pairs) for hit in hits if hit.score >= least]
