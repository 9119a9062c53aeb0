"""What a refresh costs by the size of the store: nothing new, ten changed articles, built whole.

    python -m benchmarks.refresh 1000 10000 100000
    python -m benchmarks.refresh --server http://127.0.0.1:8000 1000 10000
    python -m benchmarks.refresh --churn 10000

Articles are synthetic (three chunks each, thirty articles a file), vectors are clustered and random, so that
the model costs nothing and the store is what is measured. Seconds of wall clock; `copy` is the time to copy
the generation's files alone, `open` a reader's first question to the new generation. With --server the
vectors lie in a Chroma server: `ten changed` is the second generation, sent whole, `with a spare` the fourth,
of which the server is sent the difference (`chroma.server_writing`). With --churn: recall@10 of an HNSW
index in which a share of the vectors has been replaced, against exact search.
"""

from __future__ import annotations

import hashlib
import json
import random
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from vectorstore.archive import LiveArchive
from vectorstore.chroma import embedded
from vectorstore.chroma.api import ChromaServer
from vectorstore.chroma.files import copy_collection
from vectorstore.files import copy_file, tree_size
from vectorstore.generations import StoreFolder
from vectorstore.models import EmbeddingInfo, RefreshReport
from vectorstore.refresh import RefreshRequest, refresh
from vectorstore.tidying import tidy

DIMENSION = 384
PER_FILE = 30
CHUNKS_PER_ARTICLE = 3
CHANGED = 10
_CLUSTERS = 500
_CHARACTERS = [chr(code) for code in range(0x4E00, 0x4E00 + 3000)]


class RandomModel:
    """A vector a text, the same each time: a cluster's centre and noise."""

    def __init__(self) -> None:
        self.info = EmbeddingInfo("random", "", DIMENSION, 512, "random", "none")
        self._centres = np.random.default_rng(0).normal(size=(_CLUSTERS, DIMENSION)).astype(np.float32)

    def passages(
        self, texts: Sequence[str], on_progress: Callable[[int], None] | None = None
    ) -> NDArray[np.float32]:
        """Vectors of shape (len(texts), DIMENSION)."""
        made = np.stack([self._vector(text) for text in texts])
        if on_progress:
            on_progress(len(texts))
        return made

    def query(self, text: str) -> NDArray[np.float32]:
        """A vector of shape (DIMENSION,)."""
        return self._vector(text)

    def count_tokens(self, text: str) -> int:
        """About what multilingual-e5-small counts."""
        return int(len(text) * 0.7)

    def _vector(self, text: str) -> NDArray[np.float32]:
        seed = int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big")
        rng = np.random.default_rng(seed)
        vector = self._centres[seed % _CLUSTERS] + 0.7 * rng.standard_normal(DIMENSION, np.float32)
        return np.asarray(vector / np.linalg.norm(vector), np.float32)


def article(number: int, version: int = 0) -> str:
    """One article as a line of JSON: sentences of random characters, Zipf-like, about 900 of them."""
    rng = random.Random(number * 1000 + version)  # noqa: S311
    sentences = [
        "".join(_CHARACTERS[int(len(_CHARACTERS) * rng.random() ** 3)] for _ in range(rng.randint(20, 50)))
        + "。"
        for _ in range(26)
    ]
    return json.dumps(
        {"id": f"a{number}", "headline": sentences[0][:20], "text": "".join(sentences)}, ensure_ascii=False
    )


def write_pages(folder: Path, articles: int) -> list[Path]:
    """Write files of `PER_FILE` articles each."""
    folder.mkdir()
    files = []
    for first in range(0, articles, PER_FILE):
        file = folder / f"{first:07d}.jsonl"
        numbers = range(first, min(first + PER_FILE, articles))
        file.write_text("\n".join(map(article, numbers)) + "\n", encoding="utf-8")
        files.append(file)
    return files


def change(files: Sequence[Path], version: int) -> None:
    """Change one article in each of ten files spread over all of them."""
    for at in range(CHANGED):
        file = files[at * len(files) // CHANGED]
        lines = file.read_text(encoding="utf-8").splitlines()
        lines[at % len(lines)] = article(int(json.loads(lines[at % len(lines)])["id"][1:]), version=version)
        file.write_text("\n".join(lines) + "\n", encoding="utf-8")


def measure(chunks: int, server: ChromaServer | None = None) -> None:
    """Print one row of the table."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        files = write_pages(folder / "pages", max(CHANGED, chunks // CHUNKS_PER_ARTICLE))
        time.sleep(2.5)  # a file younger than `stamps.RACY_NS` is not trusted
        store, model = StoreFolder(folder / "data", server), RandomModel()
        live = LiveArchive(store, model)

        def run(*paths: Path, rebuild: bool = False) -> RefreshReport:
            return refresh(store, model, RefreshRequest(samples=folder, paths=paths, rebuild=rebuild))

        first = run(folder / "pages")
        live.get()
        nothing = run()
        change(files, 1)
        ten = run()
        assert (ten.changed, ten.generation != first.generation) == (CHANGED, True)
        if server is not None:
            live.get().close()
            for version in (2, 3):
                change(files, version)
                spared = run()
            print(
                f"{ten.chunks:>7}{first.seconds:>9.1f}{nothing.seconds:>13.2f}{ten.seconds:>13.2f}"
                f"{spared.seconds:>14.2f}",
                flush=True,
            )
            tidy(store)
            server.delete(store.live().collection)
            return
        started = time.perf_counter()
        archive = live.get()
        while archive.generation != ten.generation:
            time.sleep(0.01)
            archive = live.get()
        archive.dense(model.query("问"), 10)
        opened = time.perf_counter() - started
        size = tree_size(store.path(ten.generation))
        started = time.perf_counter()
        copy_collection(store.vectors(ten.generation), folder / "copy")
        copy_file(store.catalogue(ten.generation), folder / "copy.sqlite")
        copied = time.perf_counter() - started
        print(
            f"{ten.chunks:>7}{first.seconds:>9.1f}{nothing.seconds:>13.2f}{ten.seconds:>13.2f}"
            f"{ten.embedded:>10}{copied:>8.2f}{opened:>8.2f}{size / 1e6:>8.0f}",
            flush=True,
        )


def churn(count: int) -> None:
    """Print recall@10 of a churned index against exact search."""
    rng = np.random.default_rng(1)
    model = RandomModel()
    total = int(count * 1.6)
    vectors = model.passages([f"v{number}" for number in range(total)])
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "chroma"
        embedded.write(folder, [f"v{number}" for number in range(count)], vectors[:count])
        live = list(range(count))
        fresh = count
        print("replaced  recall@10")
        for share in (0.0, 0.1, 0.2, 0.4, 0.6):
            while fresh < count * (1 + share):
                step = min(count // 20, int(count * (1 + share)) - fresh)
                gone = [live.pop(int(rng.integers(len(live)))) for _ in range(step)]
                new = list(range(fresh, fresh + step))
                embedded.edit(folder, [f"v{n}" for n in gone], [f"v{n}" for n in new], vectors[new])
                live += new
                fresh += step
            index = embedded.EmbeddedIndex(folder)
            found, asked = 0, model.passages([f"q{number}" for number in range(200)])
            for query in asked:
                exact = np.argsort(-(vectors[live] @ query))[:10]
                best = {f"v{live[row]}" for row in exact}
                found += len(best & {hit.chunk_id for hit in index.search(query, 10)})
            index.close()
            print(f"{share:>8.0%}{found / (10 * len(asked)):>11.4f}", flush=True)


def main(arguments: Sequence[str]) -> None:
    """Measure what the command line names."""
    if arguments[:1] == ["--churn"]:
        churn(int(arguments[1]))
        return
    if arguments[:1] == ["--server"]:
        print(" chunks  whole s  no change s  ten changed  with a spare")
        for chunks in arguments[2:]:
            measure(int(chunks), ChromaServer(arguments[1]))
        return
    print(" chunks  whole s  no change s  ten changed  embedded  copy s  open s      MB")
    for chunks in arguments:
        measure(int(chunks))


if __name__ == "__main__":
    main(sys.argv[1:])
