"""A full disk, a read-only one, two refreshes at once, a clock that jumps."""

import os
import resource
import shutil
import signal
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.faults.conftest import Stage
from tests.faults.model import DigestModel
from vectorstore import refresh
from vectorstore.archive import LiveArchive
from vectorstore.errors import StoreBusy, StoreUnwritable


@contextmanager
def mounted(*words: str | Path) -> Iterator[None]:
    """Mount something for a while; skips where that needs rights that are not here."""
    done = subprocess.run(["mount", *map(str, words)], capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip(f"needs root to mount: {done.stderr.strip()}")
    try:
        yield
    finally:
        subprocess.run(["umount", "--lazy", str(words[-1])], check=True)


@contextmanager
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 64 MB for a while."""
    disk = tmp_path / "disk"
    disk.mkdir()
    with mounted("-t", "tmpfs", "-o", "size=64m", "tmpfs", disk):
        yield disk


def test_a_full_disk_is_noticed_beforehand_and_a_retry_works(
    make_stage: Callable[..., Stage], tmp_path: Path
) -> None:
    with small_disk(tmp_path) as disk:
        stage = make_stage(disk / "data")
        stage.print_edition(2)
        ballast = disk / "ballast"
        with ballast.open("wb") as file:
            os.posix_fallocate(file.fileno(), 0, shutil.disk_usage(disk).free - 2**20)
        with pytest.raises(StoreUnwritable, match=r"nearly full.*MB.*are free"):
            stage.refresh()
        assert stage.edition() == "第1"
        ballast.unlink()
        stage.refresh()
        assert stage.edition() == "第2"


def test_a_disk_that_fills_up_half_way_leaves_the_old_generation_and_a_retry_works(
    make_stage: Callable[..., Stage], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with small_disk(tmp_path) as disk:
        stage = make_stage(disk / "data")
        stage.print_edition(2)
        ballast = disk / "ballast"
        monkeypatch.setattr("vectorstore.building.require_space", lambda *_: None)
        for left in (2**12, 2**15, 2**17):  # the disk is full at one step or another
            with ballast.open("wb") as file:
                os.posix_fallocate(file.fileno(), 0, shutil.disk_usage(disk).free - left)
            with pytest.raises(StoreUnwritable, match="data"):
                stage.refresh()
            ballast.unlink()
            assert stage.edition() == "第1"
        stage.refresh()
        assert stage.edition() == "第2"


@pytest.mark.parametrize("limit", [2**14, 2**17])
def test_a_limit_on_file_sizes_is_one_clear_line_and_a_retry_works(stage: Stage, limit: int) -> None:
    stage.print_edition(2)
    starved = stage.start_refresh(
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
    )
    _, err = starved.communicate(timeout=60)
    assert starved.returncode == 1
    assert str(stage.store.folder) in err
    assert "Traceback" not in err
    assert stage.edition() == "第1"
    stage.refresh()
    assert stage.edition() == "第2"


def test_a_read_only_store_answers_and_a_refresh_names_it(stage: Stage) -> None:
    folder = stage.store.folder
    with mounted("--bind", folder, folder):
        subprocess.run(["mount", "-o", "remount,bind,ro", str(folder)], check=True)
        archive = LiveArchive(stage.store, DigestModel()).get()
        assert len(archive.dense(DigestModel().query("问"), 5)) == 5
        archive.close()
        stage.print_edition(2)
        with pytest.raises(StoreUnwritable, match=str(folder)):
            stage.refresh()
    stage.refresh()
    assert stage.edition() == "第2"


def test_a_second_refresh_is_told_who_writes_and_a_killed_holder_frees_the_store(stage: Stage) -> None:
    stage.print_edition(2)
    holder = stage.start_refresh("the vectors are written", "0")
    try:
        assert holder.stdout is not None
        assert [holder.stdout.readline() for _ in range(2)] == ["begun\n", "waiting\n"]
        with pytest.raises(StoreBusy, match=f"process {holder.pid}"):
            stage.refresh()
        second = stage.start_refresh()
        _, err = second.communicate(timeout=60)
        assert (second.returncode, f"process {holder.pid}" in err) == (1, True)
        assert stage.edition() == "第1"
    finally:
        holder.kill()
        holder.communicate()
    assert holder.returncode == -signal.SIGKILL
    stage.refresh()
    assert stage.edition() == "第2"


def test_a_page_changed_while_the_clock_stood_or_ran_backwards_is_read(stage: Stage) -> None:
    page = stage.pages / "001.txt"
    before = page.stat()
    stage.refresh()
    page.write_text(page.read_text(encoding="utf-8").replace("第1小学", "第九小学"), encoding="utf-8")
    os.utime(page, ns=(before.st_atime_ns, before.st_mtime_ns - 10**18))
    assert stage.refresh().changed == 1


@pytest.mark.parametrize("what", ["CHUNKER_VERSION", "READER_VERSION", "LEXICAL_VERSION", "LAYOUT"])
def test_another_way_of_making_a_generation_rebuilds_it_whole(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    assert stage.refresh().whole == ""
    monkeypatch.setattr(refresh, what, "another")
    assert "differently" in stage.refresh().whole
    assert stage.refresh().whole == ""
