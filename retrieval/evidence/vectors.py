"""Vectors and token states of single sentences, made when a question needs them, remembered for the next."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from retrieval.evidence.answerable import Answerable, Tokens
from retrieval.evidence.reader import QuestionStates, Reader, SentenceStates
from retrieval.evidence.trained import Genre, Trained, bundled
from vectorstore.embedding.engine import Side, TextStates
from vectorstore.models import EmbeddingModel

REMEMBERED = 4_000
"""Sentences kept: a vector of 384 float32 numbers and 160 float16 ones for each token (96 for the reader, 64
to compare them by), about 70 MB with their texts."""

LONGEST = 200
"""Characters of a sentence that are embedded: a longer run without a full stop is a list or a table."""


@runtime_checkable
class TellsStates(Protocol):
    """An embedding model that may tell what it makes of each token."""

    def states(self, texts: Sequence[str], side: Side) -> list[TextStates] | None:
        """Vectors and token states; None where it does not tell."""
        ...


@dataclass(frozen=True, slots=True)
class Sentence:
    """What is remembered of a sentence; `states` and `tokens` are None without a reader for the model."""

    vector: NDArray[np.float32]
    states: SentenceStates | None
    tokens: Tokens | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """What is made of a question's states: for the reader, and to compare its tokens."""

    states: QuestionStates
    tokens: Tokens


class SentenceVectors:
    """The sentences of one genre seen last; thread-safe."""

    def __init__(
        self, embedder: EmbeddingModel, genre: Genre = Genre.NEWS, trained: Trained | None = None
    ) -> None:
        """Remember nothing yet.

        Args:
            embedder: The store's model. Only the bundled one tells token states.
            genre: Of the articles that the sentences stand in.
            trained: What reads and judges them; None for what is bundled for the genre.
        """
        self._embedder = embedder
        self._genre = genre
        self._trained = trained
        self._known: OrderedDict[str, Sentence] = OrderedDict()
        self._lock = threading.Lock()

    @property
    def reader(self) -> Reader:
        """What reads the states."""
        return (self._trained or bundled(self._genre)).reader

    @property
    def answerable(self) -> Answerable:
        """What tells whether a sentence answers, and what it compares texts by."""
        return (self._trained or bundled(self._genre)).answerable

    @property
    def english(self) -> Answerable:
        """What tells whether a sentence answers an English question, by the same axes."""
        return (self._trained or bundled(self._genre)).english

    @property
    def model(self) -> str:
        """The embedding model's name."""
        return self._embedder.info.name

    def of(self, sentences: Sequence[str]) -> NDArray[np.float32]:
        """Vectors of shape (len(sentences), dimension), L2-normalised."""
        if not sentences:
            return np.zeros((0, self._embedder.info.dimension), np.float32)
        return np.stack([known.vector for known in self.known(sentences)])

    def known(self, sentences: Sequence[str]) -> list[Sentence]:
        """Vectors and states, in the sentences' order."""
        cut = [sentence[:LONGEST] for sentence in sentences]
        with self._lock:
            known = {s: self._known[s] for s in cut if s in self._known}
        missing = [s for s in dict.fromkeys(cut) if s not in known]
        if missing:
            known.update(zip(missing, self._made(missing), strict=True))
        with self._lock:
            for sentence, one in known.items():
                self._known[sentence] = one
                self._known.move_to_end(sentence)
            while len(self._known) > REMEMBERED:
                self._known.popitem(last=False)
        return [known[s] for s in cut]

    def question(self, text: str) -> QuestionStates | None:
        """A question's states, as the reader needs them; None without a reader for the model."""
        asked = self.asked(text)
        return asked.states if asked else None

    def asked(self, text: str) -> Asked | None:
        """All that is made of a question's states; None without a reader for the model."""
        found = self._states([text], "query")
        return (
            Asked(self.reader.question(found[0]), self.answerable.tokens(text, found[0])) if found else None
        )

    def _made(self, sentences: list[str]) -> list[Sentence]:
        found = self._states(sentences, "passage")
        if found is None:
            return [Sentence(vector, None) for vector in self._embedder.passages(sentences)]
        read, compared = self.reader.sentence, self.answerable.tokens
        return [
            Sentence(one.vector, read(text, one), compared(text, one))
            for text, one in zip(sentences, found, strict=True)
        ]

    def _states(self, texts: list[str], side: Side) -> list[TextStates] | None:
        return self._embedder.states(texts, side) if isinstance(self._embedder, TellsStates) else None
