"""Where the answerer's constants come from: weights of evidence, lengths of quotes, odds of support.

    python -m benchmarks.calibrate --store FOLDER [--readers FOLDER] [--every N] WHAT

where WHAT is sentences, read, judged, bridge, quotes, support or news.
Every command prints; nothing is written into the code, a person does that with the figures in view.
`benchmarks.quality --store FOLDER` makes the stores that are read here, and `benchmarks.train_reader --out
FOLDER` with `benchmarks.train_answerable` and `..._english` in the same one what has not seen the paragraphs
asked about.
"""

from __future__ import annotations

import argparse
import itertools
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

import retrieval.answer.compose
from benchmarks.asked import Asked, Stores, ask_all, labelled
from benchmarks.fitting import conditional, logistic
from benchmarks.quality import sets
from benchmarks.reader_data import FOLDS, fold_of
from retrieval.answer.compose import choose, joined
from retrieval.evaluation.metrics import holds
from retrieval.evidence.answerable import Judged
from retrieval.evidence.bridge import Shared
from retrieval.evidence.support import Support, log_odds, missing
from retrieval.evidence.trained import Genre, load
from retrieval.evidence.weighing import SHARED, WEIGHTS, Features
from vectorstore.embedding import open_embedder

ZH, EN, ABSENT, NEWS = ("cmrc-trial", "xquad-zh"), ("xquad-en",), "refusal", "local-news"
NEWS_STEP = 2
"""Of the local news every second question, lest its many, short ones outweigh the others."""

CHOICES = (1.0, 0.7, 0.5)
"""What a right first, second and third choice are worth in the search for weights."""

ROUNDS = 1500
NONE_SHARED = Shared(0.0, 0.0, 0.0)


def sentences(stores: Stores) -> None:
    """Search the weights of `Features`: none below zero, in units of `fits`."""
    for lang, names in (("zh", ZH), ("en", EN)):
        candidates = []
        for name in names:
            rows = [asked for asked in ask_all(name, stores, without=False) if asked.evidence]
            candidates.append([labelled(asked) for asked in rows])
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
        print(lang, "best", best.round(3), _named(Features._fields, weights))


def quotes(stores: Stores) -> None:
    """Sweep how much is quoted: share of quotes that hold the answer, and their mean length."""
    for name in (*ZH, *EN, NEWS):
        asked_of = ask_all(name, stores, without=False)
        rows = [asked for asked in asked_of if asked.evidence and asked.answerable]
        found = []
        grid = itertools.product(
            (5, 6),
            (180, 195, 210),
            (3.0, 3.4, 3.8, 4.2, 4.6),
            (0.4, 0.8, 1.2),
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
                features, labels = labelled(asked)
                read = [(item.read.span, item.read.sentence) for item in asked.evidence if item.read]
                if labels[: len(read)].any():
                    rows.append((np.hstack([features[: len(read)], np.array(read)]), labels[: len(read)]))
        weights = conditional(rows)
        names_of = (*Features._fields, "span", "sentence")
        firsts = np.mean([labels[np.argmax(x @ weights)] for x, labels in rows])
        print(lang, _named(names_of, weights), "first", round(float(firsts), 3))


def judged(stores: Stores) -> None:
    """Fit the same with what the network says; and by folds, how often the first and the first two hold."""
    rows = []
    for name in (*ZH, NEWS):
        asked = [one for one in ask_all(name, stores, without=False) if one.question.lang == "zh"]
        for place, one in enumerate(asked):
            read = [(*e.features, e.read.span, e.read.sentence, *e.judged) for e in one.evidence if e.read]
            right = labelled(one)[1][: len(read)]
            if one.answerable and read:
                learnt = right.any() and (name != NEWS or place % NEWS_STEP == 0)
                rows.append((name, fold_of(one.gold.id), learnt, np.array(read, float), right))
    found: dict[str, list[tuple[bool, bool]]] = {}
    for fold in range(FOLDS):
        weights = conditional([(x, right) for _, n, learnt, x, right in rows if learnt and n != fold])
        for name, n, _, x, right in rows:
            if n == fold:
                best = right[np.argsort(-(x @ weights))]
                found.setdefault(name, []).append((bool(best[0]), bool(best[:2].any())))
    for name, held in found.items():
        print(name, "first, first two", np.mean(held, 0).round(3))
    weights = conditional([(x, right) for _, _, learnt, x, right in rows if learnt])
    print(_named((*Features._fields, "span", "sentence", *Judged._fields), weights))


def bridge(stores: Stores) -> None:
    """Fit what shared words add to the scores of English questions' sentences, by paragraphs."""
    rows = []
    for asked in ask_all(EN[0], stores, without=False):
        if not asked.evidence:
            continue
        before = [e.score - float(np.dot(SHARED, e.shared or NONE_SHARED)) for e in asked.evidence]
        words = np.array([e.shared or NONE_SHARED for e in asked.evidence])
        rows.append((fold_of(asked.gold.id), np.c_[before, words], labelled(asked)[1]))
    firsts = []
    for fold in range(FOLDS):
        weights = conditional([(x, right) for n, x, right in rows if n != fold and right.any()])
        firsts += [right[np.argmax(x @ weights)] for n, x, right in rows if n == fold]
    without = np.mean([right[np.argmax(x[:, 0])] for _, x, right in rows])
    print("first, without", round(float(without), 3), "cross-validated", round(float(np.mean(firsts)), 3))
    weights = conditional([(x, right) for _, x, right in rows if right.any()])
    print(_named(Shared._fields, weights[1:] / weights[0]))


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
        weights, bias = logistic(features, labels)
        print(lang, _named(Support._fields, weights), "bias", round(bias, 2))
        odds = features @ weights + bias - lost
        for name in dict.fromkeys(row[0] for row in rows):
            place = np.array([row[0] == name for row in rows])
            print(f"  {name}")
            for threshold in THRESHOLDS:
                print(_threshold_line(threshold, odds[place] < threshold, labels[place] == 0))


NEWS = "local-news"


def news(stores: Stores) -> None:
    """Fit newspapers' log odds of `Support` freely, and show thresholds of those in the code."""
    asked_of = {
        "near": ask_all(NEWS, stores, without=False),
        "removed": (asked for asked in ask_all(NEWS, stores, without=True) if not asked.answerable),
        "far": (asked for name in ZH for asked in ask_all(name, stores, without=False, archive_of=NEWS)),
    }
    rows = [
        (name, asked, asked.support)
        for name, every in asked_of.items()
        for asked in every
        if asked.support is not None and asked.question.lang == "zh"
        if name != "removed" or not asked.gold.unanswerable
    ]
    labels = np.array([asked.answerable for _, asked, _ in rows], float)
    weights, bias = logistic(np.array([measured for *_, measured in rows]), labels)
    print("free", _named(Support._fields, weights), "bias", round(bias, 2))
    odds = np.array(
        [
            log_odds(measured, "zh", Genre.NEWS) - missing(asked.question, asked.evidence)
            for _, asked, measured in rows
        ]
    )
    for name in asked_of:
        place = np.array([row[0] == name for row in rows])
        print(f"  {name}")
        for threshold in THRESHOLDS:
            print(_threshold_line(threshold, odds[place] < threshold, labels[place] == 0))


def _named(names: Sequence[str], weights: NDArray[np.float64]) -> dict[str, float]:
    return dict(zip(names, weights.round(2).tolist(), strict=True))


THRESHOLDS = (-1.5, -1.1, -0.8, -0.5, 0.0, 0.5, 1.0)


def _threshold_line(threshold: float, refused: NDArray[np.bool_], due: NDArray[np.bool_]) -> str:
    right = (refused & due).sum()
    precision, recall = right / max(1, refused.sum()), right / max(1, due.sum())
    f1 = 2 * precision * recall / max(1e-9, precision + recall)
    answered = 1 - (refused & ~due).sum() / max(1, (~due).sum())
    return f"  {threshold:+.1f}  F1 {f1:.3f}  P {precision:.3f}  R {recall:.3f}  answered {answered:.3f}"


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


def main() -> int:
    """Run one calibration."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--store", type=Path, required=True, help="made by benchmarks.quality --store")
    parser.add_argument("--readers", type=Path, help="made by benchmarks.train_reader --out")
    parser.add_argument("--every", type=int, default=1, help="ask one question of so many (default: each)")
    commands = {
        "sentences": sentences,
        "read": read,
        "judged": judged,
        "bridge": bridge,
        "quotes": quotes,
        "support": support,
        "news": news,
    }
    parser.add_argument("what", choices=commands)
    options = parser.parse_args()
    folds = [load(options.readers, str(fold)) for fold in range(FOLDS)] if options.readers else []
    embedder = open_embedder("", options.store / "cache")
    commands[options.what](Stores(options.store, embedder, folds, options.every))
    return 0


if __name__ == "__main__":
    sys.exit(main())
