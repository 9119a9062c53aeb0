"""The forward pass by the compiled kernel: buffers and mapped files for `kernel.c`."""

from __future__ import annotations

import ctypes
import json
import threading
from collections.abc import Sequence
from ctypes import POINTER, c_float, c_int32, c_uint8
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from vectorstore.embedding.native.compiled import CompiledKernel, Model
from vectorstore.embedding.native.packing import PACKED, PROBE
from vectorstore.embedding.native.weights import Floats
from vectorstore.embedding.native.words import WordRows
from vectorstore.errors import EmbeddingError

LEAST_COSINE = 0.9995
"""To float32, of each probe: 0.99999 when this was written; 8-bit products reach 0.9993. A processor, an
emulator or a compiler that computes something else falls far below."""

_ALIGNED = 64


class KernelRefused(Exception):
    """The kernel is there and computes wrongly here. Caught where the engine is chosen."""


class KernelForward:
    """A `Forward` on the processor's bfloat16 tiles. Thread-safe; each call uses its caller's thread."""

    together = 400
    """A text of 36 tokens alone reads 43 MB of weights for 1.5 GOP. News sentences took 1, 0.76, 0.50, 0.40,
    0.36 and 0.37 of that time each in passes of 0, 100, 200, 300, 400 and 600 characters; texts of 300
    characters gain nothing."""

    def __init__(self, compiled: CompiledKernel, folder: Path) -> None:
        """Map the weights, and try the kernel on the probes.

        Raises:
            KernelRefused: It does not compute what it should.
        """
        self._compiled = compiled
        self._packed = np.memmap(folder / PACKED, dtype=np.uint8, mode="r")
        self._words = WordRows(folder)
        words = self._words.blocks
        self._model = Model(self._packed.ctypes.data, self._packed.nbytes, words.ctypes.data, words.nbytes)
        self._hidden = self._words.hidden
        self._rooms = threading.local()
        self._try(json.loads((folder / PROBE).read_text(encoding="utf-8")))

    def vectors(self, texts: Sequence[Sequence[int]]) -> Floats:
        """Vectors of texts, shape (len(texts), hidden), L2-normalised.

        Args:
            texts: The token ids of each, special tokens included.

        Raises:
            EmbeddingError: A text has none or too many, or the kernel gives no numbers.
        """
        return self._run(texts, None)

    def outputs(self, texts: Sequence[Sequence[int]]) -> list[tuple[Floats, Floats]]:
        """Vectors and last states of texts, shapes (hidden,) and (tokens, hidden); raises as `vectors`."""
        lengths = [len(ids) for ids in texts]
        states = np.empty((sum(lengths), self._hidden), np.float32)
        vectors = self._run(texts, states)
        return list(zip(vectors, np.split(states, np.cumsum(lengths)[:-1]), strict=True))

    def _run(self, texts: Sequence[Sequence[int]], states: Floats | None) -> Floats:
        lengths = np.array([len(ids) for ids in texts], np.int32)
        ids = np.fromiter((number for text in texts for number in text), np.int32, int(lengths.sum()))
        vectors = np.empty((len(texts), self._hidden), np.float32)
        needed = self._compiled.room(self._model, _numbers(lengths), len(texts))
        wrong = needed
        if needed >= 0:
            room = self._room(needed)
            wrong = self._compiled.encode(
                *(self._model, _numbers(ids), _numbers(lengths), len(texts)),
                *(_floats(vectors), None if states is None else _floats(states)),
                *(room.ctypes.data_as(POINTER(c_uint8)), room.nbytes),
            )
        if wrong < 0 or not np.isfinite(vectors).all():
            said = f"the embedding kernel failed on {lengths.tolist()} tokens" + (
                f" ({wrong})" if wrong else ""
            )
            raise EmbeddingError(said)
        return vectors

    def _room(self, needed: int) -> NDArray[np.uint8]:
        """This thread's working memory, 13 KB a token; kept, since fresh pages cost as much as layers do."""
        room: NDArray[np.uint8] | None = getattr(self._rooms, "room", None)
        if room is None or room.nbytes < needed:
            grown = np.empty(needed + _ALIGNED, np.uint8)
            room = grown[-grown.ctypes.data % _ALIGNED :][:needed]
            self._rooms.room = room
        return room

    def _try(self, probe: dict[str, Any]) -> None:
        try:
            found = self.vectors(probe["texts"])
        except EmbeddingError as exc:
            raise KernelRefused(str(exc)) from exc
        cosines = (found * np.array(probe["vectors"], np.float32)).sum(axis=1)
        if not cosines.min() >= LEAST_COSINE:
            raise KernelRefused(f"cosines {cosines.tolist()} to the model's own vectors")


def _numbers(values: NDArray[np.int32]) -> ctypes._Pointer[c_int32]:
    return values.ctypes.data_as(POINTER(c_int32))


def _floats(values: Floats) -> ctypes._Pointer[c_float]:
    return values.ctypes.data_as(POINTER(c_float))
