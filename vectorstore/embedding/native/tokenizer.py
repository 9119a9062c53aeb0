"""Token ids from the mapped vocabulary or, where there is much to do, from the tokenizers library."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from pathlib import Path

from vectorstore.embedding.native.vocabulary import UnigramTokenizer
from vectorstore.embedding.tokens import TokenCounter

MUCH = 300_000
"""Characters counted, from which the library pays: it costs 0.6 s and 300 MB to load and then 0.9 µs a
character, against 3 µs without it."""


class NativeTokenizer:
    """Cuts texts into tokens; loads the library when that pays. Thread-safe."""

    def __init__(self, library_file: Path, vocabulary: Path) -> None:
        """Map the vocabulary.

        Args:
            library_file: The tokenizer as the library reads it.
            vocabulary: The folder of the mapped one.
        """
        self._file = library_file
        self._mapped = UnigramTokenizer(vocabulary)
        self._library: TokenCounter | None = None
        self._counted = 0
        self._lock = threading.Lock()

    def ids(self, text: str) -> list[int]:
        """Token ids of a text as it stands, special tokens included."""
        return self._ids([text])[0]

    def count(self, texts: Sequence[str]) -> list[int]:
        """Tokens of each text as it stands, special tokens included.

        A refresh counts every sentence before it embeds anything, a question nothing: so it is what has
        been counted that tells when the library pays.
        """
        with self._lock:
            self._counted += sum(map(len, texts))
            if self._library is None and self._counted > MUCH:
                self._library = TokenCounter(self._file)
        return [len(ids) for ids in self._ids(texts)]

    def _ids(self, texts: Sequence[str]) -> list[list[int]]:
        # The model's table drops NUL; the library, whose own table ends its entries by NUL, cannot.
        return (self._library or self._mapped).ids([text.replace("\0", "") for text in texts])
