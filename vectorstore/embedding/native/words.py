"""The word embedding on disk: 4-bit blocks as the model file has them, mapped, and written out row by row.

250,037 rows are 384 MB in float32 and 54 MB in blocks; a text touches some two hundred of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from vectorstore.embedding.native.weights import Floats
from vectorstore.embedding.q4file import BLOCK, Q4File, dequantised

_FILE = "words.npy"


def write_words(model: Q4File, folder: Path) -> None:
    """Copy the blocks into the folder."""
    shape = model.architecture
    np.save(folder / _FILE, model.blocks("emb.word", shape.words, shape.hidden))


class WordRows:
    """The rows of words, mapped. Thread-safe."""

    def __init__(self, folder: Path) -> None:
        self.blocks: NDArray[np.void] = np.load(folder / _FILE, mmap_mode="r")
        """As `Q4File.blocks` gives them, shape (words, hidden / 32)."""

    @property
    def hidden(self) -> int:
        """Numbers in a row."""
        return int(self.blocks.shape[1]) * BLOCK

    def of(self, ids: Sequence[int]) -> Floats:
        """The rows of these tokens, shape (len(ids), hidden)."""
        return dequantised(np.asarray(self.blocks[np.asarray(ids, np.intp)]))
