"""Is a question that stands alone left alone? Every question of a set, asked behind a random other one.

    python -m benchmarks.conversations [--sets NAME,NAME]

Prints how many questions of each set are taken for follow-ups, and which: of those with an anaphor (这部作品,
该法令) nobody could say what they mean without their paragraph. Needs ../shared/eval.
"""

from __future__ import annotations

import argparse
import json
import random
from pathlib import Path

from corpus.models import Article, ArticleKind
from retrieval.conversation import understand
from retrieval.evaluation import load_questions
from retrieval.language import language_of
from retrieval.models import Turn
from vectorstore.models import CatalogueEntry
from vectorstore.script import simplified

EVAL = Path(__file__).resolve().parent.parent.parent / "shared" / "eval"
SEED = 1


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


def main() -> None:
    """Print a table, and the questions that were taken."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sets", default="cmrc-trial,xquad-zh,xquad-en,drcd-dev")
    for name in parser.parse_args().sets.split(","):
        total, found = taken(name)
        print(f"{name}: {len(found)} of {total} taken for follow-ups")
        for question in found:
            print(f"    {question}")


if __name__ == "__main__":
    main()
