"""The model's forward pass in float32 by numpy: what the engine is made with and held against.

Slow and plain on purpose; it runs over a dozen short texts when the engine is built.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from vectorstore.embedding.native.weights import Floats, Layer, Linear, Norm, embeddings, layers
from vectorstore.embedding.q4file import Q4File


@dataclass(frozen=True, slots=True)
class Peaks:
    """How large one layer's activations were, channel by channel, over all texts and tokens.

    Attributes:
        attention: Of the attention's input, absolute, shape (hidden,).
        wide: Of the feed-forward part's input, absolute, shape (hidden,).
        narrow: Behind its GELU, upwards (downwards they end at -0.17), shape (feed_forward,).
    """

    attention: Floats
    wide: Floats
    narrow: Floats


@dataclass(frozen=True, slots=True)
class Pass:
    """One forward pass over a few texts.

    Attributes:
        vectors: Shape (texts, hidden), L2-normalised.
        peaks: One for each layer.
    """

    vectors: Floats
    peaks: tuple[Peaks, ...]


def forward(model: Q4File, texts: Sequence[Sequence[int]], rows: Sequence[Floats]) -> Pass:
    """Run the model.

    Args:
        model: The model.
        texts: The token ids of each text, special tokens included.
        rows: The word rows of each text, shape (tokens, hidden).
    """
    before = embeddings(model)
    epsilon = model.architecture.epsilon
    states = [
        _normalised(words + before.positions[: len(ids)], before.norm, epsilon)
        for ids, words in zip(texts, rows, strict=True)
    ]
    peaks = []
    for layer in layers(model):
        seen = []
        for number, state in enumerate(states):
            attended = state + _linear(_attention(layer, state, model.architecture.heads), layer.attended)
            attended = _normalised(attended, layer.attended_norm, epsilon)
            wide = gelu(_linear(attended, layer.wide))
            seen.append((np.abs(state).max(axis=0), np.abs(attended).max(axis=0), wide.max(axis=0)))
            states[number] = _normalised(attended + _linear(wide, layer.narrow), layer.narrow_norm, epsilon)
        peaks.append(Peaks(*(np.max(peak, axis=0) for peak in zip(*seen, strict=True))))
    means = np.stack([state.mean(axis=0) for state in states])
    vectors = means / np.linalg.norm(means, axis=1, keepdims=True)
    return Pass(vectors.astype(np.float32), tuple(peaks))


def gelu(x: Floats) -> Floats:
    """Hendrycks & Gimpel 2016 (arXiv:1606.08415), by the error function.

    Abramowitz & Stegun 7.1.26 gives the error function to 1.5e-7; numpy has none.
    """
    z = np.abs(x) * np.float32(np.sqrt(0.5))
    t = 1 / (1 + np.float32(0.3275911) * z)
    terms = np.zeros_like(z)
    for factor in (1.061405429, -1.453152027, 1.421413741, -0.284496736, 0.254829592):
        terms += np.float32(factor)
        terms *= t
    tail = terms * np.exp(-z * z)  # 1 - erf(z)
    result: Floats = x * np.where(x >= 0, 1 - tail / 2, tail / 2)
    return result


def _linear(x: Floats, linear: Linear) -> Floats:
    return x @ linear.weight + linear.bias


def _normalised(x: Floats, norm: Norm, epsilon: float) -> Floats:
    centred = x - x.mean(axis=-1, keepdims=True)
    variance = (centred * centred).mean(axis=-1, keepdims=True)
    result: NDArray[np.float32] = centred / np.sqrt(variance + np.float32(epsilon)) * norm.scale + norm.shift
    return result


def _attention(layer: Layer, state: Floats, heads: int) -> Floats:
    """Scaled dot-product attention over all tokens of one text, shape (tokens, hidden)."""
    tokens, hidden = state.shape
    query, key, value = (
        _linear(state, part).reshape(tokens, heads, hidden // heads).transpose(1, 0, 2)
        for part in (layer.query, layer.key, layer.value)
    )
    scores = query @ key.transpose(0, 2, 1) / np.float32(np.sqrt(hidden // heads))
    weights = np.exp(scores - scores.max(axis=-1, keepdims=True))
    weights /= weights.sum(axis=-1, keepdims=True)
    result: NDArray[np.float32] = (weights @ value).transpose(1, 0, 2).reshape(tokens, hidden)
    return result
