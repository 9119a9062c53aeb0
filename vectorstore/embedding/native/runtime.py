"""The boundary to ONNX Runtime: its import, its session, its errors."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import numpy as np

from vectorstore.embedding.native.graph_names import INPUT, OUTPUT, STATES
from vectorstore.embedding.native.weights import Floats
from vectorstore.errors import EmbeddingError, ModelUnusable


class Session:
    """A loaded graph. Thread-safe; each call runs on its caller's thread alone."""

    def __init__(self, path: Path) -> None:
        """Load the graph.

        Raises:
            ModelUnusable: It cannot be loaded.
        """
        # From 1.32 on, importing the library writes a device id below the home folder and reports the use
        # of models to its maker over the network, unless this is set before.
        os.putenv("ORT_DISABLE_TELEMETRY", "1")
        try:
            import onnxruntime

            options = onnxruntime.SessionOptions()
            # Texts are spread over threads, so that none waits for another inside of a product.
            options.intra_op_num_threads = options.inter_op_num_threads = 1
            options.log_severity_level = 4  # its errors reach us as exceptions
            # The graph is run as it was written: the library's fusions made it slower.
            options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
            self._session: Any = onnxruntime.InferenceSession(
                path, options, providers=["CPUExecutionProvider"]
            )
        except Exception as exc:  # the library raises classes of its own, and RuntimeError
            raise ModelUnusable(
                f"the embedding model's engine {path} cannot be loaded ({_reason(exc)}): "
                f"delete the folder {path.parent} and try again"
            ) from exc

    def run(self, words: Floats) -> Floats:
        """One text's vector, shape (hidden,), L2-normalised; raises as `outputs` does."""
        return self._outputs(words, [OUTPUT])[0]

    def outputs(self, words: Floats) -> tuple[Floats, Floats]:
        """One text's vector and the last states of its tokens.

        Args:
            words: The word rows of its tokens, shape (tokens, hidden).

        Returns:
            Shapes (hidden,), L2-normalised, and (tokens, hidden).

        Raises:
            EmbeddingError: The engine failed.
        """
        vector, states = self._outputs(words, [OUTPUT, STATES])
        return vector, states

    def _outputs(self, words: Floats, names: list[str]) -> list[Floats]:
        try:
            found: list[Floats] = [one[0] for one in self._session.run(names, {INPUT: words[None]})]
        except Exception as exc:  # as above
            said = f"the embedding engine failed on {len(words)} tokens ({_reason(exc)})"
            raise EmbeddingError(said) from exc
        if not np.isfinite(found[0]).all():
            raise EmbeddingError(f"the embedding engine gives no numbers for {len(words)} tokens")
        return found


def _reason(exc: Exception) -> str:
    return f"{type(exc).__name__}: {' '.join(str(exc).split())}"[:200].rstrip(": ")
