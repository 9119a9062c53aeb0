"""An embedding that costs nothing: a text's vector comes from its digest. Real processes share it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from vectorstore.archive import Archive
from vectorstore.models import EmbeddingInfo

DIMENSION = 16

STAYS = "常年可读"
"""Begins an article that no edition changes; the others begin with 第7版说."""


def edition_of(archive: Archive) -> str:
    """The one edition that all changing articles of an archive are of, such as 第7."""
    told = {entry.article.text.partition("版")[0] for entry in archive.entries()}
    (edition,) = {one for one in told if not one.startswith(STAYS)}
    return edition


class DigestModel:
    """Texts as points on a sphere, the same in every process."""

    info = EmbeddingInfo("digests", "", DIMENSION, 512, "digests", "arithmetic")

    def passages(
        self, texts: Sequence[str], on_progress: Callable[[int], None] | None = None
    ) -> NDArray[np.float32]:
        if on_progress:
            on_progress(len(texts))
        return np.stack([self.query(text) for text in texts])

    def query(self, text: str) -> NDArray[np.float32]:
        seed = int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big")
        vector = np.random.default_rng(seed).standard_normal(DIMENSION)
        return np.asarray(vector / np.linalg.norm(vector), np.float32)

    def count_tokens(self, text: str) -> int:
        return len(text) + 2
