"""Texts to vectors by the bundled model's own engine.

A text runs at its own length, on one thread, and the texts share the cores. So no arithmetic is spent on
padding, and no thread waits for another within a product. Where a forward pass takes short texts together, it
still computes each for itself: a text has the same vector to the last bit whatever else is embedded with it.
"""

from __future__ import annotations

import itertools
import os
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from typing import TypeVar

import numpy as np

from vectorstore.embedding.engine import TextStates
from vectorstore.embedding.native.passes import Forward
from vectorstore.embedding.native.vocabulary import UnigramTokenizer
from vectorstore.embedding.native.weights import Floats

_Found = TypeVar("_Found")

_AROUND = 2
"""Tokens that are put around a text: <s> and </s>."""


class NativeEncoder:
    """The loaded engine. Thread-safe."""

    def __init__(self, forward: Forward, tokenizer: UnigramTokenizer, longest: int) -> None:
        """Put the parts together.

        Args:
            forward: Computes.
            tokenizer: Cuts texts into tokens.
            longest: Tokens of the longest input, special tokens included.
        """
        self._forward = forward
        self._tokenizer = tokenizer
        self._longest = longest

    def encode(self, texts: Sequence[str]) -> Floats:
        """Vectors of texts as they stand, prompts included.

        Returns:
            Shape (len(texts), dimension), L2-normalised.

        Raises:
            EmbeddingError: The engine failed on one.
        """
        return np.concatenate(list(self._spread(self._vectors, texts)))

    def states(self, texts: Sequence[str]) -> list[TextStates]:
        """Vectors of texts as they stand, and the states of their tokens.

        Raises:
            EmbeddingError: The engine failed on one.
        """
        return list(itertools.chain.from_iterable(self._spread(self._states, texts)))

    def _spread(self, work: Callable[[Sequence[str]], _Found], texts: Sequence[str]) -> Iterable[_Found]:
        """The work on every text in their order: one thread a group, as many as there are cores at once."""
        groups = _groups(texts, min(self._forward.together, sum(map(len, texts)) // _cores()))
        return (map if len(groups) == 1 else self._pool.map)(work, groups)

    def _states(self, texts: Sequence[str]) -> list[TextStates]:
        ids, ends = [], []
        for text in texts:
            found, places = self._tokenizer.located(text)
            ids.append(self._tokenizer.framed(found[: self._longest - _AROUND]))
            ends.append(np.array(places[: self._longest - _AROUND], np.intp))
        outputs = self._forward.outputs(ids)
        return [
            TextStates(vector, states[1:-1], places)
            for (vector, states), places in zip(outputs, ends, strict=True)
        ]

    def _vectors(self, texts: Sequence[str]) -> Floats:
        return self._forward.vectors([self._ids(text) for text in texts])

    def _ids(self, text: str) -> list[int]:
        ids = self._tokenizer.ids(text)
        return ids if len(ids) <= self._longest else [*ids[: self._longest - 1], ids[-1]]

    @cached_property
    def _pool(self) -> ThreadPoolExecutor:
        return ThreadPoolExecutor(_cores(), thread_name_prefix="embedding")


def _groups(texts: Sequence[str], most: int) -> list[Sequence[str]]:
    """Neighbouring texts together, up to so many characters; a longer text is a group of its own."""
    groups: list[Sequence[str]] = []
    begin = size = 0
    for at, text in enumerate(texts):
        if at > begin and size + len(text) > most:
            groups.append(texts[begin:at])
            begin, size = at, 0
        size += len(text)
    return [*groups, texts[begin:]] if texts else groups


def _cores() -> int:
    """Cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
