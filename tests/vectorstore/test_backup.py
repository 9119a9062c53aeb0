"""A backup brings the archive back, elsewhere too; what was taken down since stays down."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.vectorstore.conftest import World
from vectorstore import takedown
from vectorstore.backup import back_up, restore
from vectorstore.errors import BackupUnreadable, StoreUnwritable
from vectorstore.generations import StoreFolder
from vectorstore.verification import damage


@pytest.mark.parametrize("name", ["b.tar", "b.tar.gz"])
def test_a_backup_restored_elsewhere_is_the_same_archive_and_embeds_nothing(
    make_world: Callable[..., World], tmp_path: Path, name: str
) -> None:
    world = make_world(1, 2)
    back_up(world.store, tmp_path / name)
    other = World(StoreFolder(tmp_path / "other"), world.pages)
    manifest = restore(other.store, lambda: other.model, tmp_path / name)
    assert other.headlines() == world.headlines()
    assert damage(other.store, manifest.generation, deep=True) == []
    assert other.store.roots() == world.store.roots()
    assert other.refresh().embedded == 0
    assert list(tmp_path.glob("*.new")) == []


def test_a_backup_holds_no_index_files_that_chroma_filled_from_a_readers_memory(
    make_world: Callable[..., World], tmp_path: Path
) -> None:
    world = make_world(1, 2)
    for file in world.store.vectors(world.live().generation).rglob("*.bin"):
        file.write_bytes(b"what a reader had in its memory")
    back_up(world.store, tmp_path / "b.tar")
    assert b"in its memory" not in (tmp_path / "b.tar").read_bytes()
    other = World(StoreFolder(tmp_path / "other"), world.pages)
    restore(other.store, lambda: other.model, tmp_path / "b.tar")
    assert other.headlines() == world.headlines()


def test_restoring_goes_back_and_rolling_back_goes_forward(
    make_world: Callable[..., World], tmp_path: Path
) -> None:
    world = make_world(1)
    back_up(world.store, tmp_path / "b.tar")
    world.write(2)
    world.refresh()
    restore(world.store, lambda: world.model, tmp_path / "b.tar")
    assert len(world.headlines()) == 1
    world.store.roll_back()
    assert len(world.headlines()) == 2


def test_what_was_taken_down_after_the_backup_stays_down(
    make_world: Callable[..., World], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(takedown, "GRACE", 0.0)
    world = make_world(1, 2)
    back_up(world.store, tmp_path / "b.tar")
    takedown.take_down(world.store, world.model, world.article_id(2))
    restore(world.store, lambda: world.model, tmp_path / "b.tar")
    assert world.headlines() == ["第1小学迎来新操场"]
    for path in (world.store.folder / "generations").rglob("*"):
        assert path.is_dir() or "第2小学".encode() not in path.read_bytes()


@pytest.mark.parametrize("how", ["no tar", "cut", "flipped", "missing"])
def test_a_damaged_backup_is_refused_and_nothing_changes(
    make_world: Callable[..., World], tmp_path: Path, how: str
) -> None:
    world = make_world(1)
    file = tmp_path / "b.tar"
    back_up(world.store, file)
    live = world.live()
    data = file.read_bytes()
    if how == "missing":
        file.unlink()
    elif how == "flipped":
        at = data.index("第1小学".encode())
        file.write_bytes(data[:at] + b"\x00" + data[at + 1 :])
    else:
        file.write_bytes(b"not a tar" if how == "no tar" else data[: len(data) // 2])
    with pytest.raises(BackupUnreadable, match=r"b\.tar"):
        restore(world.store, lambda: world.model, file)
    assert world.live() == live
    assert [path.name for path in (world.store.folder / "generations").iterdir()] == [live.generation]


def test_a_backup_that_cannot_be_written_is_one_line(
    make_world: Callable[..., World], tmp_path: Path
) -> None:
    with pytest.raises(StoreUnwritable, match="missing"):
        back_up(make_world(1).store, tmp_path / "missing" / "b.tar")
