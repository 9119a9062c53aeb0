"""English questions' vectors, moved to where Chinese ones lie."""

import base64
import json
from pathlib import Path

import numpy as np
import pytest

from retrieval.search import crossing
from retrieval.search.crossing import CROSSING, SHARE, crossed


@pytest.fixture
def known(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    packed = base64.b64encode(np.array([0.0, 2.0], np.float16).tobytes()).decode("ascii")
    path = tmp_path / "crossing.json"
    path.write_text(json.dumps({"a model": packed}), encoding="utf-8")
    monkeypatch.setattr(crossing, "CROSSING", path)
    monkeypatch.setattr(crossing, "_differences", crossing._differences.__wrapped__)
    return "a model"


def test_a_vector_is_moved_by_a_share_of_the_difference_and_has_length_one(known: str) -> None:
    moved = crossed(np.array([1.0, 0.0], np.float32), known)
    assert moved == pytest.approx(np.array([1.0, 2 * SHARE]) / np.hypot(1.0, 2 * SHARE), abs=1e-6)


def test_an_unknown_models_vectors_stay_where_they_are(known: str) -> None:
    vector = np.array([1.0, 0.0], np.float32)
    assert crossed(vector, f"not {known}") is vector


def test_what_comes_with_the_project_is_of_the_bundled_models_dimension() -> None:
    packed = json.loads(CROSSING.read_text(encoding="utf-8"))
    assert packed
    for difference in packed.values():
        assert np.frombuffer(base64.b64decode(difference), np.float16).shape == (384,)
