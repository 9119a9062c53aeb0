"""What an English question and a Chinese text have in common, word by word.

Between languages cosines tell right evidence from wrong badly. A dictionary tells a second thing: which words
of the question stand in the text, as a gloss of CC-CEDICT (`retrieval.text.glosses`), as the characters
that spell a name, as a figure, or in Latin letters.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

from corpus.models import Article
from retrieval.text.english import ENGLISH_WORD, FRAME, NOT_SAID, key_of, keys_of
from retrieval.text.figures import figures
from retrieval.text.folding import folded
from retrieval.text.glosses import gloss, phrases
from retrieval.text.numerals import english_figures
from retrieval.text.pinyin import name_spans, names_in

POOL = 20
"""Passages within which a word is rare or common; as many as an English question is given to choose from."""

OUTSIDE_CLAUSE = 12
"""Characters that a clause mark between a word and an answer counts for: as in `evidence.left_over`."""

_CLAUSE_MARKS = "，。；："

_COUNTED = re.compile(
    r"\bhow\s+many\s+((?:[\w'-]+\s+){0,3}?[\w'-]+?)(?=\s+(?:do|does|did|are|is|was|were|have|has|had|will|would|can|could|should|"
    r"may|must|there|in|on|at|of|from|for|to|by|with|took|take|came|come|got|get|joined|work|live)\b|\s*[?,.]|\s*$)",
    re.IGNORECASE,
)
BEHIND = 2
"""Characters behind a figure within which stands what it counts (300个床位)."""

_LATIN = re.compile(r"[a-z]{2,}")

Word = str | Fraction
"""The key of a stem, or a figure's value."""


class Place(NamedTuple):
    """One word of a question in a text: offsets [start, end) and the word's key."""

    start: int
    end: int
    word: Word


class Shared(NamedTuple):
    """Shares of the weight of the question's words, [0, 1].

    Attributes:
        sentence: In a sentence.
        around: In it, its neighbours and the headlines.
        article: In the whole article.
    """

    sentence: float
    around: float
    article: float


class Bridge:
    """The words of one English question, and what each is worth."""

    def __init__(self, question: str, pool: Sequence[str]) -> None:
        """Read the question.

        Args:
            question: In English.
            pool: Texts of the passages found, best first: a word that stands in all of them tells none apart.
                It weighs log(1 + (N - n + 0.5) / (n + 0.5)), as in `retrieval.search.rarity`.
        """
        values = [figure for figure in english_figures(question.lower()) if not figure.soft]
        words = FRAME.sub(lambda match: " " * len(match.group()), question)
        for figure in values:
            words = words[: figure.start] + " " * (figure.end - figure.start) + words[figure.end :]
        self._values = frozenset(figure.value for figure in values)
        self._names: dict[str, tuple[str, ...]] = {}
        for name in names_in(words):
            said = name[1:] if len(name) > 1 and name[0].lower() in NOT_SAID else name
            self._names[key_of("".join(said).lower().replace("'", ""))] = said
            if len(said) > 1:  # one name of several words is one word of the question
                words = re.sub(r"[ -]".join(map(re.escape, said)), "".join(said).replace("'", ""), words)
        stems = keys_of(words)
        counted = _COUNTED.search(question)
        self._counted = key_of(counted.group(1).split()[-1].lower()) if counted else ""
        read = pool[:POOL]
        self._words = frozenset(stems)
        self._names = {key: name for key, name in self._names.items() if key in self._words}
        self._places: dict[str, list[Place]] = {}
        counts = Counter(word for text in read for word in self.held(text))
        words_asked: list[Word] = [*dict.fromkeys(stems), *self._values]
        self._weights = {
            word: math.log(1 + (len(read) - counts[word] + 0.5) / (counts[word] + 0.5))
            for word in words_asked
        }

    def held(self, text: str) -> frozenset[Word]:
        """The question's words that a Chinese text has."""
        said, values = _said(text)
        names = (key for key, name in self._names.items() if key not in said and _spelt(name, text))
        return frozenset((*(self._words & said), *(self._values & values), *names))

    def places(self, text: str) -> list[Place]:
        """Where the question's words stand in a Chinese text in simplified characters; offsets in it."""
        if text in self._places:
            return self._places[text]
        found = [
            Place(start, end, key)
            for word, start, end in phrases(text)
            for key in (_keys(word) if not word.isascii() else {key_of(word.lower())}) & self._words
        ]
        found += [Place(f.start, f.end, f.value) for f in figures(text) if f.value in self._values]
        for key, name in self._names.items():
            found += [Place(start, end, key) for start, end in name_spans(text, name)]
        self._places[text] = sorted(found, key=lambda place: place[:2])
        return self._places[text]

    def asked(self, question: str) -> list[Place]:
        """Where the words stand in the question itself; each word of a name stands for the whole name."""
        of_names = {key_of(part.lower()): key for key, name in self._names.items() for part in name}
        found = [
            Place(f.start, f.end, f.value)
            for f in english_figures(question.lower())
            if f.value in self._values
        ]
        for match in ENGLISH_WORD.finditer(question):
            key = key_of(match.group().lower().removesuffix("'s").replace("'", ""))
            key = key if key in self._words else of_names.get(key, "")
            if key:
                found.append(Place(*match.span(), key))
        return found

    def named(self, text: str) -> list[tuple[int, int]]:
        """Where a text spells the names of several words that the question has (Zhu Liangcai)."""
        full = [name for name in self._names.values() if len(name) > 1]
        return sorted(span for name in full for span in name_spans(text, name))

    def nearness(self, text: str, start: int, end: int) -> float:
        """How closely the question's words stand around `text[start:end]`; what lies in it is not counted."""
        near = 0.0
        for a, b, word in self.places(text):
            between = text[b:start] if b <= start else text[end:a] if a >= end else None
            if between is not None:
                marks = sum(character in _CLAUSE_MARKS for character in between)
                near += self._weights.get(word, 0.0) / (2 + len(between) + OUTSIDE_CLAUSE * marks)
        return near

    def counts(self, text: str, end: int) -> bool:
        """Whether a figure that ends there counts what the question does, for how many beds 床位."""
        behind = (a for a, _, word in self.places(text) if word == self._counted and end <= a <= end + BEHIND)
        return any(not set(text[end:a]) & set(_CLAUSE_MARKS) for a in behind)

    def share_within(self, text: str, start: int, end: int) -> float:
        """The share of the words' weight that stands in `text[start:end]`, [0, 1]."""
        return self.share({word for a, b, word in self.places(text) if start <= a and b <= end})

    def weight(self, word: Word) -> float:
        """What a word of the question is worth: the rarer among the passages found, the more."""
        return self._weights.get(word, 0.0)

    def share(self, held: Iterable[Word]) -> float:
        """The share of the words' weight that some of them have, [0, 1]; 0 for a question without words."""
        total = sum(self._weights.values())
        return sum(self._weights[word] for word in held) / total if total else 0.0


class Crossed:
    """One article, read for one English question."""

    def __init__(self, bridge: Bridge, article: Article, sentences: Sequence[str]) -> None:
        """Look up the words of all sentences; `sentences` and titles in simplified characters."""
        titles = (article.headline, article.kicker, article.deck)
        self._bridge = bridge
        self._titles = frozenset[Word]().union(*(bridge.held(title) for title in titles if title))
        self._held = [bridge.held(sentence) for sentence in sentences]
        self._article = bridge.share(self._titles.union(*self._held))

    def shared(self, at: int) -> Shared:
        """What the question shares with sentence number `at`."""
        around = self._titles.union(*self._held[max(0, at - 1) : at + 2])
        return Shared(self._bridge.share(self._held[at]), self._bridge.share(around), self._article)


@lru_cache(maxsize=16384)
def _keys(word: str) -> frozenset[str]:
    return frozenset(key_of(english) for english in gloss(word))


@lru_cache(maxsize=4096)
def _said(text: str) -> tuple[frozenset[str], frozenset[Fraction]]:
    """What a Chinese text says in English keys, and its figures; remembered for the next question."""
    read = folded(text)
    keys = {key for word, _, _ in phrases(read) for key in _keys(word)}
    keys.update(key_of(word) for word in _LATIN.findall(read))
    return frozenset(keys), frozenset(figure.value for figure in figures(read))


@lru_cache(maxsize=16384)
def _spelt(name: tuple[str, ...], text: str) -> bool:
    return bool(name_spans(folded(text), name))
