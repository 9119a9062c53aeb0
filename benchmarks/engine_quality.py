"""Does our engine find what float32 finds? Plain dense ranking over all chunks, by each way to compute.

    python -m benchmarks.engine_quality ../shared/eval/cmrc-trial ../shared/eval/xquad-zh …

Each folder has articles.jsonl and questions.jsonl. Prints hit@1 and hit@5 of the gold article for float32
(sentence-transformers), for ONNX Runtime's 8-bit products, for the compiled kernel where it runs, and for a
store of either asked by the other; and the cosine of an engine's vectors to float32, mean and smallest.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Sequence
from itertools import permutations
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.engines import float32_embedder, native_engine
from corpus.chunking import TokenBudget, chunk_article
from corpus.models import Article, ArticleKind
from vectorstore.embedding import Embedder, open_embedder


def main(folders: Sequence[Path]) -> None:
    """Measure every engine on each folder."""
    with tempfile.TemporaryDirectory() as cache:
        embedders = {
            "float32": float32_embedder(Path(cache)),
            "ONNX int8": _native(Path(cache), compiled=False),
            "kernel": _native(Path(cache), compiled=True),
        }
        if embedders["kernel"].info.engine == embedders["ONNX int8"].info.engine:
            del embedders["kernel"]  # none runs here
        for folder in folders:
            _measure(folder, embedders)


def _native(cache: Path, *, compiled: bool) -> Embedder:
    embedder = open_embedder("", cache)
    embedder._engine = native_engine(cache, compiled=compiled)  # noqa: SLF001
    return embedder


def _measure(folder: Path, embedders: dict[str, Embedder]) -> None:
    counter = embedders["ONNX int8"]
    budget = TokenBudget(count=counter.count_tokens, maximum=counter.info.max_tokens)
    chunks = [
        (article.id, chunk.embedding_text)
        for article in map(_article, _rows(folder / "articles.jsonl"))
        for chunk in chunk_article(article, budget)
    ]
    questions = [row for row in _rows(folder / "questions.jsonl") if not row.get("unanswerable")]
    owners = [owner for owner, _ in chunks]
    passages, asked = {}, {}
    for name, embedder in embedders.items():
        passages[name] = embedder.passages([text for _, text in chunks])
        asked[name] = np.stack([embedder.query(row["question"]) for row in questions])
    print(f"{folder.name}: {len(chunks)} chunks, {len(questions)} questions")
    print(f"{'stored by':<12}{'asked by':<12}{'hit@1':>8}{'hit@5':>8}{'cosine, mean':>14}{'smallest':>10}")
    for stored, asker in [(name, name) for name in passages] + list(permutations(passages, 2)):
        first, fifth = _hits(asked[asker] @ passages[stored].T, owners, questions)
        line = f"{stored:<12}{asker:<12}{first:>8.4f}{fifth:>8.4f}"
        if stored == asker:
            of, to = (np.concatenate([passages[name], asked[name]]) for name in (stored, "float32"))
            cosines = (of * to).sum(axis=1)
            line += f"{cosines.mean():>14.5f}{cosines.min():>10.5f}"
        print(line, flush=True)


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
