"""A refresh brings in what is new, keeps what it cannot read, and embeds nothing twice."""

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from corpus.models import Issue
from corpus.readers import LARGEST_PAGE
from tests.vectorstore.angles import Angles
from vectorstore.archive import LiveArchive
from vectorstore.errors import ModelMismatch, NothingToIndex, StoreError
from vectorstore.generations import StoreFolder
from vectorstore.models import RefreshReport
from vectorstore.refresh import RefreshRequest, refresh

Refresh = Callable[..., RefreshReport]


def page(number: int) -> str:
    return (
        f"第{number}小学迎来新操场\n\n本报讯（记者 江一）5月{number}日，第{number}小学的新操场铺好了草皮。\n"
    )


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    folder = tmp_path / "pages"
    folder.mkdir()
    for number in (1, 2, 3):
        (folder / f"2023-05-0{number}.txt").write_text(page(number), encoding="utf-8")
    return folder


@pytest.fixture
def samples(tmp_path: Path) -> Path:
    folder = tmp_path / "samples"
    folder.mkdir()
    (folder / "sample.txt").write_text(page(9), encoding="utf-8")
    return folder


@pytest.fixture
def store(tmp_path: Path) -> StoreFolder:
    return StoreFolder(tmp_path / "data")


@pytest.fixture
def model() -> Angles:
    return Angles()


@pytest.fixture
def run(store: StoreFolder, model: Angles, samples: Path) -> Refresh:
    def run(*paths: Path, **options: object) -> RefreshReport:
        request = RefreshRequest(samples=samples, paths=paths, **options)  # type: ignore[arg-type]
        return refresh(store, model, request)

    return run


def headlines(store: StoreFolder, model: Angles) -> list[str | None]:
    return [entry.article.headline for entry in LiveArchive(store, model).get().entries()]


def ids(store: StoreFolder, model: Angles) -> list[str]:
    return [entry.article.id for entry in LiveArchive(store, model).get().entries()]


def counts(report: RefreshReport) -> tuple[int, int, int, int]:
    return report.added, report.changed, report.removed, report.unchanged


def test_a_folder_becomes_articles_that_both_searches_find(
    run: Refresh, store: StoreFolder, model: Angles, pages: Path
) -> None:
    report = run(pages)
    assert counts(report) == (3, 0, 0, 0)
    archive = LiveArchive(store, model).get()
    (chunk,) = archive.chunks([archive.lexical("第2小学", 3)[0].chunk_id])
    entry = archive.entry(chunk.article_id)
    assert entry is not None
    assert entry.article.headline == "第2小学迎来新操场"
    assert entry.source == "pages/2023-05-02.txt"
    assert len(archive.dense(model.query("3"), 3)) == 3


def test_nothing_new_embeds_nothing_and_makes_no_generation(run: Refresh, pages: Path, model: Angles) -> None:
    first = run(pages)
    embedded = len(model.embedded)
    second = run()
    assert counts(second) == (0, 0, 0, 3)
    assert (second.generation, second.embedded) == (first.generation, 0)
    assert len(model.embedded) == embedded


def test_one_changed_page_embeds_its_chunks_alone(
    run: Refresh, pages: Path, store: StoreFolder, model: Angles
) -> None:
    run(pages)
    (pages / "2023-05-02.txt").write_text(page(8), encoding="utf-8")
    report = run()
    assert counts(report) == (0, 1, 0, 2)
    assert report.embedded == 1
    assert headlines(store, model) == ["第1小学迎来新操场", "第8小学迎来新操场", "第3小学迎来新操场"]


def test_a_renamed_page_is_unchanged_and_keeps_its_id(
    run: Refresh, pages: Path, store: StoreFolder, model: Angles
) -> None:
    run(pages)
    before = ids(store, model)
    (pages / "2023-05-03.txt").rename(pages / "z.txt")
    report = run()
    assert counts(report) == (0, 0, 0, 3)
    assert ids(store, model) == before


@pytest.mark.parametrize("name", ["0.txt", "copy.txt", "2023-05-01_copy.txt"])
def test_a_copy_of_a_page_is_no_second_article_and_takes_no_id(
    run: Refresh, pages: Path, store: StoreFolder, model: Angles, name: str
) -> None:
    run(pages)
    before = ids(store, model)
    shutil.copy(pages / "2023-05-01.txt", pages / name)
    report = run()
    assert (counts(report), report.articles, report.embedded) == ((1, 0, 0, 3), 3, 0)
    assert sorted(ids(store, model)) == sorted(before)
    (pages / "2023-05-01.txt").unlink()  # the copy takes over
    run()
    assert sorted(ids(store, model)) == sorted(before)
    assert {entry.source for entry in LiveArchive(store, model).get().entries()} >= {f"pages/{name}"}
    (pages / name).unlink()
    run()
    assert sorted(ids(store, model)) == sorted(before[1:])


def test_the_same_text_in_a_later_issue_is_an_article_of_its_own_whatever_its_file_is_called(
    run: Refresh, pages: Path, store: StoreFolder, model: Angles
) -> None:
    run(pages)
    before = ids(store, model)
    shutil.copy(pages / "2023-05-01.txt", pages / "0_2023-05-09.txt")
    run()
    days = {entry.article.id: entry.source for entry in LiveArchive(store, model).get().entries()}
    assert days[before[0]] == "pages/2023-05-01.txt"
    assert days[f"{before[0]}-2"] == "pages/0_2023-05-09.txt"


def test_lines_that_could_not_be_read_are_told_at_each_refresh_until_they_are_gone(
    run: Refresh, pages: Path
) -> None:
    good = json.dumps({"text": "第4小学的新操场铺好了草皮。"}, ensure_ascii=False)
    (pages / "export.jsonl").write_text(f"{good}\nnot JSON\n", encoding="utf-8")
    told = [run(pages).failed, run().failed, run(rebuild=True).failed, run(dry_run=True).failed, run().failed]
    assert [failure.source for failure in told[0]] == ["pages/export.jsonl"]
    assert told == [told[0]] * 5
    (pages / "export.jsonl").write_text(good, encoding="utf-8")
    assert run().failed == ()
    assert run().failed == ()


def test_a_dry_run_promises_nothing_of_what_cannot_be_read(run: Refresh, pages: Path) -> None:
    (pages / "bad.txt").write_bytes(b"\x00\x01\x02\x03" * 100)
    report = run(pages, dry_run=True)
    assert counts(report) == (3, 0, 0, 0)
    assert "pages/bad.txt" not in {name for _, name in report.plan}
    assert [failure.source for failure in report.failed] == ["pages/bad.txt"]


def test_files_that_no_reader_knows_are_counted_by_kind(run: Refresh, pages: Path) -> None:
    for name in ("a.pdf", "b.PDF", "c.docx", ".hidden.png"):
        (pages / name).write_bytes(b"x")
    assert run(pages).passed_over == ((".pdf", 2), (".docx", 1))
    assert run().passed_over == ((".pdf", 2), (".docx", 1))


def test_a_page_that_is_far_too_large_is_one_failure_and_never_read_whole(run: Refresh, pages: Path) -> None:
    with (pages / "huge.txt").open("wb") as file:
        file.truncate(LARGEST_PAGE + 1)
    report = run(pages)
    assert report.articles == 3
    assert [failure.error for failure in report.failed if "MB" in failure.error] != []


def test_a_removed_page_leaves_the_archive(
    run: Refresh, pages: Path, store: StoreFolder, model: Angles
) -> None:
    run(pages)
    (pages / "2023-05-01.txt").unlink()
    assert counts(run()) == (0, 0, 1, 2)
    assert headlines(store, model) == ["第2小学迎来新操场", "第3小学迎来新操场"]


def test_a_page_that_can_no_longer_be_read_keeps_its_articles_and_is_reported(
    run: Refresh, pages: Path, store: StoreFolder, model: Angles
) -> None:
    run(pages)
    (pages / "2023-05-01.txt").write_bytes(b"\x00\x01\x02\x03" * 100)
    report = run()
    assert [failure.source for failure in report.failed] == ["pages/2023-05-01.txt"]
    assert len(headlines(store, model)) == 3
    assert run().generation == report.generation  # and failing again builds nothing new


def test_a_root_that_went_away_keeps_its_articles(
    run: Refresh, pages: Path, store: StoreFolder, model: Angles
) -> None:
    run(pages)
    shutil.rmtree(pages)
    report = run()
    assert "cannot read" in report.failed[0].error
    assert f"wenbao sources --forget {pages}" in report.failed[0].error
    assert len(headlines(store, model)) == 3
    run(force=True)  # not even so: a disk that is not mounted looks like that
    assert len(headlines(store, model)) == 3


def test_a_root_whose_pages_are_all_gone_keeps_its_articles(
    run: Refresh, pages: Path, store: StoreFolder, model: Angles
) -> None:
    run(pages)
    for page_file in pages.iterdir():
        page_file.unlink()
    report = run()
    assert "no pages" in report.failed[0].error
    assert "wenbao refresh --force" in report.failed[0].error
    assert len(headlines(store, model)) == 3


def test_force_empties_a_root_and_pages_that_come_back_are_indexed_again(
    run: Refresh, pages: Path, store: StoreFolder, model: Angles
) -> None:
    run(pages)
    texts = {path: path.read_text(encoding="utf-8") for path in pages.iterdir()}
    for path in texts:
        path.unlink()
    report = run(force=True)
    assert (counts(report), report.articles, report.failed) == ((0, 0, 3, 0), 0, ())
    assert headlines(store, model) == []
    for path, text in texts.items():
        path.write_text(text, encoding="utf-8")
    assert (counts(run()), len(headlines(store, model))) == ((3, 0, 0, 0), 3)


def test_after_the_last_root_was_forgotten_the_archive_is_empty_and_the_samples_stay_away(
    run: Refresh, pages: Path, store: StoreFolder, model: Angles
) -> None:
    run(pages)
    with store.writer():
        store.remember_roots(())
    report = run()
    assert (counts(report), report.articles) == ((0, 0, 3, 0), 0)
    assert headlines(store, model) == []
    assert not store.live().samples
    assert run().generation == report.generation


def test_a_fifo_among_the_pages_does_not_stop_a_refresh(run: Refresh, pages: Path) -> None:
    os.mkfifo(pages / "pipe.txt")
    assert run(pages).articles == 3
    with pytest.raises(NothingToIndex, match="no regular file"):
        run(pages / "pipe.txt")


def test_looking_at_one_root_leaves_the_others_alone(
    run: Refresh, pages: Path, tmp_path: Path, store: StoreFolder, model: Angles
) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "a.txt").write_text(page(7), encoding="utf-8")
    run(pages)
    (pages / "2023-05-01.txt").unlink()
    assert counts(run(other)) == (1, 0, 0, 3)
    assert len(headlines(store, model)) == 4
    assert counts(run()) == (0, 0, 1, 3)


def test_a_file_under_two_roots_is_indexed_once_by_the_deeper_one(
    run: Refresh, pages: Path, store: StoreFolder, model: Angles
) -> None:
    run(pages)
    report = run(pages / "2023-05-01.txt", issue=Issue(city="安阳"))
    assert report.articles == 3
    cities = [entry.article.city for entry in LiveArchive(store, model).get().entries()]
    assert sorted(city or "" for city in cities) == ["", "", "安阳"]


def test_samples_serve_only_until_a_path_is_named_and_are_never_mixed_in(
    run: Refresh, pages: Path, store: StoreFolder, model: Angles
) -> None:
    assert run().articles == 1
    assert store.live().samples
    assert store.roots() == ()
    assert counts(run(pages)) == (3, 0, 1, 0)
    assert "第9小学迎来新操场" not in headlines(store, model)
    assert not store.live().samples


def test_the_default_folder_is_indexed_while_no_path_was_named(
    run: Refresh, pages: Path, store: StoreFolder
) -> None:
    assert run(default_root=pages).articles == 3
    assert [root.path for root in store.roots()] == [str(pages)]


def test_a_folder_without_pages_fails_and_the_live_generation_stays(
    run: Refresh, pages: Path, tmp_path: Path, store: StoreFolder
) -> None:
    live = run(pages).generation
    empty = tmp_path / "empty"
    empty.mkdir()
    with pytest.raises(NothingToIndex, match="empty"):
        run(empty)
    assert store.current() == live
    assert [root.path for root in store.roots()] == [str(pages)]


def test_another_model_rebuilds_everything_and_old_vectors_are_never_searched_with_it(
    run: Refresh, pages: Path, samples: Path, store: StoreFolder
) -> None:
    run(pages)
    other = Angles("another model")
    with pytest.raises(ModelMismatch, match="wenbao refresh"):
        LiveArchive(store, other).get()
    assert refresh(store, other, RefreshRequest(samples=samples)).embedded == 3
    assert len(LiveArchive(store, other).get().dense(other.query("1"), 9)) == 3


def test_a_reader_picks_the_next_generation_up_at_its_next_question(
    run: Refresh, pages: Path, store: StoreFolder, model: Angles
) -> None:
    run(pages)
    live = LiveArchive(store, model)
    held = live.get()
    (pages / "new.txt").write_text(page(6), encoding="utf-8")
    run()
    assert len(list(live.get().entries())) == 4
    assert len(list(held.entries())) == 3
    assert len(held.dense(model.query("1"), 9)) == 3


def test_a_refresh_that_fails_half_way_leaves_the_live_generation_and_no_litter(
    run: Refresh, pages: Path, store: StoreFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    live = run(pages).generation
    (pages / "new.txt").write_text(page(6), encoding="utf-8")

    def broken(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("vectorstore.building.chroma_embedded.edit", broken)
    with pytest.raises(StoreError, match="No space left"):
        run()
    monkeypatch.undo()
    assert store.current() == live
    assert [path.name for path in (store.folder / "generations").iterdir()] == [live]
    assert run().articles == 4
