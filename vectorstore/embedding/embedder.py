"""From a model's name to vectors."""

from __future__ import annotations

import os
import re
import threading
from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path

import numpy as np
from langchain_core.embeddings import Embeddings
from numpy.typing import NDArray

from vectorstore.embedding.bundled import BUNDLED_NAME, unpack_bundled
from vectorstore.embedding.digests import DigestCache
from vectorstore.embedding.hub import hub_snapshot
from vectorstore.embedding.model_folder import ModelFolder, read_model_folder
from vectorstore.embedding.sentence_encoder import ENGINE, SentenceEncoder
from vectorstore.embedding.tokens import TokenCounter
from vectorstore.errors import ModelNotFound
from vectorstore.models import EmbeddingInfo

_BATCH = 4
"""Texts run at once. 64 texts of 60 to 380 characters on 2 cores, by length: 24.7 texts a second in fours,
23.5 in eights, 20.5 in sixteens, 14.3 in batches of 32: more padding, and activations that leave the
processor's cache."""

_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


def open_embedder(name: str, cache_dir: Path) -> Embedder:
    """The embedding model of this name, ready to load.

    Args:
        name: "" for the bundled model, a sentence-transformers folder, or a name on the Hugging Face hub
            (`owner/model`). A folder of that name wins over the hub.
        cache_dir: The user's cache folder; the bundled model is unpacked into its `models/`.

    Returns:
        An embedder; torch is loaded at its first vector.

    Raises:
        ModelNotFound: There is no model of this name, or it cannot be downloaded.
        ModelUnusable: There is one, but it is no sentence-transformers model.
        ModelCacheUnwritable: The bundled model cannot be unpacked.
    """
    name = name.strip()
    digests = DigestCache(cache_dir / "models" / "digests.json")
    if not name:
        name, path = BUNDLED_NAME, unpack_bundled(cache_dir)
        digests.know_manifest(path)
    else:
        path = _folder_or_snapshot(name)
    return Embedder(read_model_folder(name, path, digests))


def _folder_or_snapshot(name: str) -> Path:
    path = Path(os.path.expanduser(name))  # noqa: PTH111  # Path.expanduser raises for a user it does not know
    if path.is_dir():
        return path.absolute()
    if path.is_file():
        raise ModelNotFound(f"{path} is a file: name the model's folder")
    if path.is_absolute() or name.startswith((".", "~")) or name.count("/") > 1:
        raise ModelNotFound(f"there is no folder {name}: check the spelling of WENBAO_EMBEDDING_MODEL")
    return hub_snapshot(name)


class Embedder(Embeddings):
    """An embedding model: vectors for texts and questions, and how many tokens a text takes.

    One embedder may be used from several threads.
    """

    def __init__(self, folder: ModelFolder) -> None:
        """Wrap a model folder; nothing is loaded yet.

        Args:
            folder: The model, as `read_model_folder` describes it.
        """
        self._folder = folder
        self._loaded: SentenceEncoder | None = None
        self._loading = threading.Lock()

    @cached_property
    def info(self) -> EmbeddingInfo:
        """The model in a few facts, read from its files (rarely, from the loaded model).

        Raises:
            ModelUnusable: The files do not say, and the model cannot be loaded.
        """
        folder = self._folder
        return EmbeddingInfo(
            name=folder.name,
            folder=str(folder.path),
            dimension=self._encoder().dimension if folder.dimension is None else folder.dimension,
            max_tokens=self._encoder().max_tokens if folder.max_tokens is None else folder.max_tokens,
            fingerprint=folder.fingerprint,
            engine=ENGINE,
        )

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Vectors of passages, as LangChain wants them."""
        vectors: list[list[float]] = self.passages(texts).tolist()
        return vectors

    def embed_query(self, text: str) -> list[float]:
        """The vector of a question, as LangChain wants it."""
        vector: list[float] = self.query(text).tolist()
        return vector

    def passages(
        self, texts: Sequence[str], on_progress: Callable[[int], None] | None = None
    ) -> NDArray[np.float32]:
        """Vectors of passages.

        Args:
            texts: In any order; texts of like length are run together, so that little is spent on padding.
            on_progress: Told after each batch how many texts were in it.

        Returns:
            Shape (len(texts), dimension), rows in the order of the texts, each of length 1.

        Raises:
            EmbeddingError: The model cannot be loaded or fails.
        """
        clean = [_encodable(text) for text in texts]
        vectors = np.empty((len(clean), self.info.dimension), dtype=np.float32)
        lengths = self._lengths(clean)
        order = sorted(range(len(clean)), key=lengths.__getitem__, reverse=True)
        for at in range(0, len(order), _BATCH):
            batch = order[at : at + _BATCH]
            vectors[batch] = self._encoder().encode([clean[index] for index in batch], "passage")
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
        vector: NDArray[np.float32] = self._encoder().encode([_encodable(text)], "query")[0]
        return vector

    def count_tokens(self, text: str) -> int:
        """Tokens that a passage takes of the model's longest input, prompt and special tokens included.

        Raises:
            ModelUnusable: The model's tokenizer cannot be loaded.
        """
        return self._lengths([_encodable(text)])[0]

    def _lengths(self, texts: Sequence[str]) -> list[int]:
        prompted = [self._folder.prompts.passage + text for text in texts]
        if self._counter is not None:
            return self._counter.count(prompted)
        return [self._encoder().count_tokens(text) for text in prompted]

    @cached_property
    def _counter(self) -> TokenCounter | None:
        return TokenCounter(self._folder.tokenizer) if self._folder.tokenizer else None

    def _encoder(self) -> SentenceEncoder:
        with self._loading:
            if self._loaded is None:
                self._loaded = SentenceEncoder(self._folder)
            return self._loaded


def _encodable(text: str) -> str:
    """Half of a surrogate pair has no UTF-8 form: a damaged message's becomes U+FFFD."""
    return _LONE_SURROGATE.sub("\ufffd", text)
