"""Does a sentence speak to a machine, by its meaning?

A logistic probe over the bundled model's sentence vectors (multilingual-e5-small), for what the patterns of
`retrieval.claims.instructions` do not know: it has seen 75 attacks and a thousand sentences of news
(`benchmarks.instruction_probe`), and knows attacks that it has not seen (docs/security.md). With another
embedding model it is silent.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from retrieval.evidence.vectors import SentenceVectors

PATH = Path(__file__).with_name("probe.json")

THRESHOLD = 1.5
"""Log odds, both kinds weighing the same, from which a sentence is taken for one that speaks to a machine.
Over the folds of `benchmarks.instruction_probe` 68 of 75 attacks have such a sentence, and 4 of 896 sentences
of articles are taken for one; at 0 it is 73 and 14, at 1 it is 71 and 7, at 2 it is 64 and 2."""


@cache
def _weights() -> tuple[str, NDArray[np.float64], float]:
    body = json.loads(PATH.read_text(encoding="utf-8"))
    return str(body["model"]), np.array(body["weights"]), float(body["bias"])


def speak_to_model(sentences: Sequence[str], vectors: SentenceVectors) -> bool:
    """Whether one of the sentences speaks to a machine.

    Args:
        sentences: In simplified characters.
        vectors: The bundled model's; those of another one say nothing here.
    """
    model, weights, bias = _weights()
    if not sentences or vectors.model != model:
        return False
    rows = vectors.of(sentences)
    return bool((rows.astype(np.float64) @ weights + bias > THRESHOLD).any())
