"""The composition root: settings in, working parts out, each made when it is first needed.

What a part imports is imported with it, so that `status` does not wait for LangChain or Chroma.
"""

from __future__ import annotations

from functools import cached_property
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from bot.settings import Settings
from vectorstore.chroma_api import ChromaServer
from vectorstore.generations import StoreFolder

if TYPE_CHECKING:
    from retrieval.asker import Asker
    from vectorstore.archive import LiveArchive
    from vectorstore.embedding import Embedder


class App:
    """The parts of one process, wired together."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        url = settings.chroma_url.get_secret_value()
        self.store = StoreFolder(settings.data_dir, ChromaServer(url) if url else None)

    @cached_property
    def embedder(self) -> Embedder:
        """The embedding model that the settings name."""
        from vectorstore.embedding import open_embedder

        return open_embedder(self.settings.embedding_model, self.settings.cache_dir)

    @cached_property
    def archive(self) -> LiveArchive:
        """The live generation, followed across refreshes."""
        from vectorstore.archive import LiveArchive

        return LiveArchive(self.store, self.embedder)

    @cached_property
    def answerer(self) -> Asker:
        """What answers questions."""
        from retrieval.answerer import Answerer

        return Answerer(self.archive)

    @property
    def samples(self) -> Path:
        """The bundled sample pages."""
        return Path(str(files("corpus"))) / "pages"
