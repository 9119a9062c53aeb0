"""Which files are sources, and that reading one never waits or leaves the root."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from corpus.discovery import discover, read_bytes
from corpus.errors import SourceTooLarge, SourceUnreadable
from corpus.readers import LARGEST_PAGE


def touch(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("今天", encoding="utf-8")
    return path


def found(root: Path) -> list[str]:
    return [path.relative_to(root).as_posix() for path in discover(root)]


def test_sources_come_sorted_by_their_relative_path(tmp_path: Path) -> None:
    for name in ("b.txt", "a/2.md", "a/1.jsonl", "a.TXT", "报/1.txt"):
        touch(tmp_path / name)
    assert found(tmp_path) == ["a/1.jsonl", "a/2.md", "a.TXT", "b.txt", "报/1.txt"]


def test_other_suffixes_and_hidden_files_and_folders_are_passed_by(tmp_path: Path) -> None:
    for name in ("a.txt", "a.png", "README", ".hidden.txt", ".git/a.txt", "x/.y/z.txt"):
        touch(tmp_path / name)
    assert found(tmp_path) == ["a.txt"]


def test_who_asks_is_told_of_the_files_that_no_reader_knows(tmp_path: Path) -> None:
    for name in ("a.txt", "x/a.PDF", "README", ".hidden.pdf", ".git/a.png"):
        touch(tmp_path / name)
    os.mkfifo(tmp_path / "pipe.pdf")
    told: list[Path] = []
    assert len(list(discover(tmp_path, told.append))) == 1
    assert sorted(path.relative_to(tmp_path).as_posix() for path in told) == ["README", "x/a.PDF"]


@pytest.mark.parametrize(("name", "refused"), [("a.txt", True), ("a.MD", True), ("a.jsonl", False)])
def test_a_page_has_a_largest_size_and_an_export_a_larger_one(
    tmp_path: Path, name: str, *, refused: bool
) -> None:
    (tmp_path / name).write_bytes(b"a" * (LARGEST_PAGE + 1))
    if refused:
        with pytest.raises(SourceTooLarge, match="2 MB"):
            read_bytes(tmp_path / name)
    else:
        assert len(read_bytes(tmp_path / name)) == LARGEST_PAGE + 1


def test_fifos_devices_and_links_out_of_the_root_are_passed_by(tmp_path: Path) -> None:
    root = tmp_path / "root"
    outside = touch(tmp_path / "outside.txt")
    inside = touch(root / "inside.txt")
    os.mkfifo(root / "pipe.txt")
    (root / "out.txt").symlink_to(outside)
    (root / "null.txt").symlink_to("/dev/null")
    (root / "gone.txt").symlink_to(tmp_path / "nowhere.txt")
    (root / "folder").symlink_to(tmp_path, target_is_directory=True)
    (root / "loop").symlink_to(root, target_is_directory=True)
    (root / "link.txt").symlink_to(inside)
    assert found(root) == ["inside.txt", "link.txt"]


def test_a_name_with_a_newline_is_a_name(tmp_path: Path) -> None:
    touch(tmp_path / "头\n版.txt")
    assert found(tmp_path) == ["头\n版.txt"]


def test_a_file_as_root_yields_itself(tmp_path: Path) -> None:
    path = touch(tmp_path / "page.txt")
    assert list(discover(path)) == [path]


def test_an_empty_folder_has_no_sources(tmp_path: Path) -> None:
    assert found(tmp_path) == []


def test_a_missing_root_is_an_error_that_names_it(tmp_path: Path) -> None:
    with pytest.raises(SourceUnreadable, match="nowhere"):
        list(discover(tmp_path / "nowhere"))


def test_reading_a_fifo_or_a_folder_is_refused_at_once(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    for path in (tmp_path / "pipe.txt", tmp_path):
        with pytest.raises(SourceUnreadable):
            read_bytes(path)


def test_reading_a_missing_file_is_refused_with_its_name(tmp_path: Path) -> None:
    with pytest.raises(SourceUnreadable, match=r"gone\.txt"):
        read_bytes(tmp_path / "gone.txt")
