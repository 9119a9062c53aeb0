"""Damage is found, named and mended, also where counting would find nothing."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from tests.vectorstore.conftest import World
from vectorstore.archive import Archive, LiveArchive
from vectorstore.catalogue import lexical
from vectorstore.catalogue.catalogue import Catalogue
from vectorstore.chroma import embedded
from vectorstore.chroma.hnsw import HNSW
from vectorstore.inspection import checksums
from vectorstore.verification import damage, repair


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-40])


def flip(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 0xFF
    path.write_bytes(bytes(data))


DAMAGES = [
    pytest.param("chroma/*/data_level0.bin", Path.unlink, id="index deleted"),
    pytest.param("chroma/*/data_level0.bin", cut, id="index cut"),
    pytest.param("chroma/*/data_level0.bin", flip, id="index flipped"),
    pytest.param("chroma/*/header.bin", Path.unlink, id="header deleted"),
    pytest.param("chroma/chroma.sqlite3", Path.unlink, id="database deleted"),
    pytest.param("chroma/chroma.sqlite3", cut, id="database cut"),
    pytest.param("catalogue.sqlite", Path.unlink, id="catalogue deleted"),
    pytest.param("catalogue.sqlite", cut, id="catalogue cut"),
    pytest.param("catalogue.sqlite", flip, id="catalogue flipped"),
    pytest.param("manifest.json", flip, id="manifest flipped"),
    pytest.param("manifest.json", Path.unlink, id="manifest deleted"),
]


@pytest.fixture
def world(make_world: Callable[..., World], monkeypatch: pytest.MonkeyPatch) -> World:
    # Chroma writes its index files at the third vector, not at the thousandth.
    monkeypatch.setattr(embedded, "HNSW", HNSW | {"sync_threshold": 2, "batch_size": 2})
    made = make_world(1, 2, 3)
    made.write(4)
    made.refresh()
    return made


def hurt(world: World, pattern: str, how: Callable[[Path], None]) -> str:
    live = world.live().generation
    (path,) = world.store.path(live).glob(pattern)
    how(path)
    return live


def test_a_sound_generation_has_no_damage_also_after_it_was_read(world: World) -> None:
    LiveArchive(world.store, world.model).get()
    assert damage(world.store, world.live().generation, deep=True) == []


@pytest.mark.filterwarnings("error::pytest.PytestUnraisableExceptionWarning")
def test_terms_that_the_articles_do_not_hold_are_told_without_a_traceback(world: World) -> None:
    path = world.store.catalogue(world.live().generation)
    with closing(sqlite3.connect(path)) as connection, connection:
        lexical.add(connection, [(99, "另一所学校")])
        connection.execute("DELETE FROM lexical_docsize WHERE id = 99")  # as many documents as before
    with closing(Catalogue(path)) as catalogue:
        assert catalogue.disagreements() == []
        assert catalogue.disagreements(deep=True) == ["the lexical index holds other terms than the articles"]


def test_a_store_too_small_for_index_files_is_sound_after_it_was_read(
    make_world: Callable[..., World],
) -> None:
    world = make_world(1, 2)
    LiveArchive(world.store, world.model).get()
    assert damage(world.store, world.live().generation, deep=True) == []


@pytest.mark.parametrize(("pattern", "how"), DAMAGES)
def test_any_damage_is_found(world: World, pattern: str, how: Callable[[Path], None]) -> None:
    assert damage(world.store, hurt(world, pattern, how))


@pytest.mark.parametrize(("pattern", "how"), [one for one in DAMAGES if "flipped" not in str(one.id)])
def test_cheap_damage_is_noticed_at_start_up_and_the_generation_before_serves(
    world: World, pattern: str, how: Callable[[Path], None], caplog: pytest.LogCaptureFixture
) -> None:
    hurt(world, pattern, how)
    archive = LiveArchive(world.store, world.model).get()
    assert len(list(archive.entries())) == 3
    assert len(archive.dense(world.model.query("1"), 9)) == 3
    assert "serves" in caplog.text


def test_a_reader_is_told_whatever_keeps_the_next_generation_closed(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    live = LiveArchive(world.store, world.model)
    before = live.get()
    world.refresh(rebuild=True)

    def unopened(*_: object) -> Archive:
        raise KeyError("a server's strange reply")

    with monkeypatch.context() as patched:
        patched.setattr("vectorstore.archive.Archive", unopened)
        for _ in range(2):
            with pytest.raises(KeyError, match="strange"):
                live.get()
    assert live.get().generation > before.generation


@pytest.mark.parametrize(("pattern", "how"), DAMAGES)
def test_repair_sets_the_generation_aside_and_loses_nothing(
    world: World, pattern: str, how: Callable[[Path], None]
) -> None:
    live = hurt(world, pattern, how)
    embedded = len(world.model.embedded)
    found, manifest = repair(world.store, world.model, world.request())
    assert found
    assert manifest.generation > live
    assert damage(world.store, manifest.generation, deep=True) == []
    assert len(world.headlines()) == 4
    assert len(world.model.embedded) == embedded
    assert world.store.path(f"{live}.damaged").is_dir()


def test_a_refresh_after_damage_goes_on_from_the_generation_before(world: World) -> None:
    live = hurt(world, "catalogue.sqlite", cut)
    assert world.refresh().generation != live
    assert len(world.headlines()) == 4


def test_vectors_of_other_texts_are_found_by_a_deep_look_alone(world: World) -> None:
    manifest = world.live()
    folder = world.store.vectors(manifest.generation)
    index = embedded.EmbeddedIndex(folder)
    ids = sorted(index.ids())
    vectors = index.vectors(ids)
    index.close()
    embedded.edit(folder, ids[:2], ids[:2], np.stack([vectors[ids[1]], vectors[ids[0]]]))
    embedded.EmbeddedIndex(folder).close()
    sums = checksums(world.store.path(manifest.generation))
    (world.store.path(manifest.generation) / "manifest.json").unlink()
    world.store.seal(replace(manifest, checksums=sums))
    assert damage(world.store, manifest.generation) == []
    assert [one.where for one in damage(world.store, manifest.generation, deep=True)] == ["chroma"]
