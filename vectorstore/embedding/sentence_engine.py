"""Any sentence-transformers model, run by sentence-transformers; torch is loaded at its first vector."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from vectorstore.embedding.engine import Side, TextStates
from vectorstore.embedding.model_folder import ModelFolder
from vectorstore.embedding.sentence_encoder import SentenceEncoder
from vectorstore.embedding.tokens import TokenCounter


class SentenceEngine:
    """The way of every model but the bundled one; an `Engine`."""

    name = "sentence-transformers"

    at_once = 4
    """64 texts of 60 to 380 characters on 2 cores, by length: 24.7 texts a second in fours, 23.5 in eights,
    20.5 in sixteens, 14.3 in batches of 32: more padding, and activations that leave the processor's
    cache."""

    def __init__(self, folder: ModelFolder) -> None:
        """Wrap a model folder; nothing is loaded yet."""
        self._folder = folder
        self._loaded: SentenceEncoder | None = None
        self._loading = threading.Lock()

    @property
    def fingerprint(self) -> str:
        """The folder's own."""
        return self._folder.fingerprint

    @property
    def dimension(self) -> int:
        """Numbers in a vector, by the folder's files or (rarely) by the loaded model."""
        said = self._folder.dimension
        return self.encoder().dimension if said is None else said

    @property
    def max_tokens(self) -> int:
        """The longest input, by the folder's files or (rarely) by the loaded model."""
        said = self._folder.max_tokens
        return self.encoder().max_tokens if said is None else said

    def encode(self, texts: Sequence[str], side: Side) -> NDArray[np.float32]:
        """Vectors of one batch, shape (len(texts), dimension)."""
        return self.encoder().encode(texts, side)

    def states(self, texts: Sequence[str], side: Side) -> list[TextStates] | None:
        """None: what reads token states is trained on the bundled model's."""
        del texts, side
        return None

    def count(self, texts: Sequence[str]) -> list[int]:
        """Tokens of each text as a passage."""
        prompted = [self._folder.prompts.passage + text for text in texts]
        if self._counter is not None:
            return self._counter.count(prompted)
        return [self.encoder().count_tokens(text) for text in prompted]

    def sizes(self, texts: Sequence[str]) -> list[int]:
        """Tokens: a batch is padded to its longest text."""
        return self.count(texts)

    def encoder(self) -> SentenceEncoder:
        """The model, loaded."""
        with self._loading:
            if self._loaded is None:
                self._loaded = SentenceEncoder(self._folder)
            return self._loaded

    @cached_property
    def _counter(self) -> TokenCounter | None:
        return TokenCounter(self._folder.tokenizer) if self._folder.tokenizer else None
