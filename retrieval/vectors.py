"""Vectors of single sentences, made when a question needs them and remembered for the next."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from vectorstore.models import EmbeddingModel

REMEMBERED = 20_000
"""Sentences kept: 384 float32 numbers each, about 35 MB with their texts."""

LONGEST = 200
"""Characters of a sentence that are embedded: a longer run without a full stop is a list or a table."""


class SentenceVectors:
    """The vectors of the sentences seen last; thread-safe."""

    def __init__(self, embedder: EmbeddingModel) -> None:
        self._embedder = embedder
        self._known: OrderedDict[str, NDArray[np.float32]] = OrderedDict()
        self._lock = threading.Lock()

    def of(self, sentences: Sequence[str]) -> NDArray[np.float32]:
        """Vectors of shape (len(sentences), dimension), L2-normalised."""
        cut = [sentence[:LONGEST] for sentence in sentences]
        with self._lock:
            known = {s: self._known[s] for s in cut if s in self._known}
        missing = [s for s in dict.fromkeys(cut) if s not in known]
        if missing:
            made = self._embedder.passages(missing)
            known.update(zip(missing, made, strict=True))
        with self._lock:
            for sentence, vector in known.items():
                self._known[sentence] = vector
                self._known.move_to_end(sentence)
            while len(self._known) > REMEMBERED:
                self._known.popitem(last=False)
        if not cut:
            return np.zeros((0, self._embedder.info.dimension), np.float32)
        return np.stack([known[s] for s in cut])
