"""Cuts texts into tokens by the tokenizers library alone."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from vectorstore.errors import ModelUnusable


class TokenCounter:
    """A model's `tokenizer.json`."""

    def __init__(self, path: Path) -> None:
        """Load the tokenizer: 1 s for a vocabulary of 250,000 pieces.

        Raises:
            ModelUnusable: The file is none, or damaged.
        """
        from tokenizers import Tokenizer

        try:
            self._tokenizer = Tokenizer.from_file(str(path))
        except Exception as exc:  # the library raises bare Exception
            reason = " ".join(str(exc).split())[:200]
            raise ModelUnusable(
                f"the tokenizer {path} cannot be loaded ({reason}): download or copy the model again"
            ) from exc
        # Some models' files ask for cutting and padding, which would make every count the same.
        self._tokenizer.no_truncation()
        self._tokenizer.no_padding()

    def count(self, texts: Sequence[str]) -> list[int]:
        """Tokens of each text as it stands, special tokens included."""
        return [len(ids) for ids in self.ids(texts)]

    def ids(self, texts: Sequence[str]) -> list[list[int]]:
        """Token ids of each text as it stands, special tokens included."""
        return [encoding.ids for encoding in self._tokenizer.encode_batch(list(texts))]
