"""Which news articles repeat each other, and do reports of one-report archives ever disagree?

    python -m benchmarks.repeats articles
    python -m benchmarks.repeats questions --store FOLDER

The first counts pairs of ../shared/eval/news-5k by their shared runs, with figures agreeing and without. The
second asks every Chinese question of a set whose store lies in FOLDER (as `benchmarks.quality --store` makes
them) and counts answers that set reports side by side or name another print: its paragraphs tell of different
things, so each is a mistake. Undated paragraphs are taken as of one day for it.
"""

from __future__ import annotations

import argparse
import datetime
import json
import re
from collections import Counter, defaultdict
from pathlib import Path

from retrieval.answer import disagreement
from retrieval.answer.repeats import RUN, SHARED_FIGURES
from retrieval.answerer import Answerer
from retrieval.evaluation.evaluate import load_questions
from retrieval.evidence.sentences import Evidence
from vectorstore.archive import LiveArchive
from vectorstore.embedding import open_embedder
from vectorstore.generations import StoreFolder

EVAL = Path(__file__).resolve().parent.parent.parent / "shared" / "eval"
_STEPS = (0.95, 0.9, 0.8, 0.7, 0.6, 0.5)
_LONG = 10  # characters of a run that only repetition shares
_SAMPLED = 8


def pairs_of_articles() -> None:
    """Count pairs of articles by their share of runs."""
    lines = (EVAL / "news-5k" / "articles.jsonl").read_text(encoding="utf-8").splitlines()
    texts = [json.loads(line)["text"] for line in lines]
    bare = ["".join(c for c in text if c.isalnum()) for text in texts]
    holders: dict[str, list[int]] = defaultdict(list)
    for at, text in enumerate(bare):
        for run in {text[k : k + _LONG] for k in range(len(text) - _LONG)}:
            if sum(map(ord, run)) % _SAMPLED == 0:
                holders[run].append(at)
    near = {
        (a, b) for held in holders.values() if len(held) <= 2 * _SAMPLED for b in held for a in held if a < b
    }
    runs = [{text[k : k + RUN] for k in range(len(text) - RUN + 1)} for text in bare]
    figures = [set(re.findall(r"\d+(?:\.\d+)?", text)) for text in texts]
    every, agreeing = Counter[float](), Counter[float]()
    for a, b in near:
        step = next((s for s in _STEPS if _share(runs[a], runs[b]) >= s), None)
        if step is not None:
            every[step] += 1
            agreeing[step] += _share(figures[a], figures[b]) >= SHARED_FIGURES
    for step in _STEPS:
        print(f"from {step}: {every[step]} pairs, {agreeing[step]} of them with their figures")


def _share(a: set[str], b: set[str]) -> float:
    least = min(len(a), len(b))
    return len(a & b) / least if least else 1.0


def mistakes(store: Path) -> None:
    """Count answers of one-report archives that set reports side by side, or name another print."""

    def undated(_: Evidence) -> datetime.date:
        return datetime.date(2023, 1, 1)

    disagreement._day = undated  # type: ignore[assignment]  # noqa: SLF001
    embedder = open_embedder("", store / "cache")
    for name in ("cmrc-trial", "xquad-zh"):
        answerer = Answerer(LiveArchive(StoreFolder(store / name), embedder))
        questions = [q for q in load_questions(EVAL / name / "questions.jsonl") if q.question.strip()]
        answers = [answerer.ask(question.question) for question in questions]
        side_by_side = sum("不一样" in answer.text for answer in answers)
        also = sum(any(citation.also for citation in answer.citations) for answer in answers)
        print(f"{name}: {side_by_side} side by side, {also} with another print, of {len(answers)}")


def main() -> None:
    """Run one of the two."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("what", choices=["articles", "questions"])
    parser.add_argument("--store", type=Path)
    options = parser.parse_args()
    if options.what == "articles":
        pairs_of_articles()
    elif options.store:
        mistakes(options.store)
    else:
        parser.error("questions need --store FOLDER")


if __name__ == "__main__":
    main()
