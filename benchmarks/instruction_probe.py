"""Fit the probe that tells sentences to a model from news (`retrieval/claims/probe.json`).

    python -m benchmarks.instruction_probe --store CACHE [--write]

Positives: tests/data/attacks.jsonl and tests/data/spoken_to_models.txt. Negatives: sentences of news-5k and
xquad-zh in ../shared/eval and of the sample pages; none of their text goes into the file, only 385 numbers.
Prints the figures of five folds over attacks and articles, then fits all.
"""

from __future__ import annotations

import argparse
import itertools
import json
import sys
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpus.reading import read_source
from corpus.sentences import sentence_spans
from retrieval.claims.probe import PATH
from retrieval.evidence.vectors import SentenceVectors
from vectorstore.catalogue.script import simplified
from vectorstore.embedding import open_embedder

ROOT = Path(__file__).resolve().parent.parent
SHARED, SAMPLES, DATA = ROOT.parent / "shared" / "eval", ROOT / "corpus" / "pages", ROOT / "tests" / "data"
ARTICLES = {"news-5k": 60, "xquad-zh": 40}
PER_ARTICLE = 14
SHORTEST = 6
FOLDS = 5
THRESHOLDS = (0.0, 0.6, 1.0, 1.5, 2.0)
STEPS, RATE, RIDGE, SCALE = 3000, 2.0, 1e-3, 10.0

Rows = NDArray[np.float64]


def sentences(text: str) -> list[str]:
    """The sentences of a text as they are embedded elsewhere."""
    rows = [simplified(text[start:end]) for start, end in sentence_spans(text)]
    return [row for row in rows if len(row) >= SHORTEST]


def attacks() -> list[list[str]]:
    """The sentences of each attack."""
    lines = (DATA / "attacks.jsonl").read_text(encoding="utf-8").splitlines()
    texts = [json.loads(line)["text"] for line in lines]
    texts += (DATA / "spoken_to_models.txt").read_text(encoding="utf-8").splitlines()
    return [rows for rows in map(sentences, texts) if rows]


def news() -> list[list[str]]:
    """The sentences of each article, some of them."""
    texts = [a.text for page in sorted(SAMPLES.glob("*.txt")) for a in read_source(page, SAMPLES).articles]
    for name, count in ARTICLES.items():
        with (SHARED / name / "articles.jsonl").open(encoding="utf-8") as file:
            texts += [json.loads(line)["text"] for line in itertools.islice(file, count)]
    return [sentences(text)[:PER_ARTICLE] for text in texts]


def fitted(positive: Rows, negative: Rows) -> tuple[Rows, float]:
    """Logistic regression by gradient ascent, both sides weighing the same.

    Returns:
        Weights of shape (dimension,) and the bias, for plain vectors.
    """
    features = np.vstack([positive, negative])
    labels = np.r_[np.ones(len(positive)), np.zeros(len(negative))]
    share = np.where(labels == 1, 0.5 / len(positive), 0.5 / len(negative))
    mean = features.mean(0)
    scaled = (features - mean) * SCALE
    weights, bias = np.zeros(features.shape[1]), 0.0
    for _ in range(STEPS):
        wrong = (labels - 1 / (1 + np.exp(-(scaled @ weights + bias)))) * share
        weights += RATE * (scaled.T @ wrong - RIDGE * weights)
        bias += RATE * float(wrong.sum())
    return weights * SCALE, bias - float(weights @ mean) * SCALE


def main() -> int:
    """Fit, print, and write where asked."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--store", type=Path, required=True, help="the embedding model's cache folder")
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    vectors = SentenceVectors(open_embedder("", options.store))
    spoken = [vectors.of(rows).astype(np.float64) for rows in attacks()]
    told = [vectors.of(rows).astype(np.float64) for rows in news()]
    caught, flagged = dict.fromkeys(THRESHOLDS, 0), dict.fromkeys(THRESHOLDS, 0)
    total = 0
    for fold in range(FOLDS):
        rest = [v for at, v in enumerate(spoken) if at % FOLDS != fold]
        others = [v for at, v in enumerate(told) if at % FOLDS != fold]
        weights, bias = fitted(np.vstack(rest), np.vstack(others))
        held = np.vstack(told[fold::FOLDS])
        total += len(held)
        for threshold in THRESHOLDS:
            caught[threshold] += sum(
                bool((v @ weights + bias > threshold).any()) for v in spoken[fold::FOLDS]
            )
            flagged[threshold] += int((held @ weights + bias > threshold).sum())
    for threshold in THRESHOLDS:
        known = f"{caught[threshold]} of {len(spoken)} attacks known"
        print(f"{threshold}: {known}, {flagged[threshold]} of {total} sentences of articles taken for one")
    weights, bias = fitted(np.vstack(spoken), np.vstack(told))
    if options.write:
        numbers = [round(float(weight), 4) for weight in weights]
        body = {"model": vectors.model, "bias": round(bias, 4), "weights": numbers}
        PATH.write_text(json.dumps(body) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
