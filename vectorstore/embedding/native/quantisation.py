"""Float weights to 8-bit integers, and how large activations are kept from spoiling all others.

A product of 8-bit integers runs some ten times faster than one of float32 (docs/performance.md). The
activations' scale is found at run time from one text's smallest and largest value, so one large value sets
the step for everyone. Two remedies, each for its own kind, take the mean cosine to float32 from 0.9976 to
0.9992:

- Behind layer normalisation some channels are always larger than others. They are made smaller and their
  weights larger by the same factor (`smoothing`).
- Behind the GELU of some layers one channel reaches 50 at <s> and </s>, where all others stay under 4
  ("massive activations", Sun et al. 2024, arXiv:2402.17762). It is cut in slices of the common height
  (`sliced`).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from vectorstore.embedding.native.weights import Floats, Linear

WEIGHT_LIMIT = 63
"""Largest weight. AVX2 adds two products of 8 bits up in 16 bits with saturation: 2 x 255 x 63 = 32,130 just
fits, so that every processor gives the same vectors. 127 would overflow there, and raise the mean cosine to
float32 from 0.9992 to 0.9996."""

SMOOTHING = 0.5
"""Exponent of a channel's factor (Xiao et al. 2023, arXiv:2211.10438). At 0, 0.3, 0.5, 0.7 and 1 the mean
cosine to float32 over 767 texts was 0.9989, 0.9995, 0.9996, 0.9996 and 0.9994 (`WEIGHT_LIMIT` being 127)."""

GIANT = 2.0
"""A channel is a giant above this many times the common peak: at 1.25, 1.5 and 2 the mean cosine to float32
over 24 news texts was 0.9982, 0.9987 and 0.9987, with 117, 65 and 37 added channels."""

_COMMON = 8
"""The common peak is the eighth largest channel's: at most two channels of a layer were giants."""

_MARGIN = 1.2
"""How far beyond the peak that was seen a giant's slices reach: over news, questions, and runs of signs of
ten scripts the peaks varied by a tenth."""

_LOWEST = -0.17
"""GELU's minimum is -0.16997."""

_ALIGNED = 64
"""Channels come in multiples of this, the width of the processors' 8-bit tiles."""


@dataclass(frozen=True, slots=True)
class Quantised:
    """A weight matrix in integers: float ≈ weight * scale.

    Attributes:
        weight: Shape (inputs, outputs), within ±`WEIGHT_LIMIT`.
        scale: One for each output, shape (outputs,).
    """

    weight: NDArray[np.int8]
    scale: Floats


@dataclass(frozen=True, slots=True)
class Sliced:
    """A feed-forward part whose activations all lie in [`lowest`, `highest`].

    Attributes:
        wide: The part before the GELU, with the slices' channels behind the others.
        narrow: The part behind it.
        lowest: What an activation is clipped to from below.
        highest: And from above.
    """

    wide: Linear
    narrow: Linear
    lowest: float
    highest: float


def quantised(weight: Floats) -> Quantised:
    """Round a matrix to integers, each output with its own scale."""
    scale = np.abs(weight).max(axis=0) / np.float32(WEIGHT_LIMIT)
    scale[scale == 0] = 1
    return Quantised(np.rint(weight / scale).astype(np.int8), scale.astype(np.float32))


def smoothing(peaks: Floats) -> Floats:
    """By how much to divide each channel, and to multiply its weights; 1 for a channel of usual size.

    Args:
        peaks: Its largest absolute value, shape (channels,).
    """
    usual = max(float(np.median(peaks)), float(np.finfo(np.float32).tiny))
    factors: Floats = np.maximum(peaks / usual, 1).astype(np.float32) ** np.float32(SMOOTHING)
    return factors


def sliced(wide: Linear, narrow: Linear, peaks: Floats) -> Sliced:
    """Cut the giants among the channels between `wide` and `narrow` in slices of the common height.

    A giant z is clipped to the common height h as every channel is, and gets companions of the same weights
    whose bias is lower by h, 2h, …: since GELU(x) is nearly max(x, 0), the clipped parts add up to z. All
    channels then share a fine step. It costs a few channels in 1,536.

    Args:
        wide: Weight of shape (hidden, channels).
        narrow: Weight of shape (channels, hidden).
        peaks: The largest activation seen of each channel, shape (channels,).
    """
    common = float(np.sort(peaks)[-min(_COMMON, len(peaks))])
    height = max(common, -_LOWEST) * GIANT
    reach = peaks * _MARGIN
    slices = [
        (channel, step)
        for channel in np.flatnonzero(reach > height)
        for step in range(1, int(np.ceil(reach[channel] / height)))
    ]
    giants = np.array([channel for channel, _ in slices], dtype=np.intp)
    lower = np.array([step * height for _, step in slices], dtype=np.float32)
    fill = -(wide.weight.shape[1] + len(slices)) % _ALIGNED if slices else 0
    inputs, outputs = wide.weight.shape[0], narrow.weight.shape[1]
    nothing = np.zeros(fill, np.float32)
    return Sliced(
        wide=Linear(
            np.hstack([wide.weight, wide.weight[:, giants], np.zeros((inputs, fill), np.float32)]),
            np.concatenate([wide.bias, wide.bias[giants] - lower, nothing]),
        ),
        narrow=Linear(
            np.vstack([narrow.weight, narrow.weight[giants], np.zeros((fill, outputs), np.float32)]),
            narrow.bias,
        ),
        lowest=_LOWEST,
        highest=height,
    )
