"""Where the answerer's constants come from: weights of evidence, lengths of quotes, odds of support.

    python -m benchmarks.calibrate --store FOLDER [--readers FOLDER] [--every N] WHAT

where WHAT is sentences, read, bridge, quotes or support.
Every command prints; nothing is written into the code, a person does that with the figures in view.
`benchmarks.quality --store FOLDER` makes the stores that are read here, and `benchmarks.train_reader --out
FOLDER` with `benchmarks.train_answerable --out` in the same one what has not seen the paragraphs asked about.
"""

from __future__ import annotations

import argparse
import itertools
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import cast

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

import retrieval.answer.compose
from benchmarks.quality import Fold, indexed, sets
from benchmarks.reader_data import FOLDS, fold_of
from corpus.models import Chunk
from retrieval.answer.compose import choose, joined
from retrieval.evaluation.evaluate import GoldQuestion, load_questions
from retrieval.evaluation.metrics import holds
from retrieval.evidence.bridge import Shared
from retrieval.evidence.reranking import DEPTH, by_atoms, by_sentences
from retrieval.evidence.sentences import SHARED, WEIGHTS, Evidence, Features, gather
from retrieval.evidence.support import Support, measure, missing
from retrieval.evidence.trained import Genre, genre_of, load
from retrieval.evidence.vectors import SentenceVectors
from retrieval.question.analysis import Question, analyse
from retrieval.search.rarity import Rarity
from retrieval.search.retriever import HybridRetriever
from vectorstore.archive import Archive
from vectorstore.catalogue.script import simplified
from vectorstore.embedding import Embedder, open_embedder
from vectorstore.models import CatalogueEntry, Hit

ZH, EN, ABSENT = ("cmrc-trial", "xquad-zh"), ("xquad-en",), "refusal"
CHOICES = (1.0, 0.7, 0.5)
"""What a right first, second and third choice are worth in the search for weights."""

ROUNDS = 1500
NONE_SHARED = Shared(0.0, 0.0, 0.0)


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


@dataclass(frozen=True, slots=True)
class Stores:
    """Where the sets' stores lie, and how they are asked.

    Attributes:
        folder: Made by `benchmarks.quality --store`.
        embedder: The bundled model.
        folds: What was trained for each; none: what is bundled for all.
        every: Of how many questions one is asked.
    """

    folder: Path
    embedder: Embedder
    folds: Sequence[Fold] = ()
    every: int = 1

    def vectors(self) -> list[dict[Genre, SentenceVectors]]:
        """One a fold and genre."""
        if not self.folds:
            return [{genre: SentenceVectors(self.embedder, genre) for genre in Genre}] * FOLDS
        return [
            {genre: SentenceVectors(self.embedder, genre, fold[genre]) for genre in Genre}
            for fold in self.folds
        ]


def ask_all(name: str, stores: Stores, *, without: bool) -> Iterator[Asked]:
    """Ask a set's questions, each a second time without its article where `without`."""
    one = next(one for one in sets(stores.folder) if one.name == name)
    embedder = stores.embedder
    archive = Without(indexed(one, stores.folder, embedder).get())
    retriever = HybridRetriever(archive=cast("Archive", archive), embedder=embedder)
    by_fold = stores.vectors()
    for gold in load_questions(one.questions)[:: stores.every]:
        for removed in (False, True) if without and gold.question.strip() else (False,):
            if not gold.question.strip():
                continue
            archive.gone = frozenset(gold.articles) if removed else frozenset()
            question = analyse(simplified(gold.question))
            english = question.lang == "en"
            found = retriever.search(question.text, DEPTH if english else None)
            if english:
                found = replace(found, passages=by_atoms(question.text, found.passages))
            rarity = Rarity(chunk.text for chunk in found.pool)
            genre = genre_of(found.passages[0].article) if found.passages else Genre.NEWS
            vectors = by_fold[fold_of(gold.id)][genre]
            evidence = gather(question, found.passages, found.vector, rarity, vectors)
            if english:
                found = replace(found, passages=by_sentences(found.passages, evidence))
            support = measure(question, evidence, found, rarity) if evidence else None
            yield Asked(gold, question, evidence, support, not removed and not gold.unanswerable)


def sentences(stores: Stores) -> None:
    """Search the weights of `Features`: none below zero, in units of `fits`."""
    for lang, names in (("zh", ZH), ("en", EN)):
        candidates = []
        for name in names:
            rows = [asked for asked in ask_all(name, stores, without=False) if asked.evidence]
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


def quotes(stores: Stores) -> None:
    """Sweep how much is quoted: share of quotes that hold the answer, and their mean length."""
    for name in (*ZH, *EN):
        rows = [asked for asked in ask_all(name, stores, without=False) if asked.evidence]
        found = []
        grid = itertools.product(
            (5, 6),
            (180, 195, 210),
            (3.0, 3.4, 3.8, 4.2, 4.6),
            (0.5, 0.8, 1.2),
            (0.0, 0.005, 0.01, 0.015, 0.02),
        )
        names = ("SENTENCES", "LENGTH", "MARGIN", "NEIGHBOUR", "CHARACTER")
        for values in grid:
            for constant, value in zip(names, values, strict=True):
                same = dict.fromkeys(("zh", "en"), value) if constant == "MARGIN" else value
                setattr(retrieval.answer.compose, constant, same)
            held, length = zip(*(_quoted(asked) for asked in rows), strict=True)
            found.append((float(np.mean(held)), float(np.mean(length)), values))
        for limit in (100, 110, 120, 130):
            print(
                name, "below", limit, max((row for row in found if row[1] < limit), default=None), flush=True
            )


def read(stores: Stores) -> None:
    """Fit what everything is worth once the reader has read: conditional logistic regression, ridge 0.001."""
    for lang, names in (("zh", ZH), ("en", EN)):
        rows = []
        for name in names:
            for asked in ask_all(name, stores, without=False):
                features, labels = _labelled(asked)
                read = [(item.read.span, item.read.sentence) for item in asked.evidence if item.read]
                if labels[: len(read)].any():
                    rows.append((np.hstack([features[: len(read)], np.array(read)]), labels[: len(read)]))
        weights = _conditional(rows)
        names_of = (*Features._fields, "span", "sentence")
        firsts = np.mean([labels[np.argmax(x @ weights)] for x, labels in rows])
        print(lang, dict(zip(names_of, weights.round(2), strict=True)), "first", round(float(firsts), 3))


def bridge(stores: Stores) -> None:
    """Fit what shared words add to the scores of English questions' sentences, by paragraphs."""
    rows = []
    for asked in ask_all(EN[0], stores, without=False):
        if not asked.evidence:
            continue
        before = [e.score - float(np.dot(SHARED, e.shared or NONE_SHARED)) for e in asked.evidence]
        words = np.array([e.shared or NONE_SHARED for e in asked.evidence])
        rows.append((fold_of(asked.gold.id), np.c_[before, words], _labelled(asked)[1]))
    firsts = []
    for fold in range(FOLDS):
        weights = _conditional([(x, right) for n, x, right in rows if n != fold and right.any()])
        firsts += [right[np.argmax(x @ weights)] for n, x, right in rows if n == fold]
    without = np.mean([right[np.argmax(x[:, 0])] for _, x, right in rows])
    print("first, without", round(float(without), 3), "cross-validated", round(float(np.mean(firsts)), 3))
    weights = _conditional([(x, right) for _, x, right in rows if right.any()])
    print(dict(zip(Shared._fields, (weights[1:] / weights[0]).round(2), strict=True)))


def support(stores: Stores) -> None:
    """Fit the log odds of `Support` by logistic regression and show thresholds, far and near apart."""
    near = [one.name for one in sets(stores.folder) if one.name.startswith(("near-", "other-"))]
    for lang, names in (("zh", (ABSENT, *ZH)), ("en", EN)):
        mine = [name for name in near if name.endswith("-en") == (lang == "en")]
        rows = [
            (name, asked.support, asked.answerable, missing(asked.question, asked.evidence))
            for name in (*names, *mine)
            for asked in ask_all(name, stores, without=name in ZH or name in EN)
            if asked.support is not None
        ]
        features = np.array([row[1] for row in rows])
        labels = np.array([row[2] for row in rows], float)
        lost = np.array([row[3] for row in rows])
        weights, bias = _logistic(features, labels)
        print(lang, dict(zip(Support._fields, weights.round(2), strict=True)), "bias", round(bias, 2))
        odds = features @ weights + bias - lost
        for name in dict.fromkeys(row[0] for row in rows):
            place = np.array([row[0] == name for row in rows])
            print(f"  {name}")
            for threshold in THRESHOLDS:
                print(_threshold_line(threshold, odds[place] < threshold, labels[place] == 0))


THRESHOLDS = (-1.5, -1.1, -0.8, -0.5, 0.0, 0.5, 1.0)


def _threshold_line(threshold: float, refused: NDArray[np.bool_], due: NDArray[np.bool_]) -> str:
    right = (refused & due).sum()
    precision, recall = right / max(1, refused.sum()), right / max(1, due.sum())
    f1 = 2 * precision * recall / max(1e-9, precision + recall)
    answered = 1 - (refused & ~due).sum() / max(1, (~due).sum())
    return f"  {threshold:+.1f}  F1 {f1:.3f}  P {precision:.3f}  R {recall:.3f}  answered {answered:.3f}"


def _conditional(
    rows: Sequence[tuple[NDArray[np.float64], NDArray[np.bool_]]],
) -> NDArray[np.float64]:
    """Weights under which the right sentences of each question get the greatest share."""
    every = np.concatenate([x for x, _ in rows])
    deviation = every.std(0) + 1e-9

    def loss(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        total, slope = 1e-3 * float(weights @ weights), 2e-3 * weights
        for x, labels in rows:
            scaled = x / deviation
            odds = scaled @ weights
            share = np.exp(odds - odds.max())
            share /= share.sum()
            right = share * labels / max(1e-12, float(share[labels].sum()))
            total -= float(np.log(max(1e-12, float(share[labels].sum())))) / len(rows)
            slope = slope - scaled.T @ (right - share) / len(rows)
        return total, slope

    start = np.zeros(every.shape[1])
    found = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 200})
    return np.asarray(found.x / deviation, float)


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
    found = joined(choose(asked.evidence, retrieval.answer.compose.MARGIN[asked.question.lang]))
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
    parser.add_argument("--readers", type=Path, help="made by benchmarks.train_reader --out")
    parser.add_argument("--every", type=int, default=1, help="ask one question of so many (default: each)")
    commands = {"sentences": sentences, "read": read, "bridge": bridge, "quotes": quotes, "support": support}
    parser.add_argument("what", choices=commands)
    options = parser.parse_args()
    folds = [load(options.readers, str(fold)) for fold in range(FOLDS)] if options.readers else []
    embedder = open_embedder("", options.store / "cache")
    commands[options.what](Stores(options.store, embedder, folds, options.every))
    return 0


if __name__ == "__main__":
    sys.exit(main())
