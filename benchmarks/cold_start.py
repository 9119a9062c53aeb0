"""What one question costs in a fresh process: Wenbao against the plain stack, on a store that exists.

    make bench-engine          or: python -m benchmarks.cold_start [--rounds N] [ARTICLES.jsonl]

Both index the same articles' chunks with the same model folder; the plain stack then fetches the five nearest
chunks, Wenbao answers with proved quotes. They take turns, the best turn of each counts. Prints wall-clock
and processor seconds, peak memory, and the ratios; and the rate at which each indexed.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ARTICLES = Path(__file__).resolve().parents[2] / "shared" / "eval" / "news-5k" / "articles.jsonl"
QUESTION = "公司的产品包括哪些？"


@dataclass(frozen=True, slots=True)
class Cost:
    """One process: seconds by the clock, seconds of processor, peak megabytes."""

    wall: float
    processor: float
    memory: float


def main() -> None:
    """Index once with each, then let them take turns."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("articles", nargs="?", type=Path, default=ARTICLES)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--size", type=int, default=120, help="articles to index")
    parser.add_argument("--prepare", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.prepare:
        _prepare(options.prepare)
        return
    with tempfile.TemporaryDirectory() as scratch:
        _compare(Path(scratch), options.articles, options.size, options.rounds)


def _compare(scratch: Path, articles: Path, size: int, rounds: int) -> None:
    pages = scratch / "articles.jsonl"
    with articles.open(encoding="utf-8") as lines:
        pages.write_text("".join(line for line, _ in zip(lines, range(size), strict=False)), encoding="utf-8")
    python, plain = [sys.executable], [sys.executable, "-m", "benchmarks.plain_stack"]
    wenbao = [*python, "-c", "from bot.cli import main; main()"]
    settings = {"WENBAO_DATA_DIR": str(scratch / "data"), "WENBAO_CACHE_DIR": str(scratch / "cache")}
    # In a process of its own: a child's peak memory counts what its parent had when it was started.
    _run([*python, "-m", "benchmarks.cold_start", "--prepare", str(scratch)], {})
    folder = (scratch / "model").read_text(encoding="utf-8")
    count = len((scratch / "chunks.jsonl").read_text(encoding="utf-8").splitlines())
    store = str(scratch / "plain")
    indexed = {
        "plain stack": _run([*plain, "index", store, folder, str(scratch / "chunks.jsonl")], {}),
        "Wenbao": _run([*wenbao, "refresh", str(pages)], settings),
    }
    asked: dict[str, tuple[Sequence[str], dict[str, str]]] = {
        "plain stack, ask": ([*plain, "ask", store, folder, QUESTION], {}),
        "plain stack, only imported": ([*plain, "import"], {}),
        "Wenbao, ask": ([*wenbao, "ask", QUESTION], settings),
        "Wenbao, only imported": ([*python, "-c", "import bot.cli"], {}),
        "Python, nothing imported": ([*python, "-c", ""], {}),
    }
    costs: dict[str, list[Cost]] = {name: [] for name in asked}
    for _ in range(rounds):
        for name, (command, environment) in asked.items():
            costs[name].append(_run(command, environment))
    reference = _best(costs["plain stack, ask"])
    print(f"{'':<30}{'wall s':>8}{'CPU s':>8}{'peak MB':>9}{'wall / plain ask':>18}{'memory / plain':>16}")
    for name, some in costs.items():
        best = _best(some)
        print(
            f"{name:<30}{best.wall:>8.2f}{best.processor:>8.2f}{best.memory:>9.0f}"
            f"{best.wall / reference.wall:>18.3f}{best.memory / reference.memory:>16.3f}"
        )
    print(f"\nIndexing {count} chunks, from process start to end")
    for name, cost in indexed.items():
        print(f"{name:<30}{count / cost.wall:>8.1f} chunks/s, {cost.memory:.0f} MB")


def _best(costs: Sequence[Cost]) -> Cost:
    """The least of each: what others did on the machine only ever adds."""
    return Cost(
        min(cost.wall for cost in costs),
        min(cost.processor for cost in costs),
        min(cost.memory for cost in costs),
    )


def _prepare(scratch: Path) -> None:
    """Unpack the model, and write the chunks that Wenbao would make."""
    from corpus.chunking import TokenBudget, chunk_article
    from corpus.models import Article, ArticleKind
    from vectorstore.embedding import open_embedder

    embedder = open_embedder("", scratch / "cache")
    embedder.query("made before the clock runs")
    budget = TokenBudget(embedder.count_tokens, embedder.info.max_tokens)
    pages = scratch / "articles.jsonl"
    with pages.open(encoding="utf-8") as lines, (scratch / "chunks.jsonl").open("w", encoding="utf-8") as out:
        for line in lines:
            row = json.loads(line)
            article = Article(row["id"], ArticleKind.ARTICLE, row.get("headline"), False, row["text"])  # noqa: FBT003
            for chunk in chunk_article(article, budget):
                said = {"id": chunk.id, "text": chunk.embedding_text}
                out.write(json.dumps(said, ensure_ascii=False) + "\n")
    (scratch / "model").write_text(embedder.info.folder, encoding="utf-8")


def _run(command: Sequence[str], environment: dict[str, str]) -> Cost:
    """Run a process to its end."""
    started = time.perf_counter()
    process = subprocess.Popen(  # noqa: S603 (our own words)
        command, env={**os.environ, **environment}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in {0, 3}:  # 3: Wenbao found no answer
        raise SystemExit(f"{' '.join(command)} failed")
    return Cost(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


if __name__ == "__main__":
    main()
