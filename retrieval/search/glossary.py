"""What an English word may be in a Chinese newspaper, and how likely: the glossary beside this module.

It is made by `benchmarks.make_glossary` from CC-CEDICT and the words of 5,000 news articles. Its keys are
words as the dictionary's senses have them (close, provincial capital), so a word of a question is looked up
in all the forms that it may be of; only where none is found does another word of its stem stand in
(enrolment for enrol).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from itertools import product
from pathlib import Path

from retrieval.text.english import key_of
from retrieval.text.lemmas import lemmas

GLOSSARY = Path(__file__).with_name("glossary.tsv")
HEADER = (
    "# English word or words, tab, Chinese ones with their likelihood in ninths of the best. Made by"
    " benchmarks.make_glossary from CC-CEDICT (mdbg.net). This file is under CC BY-SA 4.0, as that is."
)
SCALE = 9

ANOTHER_FORM = 0.95
"""What a form that is not the word itself is worth: closed is 闭馆 before it is 密切. Set by hand."""

ANOTHER_WORD = 0.6
"""What another word of the same stem is worth. Set by hand."""

LONGEST = 3
"""Words of a key at most."""


@cache
def glossary() -> Mapping[str, str]:
    """English key → its line of Chinese words; read once."""
    lines = GLOSSARY.read_text(encoding="utf-8").splitlines()
    rows = (line.partition("\t") for line in lines if not line.startswith("#"))
    return {key: words for key, _, words in rows}


@lru_cache(maxsize=4096)
def meanings(word: str) -> Mapping[str, float]:
    """The Chinese words for an English one in lower case → their likelihood, (0, 1]; empty where unknown."""
    found: dict[str, float] = {}
    for at, form in enumerate(lemmas(word)):
        for chinese, likely in entry(form).items():
            found[chinese] = max(found.get(chinese, 0.0), likely * (ANOTHER_FORM if at else 1.0))
    if not found:
        for form in _same_stem().get(key_of(word), ()):
            for chinese, likely in entry(form).items():
                found[chinese] = max(found.get(chinese, 0.0), likely * ANOTHER_WORD)
    return found


@lru_cache(maxsize=4096)
def joint_meanings(words: Sequence[str]) -> Mapping[str, float]:
    """The Chinese words for several English ones together (a tuple): provincial capital is 省会."""
    found: dict[str, float] = {}
    for forms in product(*map(lemmas, words)):
        for chinese, likely in entry(" ".join(forms)).items():
            found[chinese] = max(found.get(chinese, 0.0), likely)
    return found


def entry(key: str) -> dict[str, float]:
    """The Chinese words of one key of the glossary."""
    line = glossary().get(key)
    return {word[:-1]: int(word[-1]) / SCALE for word in line.split(" ")} if line else {}


@cache
def _same_stem() -> Mapping[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for key in glossary():
        if " " not in key:
            found.setdefault(key_of(key), []).append(key)
    return {stem: tuple(keys) for stem, keys in found.items()}
