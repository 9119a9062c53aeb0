"""Generations as collections of a shared Chroma server: whose they are, what is sent, how stores move."""

import json
import shutil
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.chroma import Server, allow_loopback
from tests.vectorstore.conftest import World, page
from vectorstore.archive import LiveArchive
from vectorstore.backup import back_up, restore
from vectorstore.chroma import hnsw, server_writing
from vectorstore.chroma.api import ChromaServer
from vectorstore.errors import NoSuchGeneration, ServerUnset, StoreDamaged
from vectorstore.generations import StoreFolder
from vectorstore.refresh import refresh
from vectorstore.takedown import take_down
from vectorstore.tidying import tidy
from vectorstore.verification import damage

EIGHT = range(1, 9)


@pytest.fixture
def client(chroma_server: Server) -> ChromaServer:
    allow_loopback()
    return chroma_server.client()


@pytest.fixture
def world(make_world: Callable[..., World], client: ChromaServer) -> World:
    """Eight pages, vectors in the server."""
    made = make_world(*EIGHT, name="embedded")
    made.store = StoreFolder(made.pages.parent / "data", client)
    made.model.embedded.clear()
    made.refresh()
    return made


def change(world: World, *numbers: int, edition: int) -> None:
    for number in numbers:
        text = page(number).replace("铺好了草皮", f"铺好了第{edition}层草皮")
        (world.pages / f"{number}.txt").write_text(text, encoding="utf-8")


def own(world: World, client: ChromaServer) -> set[str]:
    kept = json.loads((world.store.folder / "store.json").read_text(encoding="utf-8"))
    return {name for name in client.names() if kept["id"] in name}


def nearest(world: World, store: StoreFolder | None = None) -> list[str]:
    archive = LiveArchive(store or world.store, world.model).get()
    assert damage(store or world.store, archive.generation, deep=True) == []
    return [hit.chunk_id for hit in archive.dense(world.model.query("3"), 3)]


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """How many records were put and removed."""
    counts: Counter[str] = Counter()
    for name in ("put", "remove", "create"):
        inner = getattr(ChromaServer, name)

        def counted(
            self: ChromaServer, collection: str, rows: Any, *words: Any, inner: Any = inner, name: str = name
        ) -> Any:
            counts[name] += len(rows) if name != "create" else 1
            return inner(self, collection, rows, *words)

        monkeypatch.setattr(ChromaServer, name, counted)
    return counts


def test_the_fourth_generation_and_later_ones_send_the_difference_alone(
    world: World, client: ChromaServer, sent: Counter[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server_writing, "CHURN", 1)
    for edition in (2, 3):
        change(world, 1, edition=edition)
        world.refresh()
    assert sent == {"create": 2, "put": 16}
    for edition in (4, 5, 6):
        sent.clear()
        change(world, 1, edition=edition)
        world.refresh()
        assert sent == {"put": 1, "remove": 1}
        assert len(nearest(world)) == 3
    assert len(own(world, client)) == 3


def test_a_spare_from_which_too_much_was_removed_is_built_anew(world: World, sent: Counter[str]) -> None:
    for edition in (2, 3, 4, 5):
        change(world, 1, 2, 3, edition=edition)
        world.refresh()
    assert sent == {"create": 4, "put": 32}
    assert hnsw.CHURN < 3 / 8


def test_a_text_that_changed_under_its_id_gets_its_new_vector(world: World) -> None:
    for number in range(4):
        line = {"id": "kept", "headline": f"操场{number}", "text": "第7小学的操场铺好了草皮。" * 4}
        (world.pages / "rows.jsonl").write_text(json.dumps(line, ensure_ascii=False), encoding="utf-8")
        world.refresh()
        nearest(world)  # compares every vector with the text's own


def test_a_collection_that_a_reader_holds_is_no_spare(world: World) -> None:
    held = LiveArchive(world.store, world.model).get()
    found = held.dense(world.model.query("3"), 8)
    for edition in (2, 3, 4, 5):
        change(world, 1, edition=edition)
        world.refresh()
    assert held.dense(world.model.query("3"), 8) == found
    assert held.generation in world.store.whole()
    held.close()
    change(world, 1, edition=6)
    world.refresh()
    assert held.generation not in world.store.whole()


def test_gc_removes_what_no_generation_needs_and_nothing_of_another_store(
    world: World, client: ChromaServer
) -> None:
    other = StoreFolder(world.pages.parent / "other", client)
    refresh(other, world.model, world.request())
    theirs = {other.live().collection, "wenbao-000000000000-000001-00000000", "somebody-elses"}
    for name in theirs - set(client.names()):
        client.create(name, {"hnsw": hnsw.HNSW}, {"made_of": ""})
    live = world.live().collection
    orphan = live.replace("-000001-", "-000009-")
    client.create(orphan, {"hnsw": hnsw.HNSW}, {"made_of": ""})
    assert own(world, client) == {live, orphan}
    tidy(world.store)
    assert own(world, client) == {live}
    assert theirs <= set(client.names())


def test_a_copied_folder_is_another_store_and_takes_nothing_from_its_original(
    world: World, client: ChromaServer
) -> None:
    copy = StoreFolder(world.pages.parent / "copy", client)
    shutil.copytree(world.store.folder, copy.folder)
    first = world.live().collection
    assert nearest(world, copy) == nearest(world)
    for edition in (2, 3, 4):
        change(world, 1, edition=edition)
        refresh(copy, world.model, world.request())
    tidy(copy)
    assert first in client.names()
    assert len(nearest(world)) == 3
    assert own(world, client) == {first}


def test_a_renamed_folder_is_the_same_store(world: World, client: ChromaServer) -> None:
    before = own(world, client)
    world.store = StoreFolder(world.store.folder.rename(world.pages.parent / "renamed"), client)
    change(world, 1, edition=2)
    world.refresh()
    assert before < own(world, client)


def test_a_store_moves_into_the_server_and_back_without_embedding_anything(
    make_world: Callable[..., World], client: ChromaServer
) -> None:
    world = make_world(*EIGHT)
    before, done = nearest(world), len(world.model.embedded)
    embedded = world.store
    world.store = StoreFolder(embedded.folder, client)
    assert nearest(world) == before  # what lies in the folder is read there
    report = world.refresh()
    assert (report.unchanged, report.embedded, report.whole) == (8, 0, "")
    assert world.live().collection
    assert not world.store.vectors(world.live().generation).exists()
    assert nearest(world) == before
    world.store = embedded
    with pytest.raises(ServerUnset, match="WENBAO_CHROMA_URL"):
        nearest(world)
    with pytest.raises(ServerUnset):
        damage(world.store, world.live().generation)
    world.refresh()
    assert world.live().collection == ""
    assert nearest(world) == before
    assert len(world.model.embedded) == done


def test_rolling_back_needs_the_collection_that_was_live_then(world: World, client: ChromaServer) -> None:
    before = world.live()
    change(world, 1, edition=2)
    world.refresh()
    live = world.store.current()
    kept = world.store.roll_back()
    assert kept == before
    assert len(nearest(world)) == 3
    (world.store.folder / "CURRENT").write_text(f"{live}\n", encoding="ascii")
    client.delete(before.collection)
    with pytest.raises(NoSuchGeneration):
        world.store.roll_back()


@pytest.mark.parametrize("into_a_server", [True, False])
def test_a_backup_holds_the_vectors_and_is_restored_to_where_the_settings_say(
    world: World, tmp_path: Path, *, into_a_server: bool
) -> None:
    before = nearest(world)
    world.store.cache.unlink()  # the backup asks the server
    back_up(world.store, tmp_path / "backup.tar")
    done = len(world.model.embedded)
    other = StoreFolder(tmp_path / "other", world.store.server if into_a_server else None)
    manifest = restore(other, lambda: world.model, tmp_path / "backup.tar")
    assert bool(manifest.collection) == into_a_server
    assert manifest.collection != world.live().collection
    assert nearest(world, other) == before
    assert len(world.model.embedded) == done


def test_a_takedown_leaves_no_collection_that_held_the_article(
    world: World, client: ChromaServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("vectorstore.takedown.GRACE", 0.1)  # the reader below holds the generation before
    for edition in (2, 3, 4):
        change(world, 1, edition=edition)
        world.refresh()
    reader = LiveArchive(world.store, world.model)
    idle = reader.get()
    (gone,) = [chunk.id for chunk in idle.catalogue.all_chunks() if "第5小学" in chunk.embedding_text]
    before = own(world, client)
    take_down(world.store, world.model, world.article_id(5))
    assert not before & own(world, client)
    for name in own(world, client):
        about = client.about(name)
        assert about is not None
        assert gone not in client.ids(about.id, 100, 0)
    with pytest.raises(StoreDamaged):
        idle.dense(world.model.query("5"), 3)
    assert len(reader.get().dense(world.model.query("5"), 8)) == 7
