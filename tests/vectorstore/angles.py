"""An embedding whose geometry is arithmetic: the last number in a text is an angle in degrees."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from vectorstore.models import EmbeddingInfo


class Angles:
    """Texts as points on the unit circle; records every text that it embeds."""

    def __init__(self, fingerprint: str = "angles") -> None:
        self.info = EmbeddingInfo("angles", "", 2, 512, fingerprint, "arithmetic")
        self.embedded: list[str] = []

    def passages(
        self, texts: Sequence[str], on_progress: Callable[[int], None] | None = None
    ) -> NDArray[np.float32]:
        self.embedded.extend(texts)
        if on_progress:
            on_progress(len(texts))
        return np.array([self._point(text) for text in texts], np.float32).reshape(len(texts), 2)

    def query(self, text: str) -> NDArray[np.float32]:
        return np.array(self._point(text), np.float32)

    def count_tokens(self, text: str) -> int:
        return len(text) + 2

    @staticmethod
    def _point(text: str) -> tuple[float, float]:
        numbers = re.findall(r"\d+", text)
        angle = np.radians(float(numbers[-1]) if numbers else 0.0)
        return float(np.cos(angle)), float(np.sin(angle))
