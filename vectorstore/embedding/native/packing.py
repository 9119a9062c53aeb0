"""The weights as `kernel.c` reads them, in one file that is mapped.

Little-endian; every part begins on a multiple of 64 bytes:

    i32 magic, version, hidden, layers, heads, feed-forward size, positions; f32 epsilon; 32 bytes of nothing
    the embedding's norm: f32[hidden] scale, f32[hidden] shift
    f32[positions][hidden]: positions, the token type added
    and for each layer
        queries, keys and values as one product: weight, bias
        attention's output: weight, bias; its norm
        the feed-forward part: weight, bias into it; weight, bias out of it; its norm

A weight is bfloat16, in panels of 32 outputs; a panel in steps of 32 inputs; a step is two tiles of 16
outputs; a tile is 16 rows of 16 pairs: row r has inputs 2r and 2r + 1 of each output, side by side. A bias is
f32. Queries are multiplied by log2(e) / sqrt(head width), so that the softmax takes powers of two.

4-bit weights need 8 bits at most in bfloat16's eight and lose next to nothing: the mean cosine of vectors to
float32 is 0.99999, activations in bfloat16 included, where 8-bit products reach 0.9993.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from vectorstore.embedding.native.compiled import HEAD_WIDTH, VERSION
from vectorstore.embedding.native.forward import forward
from vectorstore.embedding.native.weights import Floats, Linear, Norm, embeddings, layers
from vectorstore.embedding.native.words import WordRows
from vectorstore.embedding.q4file import Architecture, Q4File

PACKED = "kernel.weights"
PROBE = "probe.json"
_MAGIC = int.from_bytes(b"WBK1", "little")
_STEP, _TILE_OUTPUTS = 32, 16


def computes(shape: Architecture) -> bool:
    """Whether the kernel computes a model of this shape."""
    return shape.hidden == shape.heads * HEAD_WIDTH and shape.feed_forward % _STEP == 0


def write_packed(model: Q4File, folder: Path) -> None:
    """Write the weights."""
    with (folder / PACKED).open("wb") as file:
        file.writelines(_parts(model))


def write_probe(model: Q4File, folder: Path, texts: list[list[int]]) -> None:
    """Write a few texts' token ids and their vectors in float32, on which every process tries the kernel."""
    words = WordRows(folder)
    vectors = forward(model, texts, [words.of(ids) for ids in texts]).vectors
    said = {"texts": texts, "vectors": vectors.tolist()}
    (folder / PROBE).write_text(json.dumps(said), encoding="utf-8")


def bfloat16(values: Floats) -> NDArray[np.uint16]:
    """Rounded to the nearest, to the even one of two: the upper half of a float32."""
    bits = np.ascontiguousarray(values).view(np.uint32)
    rounded: NDArray[np.uint16] = ((bits + 0x7FFF + (bits >> 16 & 1)) >> 16).astype(np.uint16)
    return rounded


def tiled(weight: Floats) -> NDArray[np.uint16]:
    """A matrix of shape (inputs, outputs) in the order told above: panel, step, tile, row, output, pair."""
    inputs, outputs = weight.shape
    steps = (inputs // _STEP, _STEP // 2, 2)
    panels = (outputs // (2 * _TILE_OUTPUTS), 2, _TILE_OUTPUTS)
    return bfloat16(weight.reshape(*steps, *panels).transpose(3, 0, 4, 1, 5, 2))


def _parts(model: Q4File) -> Iterator[bytes]:
    shape = model.architecture
    sizes = (shape.hidden, shape.layers, shape.heads, shape.feed_forward, shape.positions)
    yield struct.pack("<7if32x", _MAGIC, VERSION, *sizes, shape.epsilon)
    before = embeddings(model)
    yield from _norm(before.norm)
    yield before.positions.tobytes()
    scale = np.float32(np.log2(np.e) / np.sqrt(HEAD_WIDTH))
    for layer in layers(model):
        heads = (Linear(layer.query.weight * scale, layer.query.bias * scale), layer.key, layer.value)
        weights, biases = np.hstack([one.weight for one in heads]), np.hstack([one.bias for one in heads])
        yield from _linear(Linear(weights, biases))
        yield from _linear(layer.attended)
        yield from _norm(layer.attended_norm)
        yield from _linear(layer.wide)
        yield from _linear(layer.narrow)
        yield from _norm(layer.narrow_norm)


def _linear(linear: Linear) -> Iterator[bytes]:
    yield tiled(linear.weight).tobytes()
    yield linear.bias.tobytes()


def _norm(norm: Norm) -> Iterator[bytes]:
    yield norm.scale.tobytes()
    yield norm.shift.tobytes()
