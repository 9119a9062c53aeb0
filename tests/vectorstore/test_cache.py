"""Vectors are remembered by model and text."""

from pathlib import Path

import numpy as np

from vectorstore.cache import EmbeddingCache, text_digest


def test_a_vector_comes_back_bit_for_bit_and_only_for_its_own_model(tmp_path: Path) -> None:
    vectors = np.array([[0.1, -0.2], [3.0, 1e-30]], np.float32)
    digests = [text_digest("甲"), text_digest("乙")]
    with EmbeddingCache(tmp_path / "e.sqlite") as cache:
        cache.put("model one", digests, vectors)
    with EmbeddingCache(tmp_path / "e.sqlite") as cache:
        found = cache.get("model one", [*digests, text_digest("丙")])
        assert set(found) == set(digests)
        assert np.array_equal(np.stack([found[digest] for digest in digests]), vectors)
        assert cache.get("model two", digests) == {}
