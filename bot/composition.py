"""The composition root: settings in, working parts out, each made when it is first needed.

What a part imports is imported with it, so that `status` does not wait for LangChain or Chroma.
"""

from __future__ import annotations

from functools import cached_property
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from bot.settings import Settings
from bot.telemetry import start_tracing
from vectorstore.chroma.api import ChromaServer
from vectorstore.generations import StoreFolder

if TYPE_CHECKING:
    from retrieval.asker import Asker
    from retrieval.generation.models import Limits
    from vectorstore.archive import LiveArchive
    from vectorstore.embedding import Embedder


class App:
    """The parts of one process, wired together."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        start_tracing(settings.tracing, texts=settings.tracing_text)
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
    def quoting(self) -> Asker:
        """What answers in quotes alone."""
        from retrieval.answerer import Answerer

        return Answerer(self.archive)

    @cached_property
    def answerer(self) -> Asker:
        """What answers questions: in quotes, or where a language model is set, in proved prose.

        Raises:
            ModelUnusable: The language model that the settings name cannot be had.
        """
        if not self.settings.llm.strip():
            return self.quoting
        from retrieval.claims import Prover
        from retrieval.evidence.vectors import SentenceVectors
        from retrieval.generation.opening import open_generating, spec_of

        settings = self.settings
        spec = spec_of(
            settings.llm,
            base_url=settings.llm_base_url,
            key=settings.llm_api_key.get_secret_value(),
            deadline=settings.llm_deadline,
            max_tokens=settings.llm_max_tokens,
            parallel=settings.llm_parallel,
        )
        prover = Prover(SentenceVectors(self.embedder))
        return open_generating(self.quoting, prover, spec, self._limits, settings.data_dir)

    def answerer_for(self, user: str) -> Asker:
        """What answers one user's questions, on that user's budget."""
        from retrieval.generation.asker import GeneratingAsker

        answerer = self.answerer
        return answerer.for_user(user) if isinstance(answerer, GeneratingAsker) else answerer

    @property
    def _limits(self) -> Limits:
        from retrieval.generation.models import Limits

        settings = self.settings
        return Limits(
            question=settings.llm_question_tokens,
            user=settings.llm_user_tokens,
            day=settings.llm_day_tokens,
            cost_question=settings.llm_question_cost,
            cost_user=settings.llm_user_cost,
            cost_day=settings.llm_day_cost,
            price_in=settings.llm_price_in,
            price_out=settings.llm_price_out,
        )

    @property
    def samples(self) -> Path:
        """The bundled sample pages."""
        return Path(str(files("corpus"))) / "pages"
