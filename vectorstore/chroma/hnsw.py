"""How a collection's HNSW index is made, in a folder and in a server alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from chromadb.api.collection_configuration import CreateHNSWConfiguration

HNSW: CreateHNSWConfiguration = {
    "space": "cosine",
    # Construction and search breadth beyond Chroma's 100: at 10,000 chunks recall@100 rises from
    # 0.99 to 1.00, and embedding the chunks costs a hundred times more.
    "ef_construction": 200,
    "ef_search": 200,
}

CHURN = 0.2
"""The share of vectors taken out of an HNSW index beyond which it is built anew. hnswlib only marks them, so
they go on costing a fifth of memory and time; recall does not suffer (0.999–1.000 at 0–60 % replaced,
`python -m benchmarks.refresh --churn 5000`)."""
