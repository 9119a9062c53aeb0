"""How many false claims the proof strikes and how many true ones it keeps, by kind.

    python -m benchmarks.spoiled [--claims 1200] [--seed 1] [--part PART] [--show KIND|hand|all]

Sentences of the evaluation sets in ../shared/eval are spoiled and rephrased by rule (`benchmarks.spoiling`,
`benchmarks.paraphrasing`); the claims over the sample pages are written by hand (tests/data/claims.jsonl).
Articles are dealt into two halves by the digest of their id, and each half into its first `PER_SET` articles
of a set and those after them: see `PARTS`.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import re
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

import rjieba

from benchmarks.material import Made, Material, sample
from benchmarks.naming import tagged_names
from benchmarks.paraphrasing import paraphrased
from benchmarks.spoiling import HARD, SOFT, spoiled
from corpus.models import Article, ArticleKind
from corpus.reading import read_source
from corpus.sentences import sentence_spans
from retrieval.claims import CitedText, Prover
from retrieval.evidence.vectors import SentenceVectors
from retrieval.language import has_han
from vectorstore.embedding import open_embedder

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared" / "eval"
SAMPLES = ROOT / "corpus" / "pages"
CLAIMS = ROOT / "tests" / "data" / "claims.jsonl"
SETS = ("cmrc-trial", "xquad-zh", "drcd-dev", "news-5k")
PER_SET = 250
"""Articles of a set that a part has."""
PARTS = {"tuned": (0, 0), "read": (1, 0), "third": (1, PER_SET), "fourth": (0, PER_SET)}
"""A part → which half of a set's articles it is of, and how many of that half it leaves to the one before.
Rules were made on the first two; docs/quality.md says what was seen of the others, and when."""
AROUND = 3
"""Sentences of the passage on either side of the one that is spoiled."""
LONGEST, SHORTEST = 110, 14
NAME_LENGTHS = range(2, 11)
_TITLES = "市长|书记|局长|院长|校长|主任|教授|总经理|董事长|主席|总统|总理|记者|导演|队长|主教练"
_TITLED = re.compile(rf"(?:{_TITLES})([一-鿿]{{2,3}})(?=说|表示|介绍|称|指出|认为|，|在|等|、)")


def half_of(key: str) -> int:
    """The half, 0 or 1, to which an article belongs."""
    return hashlib.sha256(key.encode()).digest()[0] % 2


def articles(name: str, part: str) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Id, text and names of the articles of a set that a part has; small sets have no later parts."""
    half, skipped = PARTS[part]
    folder = SHARED / name
    answers: dict[str, set[str]] = defaultdict(set)
    questions = folder / "questions.jsonl"
    if questions.exists():
        for line in questions.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            for answer in row.get("answers_any", ()):
                if (
                    len(answer) in NAME_LENGTHS
                    and has_han(answer)
                    and not re.search(r"[\d，。、年月日的]", answer)
                ):
                    answers[row["article"]].add(answer)
    count = 0
    for line in (folder / "articles.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if half_of(row["id"]) != half:
            continue
        count += 1
        if count <= skipped:
            continue
        text = row["text"][:2500]
        people = {name for name in _TITLED.findall(text) if not _is_told(name)}
        yield row["id"], text, tuple(sorted(answers[row["id"]] | people))
        if count == skipped + PER_SET:
            return


def _is_told(name: str) -> bool:
    """Whether what stands behind a title is no name (记者获悉, 记者注意到)."""
    return str(rjieba.tag(name)[0][1]).startswith("v")


def materials(name: str, part: str) -> Iterator[Material]:
    """Sentences of a set with what stands around them."""
    last = ""
    for _, text, names in articles(name, part):
        tagged = tuple(tagged_names(text))
        spans = sentence_spans(text)
        rows = [text[a:b] for a, b in spans]
        for at, row in enumerate(rows):
            if not SHORTEST <= len(row) <= LONGEST or not row.endswith("。"):
                continue
            low, high = max(0, at - AROUND), min(len(rows), at + AROUND + 1)
            passage = text[spans[low][0] : spans[high - 1][1]]
            yield Material(
                row,
                passage,
                rows[at - 1] if at else "",
                rows[at + 1] if at + 1 < len(rows) else "",
                names,
                tagged,
                last,
            )
        last = next((row for row in rows if SHORTEST <= len(row) <= LONGEST and row.endswith("。")), last)


def claims(count: int, seed: int, part: str) -> tuple[list[Made], list[Made]]:
    """False and true claims over all sets at hand."""
    chance = random.Random(seed)  # noqa: S311
    false: list[Made] = []
    true: list[Made] = []
    for name in SETS:
        if not (SHARED / name / "articles.jsonl").exists():
            continue
        rows = list(materials(name, part))
        chance.shuffle(rows)
        for row in rows[: 4 * count]:
            false.extend(spoiled(row, chance))
            true.extend(paraphrased(row, chance))
    return sample(false, count, chance), sample(true, count, chance)


def judged(made: Sequence[Made], prover: Prover) -> Iterator[tuple[Made, bool, str]]:
    """Each claim, whether it was kept, and why not."""
    for one in made:
        article = Article("", ArticleKind.ARTICLE, None, headline_made=False, text=one.passage)
        verdict = prover.prove(one.text, [CitedText(1, one.passage, article)], lang="zh")
        yield one, verdict.kept, f"{verdict.reason.name} {verdict.detail}"


def written(store: Path | None) -> Iterator[tuple[str, Made, bool, str]]:
    """The claims over the sample pages, each with its set: they were tuned on the first and the second."""
    articles_of = {
        article.headline: article
        for page in sorted(SAMPLES.glob("*.txt"))
        for article in read_source(page, SAMPLES).articles
    }
    with tempfile.TemporaryDirectory() as temporary:
        prover = Prover(SentenceVectors(open_embedder("", store or Path(temporary))))
        for line in CLAIMS.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            article = articles_of[row["headline"]]
            verdict = prover.prove(row["claim"], [CitedText(1, article.text, article)], lang=row["lang"])
            made = Made(row["kind"], row["claim"], article.text)
            yield (
                f"{row['set']}, {row['lang']}",
                made,
                verdict.kept,
                f"{verdict.reason.name} {verdict.detail}",
            )


def table(rows: Sequence[tuple[Made, bool, str]], *, kept: bool) -> str:
    """Shares by kind."""
    counts: dict[str, list[bool]] = defaultdict(list)
    for one, was_kept, _ in rows:
        counts[one.kind].append(was_kept == kept)
    order = [*HARD, *SOFT, *sorted(set(counts) - set(HARD) - set(SOFT))]
    lines = [
        f"| {kind} | {len(counts[kind])} | {sum(counts[kind]) / len(counts[kind]):.3f} |"
        for kind in order
        if counts[kind]
    ]
    every = [good for row in counts.values() for good in row]
    lines.append(f"| all | {len(every)} | {sum(every) / max(1, len(every)):.3f} |")
    head = f"| {'true' if kept else 'spoiled'} | claims | {'kept' if kept else 'struck'} |"
    return "\n".join([head, "| --- | ---: | ---: |", *lines])


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--claims", type=int, default=1200, help="spoiled ones, and as many true ones")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--part", choices=tuple(PARTS), default="fourth")
    parser.add_argument(
        "--store", type=Path, help="the cache folder of the embedding model (else a temporary one)"
    )
    parser.add_argument("--show", help="print what was judged wrongly: of this kind, by hand, or all")
    options = parser.parse_args()
    false, true = claims(options.claims, options.seed, options.part)
    sets: dict[str, list[tuple[Made, bool, str]]] = defaultdict(list)
    for name, made_by_hand, was_kept, why in written(options.store):
        sets[f"{name}, {'true' if made_by_hand.kind == 'true' else 'spoiled'}"].append(
            (made_by_hand, was_kept, why)
        )
    for name, rows in sets.items():
        right = [was_kept == (one.kind == "true") for one, was_kept, _ in rows]
        print(f"by hand, {name}: {sum(right)} of {len(right)}")
        for one, was_kept, why in rows:
            if options.show in ("hand", "all") and was_kept != (one.kind == "true"):
                print(f"    {one.kind}: {why}: {one.text}")
    print()
    for made, kept in ((false, False), (true, True)):
        rows = list(judged(made, Prover()))
        print(table(rows, kept=kept), "\n", flush=True)
        for one, was_kept, why in rows:
            if options.show in (one.kind, "all") and was_kept != kept:
                print(f"{one.kind}: {why}\n    {one.text}\n    {one.passage}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
