"""The bundled model's engine, made and loaded when it is needed."""

from __future__ import annotations

import hashlib
import logging
import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path

from vectorstore.embedding.engine import Side, TextStates
from vectorstore.embedding.model_folder import ModelFolder
from vectorstore.embedding.native.compiled import CompiledKernel
from vectorstore.embedding.native.encoder import NativeEncoder
from vectorstore.embedding.native.folder import GRAPH
from vectorstore.embedding.native.kernel import KernelForward, KernelRefused
from vectorstore.embedding.native.passes import Forward, OneByOne
from vectorstore.embedding.native.runtime import Session
from vectorstore.embedding.native.vocabulary import UnigramTokenizer
from vectorstore.embedding.native.weights import Floats
from vectorstore.embedding.native.words import WordRows

NUMERICS = 1
"""Goes up when a text's vector changes by more than rounding does: it is part of the fingerprint, so that
vectors of two versions are never mixed."""

_LINEAGE = "onnxruntime int8"
"""In the fingerprint for both ways to compute: their vectors have a mean cosine of 0.9993 to each other and
find the same (docs/decisions/0012-kernel.md). So a store serves either, and none is built anew when a
compiler appears or a disk moves to another processor."""

_LOG = logging.getLogger(__name__)


class NativeEngine:
    """The compiled kernel where it runs, and 8-bit products in ONNX Runtime elsewhere; an `Engine`."""

    at_once = 32
    """Many enough that the cores seldom wait for the last text, few enough to show progress."""

    def __init__(
        self,
        folder: ModelFolder,
        unpack: Callable[[], Path],
        unpack_packed: Callable[[], Path],
        compiled: CompiledKernel | None,
    ) -> None:
        """Wrap the bundled model; nothing is made or loaded yet.

        Args:
            folder: The model's standard folder.
            unpack: Gives the folder with ONNX Runtime's graph, and makes it where need be.
            unpack_packed: The same with the kernel's weights.
            compiled: The kernel; None where none runs or it does not compute this model's shape.
        """
        self._folder = folder
        self._unpack = unpack
        self._unpack_packed = unpack_packed
        self._compiled = compiled
        self._lock = threading.RLock()

    @property
    def name(self) -> str:
        """What computes."""
        return "onnxruntime int8" if self._compiled is None else "amx bfloat16"

    @cached_property
    def fingerprint(self) -> str:
        """Of the model and this engine's arithmetic; the same whichever computes."""
        said = f"{self._folder.fingerprint} {_LINEAGE} {NUMERICS}"
        return hashlib.sha256(said.encode()).hexdigest()

    @property
    def dimension(self) -> int:
        """Numbers in a vector."""
        assert self._folder.dimension is not None  # our own folder says
        return self._folder.dimension

    @property
    def max_tokens(self) -> int:
        """The longest input."""
        assert self._folder.max_tokens is not None
        return self._folder.max_tokens

    def encode(self, texts: Sequence[str], side: Side) -> Floats:
        """Vectors of texts, shape (len(texts), dimension)."""
        prompt = self._prompt(side)
        with self._lock:
            encoder = self._encoder
        return encoder.encode([prompt + text for text in texts])

    def states(self, texts: Sequence[str], side: Side) -> list[TextStates]:
        """Vectors and token states of texts."""
        prompt = self._prompt(side)
        with self._lock:
            encoder = self._encoder
        found = encoder.states([prompt + text for text in texts])
        return [replace(one, ends=one.ends - len(prompt)) for one in found]

    def _prompt(self, side: Side) -> str:
        return self._folder.prompts.query if side == "query" else self._folder.prompts.passage

    def count(self, texts: Sequence[str]) -> list[int]:
        """Tokens of each text as a passage."""
        with self._lock:
            tokenizer = self._tokenizer
        return [len(tokenizer.ids(self._folder.prompts.passage + text)) for text in texts]

    def sizes(self, texts: Sequence[str]) -> list[int]:
        """Characters: nothing is padded, and the longest first leaves the cores even at the end."""
        return [len(text) for text in texts]

    @cached_property
    def _place(self) -> Path:
        """A folder with the vocabulary: that of what computes."""
        return self._unpack() if self._compiled is None else self._unpack_packed()

    @cached_property
    def _tokenizer(self) -> UnigramTokenizer:
        return UnigramTokenizer(self._place)

    @cached_property
    def _encoder(self) -> NativeEncoder:
        return NativeEncoder(self._forward(), self._tokenizer, self.max_tokens)

    def _forward(self) -> Forward:
        if self._compiled is not None:
            try:
                return KernelForward(self._compiled, self._place)
            except KernelRefused as exc:
                _LOG.debug("ONNX Runtime computes, since the compiled kernel does not compute right: %s", exc)
                self._compiled = None
        graph = self._unpack()
        return OneByOne(Session(graph / GRAPH), WordRows(graph))
