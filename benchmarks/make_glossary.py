"""Makes `retrieval/search/glossary.tsv`: for an English stem the Chinese words that it may stand for.

    python -m benchmarks.make_glossary

The words are those that CC-CEDICT has and that stand at least twice in the 5,000 articles of news-5k
(../shared/eval), whose number of times also says which of two is the likelier; the stems are those of their
glosses. A sense of one word counts more than one of several, an earlier sense more than a later.
"""

from __future__ import annotations

import json
import math
import re
import sys
from collections import Counter
from pathlib import Path

from benchmarks.quality import SHARED
from retrieval.search.translation import GLOSSARY, HEADER
from retrieval.text.english import keys_of
from retrieval.text.glosses import own_words, phrases, senses
from vectorstore.catalogue.script import simplified

LEAST = 2
"""Times that a word must stand in the articles: of those seen once half are the segmenter's errors."""

KEPT = 8
"""Words of a stem: 12 find no more (hit@1 of local news among 12,297 chunks 0.223 at 8, 0.218 at 12)."""

LATER = 0.15
"""What each earlier sense takes from a sense's weight, as in 1 / (1 + 0.15 n); set by hand."""

OWN = 50
"""Times that a term of our own counts at least: news-5k is of the country, not of a town."""

_WORD = re.compile(r"[一-鿿]{2,6}")


def counted(articles: Path) -> Counter[str]:
    """How often each word stands in some articles."""
    words: Counter[str] = Counter()
    for line in articles.read_text(encoding="utf-8").split("\n"):
        if line.strip():
            words.update(word for word, _, _ in phrases(simplified(json.loads(line)["text"])))
    return words | Counter(dict.fromkeys(own_words(), OWN))


def glossary(words: Counter[str]) -> dict[str, list[str]]:
    """For each stem its words, the likeliest first."""
    worth: dict[str, dict[str, float]] = {}
    for word, times in words.items():
        if times < LEAST or not _WORD.fullmatch(word):
            continue
        for place, sense in enumerate(senses(word)):
            keys = list(dict.fromkeys(keys_of(sense)))
            for key in keys:
                told = math.log(2 + times) / len(keys) / (1 + LATER * place)
                worth.setdefault(key, {})
                worth[key][word] = max(worth[key].get(word, 0.0), told)
    return {
        key: sorted(found, key=lambda word: (-found[word], word))[:KEPT]
        for key, found in sorted(worth.items())
    }


def main() -> int:
    """Write the file anew."""
    made = glossary(counted(SHARED / "eval" / "news-5k" / "articles.jsonl"))
    lines = [HEADER, *(f"{key}\t{' '.join(words)}" for key, words in made.items())]
    GLOSSARY.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(len(made), "stems,", GLOSSARY.stat().st_size, "bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
