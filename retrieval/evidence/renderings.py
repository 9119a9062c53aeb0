"""Which words of an English question a Chinese sentence has, for each token of the question.

A token of one language is seldom very like one of another, so the network that judges whether a sentence
answers (`retrieval.evidence.answerable`) is told of English questions what a dictionary knows: whether the
word stands in the sentence as one of its glosses (`retrieval.evidence.bridge`) or as one of the words that
the glossary has for it (`retrieval.search.glossary`), whether the glossary has the word at all, since one
that it lacks is not missed, and how rare the word is.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from retrieval.evidence.bridge import Bridge, Word
from retrieval.search.glossary import meanings
from retrieval.text.english import ENGLISH_WORD, NOT_SAID

Floats = NDArray[np.float32]

COLUMNS = 8
"""What is told of each token."""

ONE_CHARACTER = 0.4
"""What a meaning of one character is worth, which stands in many words that mean something else. By hand."""


class Renderings:
    """The words of one English question, token by token."""

    def __init__(self, bridge: Bridge, question: str, token_of: NDArray[np.int16], tokens: int) -> None:
        """Read the question.

        Args:
            bridge: Its words.
            question: Its text.
            token_of: For each character of it its token, shape (characters,).
            tokens: How many there are.
        """
        self._bridge = bridge
        self._words: list[Word | None] = [None] * tokens
        self._meanings: list[dict[str, float]] = [{} for _ in range(tokens)]
        for start, end, word in bridge.asked(question):
            for token in token_of[start:end]:
                self._words[token] = word
        for match in ENGLISH_WORD.finditer(question):
            word = match.group().lower().removesuffix("'s").replace("'", "")
            if word in NOT_SAID or len(word) == 1:
                continue
            known = {one: p if len(one) > 1 else p * ONE_CHARACTER for one, p in meanings(word).items()}
            for token in token_of[slice(*match.span())]:
                self._meanings[token] |= known
        self._weight = np.array([bridge.weight(word) if word else 0.0 for word in self._words])
        self._weight /= max(self._weight.max(initial=0.0), 1e-6)

    def written(self, text: str, article: str, clause: tuple[int, int]) -> Floats:
        """What the dictionary knows of each token, shape (tokens, COLUMNS).

        Args:
            text: A sentence in simplified characters.
            article: Its article, with the titles.
            clause: The clause of the words that would answer, as offsets in the sentence.

        Returns:
            Whether the token's word stands in the sentence, in the article, in the clause; the likelihood
            of the meaning that does, three times likewise; whether the glossary has the word; its
            rarity, [0, 1].
        """
        places = self._bridge.places(text)
        held: tuple[set[Word | None], ...] = (
            {place.word for place in places},
            {place.word for place in self._bridge.places(article)},
            {place.word for place in places if clause[0] <= place.start and place.end <= clause[1]},
        )
        where = text, article, text[clause[0] : clause[1]]
        rows = [
            [
                *(word in words for words in held),
                *(max((p for one, p in known.items() if one in part), default=0.0) for part in where),
                bool(known),
                weight,
            ]
            for word, known, weight in zip(self._words, self._meanings, self._weight, strict=True)
        ]
        return np.array(rows, np.float32).reshape(len(rows), COLUMNS)
