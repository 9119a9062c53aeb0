"""How `benchmarks.train_reader` and `benchmarks.train_answerable` write what they have trained."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray


def write_weights(path: Path, made: Mapping[str, NDArray[np.float32]], *, large: int) -> None:
    """Write arrays as `retrieval.evidence.trained` loads them.

    Args:
        path: An `.npz` file.
        made: By the names under which they are read.
        large: Numbers in an array; those with more are written in float16.
    """
    np.savez_compressed(
        path,
        allow_pickle=False,
        **{
            key: value.astype(np.float16 if value.size > large else np.float32) for key, value in made.items()
        },
    )
