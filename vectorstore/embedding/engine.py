"""What an embedder needs of whatever computes its vectors."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

import numpy as np
from numpy.typing import NDArray

Side = Literal["query", "passage"]
"""The two sides of a search: their texts get different prompts."""


@dataclass(frozen=True, slots=True)
class TextStates:
    """What a model makes of one text, token by token.

    Attributes:
        vector: The text's vector, shape (dimension,), of length 1.
        states: The tokens' last states, prompt included, shape (tokens, dimension).
        ends: Where each token ends in the text, shape (tokens,), in characters; those of the prompt lie
            below 0 or at it. Each begins where the one before it ends.
    """

    vector: NDArray[np.float32]
    states: NDArray[np.float32]
    ends: NDArray[np.intp]


class Engine(Protocol):
    """A model folder and the way to run it; nothing is loaded before it is needed. Thread-safe."""

    at_once: int
    """Texts for one call of `encode`."""

    @property
    def name(self) -> str:
        """As `wenbao model` shows it."""
        ...

    @property
    def fingerprint(self) -> str:
        """Digest of the model and of how this engine computes it."""
        ...

    @property
    def dimension(self) -> int:
        """Numbers in a vector."""
        ...

    @property
    def max_tokens(self) -> int:
        """The longest input, prompt and special tokens included; longer ones are cut off."""
        ...

    def encode(self, texts: Sequence[str], side: Side) -> NDArray[np.float32]:
        """Vectors of texts, shape (len(texts), dimension), L2-normalised.

        Raises:
            EmbeddingError: The model cannot be loaded or fails.
        """
        ...

    def states(self, texts: Sequence[str], side: Side) -> list[TextStates] | None:
        """Vectors and token states of texts; None where this engine gives no states.

        Raises:
            EmbeddingError: The model cannot be loaded or fails.
        """
        ...

    def count(self, texts: Sequence[str]) -> list[int]:
        """Tokens of each text as a passage, prompt and special tokens included.

        Raises:
            EmbeddingError: The tokenizer cannot be loaded.
        """
        ...

    def sizes(self, texts: Sequence[str]) -> list[int]:
        """By what to sort texts, so that texts of like size come to `encode` together."""
        ...
