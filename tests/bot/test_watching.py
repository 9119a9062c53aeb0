"""`refresh --watch` and `--every`: when it refreshes, and what it says where nothing can be watched."""

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot import watching
from bot.errors import BadInput
from bot.watching import keep_refreshing, seconds_of
from corpus.models import Issue
from vectorstore.generations import StoreFolder
from vectorstore.models import Root


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is waited for between a change and its refresh is no behaviour."""
    monkeypatch.setattr(watching, "SETTLE_MS", 100)
    monkeypatch.setattr(watching, "LOOK_AGAIN", 0.5)


@pytest.mark.parametrize("text", ["", "1", "0s", "-1h", "soon"])
def test_what_is_no_interval_is_refused(text: str) -> None:
    with pytest.raises(BadInput, match="interval"):
        seconds_of(text)


@pytest.mark.parametrize(("watch", "interval"), [(True, None), (False, 0.2)])
def test_watching_refreshes_after_a_change_and_ends_when_told(
    tmp_path: Path, *, watch: bool, interval: float | None
) -> None:
    (tmp_path / "pages").mkdir()
    store = StoreFolder(tmp_path / "data")
    with store.writer():
        store.remember_roots([Root(str(tmp_path / "pages"), Issue())])
    done, stop = threading.Event(), threading.Event()
    watcher = threading.Thread(
        target=keep_refreshing,
        args=(store, tmp_path, done.set),
        kwargs={"watch": watch, "interval": interval, "stop": stop},
    )
    watcher.start()
    for number in range(60):  # the watcher may need a moment to begin
        (tmp_path / "pages" / f"{number}.txt").write_text("页", encoding="utf-8")
        if done.wait(0.5):
            break
        time.sleep(2.5 if number % 4 == 3 else 0)
    stop.set()
    watcher.join(timeout=30)
    assert done.is_set()
    assert not watcher.is_alive()


@pytest.fixture
def watched(tmp_path: Path) -> Iterator[tuple[Path, list[str], threading.Event]]:
    """A folder that is watched, the names in it at each refresh, and an event that holds refreshes up."""
    folder = tmp_path / "pages"
    folder.mkdir()
    store = StoreFolder(tmp_path / "data")
    with store.writer():
        store.remember_roots([Root(str(folder), Issue())])
    seen: list[str] = []
    go_on, stop = threading.Event(), threading.Event()
    go_on.set()

    def refresh() -> None:
        seen.append(" ".join(sorted(path.name for path in folder.glob("*"))))
        go_on.wait(30)

    thread = threading.Thread(
        target=keep_refreshing,
        args=(store, tmp_path, refresh),
        kwargs={"watch": True, "interval": None, "stop": stop},
    )
    thread.start()
    yield folder, seen, go_on
    stop.set()
    go_on.set()
    thread.join(timeout=30)
    assert not thread.is_alive()


def comes(seen: list[str], wanted: str) -> bool:
    """Whether a refresh saw this; waits as long as a slow machine may need."""
    for _ in range(300):
        if wanted in seen:
            return True
        time.sleep(0.1)
    return False


def test_a_page_that_comes_while_a_refresh_runs_is_seen_by_the_next(
    watched: tuple[Path, list[str], threading.Event],
) -> None:
    folder, seen, go_on = watched
    assert comes(seen, "")  # what changed before the watching began is looked for at once
    go_on.clear()
    (folder / "1.txt").write_text("页", encoding="utf-8")
    assert comes(seen, "1.txt")
    (folder / "2.txt").write_text("页", encoding="utf-8")
    go_on.set()
    assert comes(seen, "1.txt 2.txt")


def test_a_folder_that_comes_back_is_watched_again(watched: tuple[Path, list[str], threading.Event]) -> None:
    folder, seen, _ = watched
    assert comes(seen, "")
    folder.rename(folder.with_name("aside"))
    folder.mkdir()
    (folder / "new.txt").write_text("页", encoding="utf-8")
    assert comes(seen, "new.txt")


def test_what_cannot_be_watched_is_told_once_and_looked_at_from_time_to_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def limited(*_: Path, **__: object) -> Iterator[set[object]]:
        raise OSError('OS file watch limit reached. about ["/x"] (Error { kind: MaxFilesWatch, paths: [] })')
        yield set()

    monkeypatch.setattr("watchfiles.watch", limited)
    monkeypatch.setattr(watching, "LOOK_AGAIN", 0.05)
    monkeypatch.setattr(watching, "POLL", 0.05)
    refreshed, told, stop = threading.Semaphore(0), list[str](), threading.Event()
    thread = threading.Thread(
        target=keep_refreshing,
        args=(StoreFolder(tmp_path / "data"), tmp_path, refreshed.release),
        kwargs={"watch": True, "interval": None, "stop": stop, "tell": told.append},
    )
    thread.start()
    assert all(refreshed.acquire(timeout=30) for _ in range(3))
    stop.set()
    thread.join(timeout=30)
    (said,) = told
    assert "max_user_watches" in said
    assert "Error {" not in said
