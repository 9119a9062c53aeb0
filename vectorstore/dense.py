"""The seam of dense search: what an open collection of vectors can do, wherever it lies."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from vectorstore.models import Hit


class DenseIndex(Protocol):
    """One generation's vectors, open for search."""

    def __len__(self) -> int:
        """How many vectors."""
        ...

    def search(self, vector: NDArray[np.float32], k: int) -> list[Hit]:
        """The `k` chunks nearest to a vector of shape (dimension,); cosine similarity, best first."""
        ...

    def vectors(self, ids: Sequence[str]) -> dict[str, NDArray[np.float32]]:
        """The stored vectors of those `ids` that have one, each of shape (dimension,)."""
        ...

    def ids(self) -> list[str]:
        """Ids of all vectors, in no order."""
        ...

    def close(self) -> None:
        """Let go of it; harmless when done twice."""
        ...


def open_index(folder: Path) -> DenseIndex:
    """Open the vectors of a generation.

    Args:
        folder: Its Chroma folder.

    Raises:
        StoreDamaged: There are none, or Chroma cannot read them.
    """
    from vectorstore.chroma_embedded import EmbeddedIndex

    return EmbeddedIndex(folder)
