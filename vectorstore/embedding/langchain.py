"""The embedding model as LangChain takes it; apart, because importing LangChain costs a question 0.1 s."""

from __future__ import annotations

from langchain_core.embeddings import Embeddings

from vectorstore.models import EmbeddingModel


class LangChainEmbeddings(Embeddings):
    """An embedding model behind LangChain's interface, for any vector store or chain of LangChain's."""

    def __init__(self, model: EmbeddingModel) -> None:
        """Wrap a model.

        Args:
            model: An `Embedder`, or what behaves like one.
        """
        self._model = model

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Vectors of passages."""
        vectors: list[list[float]] = self._model.passages(texts).tolist()
        return vectors

    def embed_query(self, text: str) -> list[float]:
        """The vector of a question."""
        vector: list[float] = self._model.query(text).tolist()
        return vector
