"""Which lexical index: SQLite FTS5 over pre-split bigrams, or tantivy over the same?

    python -m benchmarks.lexical ../shared/eval/cmrc-trial ../shared/eval/news-5k

The first folder has articles.jsonl and questions.jsonl, the others only distractors. tantivy is no
dependency of Wenbao: `pip install tantivy` first. Prints hit@1 and hit@10 of the gold article, time to
build, to open cold, and a question, and size on disk.
"""

from __future__ import annotations

import json
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from corpus.chunking import TokenBudget, chunk_article
from corpus.models import Article, ArticleKind
from vectorstore.catalogue import lexical
from vectorstore.catalogue.terms import terms

Search = Callable[[str, int], list[int]]
Document = tuple[int, str, str]
"""(row id, article id, text)"""

BUDGET = TokenBudget(count=lambda text: int(len(text) * 0.7), maximum=512)
"""About what multilingual-e5-small counts; exact counts do not matter to this comparison."""


def main(folders: Sequence[Path]) -> None:
    """Measure both engines on the same chunks and questions."""
    documents = [
        (number, article_id, text)
        for number, (article_id, text) in enumerate(
            (pair for folder in folders for pair in _chunks(folder / "articles.jsonl")), start=1
        )
    ]
    questions = [row for row in _rows(folders[0] / "questions.jsonl") if not row.get("unanswerable")]
    articles = {number: article_id for number, article_id, _ in documents}
    print(f"{len(documents)} chunks, {len(questions)} questions")
    print("engine       hit@1  hit@10  build s  open ms  p50 ms  p95 ms     MB")
    for name, build in (("fts5", _fts5), ("tantivy", _tantivy)):
        with tempfile.TemporaryDirectory() as scratch:
            folder = Path(scratch)
            started = time.perf_counter()
            opened = build(folder, documents)
            built = time.perf_counter() - started
            started = time.perf_counter()
            search = opened()
            search(questions[0]["question"], 100)
            cold = time.perf_counter() - started
            ranks, times = [], []
            for row in questions:
                started = time.perf_counter()
                found = search(row["question"], 100)
                times.append(time.perf_counter() - started)
                order = list(dict.fromkeys(articles[number] for number in found))
                ranks.append(order.index(row["article"]) + 1 if row["article"] in order else 0)
            size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6
            quantiles = statistics.quantiles(times, n=20)
            print(
                f"{name:<10}{_share(ranks, 1):>8.3f}{_share(ranks, 10):>8.3f}{built:>9.1f}{cold * 1e3:>9.1f}"
                f"{statistics.median(times) * 1e3:>8.1f}{quantiles[18] * 1e3:>8.1f}{size:>7.1f}"
            )


def _share(ranks: Sequence[int], depth: int) -> float:
    return sum(1 for rank in ranks if 0 < rank <= depth) / len(ranks)


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def _chunks(path: Path) -> list[tuple[str, str]]:
    cut: list[tuple[str, str]] = []
    for row in _rows(path):
        article = Article(row["id"], ArticleKind.ARTICLE, row.get("headline"), False, row["text"])  # noqa: FBT003
        cut.extend((article.id, chunk.text) for chunk in chunk_article(article, BUDGET))
    return cut


def _fts5(folder: Path, documents: Sequence[Document]) -> Callable[[], Search]:
    path = folder / "lexical.sqlite"
    connection = sqlite3.connect(path)
    connection.execute(lexical.SCHEMA)
    with connection:
        lexical.add(connection, ((number, text) for number, _, text in documents))
        lexical.optimise(connection)
    connection.close()

    def opened() -> Search:
        reader = sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True)
        return lambda question, k: [number for number, _ in lexical.search(reader, question, k)]

    return opened


def _tantivy(folder: Path, documents: Sequence[Document]) -> Callable[[], Search]:
    import tantivy

    schema = (
        tantivy.SchemaBuilder()
        .add_text_field("terms", stored=False, tokenizer_name="whitespace")
        .add_integer_field("number", stored=True)
        .build()
    )
    index = tantivy.Index(schema, path=str(folder))
    writer = index.writer(heap_size=256_000_000)
    for number, _, text in documents:
        writer.add_document(tantivy.Document(terms=" ".join(terms(text)), number=number))
    writer.commit()
    writer.wait_merging_threads()

    def opened() -> Search:
        reader = tantivy.Index.open(str(folder))
        searcher = reader.searcher()

        def search(question: str, k: int) -> list[int]:
            wanted = [
                tantivy.Query.term_query(schema, "terms", term) for term in dict.fromkeys(terms(question))
            ]
            query = tantivy.Query.boolean_query([(tantivy.Occur.Should, part) for part in wanted])
            hits = searcher.search(query, k).hits
            return [searcher.doc(address)["number"][0] for _, address in hits]

        return search

    return opened


if __name__ == "__main__":
    main([Path(argument) for argument in sys.argv[1:]])
