"""What figures and sentences are worth in ranking passages for English questions.

    python -m benchmarks.reranking --store FOLDER

Asks the questions of xquad-en of FOLDER/xquad-en (`benchmarks.quality --store FOLDER` makes it), prints hit@1
for a grid of weights, and with the weights chosen on four fifths of the paragraphs for the fifth left out.
"""

from __future__ import annotations

import argparse
import random
from dataclasses import dataclass
from itertools import product
from pathlib import Path

from retrieval.evaluation.evaluate import load_questions
from retrieval.evidence.reranking import DEPTH, by_atoms
from retrieval.evidence.sentences import gather
from retrieval.evidence.vectors import SentenceVectors
from retrieval.models import Passage
from retrieval.question.analysis import analyse
from retrieval.search.rarity import Rarity
from retrieval.search.retriever import HybridRetriever
from vectorstore.archive import LiveArchive
from vectorstore.embedding import open_embedder
from vectorstore.generations import StoreFolder

EVAL = Path(__file__).resolve().parent.parent.parent / "shared" / "eval"
ATOMS = (0.0, 0.5, 1.0)
SENTENCES = (0.0, 10.0, 20.0, 30.0, 50.0, 80.0)
FOLDS = 5


@dataclass(frozen=True)
class Ranked:
    """One question's passages: its gold article, and per passage (article, fused, atoms, best cosine)."""

    gold: str
    passages: tuple[tuple[str, float, float, float], ...]

    def hit(self, atoms: float, sentence: float) -> bool:
        """Whether the gold article comes first under these weights."""
        return max(self.passages, key=lambda p: p[1] + atoms * p[2] + sentence * p[3])[0] == self.gold


def ranked(store: Path) -> list[Ranked]:
    """Search once, and read what the weights are applied to."""
    embedder = open_embedder("", store / "cache")
    archive = LiveArchive(StoreFolder(store / "xquad-en"), embedder).get()
    retriever, vectors = HybridRetriever(archive=archive, embedder=embedder), SentenceVectors(embedder)
    rows = []
    for question in load_questions(EVAL / "xquad-en" / "questions.jsonl"):
        found = retriever.search(question.question, DEPTH)
        lifted = {_key(p): p.score for p in by_atoms(question.question, found.passages)}
        order = sorted(found.passages, key=lambda p: -lifted[_key(p)])
        rarity = Rarity(chunk.text for chunk in found.pool)
        evidence = gather(analyse(question.question), order, found.vector, rarity, vectors)
        best: dict[str, float] = {}
        for item in evidence:
            best[item.article.id] = max(best.get(item.article.id, -1.0), item.features.similarity)
        floor = min(best.values(), default=0.0)
        passages = tuple(
            (p.article.id, p.score, lifted[_key(p)] - p.score, best.get(p.article.id, floor))
            for p in found.passages
        )
        rows.append(Ranked(question.articles[0], passages))
    return rows


def _key(passage: Passage) -> tuple[str, int]:
    return passage.article.id, passage.start


def main() -> None:
    """Print the grid and the cross-validated figure."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--store", type=Path, required=True)
    rows = ranked(parser.parse_args().store)
    grid = list(product(ATOMS, SENTENCES))
    for atoms, sentence in grid:
        share = sum(row.hit(atoms, sentence) for row in rows) / len(rows)
        print(f"figures and names {atoms:.1f}, sentence {sentence:4.0f}: hit@1 {share:.3f}")
    golds = sorted({row.gold for row in rows})
    random.Random(0).shuffle(golds)  # noqa: S311 (no secret)
    hits = 0
    for fold in range(FOLDS):
        left_out = set(golds[fold::FOLDS])
        train = [row for row in rows if row.gold not in left_out]
        best = max(grid, key=lambda weights: sum(row.hit(*weights) for row in train))
        hits += sum(row.hit(*best) for row in rows if row.gold in left_out)
    print(f"cross-validated over paragraphs: hit@1 {hits / len(rows):.3f}")


if __name__ == "__main__":
    main()
