"""Where the answerer's constants come from: weights of evidence, lengths of quotes, odds of support.

    python -m benchmarks.calibrate --store FOLDER sentences|quotes|support

Every command prints; nothing is written into the code, a person does that with the figures in view.
`benchmarks.quality --store FOLDER` makes the stores that are read here.
"""

from __future__ import annotations

import argparse
import itertools
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import numpy as np
from numpy.typing import NDArray

import retrieval.compose
from benchmarks.quality import sets
from corpus.models import Chunk
from retrieval.compose import choose, joined
from retrieval.evaluation import GoldQuestion, load_questions
from retrieval.evidence import WEIGHTS, Evidence, Features, gather
from retrieval.metrics import holds
from retrieval.question import Question, analyse
from retrieval.rarity import Rarity
from retrieval.retriever import HybridRetriever
from retrieval.support import Support, measure
from retrieval.vectors import SentenceVectors
from vectorstore.archive import Archive, LiveArchive
from vectorstore.embedding import Embedder, open_embedder
from vectorstore.generations import StoreFolder
from vectorstore.models import CatalogueEntry, Hit

ZH, EN, ABSENT = ("cmrc-trial", "xquad-zh"), ("xquad-en",), "refusal"
CHOICES = (1.0, 0.7, 0.5)
"""What a right first, second and third choice are worth in the search for weights."""

ROUNDS = 1500


class Without:
    """An archive from which some articles have been taken, as far as a search can tell."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._article: dict[str, str] = {}
        self.gone: frozenset[str] = frozenset()

    def dense(self, vector: NDArray[np.float32], k: int) -> list[Hit]:
        """The nearest chunks that are left."""
        return self._left(self._archive.dense(vector, k))

    def lexical(self, question: str, k: int) -> list[Hit]:
        """The best chunks that are left."""
        return self._left(self._archive.lexical(question, k))

    def chunks(self, ids: Sequence[str]) -> list[Chunk]:
        """Unchanged."""
        return self._archive.chunks(ids)

    def entry(self, article_id: str) -> CatalogueEntry | None:
        """Unchanged."""
        return self._archive.entry(article_id)

    def _left(self, hits: list[Hit]) -> list[Hit]:
        unknown = [hit.chunk_id for hit in hits if hit.chunk_id not in self._article]
        self._article.update((chunk.id, chunk.article_id) for chunk in self._archive.chunks(unknown))
        return [hit for hit in hits if self._article[hit.chunk_id] not in self.gone]


@dataclass(frozen=True, slots=True)
class Asked:
    """One question, its evidence, and whether the archive answers it."""

    gold: GoldQuestion
    question: Question
    evidence: list[Evidence]
    support: Support | None
    answerable: bool


def ask_all(name: str, folder: Path, embedder: Embedder, *, without: bool) -> Iterator[Asked]:
    """Ask a set's questions, each a second time without its article where `without`."""
    one = next(one for one in sets() if one.name == name)
    archive = Without(LiveArchive(StoreFolder(folder / name), embedder).get())
    retriever = HybridRetriever(archive=cast("Archive", archive), embedder=embedder)
    vectors = SentenceVectors(embedder)
    for gold in load_questions(one.questions):
        for removed in (False, True) if without and gold.question.strip() else (False,):
            if not gold.question.strip():
                continue
            archive.gone = frozenset(gold.articles) if removed else frozenset()
            question = analyse(gold.question)
            found = retriever.search(question.text)
            rarity = Rarity(chunk.text for chunk in found.pool)
            evidence = gather(question, found.passages, found.vector, rarity, vectors)
            support = measure(question, evidence, found, rarity) if evidence else None
            yield Asked(gold, question, evidence, support, not removed and not gold.unanswerable)


def sentences(folder: Path, embedder: Embedder) -> None:
    """Search the weights of `Features`: none below zero, in units of `fits`."""
    for lang, names in (("zh", ZH), ("en", EN)):
        candidates = []
        for name in names:
            rows = [asked for asked in ask_all(name, folder, embedder, without=False) if asked.evidence]
            candidates.append([_labelled(asked) for asked in rows])
        weights = np.array(WEIGHTS["zh" if lang == "zh" else "en"])
        best = _worth(candidates, weights)
        print(lang, "now", best.round(3), flush=True)
        random = np.random.default_rng(0)
        for _ in range(ROUNDS):
            tried = weights.copy()
            places = random.integers(0, len(weights), 2)
            tried[places] = np.maximum(0, tried[places] * np.exp(random.normal(0, 0.4, 2)))
            worth = _worth(candidates, tried)
            if worth.sum() > best.sum():
                weights, best = tried, worth
        weights /= weights[Features._fields.index("fits")]
        print(lang, "best", best.round(3), dict(zip(Features._fields, weights.round(2), strict=True)))


def quotes(folder: Path, embedder: Embedder) -> None:
    """Sweep how much is quoted: share of quotes that hold the answer, and their mean length."""
    for name in (*ZH, *EN):
        rows = [asked for asked in ask_all(name, folder, embedder, without=False) if asked.evidence]
        found = []
        grid = itertools.product(
            (3, 4, 5), (130, 150, 180), (0.6, 0.8, 1.0, 1.4, 2.0), (0.3, 0.5), (0.15, 0.3)
        )
        names = ("SENTENCES", "LENGTH", "MARGIN", "NEIGHBOUR", "SAME_ARTICLE")
        for values in grid:
            for constant, value in zip(names, values, strict=True):
                setattr(retrieval.compose, constant, value)
            held, length = zip(*(_quoted(asked) for asked in rows), strict=True)
            found.append((float(np.mean(held)), float(np.mean(length)), values))
        for limit in (100, 110, 120, 130):
            print(
                name, "below", limit, max((row for row in found if row[1] < limit), default=None), flush=True
            )


def support(folder: Path, embedder: Embedder) -> None:
    """Fit the log odds of `Support` by logistic regression and show thresholds."""
    for lang, names in (("zh", (*ZH, ABSENT)), ("en", EN)):
        rows = [
            (asked.support, asked.answerable)
            for name in names
            for asked in ask_all(name, folder, embedder, without=name != ABSENT)
            if asked.support is not None
        ]
        features = np.array([row for row, _ in rows])
        labels = np.array([answerable for _, answerable in rows], float)
        weights, bias = _logistic(features, labels)
        print(lang, dict(zip(Support._fields, weights.round(2), strict=True)), "bias", round(bias, 2))
        odds = features @ weights + bias
        for threshold in (-1.5, -1.1, -0.8, -0.5, 0.0, 0.5):
            refused, due = odds < threshold, labels == 0
            right = (refused & due).sum()
            precision, recall = right / max(1, refused.sum()), right / due.sum()
            f1 = 2 * precision * recall / (precision + recall)
            answered = 1 - (refused & ~due).sum() / (~due).sum()
            print(
                f"  {threshold:+.1f}  F1 {f1:.3f}  P {precision:.3f}  R {recall:.3f}  answered {answered:.3f}"
            )


def _labelled(asked: Asked) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    gold = asked.gold
    features = np.array([item.features for item in asked.evidence])
    labels = [
        item.article.id in gold.articles and holds(item.text, gold.answers_any, gold.answers_all)
        for item in asked.evidence
    ]
    return features, np.array(labels)


def _worth(
    sets_of: Sequence[Sequence[tuple[NDArray[np.float64], NDArray[np.bool_]]]], weights: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Share of questions whose answer is in the first 1, 2, 3 sentences, times `CHOICES`, over the sets."""
    total = np.zeros(len(CHOICES))
    for rows in sets_of:
        for features, labels in rows:
            ordered = labels[np.argsort(-(features @ weights))]
            total += [ordered[:k].any() / len(rows) for k in range(1, len(CHOICES) + 1)]
    return total * CHOICES / len(sets_of)


def _quoted(asked: Asked) -> tuple[bool, int]:
    gold = asked.gold
    found = joined(choose(asked.evidence))
    held = any(
        items[0].article.id in gold.articles
        and holds(items[0].article.text[start:end], gold.answers_any, gold.answers_all)
        for items, start, end in found
    )
    return held, sum(end - start for _, start, end in found)


def _logistic(
    features: NDArray[np.float64], labels: NDArray[np.float64]
) -> tuple[NDArray[np.float64], float]:
    """Logistic regression by gradient ascent on standardised features, ridge 0.001."""
    mean, deviation = features.mean(0), features.std(0) + 1e-9
    scaled = (features - mean) / deviation
    weights, bias = np.zeros(features.shape[1]), 0.0
    for _ in range(3000):
        wrong = labels - 1 / (1 + np.exp(-(scaled @ weights + bias)))
        weights += 0.5 * (scaled.T @ wrong / len(labels) - 1e-3 * weights)
        bias += 0.5 * float(wrong.mean())
    weights = weights / deviation
    return weights, bias - float(weights @ mean)


def main() -> int:
    """Run one calibration."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--store", type=Path, required=True, help="made by benchmarks.quality --store")
    commands = {"sentences": sentences, "quotes": quotes, "support": support}
    parser.add_argument("what", choices=commands)
    options = parser.parse_args()
    commands[options.what](options.store, open_embedder("", options.store / "cache"))
    return 0


if __name__ == "__main__":
    sys.exit(main())
