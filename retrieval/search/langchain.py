"""The archive as LangChain's chains and agents take it: a retriever of documents.

Apart from `search.retriever`, because LangChain's base class imports langsmith and requests and so costs a
question 0.5 s and 30 MB.
"""

from __future__ import annotations

from typing import Any

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict, SkipValidation

from retrieval.models import Passage
from retrieval.search.retriever import HybridRetriever, Searchable
from vectorstore.models import EmbeddingModel


class ArchiveRetriever(BaseRetriever):
    """Dense and lexical search over one archive, fused; `invoke(question)` gives the passages as documents.

    A document's `page_content` is the passage's text, `article.text[start:end]`; its metadata name article,
    headline, paper, date, page, source, offsets and score, as the machine interface does.

    Attributes:
        archive: The generation that is searched, whole or in part.
        embedder: The model that it was indexed with.
        top_k: Documents that `invoke` returns at most.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True, frozen=True)

    archive: SkipValidation[Searchable]
    embedder: SkipValidation[EmbeddingModel]
    top_k: int = 10

    def _get_relevant_documents(
        self, query: str, *, run_manager: CallbackManagerForRetrieverRun
    ) -> list[Document]:
        del run_manager  # nothing inside calls back
        found = HybridRetriever(self.archive, self.embedder, self.top_k).passages(query)
        return [document_of(passage) for passage in found]


def document_of(passage: Passage) -> Document:
    """A passage as LangChain's document; what is unknown of its article is None in the metadata."""
    article = passage.article
    metadata: dict[str, Any] = {
        "article_id": article.id,
        "headline": article.headline,
        "paper": article.paper,
        "date": article.date.isoformat() if article.date else None,
        "page": article.page,
        "source": passage.source,
        "start": passage.start,
        "end": passage.end,
        "score": passage.score,
    }
    return Document(page_content=passage.text, metadata=metadata)
