"""Which engine for the bundled model? Throughput by length, share of the roofline, one question, memory.

    make bench-engine          or: python -m benchmarks.engine [--rounds N] [--only NAME …] [ARTICLES.jsonl]

Every engine lives in a process of its own. They take short turns, several rounds of them, and each counts by
its best turn: on a machine that others use too, what disturbs one engine's turn should not decide. Rates are
given by the clock and by the processor (all cores' time together), which others' work disturbs less. The
roofline runs in the same rounds: the model's products in 8 bits and nothing else, on as many threads as
there are cores. Compare ratios within one run, never figures of two.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np

from benchmarks.engines import ENGINES, native_engine

ARTICLES = Path(__file__).resolve().parents[2] / "shared" / "eval" / "news-5k" / "articles.jsonl"

LENGTHS = (50, 150, 300, 500)
"""Characters of a text; 300 are what a chunk of news has."""

TEXTS = 32
"""As many as the plain stack runs in one batch: fewer would flatter it."""
QUESTION = "query: 哪六家企业成为绿色工厂？"
HIDDEN, WIDE, LAYERS = 384, 1536, 12
ROOFLINE = "8-bit products alone"

Turn = dict[str, float]
"""A length (0: a question) → seconds by the clock, the same with "cpu" behind it → seconds of processor;
"memory" → peak MB."""


def main() -> None:
    """Measure, or serve one engine to the process that measures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("articles", nargs="?", type=Path, default=ARTICLES)
    parser.add_argument("--rounds", type=int, default=4)
    parser.add_argument("--only", nargs="*", default=list(ENGINES))
    parser.add_argument("--serve", help=argparse.SUPPRESS)
    parser.add_argument("--cache", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    texts = _texts(options.articles)
    if options.serve:
        _serve(options.serve, options.cache, texts)
        return
    with tempfile.TemporaryDirectory() as cache:
        best, tokens = _measure(options.only, Path(cache), options.articles, options.rounds, texts)
    _report(best, tokens)


def operations(tokens: Sequence[int]) -> float:
    """Multiplications and additions that the model needs for texts of these lengths."""
    products = 2 * LAYERS * (4 * HIDDEN * HIDDEN + 2 * HIDDEN * WIDE)
    attention = 4 * LAYERS * HIDDEN
    return sum(count * products + count * count * attention for count in tokens)


def _measure(
    names: Sequence[str], cache: Path, articles: Path, rounds: int, texts: dict[int, list[str]]
) -> tuple[dict[str, Turn], dict[int, list[int]]]:
    from vectorstore.embedding import open_embedder

    model = open_embedder("", cache)
    model.query("made before the others look for it")
    native_engine(cache, compiled=False).encode(["and this"], "query")
    tokens = {
        length: [model.count_tokens(text.removeprefix("passage: ")) for text in some]
        for length, some in texts.items()
    }
    served = {}
    for name in [*names, ROOFLINE]:
        command = [sys.executable, "-m", "benchmarks.engine", "--serve", name, "--cache", cache, articles]
        served[name] = subprocess.Popen(  # noqa: S603 (our own words)
            [str(word) for word in command], stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8"
        )
        _ask(served[name])
        print(f"loaded {name}", file=sys.stderr)
    best: dict[str, Turn] = {name: {} for name in served}
    for number in range(rounds):
        print(f"round {number + 1} of {rounds}", file=sys.stderr)
        for length in (*LENGTHS, 0):
            for name, process in served.items():
                turn = _ask(process, str(length))
                best[name] |= {key: min(value, best[name].get(key, value)) for key, value in turn.items()}
    for name, process in served.items():
        best[name]["memory"] = _ask(process, "memory")["memory"]
        process.communicate("")
    return best, tokens


def _ask(process: subprocess.Popen[str], said: str | None = None) -> Turn:
    assert process.stdin is not None
    assert process.stdout is not None
    if said is not None:
        print(said, file=process.stdin, flush=True)
    line = process.stdout.readline()
    if not line:
        raise SystemExit(f"{process.args!r} gave up")
    turn: Turn = json.loads(line)
    return turn


def _serve(name: str, cache: Path, texts: dict[int, list[str]]) -> None:
    """Read a length a line (0: one question), answer with the seconds that it took."""
    work: Callable[[int], object]
    if name == ROOFLINE:
        work = _products(cache, texts)
    else:
        encode = ENGINES[name](cache)

        def work(length: int) -> object:
            return encode(texts[length] if length else [QUESTION])

    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # what the vendors print is no answer
    for length in (0, LENGTHS[-1]):
        work(length)
    print(json.dumps({"ready": 1.0}), file=answers, flush=True)
    for line in sys.stdin:
        if line.strip() == "memory":
            said = {"memory": _peak()}
        else:
            length = int(line)
            turns = []
            for _ in range(1 if length else 5):
                clock, processor = time.perf_counter(), time.process_time()
                work(length)
                turns.append((time.perf_counter() - clock, time.process_time() - processor))
            said = {
                str(length): min(clock for clock, _ in turns),
                f"{length} cpu": min(processor for _, processor in turns),
            }
        print(json.dumps(said), file=answers, flush=True)


def _peak() -> float:
    """Peak memory of this process, MB; `ru_maxrss` would count the process that started it too."""
    for line in Path("/proc/self/status").read_text(encoding="utf-8").splitlines():
        if line.startswith("VmHWM"):
            return int(line.split()[1]) / 1024
    return float("nan")


def _products(cache: Path, texts: dict[int, list[str]]) -> Callable[[int], object]:
    """The model's products of 8-bit integers, texts spread over the cores."""
    from onnx import TensorProto, helper, numpy_helper

    from benchmarks.graphs import Session
    from vectorstore.embedding import open_embedder

    model = open_embedder("", cache)
    random = np.random.default_rng(0)
    nodes, weights = [], []
    for layer in range(LAYERS):
        for part, (inputs, outputs) in enumerate([(HIDDEN, HIDDEN)] * 4 + [(HIDDEN, WIDE), (WIDE, HIDDEN)]):
            name = f"w{layer}_{part}"
            weights.append(
                numpy_helper.from_array(random.integers(-63, 64, (inputs, outputs), np.int8), name)
            )
            nodes.append(helper.make_node("MatMulInteger", [f"x{inputs}", name], [f"y{layer}_{part}"]))
    given = [
        helper.make_tensor_value_info(f"x{size}", TensorProto.UINT8, ["tokens", size])
        for size in (HIDDEN, WIDE)
    ]
    made = [helper.make_tensor_value_info(node.output[0], TensorProto.INT32, None) for node in nodes]
    graph = helper.make_graph(nodes, "products", given, made, weights)
    opset = helper.make_opsetid("", 20)
    written = helper.make_model(graph, opset_imports=[opset], ir_version=9).SerializeToString()
    session = Session(written, fused=False)._session  # noqa: SLF001
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    pool = ThreadPoolExecutor(cores)
    given_to = {
        length: [
            {f"x{size}": random.integers(0, 256, (count, size), np.uint8) for size in (HIDDEN, WIDE)}
            for count in [model.count_tokens(text.removeprefix("passage: ")) for text in some]
        ]
        for length, some in ({0: [QUESTION]} | texts).items()
    }
    return lambda length: list(pool.map(lambda given: session.run(None, given), given_to[length]))


def _texts(articles: Path) -> dict[int, list[str]]:
    """`TEXTS` texts of each length, from articles that are long enough."""
    with articles.open(encoding="utf-8") as lines:
        long = [text for line in lines if len(text := json.loads(line)["text"]) >= max(LENGTHS)]
    return {length: ["passage: " + text[:length] for text in long[:TEXTS]] for length in LENGTHS}


def _report(best: dict[str, Turn], tokens: dict[int, list[int]]) -> None:
    widths = "".join(f"{f'{length} characters':>20}" for length in LENGTHS)
    print(f"\n{TEXTS} texts at once, texts a second by the clock\n{'':<30}{widths}")
    for name, turn in best.items():
        print(f"{name:<30}" + "".join(f"{TEXTS / turn[str(length)]:>20.1f}" for length in LENGTHS))
    print(f"\nGOP in a second of one processor, and the share of the roofline\n{'':<30}{widths}")
    for name, turn in best.items():
        cells = []
        for length in LENGTHS:
            rate = operations(tokens[length]) / turn[f"{length} cpu"] / 1e9
            cells.append(f"{rate:.0f} ({best[ROOFLINE][f'{length} cpu'] / turn[f'{length} cpu']:.0%})")
        print(f"{name:<30}" + "".join(f"{cell:>20}" for cell in cells))
    print(
        f"\n{'':<30}{'a question, ms':>16}{'peak MB':>10}"
        f"{'300 × plain, clock':>20}{'processor':>11}{'question / plain':>18}"
    )
    plain = best.get("sentence-transformers float32")
    for name, turn in best.items():
        of = plain or turn
        print(
            f"{name:<30}{turn['0'] * 1e3:>16.1f}{turn['memory']:>10.0f}{of['300'] / turn['300']:>20.2f}"
            f"{of['300 cpu'] / turn['300 cpu']:>11.2f}{turn['0'] / of['0']:>18.3f}"
        )


if __name__ == "__main__":
    main()
