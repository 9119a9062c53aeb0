"""refresh, sources, status, articles, show, model: what a person and a script see."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.bot.conftest import Wenbao

PAGE = """龙都新报 2023年6月2日 星期五 第3版

老城区添了三座书房

本报讯 （记者 江一叶） 6月 1日， 老城区三座
书房同日开门， 藏书共2.4
万册。
"""


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    folder = tmp_path / "pages"
    folder.mkdir()
    (folder / "a.txt").write_text(PAGE, encoding="utf-8")
    return folder


def test_a_refreshed_page_is_listed_whole_as_the_contract_says(wenbao: Wenbao, pages: Path) -> None:
    assert wenbao("refresh", pages).status == 0
    (line,) = wenbao("articles", "--json").out.splitlines()
    article = json.loads(line)
    assert article["headline"] == "老城区添了三座书房"
    assert article["text"] == "6月1日，老城区三座书房同日开门，藏书共2.4万册。"
    assert article["reporters"] == ["江一叶"]
    assert (article["dateline"], article["dateline_date"]) == ("6月1日", "2023-06-01")
    assert (article["date"], article["paper"], article["page"]) == ("2023-06-02", "龙都新报", "3")
    assert (article["kind"], article["headline_made"], article["source"]) == ("article", False, "pages/a.txt")
    contract = "id kind headline headline_made kicker deck byline reporters correspondents dateline date"
    assert set(contract.split()) | {"paper", "city", "page", "source", "text"} <= set(article)


def test_refresh_reports_as_the_contract_says_and_names_what_it_left_out(wenbao: Wenbao, pages: Path) -> None:
    (pages / "empty.txt").write_text(" \n", encoding="utf-8")
    ran = wenbao("refresh", pages, "--json")
    assert ran.status == 4
    report = json.loads(ran.out)
    assert report["sources"]["added"] == 1
    assert [failure["source"] for failure in report["sources"]["failed"]] == ["pages/empty.txt"]
    assert (report["articles"], report["chunks"], report["embedded"]) == (1, 1, 1)
    assert report["generation"] == "000001"
    assert report["left_out"][0]["reason"] == "folio"
    assert json.loads(wenbao("refresh", "--json").out)["embedded"] == 0


def test_what_flags_say_of_a_page_is_kept_for_later_refreshes(wenbao: Wenbao, pages: Path) -> None:
    (pages / "a.txt").write_text(PAGE.partition("\n")[2], encoding="utf-8")
    assert (
        wenbao("refresh", pages, "--paper", "龙都新报", "--city", "濮阳", "--date", "2023-06-02").status == 0
    )
    (pages / "a.txt").write_text(PAGE.partition("\n")[2] + "\n又及。\n", encoding="utf-8")
    wenbao("refresh")
    article = json.loads(wenbao("articles", "--json").out.splitlines()[0])
    assert (article["paper"], article["city"], article["date"]) == ("龙都新报", "濮阳", "2023-06-02")
    assert "濮阳" in wenbao("sources").out


def test_an_article_is_shown_by_the_beginning_of_its_id(wenbao: Wenbao, pages: Path) -> None:
    wenbao("refresh", pages)
    article = json.loads(wenbao("articles", "--json").out)
    shown = wenbao("show", article["id"][:6])
    assert shown.status == 0
    assert article["text"] in shown.out.replace("\n", "")
    assert json.loads(wenbao("show", article["id"], "--json").out) == article
    assert "wenbao articles" in wenbao("show", "zzz").one_line
    assert wenbao("show", "").status == 2


def test_status_and_sources_tell_what_is_indexed(wenbao: Wenbao, pages: Path) -> None:
    wenbao("refresh", pages)
    assert "2023-06-02" in wenbao("status").out
    status = json.loads(wenbao("status", "--json").out)
    assert (status["articles"], status["samples"], status["roots"]) == (1, False, [str(pages)])
    assert str(pages) in wenbao("sources").out
    assert json.loads(wenbao("sources", "--json").out)[0]["path"] == str(pages)


def test_a_forgotten_root_leaves_with_the_next_refresh(wenbao: Wenbao, pages: Path, tmp_path: Path) -> None:
    other = tmp_path / "b.txt"
    other.write_text(PAGE.replace("三座", "四座"), encoding="utf-8")
    wenbao("refresh", pages, other)
    forgotten = wenbao("sources", "--forget", pages)
    assert forgotten.status == 0
    assert "next `wenbao refresh`" in forgotten.out
    assert json.loads(wenbao("refresh", "--json").out)["sources"]["removed"] == 1
    assert wenbao("sources", "--forget", pages).status == 2


def test_an_archive_without_any_root_left_says_how_to_go_on(wenbao: Wenbao, pages: Path) -> None:
    wenbao("refresh", pages)
    wenbao("sources", "--forget", pages)
    emptied = wenbao("refresh")
    assert (emptied.status, "wenbao refresh PATH" in emptied.out) == (0, True)
    assert wenbao("articles").out.strip() == ""
    assert wenbao("ask", "老城区添了几座书房？").status == 3
    assert wenbao("verify").status == 0


def test_files_that_no_reader_knows_are_named_by_kind(wenbao: Wenbao, pages: Path) -> None:
    for name in ("a.pdf", "b.pdf", "README"):
        (pages / name).write_bytes(b"x")
    ran = wenbao("refresh", pages)
    assert ran.status == 0
    assert "2 .pdf, 1 without suffix" in ran.one_line
    assert json.loads(wenbao("refresh", "--json").out)["passed_over"] == {".pdf": 2, "": 1}


def test_lines_that_cannot_be_read_are_status_4_at_each_refresh(wenbao: Wenbao, pages: Path) -> None:
    (pages / "b.jsonl").write_text('{"text": "桥通车了。"}\n{}\n', encoding="utf-8")
    for options in ([pages], [], ["--dry-run"]):
        ran = wenbao("refresh", *options)
        assert ran.status == 4
        assert "line 2" in ran.err


def test_the_model_is_described_as_the_contract_says(wenbao: Wenbao) -> None:
    model = json.loads(wenbao("model", "--json").out)
    assert (model["dimension"], model["max_tokens"]) == (384, 512)
    assert {"name", "folder", "fingerprint", "engine"} <= set(model)
    assert (Path(model["folder"]) / "modules.json").is_file()


@pytest.mark.parametrize("command", ["articles", "status", "show x", "ask 问", "chat"])
def test_before_any_refresh_a_command_says_what_to_do(wenbao: Wenbao, command: str) -> None:
    ran = wenbao(*command.split())
    assert ran.status == 1
    assert "wenbao refresh" in ran.one_line


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("empty.txt", b"", "empty"),
        ("binary.txt", bytes(range(256)) * 20, "text"),
        ("page.docx", b"PK", ".txt"),
    ],
)
def test_a_file_that_is_no_page_is_one_clear_line(
    wenbao: Wenbao, tmp_path: Path, name: str, data: bytes, said: str
) -> None:
    (tmp_path / name).write_bytes(data)
    ran = wenbao("refresh", tmp_path / name)
    assert ran.status == 1
    assert name in ran.one_line
    assert said in ran.one_line


def test_a_folder_without_pages_and_a_missing_one_are_one_clear_line(wenbao: Wenbao, tmp_path: Path) -> None:
    (tmp_path / "none").mkdir()
    ran = wenbao("refresh", tmp_path / "none")
    assert (ran.status, "no pages" in ran.one_line) == (1, True)
    assert wenbao("refresh", tmp_path / "missing").status == 2


def test_a_page_in_gb18030_is_read(wenbao: Wenbao, pages: Path) -> None:
    (pages / "a.txt").write_bytes(PAGE.encode("gb18030"))
    wenbao("refresh", pages)
    assert "老城区添了三座书房" in wenbao("articles").out


@pytest.mark.usefixtures("embedder")  # the model is unpacked: another user may not
def test_a_data_folder_that_cannot_be_written_is_named(
    tmp_path: Path, models_cache: Path, pages: Path
) -> None:
    if (
        os.geteuid() == 0
        and subprocess.run(["which", "setpriv"], capture_output=True, check=False).returncode
    ):
        pytest.skip("root ignores file modes, and setpriv is not here to drop its rights")
    locked = tmp_path / "locked"
    locked.mkdir(mode=0o555)
    for folder in (tmp_path, *tmp_path.parents[:3], *models_cache.parents[:1]):
        folder.chmod(folder.stat().st_mode | 0o055)
    drop = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"] if os.geteuid() == 0 else []
    ran = subprocess.run(
        [*drop, sys.executable, "-c", "from bot.cli import main; main()", "refresh", str(pages)],
        env=os.environ
        | {
            "WENBAO_DATA_DIR": str(locked / "data"),
            "WENBAO_CACHE_DIR": str(models_cache),
            "PYTHONSAFEPATH": "1",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 1
    (line,) = ran.stderr.strip().splitlines()
    assert str(locked) in line
    assert "WENBAO_DATA_DIR" in line


@pytest.mark.parametrize(
    "command", ["", "refresh", "ask", "chat", "articles", "show", "sources", "status", "model", "eval"]
)
def test_every_command_has_help(wenbao: Wenbao, command: str) -> None:
    ran = wenbao(*command.split(), "--help")
    assert ran.status == 0
    assert "Usage" in ran.out


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
@pytest.mark.parametrize("command", [["--help"], ["sources"], ["sources", "--json"], ["--version"]])
def test_an_output_that_is_full_is_one_line_and_no_defect(tmp_path: Path, command: list[str]) -> None:
    with Path("/dev/full").open("wb") as full:
        ran = subprocess.run(
            [sys.executable, "-c", "from bot.cli import main; main()", *command],
            env=os.environ | {"WENBAO_DATA_DIR": str(tmp_path / "data")},
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert ran.returncode == 1
    (line,) = ran.stderr.strip().splitlines()
    assert "cannot be written" in line
    assert "unexpected" not in line


def test_a_defect_of_ours_is_one_line_and_a_traceback_with_debug(
    wenbao: Wenbao, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_: object) -> None:
        raise ZeroDivisionError("一除以零")

    monkeypatch.setattr("vectorstore.generations.StoreFolder.live", broken)
    assert "一除以零" in wenbao("status").one_line
    assert "Traceback" in wenbao("status", "--debug").err
