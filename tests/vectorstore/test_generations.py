"""The store's folder: one writer, an atomic swap, nothing left lying about."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from corpus.models import Issue
from tests.conftest import REPOSITORY
from vectorstore.errors import NoSuchGeneration, StoreBusy, StoreDamaged, StoreEmpty, StoreUnwritable
from vectorstore.generations import StoreFolder
from vectorstore.models import Manifest, Root

MANIFEST = Manifest("000001", "2026-01-01T00:00:00+00:00", "f", "m", "mf", 2, 1, 1, 1, samples=False)


def published(store: StoreFolder) -> str:
    with store.writer():
        generation = store.begin()
        store.publish(replace(MANIFEST, generation=generation))
    return generation


def folders(store: StoreFolder) -> list[str]:
    return sorted(path.name for path in (store.folder / "generations").iterdir())


def test_before_the_first_refresh_the_store_is_empty_and_says_so(tmp_path: Path) -> None:
    store = StoreFolder(tmp_path / "data")
    assert store.current() is None
    with pytest.raises(StoreEmpty, match="wenbao refresh"):
        store.live()


def test_a_published_generation_is_live_and_one_is_kept_behind_it(tmp_path: Path) -> None:
    store = StoreFolder(tmp_path / "data")
    names = [published(store) for _ in range(4)]
    assert names == ["000001", "000002", "000003", "000004"]
    assert store.live().generation == "000004"
    assert folders(store) == ["000003", "000004"]


def test_what_an_interrupted_refresh_left_is_swept_by_the_next(tmp_path: Path) -> None:
    store = StoreFolder(tmp_path / "data")
    published(store)
    with store.writer():
        store.begin()
    assert folders(store) == ["000001", "000002"]
    assert store.current() == "000001"
    assert published(store) == "000002"


def test_a_second_writer_is_turned_away_and_told_who_writes(tmp_path: Path) -> None:
    store = StoreFolder(tmp_path / "data")
    script = (
        "import sys, pathlib, time; from vectorstore.generations import StoreFolder\n"
        "with StoreFolder(pathlib.Path(sys.argv[1])).writer():\n"
        "    print('holding', flush=True); time.sleep(60)"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script, str(store.folder)], stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "holding\n"
        with pytest.raises(StoreBusy, match=str(holder.pid)), store.writer():
            pass
        holder.kill()
    with store.writer():  # the dead holder's lock has freed itself
        pass


def test_roots_are_remembered_in_order_with_what_was_said_of_them(tmp_path: Path) -> None:
    store = StoreFolder(tmp_path / "data")
    roots = (Root("/乙", Issue(city="安阳")), Root("/甲"))
    with store.writer():
        store.remember_roots(roots)
    assert store.roots() == roots


@pytest.mark.parametrize("name", ["roots.json", "manifest.json"])
def test_a_damaged_file_is_named(tmp_path: Path, name: str) -> None:
    store = StoreFolder(tmp_path / "data")
    published(store)
    with store.writer():
        store.remember_roots([Root("/甲")])
    (path,) = store.folder.rglob(name)
    path.write_bytes(b"\xff\xfe{")
    with pytest.raises(StoreDamaged, match=name):
        store.roots() if name == "roots.json" else store.live()


def test_a_folder_that_cannot_be_made_is_named_with_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    store = StoreFolder(tmp_path / "file" / "data")
    with pytest.raises(StoreUnwritable, match="WENBAO_DATA_DIR"), store.writer():
        pass
    assert store.current() is None


def test_while_a_reader_holds_a_generation_it_is_not_collected(tmp_path: Path) -> None:
    store = StoreFolder(tmp_path / "data")
    first = published(store)
    hold = store.hold(first)
    for _ in range(3):
        published(store)
    assert first in folders(store)
    hold.release()
    published(store)
    assert first not in folders(store)
    with pytest.raises(FileNotFoundError):
        store.hold(first)


@pytest.mark.parametrize("damage", ["", "no number", "missing"])
def test_a_lost_current_is_found_again_among_the_whole_generations(tmp_path: Path, damage: str) -> None:
    store = StoreFolder(tmp_path / "data")
    published(store)
    newest = published(store)
    current = store.folder / "CURRENT"
    current.unlink() if damage == "missing" else current.write_text(damage, encoding="ascii")
    manifest, said = store.serving()
    assert manifest.generation == newest
    assert "CURRENT" in said
    assert store.mend()
    assert store.current() == newest
    assert store.mend() == []


def test_a_damaged_live_generation_is_set_aside_and_the_one_before_serves(tmp_path: Path) -> None:
    store = StoreFolder(tmp_path / "data")
    first, second = published(store), published(store)
    (store.path(second) / "manifest.json").unlink()
    assert store.serving()[0].generation == first
    assert store.mend()
    assert store.current() == first
    assert folders(store) == [first, f"{second}.damaged"]
    assert published(store) == "000003"  # a number is never given twice


def test_rolling_back_makes_the_generation_before_live_and_is_noted(tmp_path: Path) -> None:
    store = StoreFolder(tmp_path / "data")
    first, second = published(store), published(store)
    assert store.roll_back().generation == first
    assert store.current() == first
    noted = [(row["generation"], row["made_by"]) for row in store.history()]
    assert noted == [(first, "refresh"), (second, "refresh"), (first, "rollback")]
    with pytest.raises(NoSuchGeneration):
        store.roll_back()


def test_the_facts_of_a_store_are_read_without_numpy_or_chroma() -> None:
    """`wenbao status` shows them, and should not wait for either."""
    reads = "import sys, vectorstore.generations, vectorstore.catalogue.catalogue; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", reads], cwd=REPOSITORY, capture_output=True, check=True)
    assert not {b"numpy", b"chromadb", b"chromadb_rust_bindings", b"httpx"} & set(done.stdout.split())
