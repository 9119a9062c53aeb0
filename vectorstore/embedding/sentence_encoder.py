"""The boundary to sentence-transformers, transformers and torch: their types, errors and noise stay here.

Importing them takes 6 s and 430 MB, so it happens when the first encoder is made.
"""

from __future__ import annotations

import logging
import os
import threading
import warnings
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from vectorstore.embedding.engine import Side
from vectorstore.embedding.model_folder import ModelFolder
from vectorstore.errors import EmbeddingError, ModelUnusable

_NOISY_LOGGERS = ("sentence_transformers", "transformers", "huggingface_hub", "torch")


class SentenceEncoder:
    """A loaded sentence-transformers model."""

    def __init__(self, folder: ModelFolder) -> None:
        """Load the model from its folder; the network is not touched.

        Raises:
            ModelUnusable: It cannot be loaded.
        """
        self._folder = folder
        # A fast tokenizer cannot serve two threads at once ("Already borrowed").
        self._lock = threading.Lock()
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                # OpenMP reads this when torch is imported. By default its threads wait by spinning, and
                # beside other work on the same cores that starves them: with two busy processes on 2 cores a
                # question took 860 ms instead of 60, and 1.3 passages a second were embedded instead of 5.
                os.putenv("OMP_WAIT_POLICY", "PASSIVE")
                from sentence_transformers import SentenceTransformer

                _silence()
                self._model: Any = SentenceTransformer(
                    str(folder.path), local_files_only=True, trust_remote_code=False
                )
        except Exception as exc:  # torch, transformers and safetensors raise whatever they like
            raise ModelUnusable(
                f"the embedding model in {folder.path} cannot be loaded ({_reason(exc)}): "
                "download or copy it again, or leave WENBAO_EMBEDDING_MODEL empty for the bundled model"
            ) from exc
        self._check_dimension()

    @property
    def dimension(self) -> int:
        """Numbers in a vector."""
        return int(self._model.get_embedding_dimension())

    @property
    def max_tokens(self) -> int:
        """The longest input, prompt and special tokens included; longer ones are cut off."""
        return int(self._model.max_seq_length or self._model.tokenizer.model_max_length)

    def count_tokens(self, text: str) -> int:
        """Tokens of a text as it stands, special tokens included."""
        with self._lock:
            return len(self._model.tokenizer(text, truncation=False)["input_ids"])

    def encode(self, texts: Sequence[str], side: Side) -> NDArray[np.float32]:
        """Vectors of a batch, L2-normalised.

        Args:
            texts: One batch; it is run as one, so its length bounds the memory.
            side: Whose prompt goes before each.

        Returns:
            Shape (len(texts), dimension).

        Raises:
            EmbeddingError: The model failed on them.
        """
        prompts = self._folder.prompts
        try:
            with self._lock:
                encode = self._model.encode_query if side == "query" else self._model.encode_document
                vectors = encode(
                    list(texts),
                    prompt=prompts.query if side == "query" else prompts.passage,
                    batch_size=max(len(texts), 1),
                    show_progress_bar=False,
                    convert_to_numpy=True,
                    normalize_embeddings=True,
                )
        except Exception as exc:  # as above
            raise EmbeddingError(
                f"the embedding model {self._folder.name} failed on {len(texts)} texts ({_reason(exc)})"
            ) from exc
        result: NDArray[np.float32] = np.asarray(vectors, dtype=np.float32)
        if not np.isfinite(result).all():
            raise EmbeddingError(
                f"the embedding model {self._folder.name} gives vectors that are no numbers: "
                "use another model"
            )
        return result

    def _check_dimension(self) -> None:
        said, actual = self._folder.dimension, self.dimension
        if said is not None and said != actual:
            raise ModelUnusable(
                f"the embedding model in {self._folder.path} says it makes {said} numbers a vector "
                f"and makes {actual}: download or copy it again"
            )


def _silence() -> None:
    """Keep the vendors' warnings and progress bars off the user's terminal; their errors we translate.

    Called behind their import, which sets levels of its own.
    """
    from transformers.utils import logging as transformers_logging

    disable_bars: Callable[[], None] = transformers_logging.disable_progress_bar
    disable_bars()
    for name in _NOISY_LOGGERS:
        logging.getLogger(name).setLevel(logging.ERROR)


def _reason(exc: Exception) -> str:
    """An error in one short line."""
    return f"{type(exc).__name__}: {' '.join(str(exc).split())}"[:200].rstrip(": ")
