"""A catalogue that was written to is noticed before it answers; a sound one is read whole at most once."""

import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from tests.vectorstore.conftest import World
from vectorstore import files, unaltered
from vectorstore.archive import LiveArchive
from vectorstore.backup import back_up, restore
from vectorstore.errors import StoreDamaged
from vectorstore.generations import StoreFolder
from vectorstore.unaltered import CATALOGUE, NOTE, altered_catalogue
from vectorstore.verification import damage


@pytest.fixture
def world(make_world: Callable[..., World]) -> World:
    made = make_world(1, 2)
    made.write(3)
    made.refresh()
    return made


def rename_somebody(world: World) -> Path:
    """Another name of the same length in the live catalogue: no size changes."""
    path = world.store.catalogue(world.live().generation)
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE articles SET data = replace(data, '江一', '冯二')")
    return path


def readings(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The catalogues that are read whole from here on."""
    read: list[Path] = []

    def checksum(path: Path) -> files.FileSum:
        read.append(path)
        return files.checksum(path)

    monkeypatch.setattr(unaltered, "checksum", checksum)
    return read


def test_an_altered_catalogue_does_not_serve_while_there_is_a_generation_before(world: World) -> None:
    live = world.live().generation
    rename_somebody(world)
    manifest, said = world.store.serving()
    assert manifest.generation < live
    assert "catalogue.sqlite: does not hold what was written to it" in said
    assert len(world.headlines()) == 2


def test_without_a_generation_before_an_altered_catalogue_is_an_error(
    make_world: Callable[..., World],
) -> None:
    world = make_world(1)
    rename_somebody(world)
    with pytest.raises(StoreDamaged, match="verify --repair"):
        LiveArchive(world.store, world.model).get()


def test_a_published_catalogue_is_not_read_whole_again(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    read = readings(monkeypatch)
    assert len(world.headlines()) == 3
    assert read == []


def test_a_copied_store_is_read_whole_once(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(world.store.folder, tmp_path / "copy")
    copy = StoreFolder(tmp_path / "copy")
    read = readings(monkeypatch)
    for _ in range(3):
        assert copy.serving() == (copy.manifest("000002"), "")
    assert read == [copy.catalogue("000002")]


def test_a_touched_catalogue_with_its_own_bytes_is_sound(world: World) -> None:
    path = world.store.catalogue(world.live().generation)
    os.utime(path, ns=(1, 1))
    assert world.store.serving()[1] == ""


@pytest.mark.parametrize("note", ["", "junk", "\udcff"])
def test_a_note_that_says_nothing_is_no_proof(world: World, note: str) -> None:
    folder = rename_somebody(world).parent
    (folder / NOTE).write_text(note, encoding="utf-8", errors="surrogateescape")
    sums = world.store.manifest(folder.name).checksums
    assert [one.where for one in altered_catalogue(folder, sums)] == [CATALOGUE]


def test_the_note_is_no_part_of_a_generation(world: World, tmp_path: Path) -> None:
    back_up(world.store, tmp_path / "b.tar")
    other = StoreFolder(tmp_path / "other")
    manifest = restore(other, lambda: world.model, tmp_path / "b.tar")
    assert NOTE not in manifest.checksums
    assert damage(other, manifest.generation, deep=True) == []
    (world.store.path("000002") / NOTE).unlink()
    assert damage(world.store, "000002") == []
