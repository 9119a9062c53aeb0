"""Half of the pages gone at once: an unmounted disk is no change of the archive."""

import pytest

from tests.faults.conftest import PAGES, Stage
from tests.faults.model import DigestModel
from tests.faults.test_disks_and_locks import mounted
from vectorstore.archive import LiveArchive
from vectorstore.errors import TooMuchGone
from vectorstore.models import RefreshReport
from vectorstore.refresh import RefreshRequest, refresh


def refresh_by_force(stage: Stage) -> RefreshReport:
    request = RefreshRequest(samples=stage.pages, paths=(stage.pages,), force=True)
    return refresh(stage.store, DigestModel(), request)


def articles(stage: Stage) -> int:
    return len(list(LiveArchive(stage.store, DigestModel()).get().entries()))


def test_half_of_the_sources_gone_is_refused_and_the_old_generation_serves(stage: Stage) -> None:
    live = stage.store.current()
    pages = sorted(stage.pages.iterdir())
    kept = {page: page.read_bytes() for page in pages[: PAGES // 2]}
    for page in kept:
        page.unlink()
    with pytest.raises(TooMuchGone, match=f"20 of the {PAGES} sources.*--force"):
        stage.refresh()
    assert stage.store.current() == live
    assert articles(stage) == PAGES
    for page, data in kept.items():
        page.write_bytes(data)
    report = stage.refresh()  # the disk is mounted again
    assert (report.generation, report.unchanged, report.embedded) == (live, PAGES, 0)


def test_by_force_they_go_and_as_few_as_two_in_ten_go_without(stage: Stage) -> None:
    pages = sorted(stage.pages.iterdir())
    for page in pages[:8]:
        page.unlink()
    assert stage.refresh().removed == 8
    for page in pages[8:28]:
        page.unlink()
    assert refresh_by_force(stage).removed == 20
    assert articles(stage) == PAGES - 28


def test_an_empty_mount_point_takes_nothing_away(stage: Stage) -> None:
    away = stage.pages.rename(stage.pages.with_name("away"))
    stage.pages.mkdir()
    report = stage.refresh()
    assert (report.removed, report.generation) == (0, stage.store.current())
    assert report.failed
    assert articles(stage) == PAGES
    stage.pages.rmdir()
    away.rename(stage.pages)
    assert stage.refresh().unchanged == PAGES


def test_a_disk_below_the_root_that_is_not_mounted_is_noticed_too(stage: Stage) -> None:
    half = stage.pages / "half"
    half.mkdir()
    for page in sorted(stage.pages.glob("*.txt"))[: PAGES // 2]:
        page.rename(half / page.name)
    assert stage.refresh().unchanged == PAGES
    with mounted("-t", "tmpfs", "-o", "size=1m", "tmpfs", half), pytest.raises(TooMuchGone):
        stage.refresh()
    assert articles(stage) == PAGES
    assert stage.refresh().unchanged == PAGES
