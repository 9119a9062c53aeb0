"""verify, remove, backup, restore, history, rollback, gc, and refresh's further flags."""

import json
from pathlib import Path
from typing import Any

import pytest

from bot.watching import seconds_of
from tests.bot.conftest import Wenbao
from vectorstore import building, takedown
from vectorstore.generations import StoreFolder

PLACES = ("老城区", "新城区", "高新区", "开发区", "示范区")


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    folder = tmp_path / "pages"
    folder.mkdir()
    for number, place in enumerate(PLACES):
        text = f"{place}添了三座书房\n\n本报讯（记者 江一叶）6月1日，{place}三座书房同日开门。\n"
        (folder / f"{number}.txt").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def archive(wenbao: Wenbao, pages: Path) -> Path:
    assert wenbao("refresh", pages).status == 0
    return pages


def articles(wenbao: Wenbao) -> list[dict[str, str]]:
    return [json.loads(line) for line in wenbao("articles", "--json").out.splitlines()]


def test_a_dry_run_tells_the_plan_and_writes_nothing(wenbao: Wenbao, archive: Path, tmp_path: Path) -> None:
    (archive / "0.txt").unlink()
    (archive / "new.txt").write_text("示范区添了一座桥\n\n6月2日，桥通车了。\n", encoding="utf-8")
    before = sorted((path, path.stat().st_mtime_ns) for path in (tmp_path / "data").rglob("*.*"))
    report = json.loads(wenbao("refresh", "--dry-run", "--json").out)
    assert {(step["do"], step["source"]) for step in report["plan"]} == {
        ("read", "pages/new.txt"),
        ("drop", "pages/0.txt"),
    }
    assert "nothing was written" in wenbao("refresh", "--dry-run").out
    assert sorted((path, path.stat().st_mtime_ns) for path in (tmp_path / "data").rglob("*.*")) == before


def test_many_sources_gone_at_once_are_refused_without_force(wenbao: Wenbao, archive: Path) -> None:
    for number in (0, 1, 2):
        (archive / f"{number}.txt").unlink()
    ran = wenbao("refresh")
    assert ran.status == 1
    assert "3 of the 5 sources" in ran.one_line
    assert "--force" in ran.one_line
    assert len(articles(wenbao)) == 5
    assert wenbao("refresh", "--force").status == 0
    assert len(articles(wenbao)) == 2


def test_one_source_may_go_and_a_moved_folder_is_not_gone(wenbao: Wenbao, archive: Path) -> None:
    (archive / "0.txt").unlink()
    assert wenbao("refresh").status == 0
    (archive / "2023").mkdir()
    for path in list(archive.glob("*.txt")):
        path.rename(archive / "2023" / path.name)
    assert wenbao("refresh").status == 0
    assert len(articles(wenbao)) == 4


def test_verify_names_damage_and_repairs_it(wenbao: Wenbao, archive: Path, tmp_path: Path) -> None:
    assert archive.is_dir()
    assert wenbao("verify").status == 0
    assert json.loads(wenbao("verify", "--deep", "--json").out)["sound"]
    (catalogue,) = tmp_path.glob("data/generations/*/catalogue.sqlite")
    data = bytearray(catalogue.read_bytes())
    data[len(data) // 2] ^= 0xFF
    catalogue.write_bytes(bytes(data))
    ran = wenbao("verify")
    assert ran.status == 1
    assert "catalogue.sqlite" in ran.out
    assert wenbao("verify", "--repair").status == 0
    assert wenbao("verify").status == 0
    assert len(articles(wenbao)) == 5


def test_a_repair_forgets_neither_copies_nor_what_could_not_be_read(
    wenbao: Wenbao, archive: Path, tmp_path: Path
) -> None:
    (archive / "9.txt").write_bytes((archive / "0.txt").read_bytes())
    (archive / "export.jsonl").write_text('{"text": "桥通车了。"}\n{}\n', encoding="utf-8")
    assert wenbao("refresh").status == 4
    for file in tmp_path.glob("data/generations/000002/chroma/*.sqlite3"):
        file.write_bytes(file.read_bytes()[:-4096])
    assert "was damaged" in wenbao("verify", "--repair").out
    assert len(articles(wenbao)) == 6
    ran = wenbao("refresh")
    assert (ran.status, "line 2" in ran.err) == (4, True)
    (archive / "0.txt").unlink()
    wenbao("refresh")
    assert len(articles(wenbao)) == 6  # the copy serves


def test_a_removed_article_is_answered_no_longer_until_it_is_undone(wenbao: Wenbao, archive: Path) -> None:
    assert archive.is_dir()
    gone = next(row["id"] for row in articles(wenbao) if "新城区" in row["text"])
    assert wenbao("remove", gone[:8]).status == 0
    assert gone not in {row["id"] for row in articles(wenbao)}
    assert gone in wenbao("remove").out
    wenbao("refresh", "--rebuild")
    assert "新城区" not in wenbao("ask", "新城区添了几座书房？", "--json").out.replace("新城区添了几座", "")
    assert "it is back" in wenbao("remove", gone, "--undo").out
    assert gone in {row["id"] for row in articles(wenbao)}
    assert wenbao("remove", "zzz").status == 2
    assert wenbao("remove", "--undo").status == 2


def test_an_undone_takedown_says_so_where_no_source_has_the_article_any_more(
    wenbao: Wenbao, archive: Path
) -> None:
    gone = next(row["id"] for row in articles(wenbao) if "新城区" in row["text"])
    wenbao("remove", gone)
    (archive / "1.txt").unlink()
    ran = wenbao("remove", gone, "--undo")
    assert ran.status == 0
    assert "`wenbao refresh`" in ran.out


def test_a_backup_replaces_no_file_unless_it_is_told_to(
    wenbao: Wenbao, archive: Path, tmp_path: Path
) -> None:
    assert archive.is_dir()
    file = tmp_path / "b.tar"
    file.write_text("somebody's letters", encoding="utf-8")
    ran = wenbao("backup", file)
    assert (ran.status, "--force" in ran.one_line) == (2, True)
    assert file.read_text(encoding="utf-8") == "somebody's letters"
    assert wenbao("backup", file, "--force").status == 0
    assert wenbao("restore", file).status == 0


def test_history_rollback_backup_restore_and_gc(wenbao: Wenbao, archive: Path, tmp_path: Path) -> None:
    (archive / "0.txt").unlink()
    wenbao("refresh")
    rows = json.loads(wenbao("history", "--json").out)
    assert [row["sources"]["removed"] for row in rows] == [0, 1]
    assert "live" in wenbao("history").out
    assert wenbao("rollback").status == 0
    assert len(articles(wenbao)) == 5
    assert "go back" in wenbao("rollback").one_line
    assert wenbao("backup", tmp_path / "b.tar.gz").status == 0
    wenbao("refresh")
    assert wenbao("restore", tmp_path / "b.tar.gz").status == 0
    assert len(articles(wenbao)) == 5
    assert wenbao("gc").status == 0
    assert len(list((tmp_path / "data" / "generations").iterdir())) == 1
    assert wenbao("verify", "--deep").status == 0


def test_a_rollback_never_brings_back_what_was_taken_down_and_says_so(
    wenbao: Wenbao, archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert archive.is_dir()
    gone, other = (row["id"] for row in articles(wenbao)[:2])
    inner, builds = building.build, []

    def cut_short(*words: Any) -> Any:
        builds.append(words)
        if len(builds) > 1:
            raise KeyboardInterrupt  # the generation before, which holds the article, is still there
        return inner(*words)

    with monkeypatch.context() as patched:
        patched.setattr(takedown, "build", cut_short)
        assert wenbao("remove", gone).status != 0
    assert len(StoreFolder(tmp_path / "data").whole()) == 2
    assert wenbao("rollback").status == 1
    assert gone not in [row["id"] for row in articles(wenbao)]
    assert wenbao("remove", other).status == 0
    assert "`wenbao remove ID --undo`" in wenbao("rollback").one_line
    (archive / "1.txt").unlink()
    wenbao("refresh")
    assert "What was taken down (2 articles) stays out." in " ".join(wenbao("rollback").out.split())
    assert not {gone, other} & {row["id"] for row in articles(wenbao)}


@pytest.mark.parametrize("command", ["verify", "remove", "backup", "restore", "history", "rollback", "gc"])
def test_every_command_has_help(wenbao: Wenbao, command: str) -> None:
    assert "Usage" in wenbao(command, "--help").out


@pytest.mark.parametrize("command", ["verify", "remove x", "backup b.tar", "history", "gc"])
def test_before_any_refresh_a_command_says_what_to_do(wenbao: Wenbao, command: str) -> None:
    ran = wenbao(*command.split())
    assert ran.status == 1
    assert "wenbao refresh" in ran.one_line


@pytest.mark.parametrize(("text", "seconds"), [("90s", 90), ("30m", 1800), ("1h", 3600), ("0.5d", 43200)])
def test_an_interval_is_read(text: str, seconds: float) -> None:
    assert seconds_of(text) == seconds


def test_a_restore_names_what_is_no_backup_and_quotes_no_library(
    wenbao: Wenbao, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WENBAO_DATA_DIR", str(tmp_path / "data"))
    missing = wenbao("restore", tmp_path / "none.tar")
    assert missing.status == 2
    assert "none.tar" in missing.one_line
    (tmp_path / "bad.txt").write_text("no archive at all", encoding="utf-8")
    bad = wenbao("restore", tmp_path / "bad.txt")
    assert bad.status == 1
    assert bad.one_line.endswith("is no backup of Wenbao, or a damaged one")
