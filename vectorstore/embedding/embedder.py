"""From a model's name to vectors."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from vectorstore.embedding.bundled import (
    BUNDLED_NAME,
    bundled_architecture,
    is_bundled,
    unpack_bundled,
    unpack_engine,
    unpack_packed,
)
from vectorstore.embedding.digests import DigestCache
from vectorstore.embedding.engine import Engine, Side, TextStates
from vectorstore.embedding.hub import hub_snapshot
from vectorstore.embedding.model_folder import ModelFolder, read_model_folder
from vectorstore.embedding.native.compiled import load_compiled
from vectorstore.embedding.native.engine import NativeEngine
from vectorstore.embedding.native.packing import computes
from vectorstore.embedding.sentence_engine import SentenceEngine
from vectorstore.errors import ModelNotFound
from vectorstore.models import EmbeddingInfo

_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


def open_embedder(name: str, cache_dir: Path) -> Embedder:
    """The embedding model of this name, ready to load.

    Args:
        name: "" for the bundled model, a sentence-transformers folder, or a name on the Hugging Face hub
            (`owner/model`). A folder of that name wins over the hub.
        cache_dir: The user's cache folder; the bundled model is unpacked into its `models/`.

    Returns:
        An embedder; what computes is loaded at its first vector: the compiled kernel or ONNX Runtime for the
        bundled model, torch for any other.

    Raises:
        ModelNotFound: There is no model of this name, or it cannot be downloaded.
        ModelUnusable: There is one, but it is no sentence-transformers model.
        ModelCacheUnwritable: The bundled model cannot be unpacked.
    """
    name = name.strip()
    digests = DigestCache(cache_dir / "models" / "digests.json")
    path = _folder_or_snapshot(name) if name else unpack_bundled(cache_dir)
    bundled = not name or is_bundled(path, cache_dir)
    if bundled:
        digests.know_manifest(path)
    folder = read_model_folder(name or BUNDLED_NAME, path, digests)
    if bundled:
        return Embedder(folder, _native_engine(folder, cache_dir))
    return Embedder(folder, SentenceEngine(folder))


def _native_engine(folder: ModelFolder, cache_dir: Path) -> NativeEngine:
    return NativeEngine(
        folder,
        lambda: unpack_engine(cache_dir),
        lambda: unpack_packed(cache_dir),
        load_compiled() if computes(bundled_architecture()) else None,
    )


def _folder_or_snapshot(name: str) -> Path:
    path = Path(os.path.expanduser(name))  # noqa: PTH111  # Path.expanduser raises for a user it does not know
    if path.is_dir():
        return path.absolute()
    if path.is_file():
        raise ModelNotFound(f"{path} is a file: name the model's folder")
    if path.is_absolute() or name.startswith((".", "~")) or name.count("/") > 1:
        raise ModelNotFound(f"there is no folder {name}: check the spelling of WENBAO_EMBEDDING_MODEL")
    return hub_snapshot(name)


class Embedder:
    """An embedding model: vectors for texts and questions, and how many tokens a text takes.

    One embedder may be used from several threads. `vectorstore.embedding.langchain` fits it to LangChain.
    """

    def __init__(self, folder: ModelFolder, engine: Engine) -> None:
        """Wrap a model folder; nothing is loaded yet.

        Args:
            folder: The model, as `read_model_folder` describes it.
            engine: What computes its vectors.
        """
        self._folder = folder
        self._engine = engine

    @cached_property
    def info(self) -> EmbeddingInfo:
        """The model in a few facts, read from its files (rarely, from the loaded model).

        Raises:
            ModelUnusable: The files do not say, and the model cannot be loaded.
        """
        return EmbeddingInfo(
            name=self._folder.name,
            folder=str(self._folder.path),
            dimension=self._engine.dimension,
            max_tokens=self._engine.max_tokens,
            fingerprint=self._engine.fingerprint,
            engine=self._engine.name,
        )

    def passages(
        self, texts: Sequence[str], on_progress: Callable[[int], None] | None = None
    ) -> NDArray[np.float32]:
        """Vectors of passages.

        Args:
            texts: In any order; the longest are run first.
            on_progress: Told after each batch how many texts were in it.

        Returns:
            Shape (len(texts), dimension), rows in the order of the texts, each of length 1.

        Raises:
            EmbeddingError: The model cannot be loaded or fails.
        """
        clean = [_encodable(text) for text in texts]
        vectors = np.empty((len(clean), self.info.dimension), dtype=np.float32)
        sizes = self._engine.sizes(clean)
        order = sorted(range(len(clean)), key=sizes.__getitem__, reverse=True)
        for at in range(0, len(order), self._engine.at_once):
            batch = order[at : at + self._engine.at_once]
            vectors[batch] = self._engine.encode([clean[index] for index in batch], "passage")
            if on_progress is not None:
                on_progress(len(batch))
        return vectors

    def query(self, text: str) -> NDArray[np.float32]:
        """The vector of a question, of length 1; what lies beyond the model's longest input is cut off.

        Returns:
            Shape (dimension,).

        Raises:
            EmbeddingError: The model cannot be loaded or fails.
        """
        vector: NDArray[np.float32] = self._engine.encode([_encodable(text)], "query")[0]
        return vector

    def states(self, texts: Sequence[str], side: Side) -> list[TextStates] | None:
        """Vectors and token states of texts, in their order; None for a model that gives no states.

        Raises:
            EmbeddingError: The model cannot be loaded or fails.
        """
        return self._engine.states([_encodable(text) for text in texts], side)

    def count_tokens(self, text: str) -> int:
        """Tokens that a passage takes of the model's longest input, prompt and special tokens included.

        Raises:
            ModelUnusable: The model's tokenizer cannot be loaded.
        """
        return self._engine.count([_encodable(text)])[0]


def _encodable(text: str) -> str:
    """Half of a surrogate pair has no UTF-8 form: a damaged message's becomes U+FFFD."""
    return _LONE_SURROGATE.sub("\ufffd", text)
