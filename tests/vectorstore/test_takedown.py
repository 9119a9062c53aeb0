"""What was taken down is out, stays out, and comes back only when that is said."""

import hashlib
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.vectorstore.angles import Angles
from tests.vectorstore.conftest import World, page
from vectorstore import building, takedown, withdrawals
from vectorstore.archive import LiveArchive
from vectorstore.chroma import embedded as chroma_embedded
from vectorstore.chroma.files import clear_room
from vectorstore.chroma.hnsw import HNSW
from vectorstore.errors import NoSuchGeneration, NothingToIndex, StoreDamaged
from vectorstore.refresh import refresh


@pytest.fixture(autouse=True)
def _no_grace(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(takedown, "GRACE", 0.0)


def test_an_article_taken_down_is_in_no_generation_nor_in_the_cache(make_world: Callable[..., World]) -> None:
    world = make_world(1, 2, 3)
    world.write(4)
    world.refresh()
    takedown.take_down(world.store, world.model, world.article_id(2))
    assert world.headlines() == ["第1小学迎来新操场", "第3小学迎来新操场", "第4小学迎来新操场"]
    for path in world.store.folder.rglob("*"):
        if path.is_file() and path.name != "withdrawn.json":
            assert "第2小学".encode() not in path.read_bytes(), path
    world.model.embedded.clear()
    (withdrawn,) = withdrawals.load(world.store.withdrawn).articles.values()
    takedown.put_back(world.store, world.model, withdrawn, world.request())
    assert len(world.model.embedded) == 1  # its vector had left the cache


class Signs(Angles):
    """A quarter with sixteen signs that the text draws: unit vectors whose bytes no normalising changes."""

    def __init__(self) -> None:
        super().__init__()
        self.info = replace(self.info, dimension=16)

    def passages(
        self, texts: Sequence[str], on_progress: Callable[[int], None] | None = None
    ) -> NDArray[np.float32]:
        super().passages(texts, on_progress)
        return np.stack([self.query(text) for text in texts])

    def query(self, text: str) -> NDArray[np.float32]:
        bits = hashlib.sha256(text.encode()).digest()[:2]
        return np.where(np.unpackbits(np.frombuffer(bits, np.uint8)), 0.25, -0.25).astype("<f4")


@pytest.mark.parametrize("threshold", [1000, 2], ids=["vectors in the database", "vectors in index files"])
def test_no_file_of_the_store_holds_the_vector_of_an_article_taken_down(
    make_world: Callable[..., World], monkeypatch: pytest.MonkeyPatch, threshold: int
) -> None:
    monkeypatch.setattr(
        chroma_embedded, "HNSW", HNSW | {"sync_threshold": threshold, "batch_size": min(threshold, 100)}
    )
    world = make_world(*range(1, 11))  # so many that the difference alone would be applied
    world.model = Signs()
    world.refresh(rebuild=True)
    vector = world.model.query(next(text for text in world.model.embedded if "第2小学" in text)).tobytes()

    def holding() -> set[str]:
        files = [path for path in world.store.folder.rglob("*") if path.is_file()]
        root = world.store.folder
        return {str(path.relative_to(root)) for path in files if vector in path.read_bytes()}

    assert any("chroma/" in name for name in holding())
    takedown.take_down(world.store, world.model, world.article_id(2))
    assert holding() == set()


def test_the_room_behind_an_indexs_vectors_is_overwritten_and_nothing_else(
    make_world: Callable[..., World], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(chroma_embedded, "HNSW", HNSW | {"sync_threshold": 2, "batch_size": 2})
    world = make_world(*range(1, 11))
    world.refresh(rebuild=True)
    path = max(world.store.folder.rglob("data_level0.bin"))  # the live generation's
    whole = path.read_bytes()
    held = len(whole.rstrip(b"\0"))
    assert held < len(whole) / 2
    path.write_bytes(whole[: len(whole) // 2] + b"\x5a" * (len(whole) - len(whole) // 2))
    clear_room(world.store.folder)
    assert path.read_bytes() == whole
    assert len(world.headlines()) == 10


def test_it_stays_out_of_later_refreshes_and_rebuilds_until_undone(make_world: Callable[..., World]) -> None:
    world = make_world(1, 2, 3)
    taken = takedown.take_down(world.store, world.model, world.article_id(2))
    (world.pages / "2.txt").rename(world.pages / "renamed.txt")
    world.refresh()
    world.refresh(rebuild=True)
    assert world.headlines() == ["第1小学迎来新操场", "第3小学迎来新操场"]
    takedown.put_back(world.store, world.model, taken, world.request())
    assert "第2小学迎来新操场" in world.headlines()


def test_after_a_rollback_to_before_the_undoing_the_next_refresh_brings_the_article_back(
    make_world: Callable[..., World],
) -> None:
    world = make_world(1, 2, 3)
    taken = takedown.take_down(world.store, world.model, world.article_id(2))
    takedown.put_back(world.store, world.model, taken, world.request())
    world.store.roll_back()
    assert "第2小学迎来新操场" not in world.headlines()
    world.refresh()
    assert "第2小学迎来新操场" in world.headlines()


def test_going_back_right_after_a_takedown_changes_nothing_and_says_what_undoes_it(
    make_world: Callable[..., World],
) -> None:
    world = make_world(1, 2, 3)
    for n in (2, 3):
        takedown.take_down(world.store, world.model, world.article_id(n))
        live, noted = world.store.current(), world.store.history()
        with pytest.raises(NoSuchGeneration, match="remove ID --undo"):
            world.store.roll_back()
        assert (world.store.current(), world.store.history()) == (live, noted)


def test_going_back_over_a_refresh_after_a_takedown_keeps_the_article_out(
    make_world: Callable[..., World],
) -> None:
    world = make_world(1, 2)
    takedown.take_down(world.store, world.model, world.article_id(2))
    world.write(3)
    world.refresh()
    world.store.roll_back()
    assert world.headlines() == ["第1小学迎来新操场"]


def test_a_takedowns_fallback_is_gone_back_to_where_its_live_generation_is_damaged(
    make_world: Callable[..., World],
) -> None:
    world = make_world(1, 2)
    takedown.take_down(world.store, world.model, world.article_id(2))
    live = world.store.live().generation
    world.store.catalogue(live).write_bytes(b"")
    assert world.store.roll_back().generation < live


def test_an_undoing_cut_short_is_finished_by_the_next_refresh_of_any_folder(
    make_world: Callable[..., World], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    world = make_world(1, 2)
    taken = takedown.take_down(world.store, world.model, world.article_id(2))
    monkeypatch.setattr(takedown, "refresh_locked", _killed)
    with pytest.raises(KeyboardInterrupt):
        takedown.put_back(world.store, world.model, taken, world.request())
    other = tmp_path / "other"
    other.mkdir()
    (other / "7.txt").write_text(page(7), encoding="utf-8")
    refresh(world.store, world.model, replace(world.request(), paths=(other,)))
    assert world.headlines() == ["第1小学迎来新操场", "第2小学迎来新操场", "第7小学迎来新操场"]


def _killed(*_: Any) -> Any:
    raise KeyboardInterrupt


def test_a_reader_that_held_the_older_generation_never_answers_from_it_again(
    make_world: Callable[..., World],
) -> None:
    world = make_world(1, 2)
    live = LiveArchive(world.store, world.model)
    gone = world.article_id(2)
    assert live.get().entry(gone)
    takedown.take_down(world.store, world.model, gone)
    assert live.get().entry(gone) is None
    assert len(live.get().dense(world.model.query("2"), 9)) == 1


@pytest.mark.parametrize("built", [0, 1, 2])
def test_a_takedown_cut_short_after_any_step_is_finished_by_the_next_refresh(
    make_world: Callable[..., World], monkeypatch: pytest.MonkeyPatch, built: int
) -> None:
    world = make_world(1, 2)
    world.write(3)
    world.refresh()
    inner, builds = building.build, iter(range(3))

    def killed(*words: Any) -> Any:
        if next(builds) == built:
            raise KeyboardInterrupt
        return inner(*words)

    monkeypatch.setattr(takedown, "build", killed)
    if built == 2:
        monkeypatch.setattr(takedown, "_drop_older", killed)
    with pytest.raises(KeyboardInterrupt):
        takedown.take_down(world.store, world.model, world.article_id(2))
    world.refresh()
    assert world.headlines() == ["第1小学迎来新操场", "第3小学迎来新操场"]
    with suppress(NoSuchGeneration):
        world.store.roll_back()
        assert len(world.headlines()) == 2
    for path in world.store.folder.rglob("*"):
        if path.is_file() and path.name != "withdrawn.json":
            assert "第2小学".encode() not in path.read_bytes(), path


def test_the_only_article_can_be_taken_down(make_world: Callable[..., World]) -> None:
    world = make_world(1)
    takedown.take_down(world.store, world.model, world.article_id(1))
    assert world.headlines() == []
    world.refresh()
    assert world.headlines() == []


def test_an_unknown_article_is_named_and_a_damaged_list_stops_the_refresh(
    make_world: Callable[..., World],
) -> None:
    world = make_world(1)
    with pytest.raises(NothingToIndex, match="zzz"):
        takedown.take_down(world.store, world.model, "zzz")
    world.store.withdrawn.write_text("{", encoding="utf-8")
    with pytest.raises(StoreDamaged, match="withdrawn"):
        world.refresh()
