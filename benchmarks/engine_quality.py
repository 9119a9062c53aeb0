"""Does the 8-bit engine find what float32 finds? Plain dense ranking over all chunks, by both.

    python -m benchmarks.engine_quality ../shared/eval/cmrc-trial ../shared/eval/xquad-zh …

Each folder has articles.jsonl and questions.jsonl. Prints hit@1 and hit@5 of the gold article for each
engine, and the cosine between the two engines' vectors of the same texts, mean and smallest.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.engines import float32_embedder
from corpus.chunking import TokenBudget, chunk_article
from corpus.models import Article, ArticleKind
from vectorstore.embedding import Embedder, open_embedder


def main(folders: Sequence[Path]) -> None:
    """Measure both engines on each folder."""
    with tempfile.TemporaryDirectory() as cache:
        native = open_embedder("", Path(cache))
        plain = float32_embedder(Path(cache))
        print(
            "set            chunks  questions  hit@1 float32  int8   hit@5 float32  int8   cosine mean    min"
        )
        for folder in folders:
            _measure(folder, native, plain)


def _measure(folder: Path, native: Embedder, plain: Embedder) -> None:
    budget = TokenBudget(count=native.count_tokens, maximum=native.info.max_tokens)
    chunks = [
        (article.id, chunk.embedding_text)
        for article in map(_article, _rows(folder / "articles.jsonl"))
        for chunk in chunk_article(article, budget)
    ]
    questions = [row for row in _rows(folder / "questions.jsonl") if not row.get("unanswerable")]
    owners = [owner for owner, _ in chunks]
    hits, vectors = [], []
    for embedder in (plain, native):
        passages = embedder.passages([text for _, text in chunks])
        asked = np.stack([embedder.query(row["question"]) for row in questions])
        hits.append(_hits(asked @ passages.T, owners, questions))
        vectors.append(np.concatenate([passages, asked]))
    cosines = (vectors[0] * vectors[1]).sum(axis=1)
    (first_32, fifth_32), (first_8, fifth_8) = hits
    print(
        f"{folder.name:<14}{len(chunks):>7}{len(questions):>11}{first_32:>15.4f}{first_8:>7.4f}"
        f"{fifth_32:>14.4f}{fifth_8:>7.4f}{cosines.mean():>13.5f}{cosines.min():>9.5f}",
        flush=True,
    )


def _hits(
    scores: NDArray[np.float32], owners: Sequence[str], questions: Sequence[dict[str, Any]]
) -> tuple[float, float]:
    """hit@1 and hit@5: articles in the order of their best chunk."""
    first = fifth = 0
    for row, question in zip(scores, questions, strict=True):
        ranked = list(dict.fromkeys(owners[index] for index in np.argsort(-row)[:50]))
        gold = set(question.get("articles") or [question["article"]])
        first += ranked[0] in gold
        fifth += bool(gold & set(ranked[:5]))
    return first / len(questions), fifth / len(questions)


def _article(row: dict[str, Any]) -> Article:
    return Article(row["id"], ArticleKind.ARTICLE, row.get("headline"), False, row["text"])  # noqa: FBT003


def _rows(path: Path) -> list[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


if __name__ == "__main__":
    main([Path(argument) for argument in sys.argv[1:]])
