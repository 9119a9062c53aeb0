"""What Wenbao is compared with: LangChain, Chroma and sentence-transformers, put together the plain way.

    python -m benchmarks.plain_stack import
    python -m benchmarks.plain_stack index STORE MODEL_FOLDER CHUNKS.jsonl
    python -m benchmarks.plain_stack ask STORE MODEL_FOLDER QUESTION

CHUNKS.jsonl has one {"id", "text"} a line. `ask` prints the five nearest chunks; it makes no answer.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import chromadb
import numpy as np
from langchain_core.documents import Document
from langchain_core.embeddings import Embeddings
from langchain_core.retrievers import BaseRetriever
from sentence_transformers import SentenceTransformer


class Model(Embeddings):
    """sentence-transformers as LangChain's HuggingFaceEmbeddings calls it, with the model's prompts."""

    def __init__(self, folder: str) -> None:
        self._model = SentenceTransformer(folder, local_files_only=True)

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Vectors of passages."""
        vectors: list[list[float]] = self._model.encode_document(texts, normalize_embeddings=True).tolist()
        return vectors

    def embed_query(self, text: str) -> list[float]:
        """The vector of a question."""
        vector: list[float] = self._model.encode_query(text, normalize_embeddings=True).tolist()
        return vector


class Retriever(BaseRetriever):
    """The nearest chunks."""

    model: Any
    collection: Any

    def _get_relevant_documents(self, query: str, *, run_manager: object) -> list[Document]:
        del run_manager
        found = self.collection.query(query_embeddings=[self.model.embed_query(query)], n_results=5)
        return [Document(page_content=text) for text in found["documents"][0]]


def main(command: str, *arguments: str) -> None:
    """Run one command."""
    if command == "import":
        return
    store, folder, what = arguments
    client = chromadb.PersistentClient(store)
    model = Model(folder)
    if command == "index":
        rows = [json.loads(line) for line in Path(what).read_text(encoding="utf-8").splitlines()]
        texts = [row["text"] for row in rows]
        vectors = np.array(model.embed_documents(texts), np.float32)
        collection = client.create_collection("plain", configuration={"hnsw": {"space": "cosine"}})
        collection.add(ids=[row["id"] for row in rows], documents=texts, embeddings=vectors)
    else:
        retriever = Retriever(model=model, collection=client.get_collection("plain"))
        for document in retriever.invoke(what):
            print(document.page_content)


if __name__ == "__main__":
    main(*sys.argv[1:])
