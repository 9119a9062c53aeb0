"""What an encoder needs of a forward pass, and the one by ONNX Runtime."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np

from vectorstore.embedding.native.runtime import Session
from vectorstore.embedding.native.weights import Floats
from vectorstore.embedding.native.words import WordRows


class Forward(Protocol):
    """A forward pass over a few texts. Thread-safe; a text's outputs never depend on the others."""

    @property
    def together(self) -> int:
        """Characters of short texts that are best given in one call; 0: each text alone."""
        ...

    def vectors(self, texts: Sequence[Sequence[int]]) -> Floats:
        """Vectors of texts given as token ids, shape (len(texts), hidden), L2-normalised.

        Raises:
            EmbeddingError: The engine failed.
        """
        ...

    def outputs(self, texts: Sequence[Sequence[int]]) -> list[tuple[Floats, Floats]]:
        """Vectors and last states of texts, shapes (hidden,) and (tokens, hidden); raises the same."""
        ...


class OneByOne:
    """A `Forward` by ONNX Runtime: a batch would scale all its texts' activations alike."""

    together = 0

    def __init__(self, session: Session, words: WordRows) -> None:
        self._session = session
        self._words = words

    def vectors(self, texts: Sequence[Sequence[int]]) -> Floats:
        """Vectors of texts, shape (len(texts), hidden)."""
        return np.stack([self._session.run(self._words.of(ids)) for ids in texts])

    def outputs(self, texts: Sequence[Sequence[int]]) -> list[tuple[Floats, Floats]]:
        """Vectors and last states of texts."""
        return [self._session.outputs(self._words.of(ids)) for ids in texts]
