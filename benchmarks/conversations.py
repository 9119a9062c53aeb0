"""Are questions that stand alone left alone, and follow-ups answered as well as the questions they stand for?

    python -m benchmarks.conversations alone [--sets NAME,NAME]
    python -m benchmarks.conversations pronouns --store FOLDER [--sets NAME]

The first asks every question of a set behind a random other one and prints which are taken for follow-ups: of
those with an anaphor (这部作品, 该法令) nobody could say what they mean without their paragraph. The second
takes two questions on one article that begin with the same name, asks the first, then the second with 它 for
the name, and compares with the second as it is; FOLDER holds the stores that `benchmarks.quality --store`
makes. Needs ../shared/eval.
"""

from __future__ import annotations

import argparse
import json
import random
from itertools import combinations
from pathlib import Path

from corpus.models import Article, ArticleKind
from retrieval.answerer import Answerer
from retrieval.conversation.follow_ups import understand
from retrieval.evaluation.evaluate import GoldQuestion, judge, load_questions
from retrieval.language import language_of
from retrieval.models import Turn
from vectorstore.archive import LiveArchive
from vectorstore.catalogue.script import simplified
from vectorstore.embedding import open_embedder
from vectorstore.generations import StoreFolder
from vectorstore.models import CatalogueEntry

EVAL = Path(__file__).resolve().parent.parent.parent / "shared" / "eval"
SEED = 1
NAME = range(3, 13)
"""Characters that two questions' shared beginning must have to be taken for a name."""
LEAST_REST = 4
MOST = 120


def taken(name: str) -> tuple[int, list[str]]:
    """How many questions a set has, and those that are taken for follow-ups of a random one."""
    entries = {}
    for line in (EVAL / name / "articles.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        article = Article(row["id"], ArticleKind.ARTICLE, row.get("headline"), False, row["text"])  # noqa: FBT003
        entries[article.id] = CatalogueEntry(article, name)
    questions = load_questions(EVAL / name / "questions.jsonl")
    chance = random.Random(SEED)  # noqa: S311 (no secret)
    found = []
    for question in questions:
        other = chance.choice(questions)
        turn = Turn(other.question, other.articles, "", other.answers_any[:1])
        text = simplified(question.question.strip())
        if understand(text, language_of(text), [turn], entries.get):
            found.append(question.question)
    return len(questions), found


def pairs(name: str) -> list[tuple[GoldQuestion, GoldQuestion, str]]:
    """Two questions on one article that begin with the same name, and what the second says behind it."""
    of_article: dict[str, list[GoldQuestion]] = {}
    for question in load_questions(EVAL / name / "questions.jsonl"):
        of_article.setdefault(question.articles[0], []).append(question)
    found = []
    for questions in of_article.values():
        for first, second in combinations(questions, 2):
            shared = _beginning(first.question, second.question)
            rest = second.question[len(shared) :]
            is_name = NAME.start <= len(shared) < NAME.stop and not set(shared) & set("，什哪谁多几")
            if is_name and len(rest) >= LEAST_REST and rest[0] not in "的之了":
                found.append((first, second, rest))
    random.Random(SEED).shuffle(found)  # noqa: S311 (no secret)
    return found[:MOST]


def _beginning(a: str, b: str) -> str:
    """The characters with which both begin."""
    length = next((at for at, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    return a[:length]


def by_pronoun(name: str, store: Path) -> None:
    """Print how often the quotes hold the answer, asked by a pronoun and asked whole."""
    embedder = open_embedder("", store / "cache")
    answerer = Answerer(LiveArchive(StoreFolder(store / name), embedder))
    rows = []
    for first, second, rest in pairs(name):
        turn = answerer.ask(first.question).turn
        leant = answerer.ask(f"它{rest}", before=[turn])
        whole = answerer.ask(second.question)
        rows.append(
            [judge(second, leant).quote_holds, judge(second, whole).quote_holds, bool(leant.understood)]
        )
    leant_share, whole_share, understood = (sum(column) / len(rows) for column in zip(*rows, strict=True))
    print(f"{name}: {understood:.3f} of {len(rows)} are taken for follow-ups; the quotes hold the answer")
    print(f"    for {leant_share:.3f} asked by a pronoun, for {whole_share:.3f} asked whole")


def main() -> None:
    """Run one of the two."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("what", choices=["alone", "pronouns"])
    parser.add_argument("--sets", default="")
    parser.add_argument("--store", type=Path)
    options = parser.parse_args()
    if options.what == "pronouns":
        if not options.store:
            parser.error("pronouns need --store FOLDER")
        for name in (options.sets or "cmrc-trial").split(","):
            by_pronoun(name, options.store)
        return
    for name in (options.sets or "cmrc-trial,xquad-zh,xquad-en,drcd-dev").split(","):
        total, found = taken(name)
        print(f"{name}: {len(found)} of {total} taken for follow-ups")
        for question in found:
            print(f"    {question}")


if __name__ == "__main__":
    main()
