"""How well questions are answered: every evaluation set at hand, as a table in docs/quality.md.

    python -m benchmarks.quality [--store FOLDER] [--readers FOLDER] [--sets NAME,NAME] [--no-write]

The sets lie in ../shared/eval (docs/contract.md has their form), the local news in benchmarks/data; the
sample pages' questions lie in tests/data, and `benchmarks.near_absent` makes the near-absent ones. Indexing
them takes minutes once; with `--store` the vectors are kept for the next time. With `--readers`, made by
`benchmarks.train_reader`, `benchmarks.train_answerable` and its English fellow, each question of a set that
these have learnt from is answered by what has not seen its paragraph or article.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from opencc import OpenCC

from benchmarks.near_absent import sets_of as near_sets
from benchmarks.near_absent import write as write_near
from benchmarks.reader_data import FOLDS, fold_of
from bot.evaluation_page import COLUMNS as PAGE_COLUMNS
from retrieval.answerer import Answerer
from retrieval.evaluation.evaluate import GoldQuestion, Report, evaluate, load_questions
from retrieval.evidence.trained import Genre, Trained, load
from retrieval.evidence.vectors import SentenceVectors
from retrieval.models import Answer, Turn
from vectorstore.archive import LiveArchive
from vectorstore.embedding import Embedder, open_embedder
from vectorstore.generations import StoreFolder
from vectorstore.refresh import RefreshRequest, refresh

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"
LOCAL_NEWS = ROOT / "benchmarks" / "data" / "local_news"
PAGE = ROOT / "docs" / "quality.md"
BEGIN, END = "<!-- measured -->", "<!-- /measured -->"

COLUMNS = (*PAGE_COLUMNS, ("p50 ms", "p50_ms"), ("p95 ms", "p95_ms"))


@dataclass(frozen=True, slots=True)
class EvaluationSet:
    """Questions and the pages or articles they are asked about.

    Attributes:
        name: In the table.
        pages: What is indexed.
        questions: The questions' file.
        by_place: Whether gold articles are numbered by their place on the page.
        asked_in_traditional: Whether the questions are turned into traditional characters first.
        shares: The set whose pages these are too; "" where they are its own.
    """

    name: str
    pages: Path
    questions: Path
    by_place: bool = False
    asked_in_traditional: bool = False
    shares: str = ""

    @property
    def store(self) -> str:
        """The name of its store's folder."""
        return (self.shares or self.name).replace(" ", "-")


Fold = Mapping[Genre, Trained]
"""What has been trained without every fourth paragraph."""


class _Unseeing(Answerer):
    """Answers with a reader of its own."""

    def __init__(self, live: LiveArchive, fold: Fold) -> None:
        super().__init__(live)
        self._vectors = {genre: SentenceVectors(live.embedder, genre, fold[genre]) for genre in Genre}


class ByFold:
    """Asks each question of the answerer whose reader has not seen its paragraph."""

    def __init__(self, live: LiveArchive, folds: Sequence[Fold], questions: Sequence[GoldQuestion]) -> None:
        self._answerers = [_Unseeing(live, fold) for fold in folds]
        self._fold = {question.question: fold_of(question.id) for question in questions}

    def ask(self, question: str, *, top_k: int = 10, before: Sequence[Turn] = ()) -> Answer:
        """Answer one question."""
        one = self._answerers[self._fold.get(question, 0)]
        return one.ask(question, top_k=top_k, before=before)


def sets(folder: Path | None = None) -> list[EvaluationSet]:
    """Every set whose files are there; the near-absent ones are made in `folder` where it is given."""
    seed = SHARED / "seeds"
    known = [
        EvaluationSet(
            "samples", ROOT / "corpus" / "pages", ROOT / "tests" / "data" / "sample_questions.jsonl"
        ),
        EvaluationSet(
            "real page", seed / "000_6da2452d7dfa6b22.txt", seed / "questions.jsonl", by_place=True
        ),
    ]
    known.append(EvaluationSet("local-news", LOCAL_NEWS / "articles.jsonl", LOCAL_NEWS / "questions.jsonl"))
    for name in ("cmrc-trial", "xquad-zh", "xquad-en", "refusal"):
        place = SHARED / "eval" / name
        known.append(EvaluationSet(name, place / "articles.jsonl", place / "questions.jsonl"))
    place = SHARED / "eval" / "xquad-zh"
    known.append(
        EvaluationSet(
            "xquad-zh in traditional",
            place / "articles.jsonl",
            place / "questions.jsonl",
            asked_in_traditional=True,
            shares="xquad-zh",
        )
    )
    known = [one for one in known if one.pages.exists() and one.questions.exists()]
    if folder is not None and SHARED.exists():
        for name, near in near_sets(SHARED / "eval"):
            place = folder / "near" / name
            write_near(near, place)
            known.append(_near(name, place))
    return known


def _near(name: str, place: Path) -> EvaluationSet:
    """Another one is asked of the pages as they are, in English of those that the Chinese questions cut."""
    kind, _, base = name.partition("-")
    if kind == "other":
        pages, shares = SHARED / "eval" / base / "articles.jsonl", base
    elif base == "xquad-en":
        pages, shares = place.with_name("near-xquad-zh") / "articles.jsonl", "near-xquad-zh"
    else:
        pages, shares = place / "articles.jsonl", ""
    return EvaluationSet(name, pages, place / "questions.jsonl", shares=shares)


def indexed(one: EvaluationSet, folder: Path, embedder: Embedder) -> LiveArchive:
    """A set's pages, indexed in `folder` where they are not yet."""
    store = StoreFolder(folder / one.store)
    refresh(store, embedder, RefreshRequest(samples=one.pages, paths=(one.pages,)))
    return LiveArchive(store, embedder)


def measure(one: EvaluationSet, folder: Path, embedder: Embedder, folds: Sequence[Fold] = ()) -> Report:
    """Index a set and ask its questions."""
    live = indexed(one, folder, embedder)
    entries = list(live.get().entries())
    questions = load_questions(one.questions)
    if one.by_place:
        questions = list(_by_place(questions, [entry.article.id for entry in entries]))
    if one.asked_in_traditional:
        convert = OpenCC("s2t").convert
        questions = [replace(question, question=convert(question.question)) for question in questions]
    answerer = ByFold(live, folds, questions) if folds else Answerer(live)
    answerer.ask("热身")  # the model is loaded before the clock runs
    return evaluate(answerer, questions, entries)


def table(reports: Sequence[tuple[str, Report]]) -> str:
    """The reports as a Markdown table."""
    lines = [
        "| set | " + " | ".join(title for title, _ in COLUMNS) + " |",
        "| --- |" + " ---: |" * len(COLUMNS),
    ]
    for name, report in reports:
        row = report.to_json()
        has_refusals = report.questions > report.answerable
        cells = [
            "–"
            if row[key] is None or (key.startswith("refusal") and not has_refusals)
            else _cell(key, row[key])
            for _, key in COLUMNS
        ]
        lines.append(f"| {name} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def write(text: str) -> None:
    """Put the table between its marks in docs/quality.md."""
    page = PAGE.read_text(encoding="utf-8")
    before, _, rest = page.partition(BEGIN)
    _, _, behind = rest.partition(END)
    PAGE.write_text(f"{before}{BEGIN}\n\n{text}\n\n{END}{behind}", encoding="utf-8")


def main() -> int:
    """Measure and print; write where asked."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--store", type=Path, help="keep the stores here (default: a temporary folder)")
    parser.add_argument("--readers", type=Path, help="made by benchmarks.train_reader --out")
    parser.add_argument("--sets", help="only these, comma between")
    parser.add_argument("--no-write", action="store_true", help="print only")
    options = parser.parse_args()
    wanted = options.sets.split(",") if options.sets else None
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.store or Path(temporary)
        embedder = open_embedder("", folder / "cache")
        reports = []
        folds = [load(options.readers, str(fold)) for fold in range(FOLDS)] if options.readers else []
        for one in sets(folder):
            if wanted is None or one.name in wanted:
                learnt = one.name not in {"samples", "real page"}
                reports.append((one.name, measure(one, folder, embedder, folds if learnt else ())))
                print(table(reports[-1:]), flush=True)
    if not options.no_write and wanted is None:
        write(table(reports))
    return 0


def _by_place(questions: Sequence[GoldQuestion], ids: Sequence[str]) -> Iterator[GoldQuestion]:
    for question in questions:
        yield replace(question, articles=tuple(ids[int(place) - 1] for place in question.articles))


def _cell(key: str, value: float) -> str:
    if key == "questions":
        return f"{value:.0f}"
    return f"{value:.0f}" if key in {"quote_length", "p50_ms", "p95_ms"} else f"{value:.3f}"


if __name__ == "__main__":
    sys.exit(main())
