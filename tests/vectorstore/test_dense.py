"""Chroma's neighbours are the ones that the angles say."""

import math
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from tests.vectorstore.angles import Angles
from vectorstore.chroma import readers
from vectorstore.chroma.embedded import EmbeddedIndex, write
from vectorstore.errors import StoreDamaged, StoreUnwritable

ANGLES = Angles()


def written(folder: Path, *degrees: int) -> Path:
    texts = [str(angle) for angle in degrees]
    write(folder, texts, ANGLES.passages(texts))
    return folder


def test_scores_are_cosines_and_the_nearest_comes_first(tmp_path: Path) -> None:
    with closing(EmbeddedIndex(written(tmp_path / "chroma", 0, 30, 90))) as index:
        hits = index.search(ANGLES.query("20"), 3)
    assert [hit.chunk_id for hit in hits] == ["30", "0", "90"]
    assert [hit.score for hit in hits] == pytest.approx([math.cos(math.radians(a)) for a in (10, 20, 70)])


def test_more_neighbours_than_there_are_is_no_error(tmp_path: Path) -> None:
    with closing(EmbeddedIndex(written(tmp_path / "chroma", 1))) as index:
        assert len(index.search(ANGLES.query("1"), 100)) == 1


def test_an_empty_collection_finds_nothing(tmp_path: Path) -> None:
    write(tmp_path / "chroma", [], np.zeros((0, 2), np.float32))
    with closing(EmbeddedIndex(tmp_path / "chroma")) as index:
        assert len(index) == 0
        assert index.search(ANGLES.query("1"), 5) == []


def test_missing_vectors_are_named_and_no_empty_store_is_made_in_their_place(tmp_path: Path) -> None:
    with pytest.raises(StoreDamaged, match="chroma"):
        EmbeddedIndex(tmp_path / "chroma")
    assert not (tmp_path / "chroma").exists()


def test_a_file_that_chroma_did_not_write_is_reported_as_damage(tmp_path: Path) -> None:
    folder = written(tmp_path / "chroma", 1)
    (folder / "chroma.sqlite3").write_bytes(b"this is no database" * 100)
    with pytest.raises((StoreDamaged, StoreUnwritable), match="chroma"):
        EmbeddedIndex(folder)


def changed(*_: object, **__: object) -> None:
    raise TypeError("another signature")


@pytest.mark.parametrize("moment", ["__init__", "nearest"])
def test_where_the_compiled_library_has_changed_the_public_client_reads(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    folder = written(tmp_path / "chroma", 0, 30, 90)
    with closing(EmbeddedIndex(folder)) as index:
        expected = index.search(ANGLES.query("20"), 3)
    monkeypatch.setattr(readers.Bindings, moment, changed)
    with closing(EmbeddedIndex(folder)) as index:
        assert index.search(ANGLES.query("20"), 3) == expected
        assert isinstance(index._reader, readers.Client)


def test_the_compiled_library_is_called_as_this_version_wants_it(tmp_path: Path) -> None:
    with closing(EmbeddedIndex(written(tmp_path / "chroma", 0, 30, 90))) as index:
        index.search(ANGLES.query("20"), 3)
        assert isinstance(index._reader, readers.Bindings)


def test_what_the_client_itself_rejects_is_not_tried_for_ever(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(readers.Bindings, "nearest", changed)
    monkeypatch.setattr(readers.Client, "nearest", changed)
    with (
        closing(EmbeddedIndex(written(tmp_path / "chroma", 0, 30))) as index,
        pytest.raises(TypeError, match="another signature"),
    ):
        index.search(ANGLES.query("20"), 1)


def test_no_index_file_keeps_what_the_readers_memory_held(tmp_path: Path) -> None:
    folder = written(tmp_path / "chroma", 0, 30, 90)
    with closing(EmbeddedIndex(folder)) as index:
        first = index.search(ANGLES.query("20"), 3)
        files = [path for path in folder.rglob("*.bin") if path.name != "header.bin"]
        assert files
        assert all(not any(path.read_bytes()) for path in files)
        assert index.search(ANGLES.query("20"), 3) == first
    with closing(EmbeddedIndex(folder)) as index:
        assert index.search(ANGLES.query("20"), 3) == first
