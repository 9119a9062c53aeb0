"""Makes `retrieval/search/crossing.json`: how far Chinese questions lie from the same ones in English.

    python -m benchmarks.make_crossing [--cache FOLDER]

The questions are XQuAD's, asked in both languages (../shared/eval); the mean difference of their vectors is
kept under the model's fingerprint, beside those of other models.
"""

from __future__ import annotations

import argparse
import base64
import json
import sys
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.quality import SHARED
from retrieval.evaluation.gold import load_questions
from retrieval.search.crossing import CROSSING
from vectorstore.embedding import Embedder, open_embedder


def difference(embedder: Embedder, english: dict[str, str], chinese: dict[str, str]) -> NDArray[np.float32]:
    """The mean of the Chinese questions' vectors less the English ones', over those of the same id."""
    both = sorted(english.keys() & chinese.keys())
    moves = [embedder.query(chinese[one]) - embedder.query(english[one]) for one in both]
    return np.asarray(np.mean(moves, axis=0), np.float32)


def asked(language: str) -> dict[str, str]:
    """XQuAD's questions in one language, by what is the same in both languages' ids."""
    questions = load_questions(SHARED / "eval" / f"xquad-{language}" / "questions.jsonl")
    return {q.id.removesuffix(f"-{language}"): q.question for q in questions if q.question.strip()}


def main() -> int:
    """Put this model's difference into the file."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--cache", type=Path, default=Path("data/cache"), help="where the model is unpacked")
    options = parser.parse_args()
    embedder = open_embedder("", options.cache)
    made = difference(embedder, asked("en"), asked("zh"))
    known = json.loads(CROSSING.read_text(encoding="utf-8")) if CROSSING.exists() else {}
    known[embedder.info.fingerprint] = base64.b64encode(made.astype(np.float16).tobytes()).decode("ascii")
    CROSSING.write_text(json.dumps(known, indent=1) + "\n", encoding="utf-8")
    print(f"length {float(np.linalg.norm(made)):.3f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
