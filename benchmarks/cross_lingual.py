"""How well English questions find their report among many, by the weight of the dense list.

    python -m benchmarks.cross_lingual --store FOLDER [--every N]

Asks the English questions of xquad-en about its own paragraphs, and those of the local news about its
articles among news-5k's; prints hit@1, hit@5 and hit@20 of the first search for each weight. FOLDER is what
`benchmarks.quality --store` keeps; the large archive is added to it.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from benchmarks.quality import LOCAL_NEWS, SHARED
from retrieval.evaluation.gold import GoldQuestion, load_questions
from retrieval.language import language_of
from retrieval.search.crossing import crossed
from retrieval.search.fusion import fuse
from retrieval.search.retriever import DEPTH, FEW
from retrieval.search.translation import across
from vectorstore.archive import Archive, LiveArchive
from vectorstore.embedding import Embedder, open_embedder
from vectorstore.generations import StoreFolder
from vectorstore.refresh import RefreshRequest, refresh

WEIGHTS = (1.0, 0.7, 0.6, 0.5, 0.4, 0.0)
PLACES = (1, 5, 20)


def archive_of(folder: Path, embedder: Embedder, *pages: Path) -> Archive:
    """Index some pages."""
    store = StoreFolder(folder)
    refresh(store, embedder, RefreshRequest(samples=pages[0], paths=pages))
    return LiveArchive(store, embedder).get()


def hits(archive: Archive, embedder: Embedder, questions: Sequence[GoldQuestion]) -> dict[float, list[float]]:
    """For each weight the share of questions whose article is among the first `PLACES` articles."""
    found: dict[float, list[list[bool]]] = {weight: [] for weight in WEIGHTS}
    for gold in questions:
        vector = crossed(embedder.query(gold.question), embedder.info.fingerprint)
        dense = archive.dense(vector, DEPTH)
        lexical = across(archive, gold.question, DEPTH).hits
        for weight in WEIGHTS:
            ranked = fuse(dense, lexical, dense_weight=weight, every_match=len(lexical) < FEW)
            chunks = archive.chunks([chunk_id for chunk_id, _ in ranked])
            order = list(dict.fromkeys(chunk.article_id for chunk in chunks))
            found[weight].append([bool(set(gold.articles) & set(order[:place])) for place in PLACES])
    return {
        weight: [sum(column) / len(rows) for column in zip(*rows, strict=True)]
        for weight, rows in found.items()
    }


def main() -> int:
    """Print a table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--store", type=Path, required=True, help="made by benchmarks.quality --store")
    parser.add_argument("--every", type=int, default=1, help="ask one question of so many")
    options = parser.parse_args()
    embedder = open_embedder("", options.store / "cache")
    xquad, news = SHARED / "eval" / "xquad-en", SHARED / "eval" / "news-5k" / "articles.jsonl"
    asked = (
        ("xquad-en", (xquad / "articles.jsonl",), xquad / "questions.jsonl"),
        (
            "local news among news-5k",
            (LOCAL_NEWS / "articles.jsonl", news),
            LOCAL_NEWS / "questions.jsonl",
        ),
    )
    for name, pages, questions in asked:
        archive = archive_of(options.store / f"cross-{name.split()[0]}", embedder, *pages)
        known = (q for q in load_questions(questions) if q.question.strip() and not q.unanswerable)
        english = [q for q in known if language_of(q.question) == "en"]
        print(name, archive.manifest.chunks, "chunks")
        for weight, shares in hits(archive, embedder, english[:: options.every]).items():
            print(
                f"  dense {weight:.2f}:",
                *(f"hit@{p} {share:.3f}" for p, share in zip(PLACES, shares, strict=True)),
            )
    return 0


if __name__ == "__main__":
    sys.exit(main())
