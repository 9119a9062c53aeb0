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

from corpus.characters import words as listed
from corpus.models import Article
from retrieval.text.figures import figures
from retrieval.text.folding import folded
from retrieval.text.glosses import STOP, gloss, phrases, stem
from retrieval.text.numerals import english_figures
from retrieval.text.pinyin import is_one_syllable, is_spelt, spelt_in

POOL = 20
"""Passages within which a word is rare or common; as many as an English question is given to choose from."""

LONGEST_KEY = 6
"""Letters of a stem that are compared: historic and history, parliament and parliamentary. Chosen by hand; on
xquad-en the words of questions found in the article rose from 0.65 to 0.69 with this and a second stem."""

_NOT_SAID = STOP | listed(
    "how many much why whose whom kind type name names year years list tell me please nd rd st th"
)
_WORD = re.compile(r"[a-z]+(?:'[a-z]+)?", re.IGNORECASE)
_LATIN = re.compile(r"[a-z]{2,}")

Word = str | Fraction
"""The key of a stem, or a figure's value."""


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
        words = question
        for figure in values:
            words = words[: figure.start] + " " * (figure.end - figure.start) + words[figure.end :]
        self._values = frozenset(figure.value for figure in values)
        self._names: dict[str, str] = {}
        for word in _WORD.findall(words):
            plain = word.lower().removesuffix("'s").replace("'", "")
            if plain not in _NOT_SAID and len(plain) > 1:
                name = word[0].isupper() and is_spelt(plain) and not is_one_syllable(plain)
                self._names.setdefault(_key(plain), plain if name else "")
        read = pool[:POOL]
        counts = Counter(word for text in read for word in self.held(text))
        words_asked: list[Word] = [*self._names, *self._values]
        self._weights = {
            word: math.log(1 + (len(read) - counts[word] + 0.5) / (counts[word] + 0.5))
            for word in words_asked
        }

    def held(self, text: str) -> frozenset[Word]:
        """The question's words that a Chinese text has."""
        said, values = _said(text)
        names = (key for key, name in self._names.items() if name and key not in said and _spelt(name, text))
        return frozenset((*(self._names.keys() & said), *(self._values & values), *names))

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


def _key(word: str) -> str:
    return stem(stem(word))[:LONGEST_KEY]


@lru_cache(maxsize=16384)
def _keys(word: str) -> frozenset[str]:
    return frozenset(_key(english) for english in gloss(word))


@lru_cache(maxsize=4096)
def _said(text: str) -> tuple[frozenset[str], frozenset[Fraction]]:
    """What a Chinese text says in English keys, and its figures; remembered for the next question."""
    read = folded(text)
    keys = {key for word, _, _ in phrases(read) for key in _keys(word)}
    keys.update(_key(word) for word in _LATIN.findall(read))
    return frozenset(keys), frozenset(figure.value for figure in figures(read))


@lru_cache(maxsize=16384)
def _spelt(name: str, text: str) -> bool:
    return bool(spelt_in(name, folded(text)))
