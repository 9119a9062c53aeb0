"""Makes `retrieval/search/glossary.tsv`: for an English word or two what it may be in a Chinese newspaper.

    python -m benchmarks.make_glossary

The Chinese words are those that CC-CEDICT has and that stand in the 5,000 articles of news-5k
(../shared/eval), which also say how common each is; the keys are the words of its senses, and the whole
sense where it is two or three words. A sense of one word counts more than one of several, an earlier sense
more than a later.
"""

from __future__ import annotations

import json
import math
import re
import sys
from collections import Counter
from pathlib import Path

from benchmarks.quality import SHARED
from retrieval.search.glossary import GLOSSARY, HEADER, LONGEST, SCALE
from retrieval.text.glosses import STOP, dictionary_words, own_words, phrases, senses
from vectorstore.catalogue.script import simplified

LEAST = 2
"""Articles in which the segmenter must find a word: of those seen once half are its errors."""

LEAST_AS_PART = 4
"""Times that the dictionary's own segmentation must, which cuts less well."""

KEPT = 12
"""Chinese words of a key at most."""

LIKELY = 0.25
"""Likelihood of the best that the others must have."""

LATER = 0.15
"""What each earlier sense takes from a sense's weight, as in 1 / (1 + 0.15 n); set by hand."""

OWN = 50
"""Articles for which a term of our own counts at least: news-5k is of the country, not of a town."""

LONGEST_SENSE = 6
"""Words of a sense that is read: longer ones explain."""

_CHINESE = re.compile(r"[一-鿿]{1,6}")
_ENGLISH = re.compile(r"[a-z]+(?:'[a-z]+)?")
_EXPLAINS = re.compile(r"\s*(?:see|variant of|old variant|surname|used in|classifier|archaic|erhua)\b")


def counted(articles: Path) -> tuple[Counter[str], Counter[str]]:
    """In how many articles the segmenter finds each word, and how often the dictionary does."""
    words: Counter[str] = Counter()
    parts: Counter[str] = Counter()
    for line in articles.read_text(encoding="utf-8").split("\n"):
        if line.strip():
            text = simplified(json.loads(line)["text"])
            words.update({word for word, _, _ in phrases(text)})
            parts.update(
                word for sentence in re.split(r"[。\n]", text) for word in dictionary_words(sentence)
            )
    return words | Counter(dict.fromkeys(own_words(), OWN)), parts


def content(sense: str) -> list[str]:
    """The words of a sense that say something, once each."""
    words = (word.removesuffix("'s").replace("'", "") for word in _ENGLISH.findall(sense.lower()))
    return list(dict.fromkeys(word for word in words if word not in STOP and len(word) > 1))


def glossary(words: Counter[str], parts: Counter[str]) -> dict[str, list[tuple[str, float]]]:
    """For each key its Chinese words, the likeliest first, with their likelihood against the first's."""
    own, worth = frozenset(own_words()), dict[str, dict[str, float]]()
    for word in sorted(words.keys() | parts.keys()):
        if not _CHINESE.fullmatch(word) or (words[word] < LEAST and parts[word] < LEAST_AS_PART):
            continue
        common = math.log(2 + max(words[word], 1))
        for place, sense in enumerate(sense for sense in senses(word) if not _EXPLAINS.match(sense)):
            said = content(sense)
            if word in own:
                told = dict.fromkeys(said, common)
            elif len(said) <= LONGEST_SENSE:
                of_sense = common / (1 + LATER * place)
                told = {key: of_sense / len(said) for key in said}
                if 1 < len(said) <= LONGEST:
                    told[" ".join(said)] = of_sense
            else:
                continue
            for key, value in told.items():
                of_key = worth.setdefault(key, {})
                of_key[word] = max(of_key.get(word, 0.0), value)
    return {key: _likeliest(found) for key, found in sorted(worth.items())}


def _likeliest(found: dict[str, float]) -> list[tuple[str, float]]:
    ranked = sorted(found.items(), key=lambda item: (-item[1], item[0]))
    best = ranked[0][1]
    return [(word, value / best) for word, value in ranked if value >= LIKELY * best][:KEPT]


def main() -> int:
    """Write the file anew."""
    made = glossary(*counted(SHARED / "eval" / "news-5k" / "articles.jsonl"))
    rows = (
        f"{key}\t" + " ".join(f"{word}{round(likely * SCALE)}" for word, likely in found)
        for key, found in made.items()
    )
    GLOSSARY.write_text("\n".join([HEADER, *rows]) + "\n", encoding="utf-8")
    print(len(made), "keys,", GLOSSARY.stat().st_size, "bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
