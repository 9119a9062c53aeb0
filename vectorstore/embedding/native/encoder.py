"""Texts to vectors by the bundled model's own engine.

Each text runs alone, at its own length, on one thread, and the texts share the cores. So no arithmetic is
spent on padding, no thread waits for another within a product, and a text has the same vector to the last
bit whatever else is embedded with it: its activations are scaled by itself alone.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from pathlib import Path

import numpy as np

from vectorstore.embedding.engine import TextStates
from vectorstore.embedding.native.folder import GRAPH
from vectorstore.embedding.native.runtime import Session
from vectorstore.embedding.native.vocabulary import UnigramTokenizer
from vectorstore.embedding.native.weights import Floats
from vectorstore.embedding.native.words import WordRows

_AROUND = 2
"""Tokens that are put around a text: <s> and </s>."""


class NativeEncoder:
    """The loaded engine. Thread-safe."""

    def __init__(self, engine: Path, tokenizer: UnigramTokenizer, longest: int) -> None:
        """Load the graph and map the word rows.

        Args:
            engine: The engine's folder.
            tokenizer: Cuts texts into tokens.
            longest: Tokens of the longest input, special tokens included.

        Raises:
            ModelUnusable: The graph cannot be loaded.
        """
        self._tokenizer = tokenizer
        self._longest = longest
        self._words = WordRows(engine)
        self._session = Session(engine / GRAPH)

    def encode(self, texts: Sequence[str]) -> Floats:
        """Vectors of texts as they stand, prompts included.

        Returns:
            Shape (len(texts), dimension), L2-normalised.

        Raises:
            EmbeddingError: The engine failed on one.
        """
        run = map if len(texts) == 1 else self._pool.map
        return np.stack(list(run(self._vector, texts)))

    def states(self, texts: Sequence[str]) -> list[TextStates]:
        """Vectors of texts as they stand, and the states of their tokens.

        Raises:
            EmbeddingError: The engine failed on one.
        """
        run = map if len(texts) == 1 else self._pool.map
        return list(run(self._states, texts))

    def _states(self, text: str) -> TextStates:
        ids, ends = self._tokenizer.located(text)
        ids, ends = ids[: self._longest - _AROUND], ends[: self._longest - _AROUND]
        vector, states = self._session.outputs(self._words.of(self._tokenizer.framed(ids)))
        return TextStates(vector, states[1:-1], np.array(ends, np.intp))

    def _vector(self, text: str) -> Floats:
        ids = self._tokenizer.ids(text)
        if len(ids) > self._longest:
            ids = [*ids[: self._longest - 1], ids[-1]]
        return self._session.run(self._words.of(ids))

    @cached_property
    def _pool(self) -> ThreadPoolExecutor:
        return ThreadPoolExecutor(_cores(), thread_name_prefix="embedding")


def _cores() -> int:
    """Cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
