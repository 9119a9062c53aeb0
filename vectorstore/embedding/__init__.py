"""The embedding model: the bundled one or any sentence-transformers model, and what it computes.

Importing this package, opening a model and counting tokens load neither torch nor transformers; the
first vector does.
"""

from __future__ import annotations

from vectorstore.embedding.bundled import damaged_files, unpack_bundled
from vectorstore.embedding.embedder import Embedder, open_embedder

__all__ = ["Embedder", "damaged_files", "open_embedder", "unpack_bundled"]
