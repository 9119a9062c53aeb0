"""Paper, date, city and page: from names and folios, never invented."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path, PurePath

import pytest

from corpus.cities import city_of_page, city_of_paper
from corpus.dateline import dateline_of, resolve
from corpus.issue import issue_of_path, read_folio
from corpus.models import Issue
from corpus.reading import parse_source

DAY = date(2023, 5, 19)


@pytest.mark.parametrize(
    ("path", "paper", "day", "page"),
    [
        ("2023-05-19.txt", None, DAY, None),
        ("20230519_01.txt", None, DAY, "1"),
        ("濮阳日报_2023年5月19日_第1版.txt", "濮阳日报", DAY, "1"),
        ("A01版.txt", None, None, "A1"),
        ("2023/05/19/node_2.txt", None, DAY, "2"),
        ("濮阳日报/2023-05-19/01.txt", "濮阳日报", DAY, "1"),
        ("某某晚报/202305/19/A12版.txt", "某某晚报", DAY, "A12"),
        ("2023-05/19_02.txt", None, DAY, "2"),
        ("some-daily_2023-05-19_01.txt", None, DAY, "1"),
        ("河南日报2023年5月19日第A12版.txt", "河南日报", DAY, "A12"),
        ("paper_2023-05-19_p3.txt", None, DAY, "3"),
        ("第十二版.txt", None, None, "12"),
        ("晨报_2023-05-19_03.txt", "晨报", DAY, "3"),
        ("晚报/20230519/02.txt", "晚报", DAY, "2"),
        ("2023-05-19 第3版/要闻.txt", None, DAY, "3"),
        ("p6/要闻.txt", None, None, "6"),
        ("2023-05-19/A02版 要闻/正文.txt", None, DAY, "A2"),
        # nothing in these says anything
        ("000_6da2452d7dfa6b22.txt", None, None, None),
        ("seeds/000.txt", None, None, None),
        ("20231345.txt", None, None, None),
        ("2023年5月/新闻.txt", None, None, None),
        ("通知.txt", None, None, None),
        ("scan-p6/要闻.txt", None, None, None),
        ("backup6/old_page7/要闻.txt", None, None, None),
        ("wp6.txt", None, None, None),
        ("晚报评论.txt", None, None, None),
        ("12345678.txt", None, None, None),
    ],
)
def test_names_say_what_they_say_and_no_more(
    path: str, paper: str | None, day: date | None, page: str | None
) -> None:
    assert issue_of_path(PurePath(path)) == Issue(paper=paper, date=day, page=page)


@pytest.mark.parametrize(
    ("line", "issue"),
    [
        ("2023年5月19日 星期五", Issue(date=DAY)),
        ("2023年 5月 19日  星期五", Issue(date=DAY)),
        ("二〇二三年五月十九日 星期五", Issue(date=DAY)),
        ("责任编辑 张三 版式 李四", Issue()),
        ("责编：张三 美编：李四 校对：王五 电话：0000-1234567", Issue()),
        ("濮阳日报 1版 要闻", Issue(paper="濮阳日报", page="1")),
        ("农历癸卯年四月初一", Issue()),
        ("国内统一刊号 CN00-0000 邮发代号 00-00 总第 1234 期", Issue()),
        ("A08 图片新闻 2023.5.19 星期五", Issue(date=DAY, page="A8")),
        ("07 要闻 2023年5月19日 星期五 责任编辑 黄砚", Issue(date=DAY, page="7")),
        ("民生新闻 2023年5月19日 04版", Issue(date=DAY, page="4")),
        ("某某新报 2023年5月19日 星期五 第A02版 图片·乡村", Issue(paper="某某新报", date=DAY, page="A2")),
    ],
)
def test_folio_lines_are_told_wherever_they_stand(line: str, issue: Issue) -> None:
    assert read_folio(line, edge=False) == issue


@pytest.mark.parametrize("line", ["第1版", "要闻", "2023年5月19日", "某 某 日 报"])
def test_short_folio_lines_are_told_at_the_pages_edges_only(line: str) -> None:
    assert read_folio(line, edge=True) is not None
    assert read_folio(line, edge=False) is None


@pytest.mark.parametrize(
    "line",
    [
        "5月19日",
        "编辑部搬家",
        "我市3个园区8个项目上榜",
        "https://example.com/news",
        "2023年5月19日，市图书馆开放。",
        "记者 李峥",
        "星期五的下午，他",
        "第1版的头条",
    ],
)
def test_news_is_no_folio(line: str) -> None:
    assert read_folio(line, edge=True) is None


def test_flags_win_over_the_header_and_the_header_over_names() -> None:
    head = "某某日报 2023年5月18日 星期四 第2版"
    data = f"{head}\n\n标题在这里\n\n本报讯（记者 李峥）5月17日，市图书馆开放。".encode()
    path, root = Path("/archive/别的晚报_2023-05-19_03.txt"), Path("/archive")
    [article] = parse_source(data, path, root, Issue(page="9")).articles
    assert (article.paper, article.date, article.page) == ("某某日报", date(2023, 5, 18), "9")
    [bare] = parse_source(data.split(b"\n", 1)[1], path, root).articles
    assert (bare.paper, bare.date, bare.page) == ("别的晚报", DAY, "3")


def test_folders_above_the_archive_say_nothing(tmp_path: Path) -> None:
    root = tmp_path / "2019-01-01" / "old" / "deep" / "archive"
    [article] = parse_source("市图书馆开放了。".encode(), root / "a.txt", root).articles
    assert article.date is None


@pytest.mark.parametrize(
    ("paper", "city"),
    [
        ("濮阳日报", "濮阳"),
        ("北京晚报", "北京"),
        ("呼伦贝尔日报", "呼伦贝尔"),
        ("人民日报", None),
        ("河南日报", None),
        ("吉林日报", None),
        ("龙都新报", None),
        ("海南日报", None),
    ],
)
def test_a_papers_city_is_in_its_name_or_unknown(paper: str, city: str | None) -> None:
    assert city_of_paper(paper) == city


def test_a_page_tells_its_city_only_if_it_names_one_dominantly_as_its_own() -> None:
    assert city_of_page("我市召开会议。信阳的茶，信阳的山，信阳的水。") == "信阳"
    assert city_of_page("信阳的茶，信阳的山，信阳的水。") is None
    assert city_of_page("我市召开会议。信阳的茶，信阳的山。") is None
    assert city_of_page("我市召开会议。信阳的茶，信阳的山，信阳的水。南阳、安阳。") is None


@pytest.mark.parametrize(
    ("dateline", "issue", "day"),
    [
        ("5月16日", DAY, date(2023, 5, 16)),
        ("12月31日", date(2024, 1, 1), date(2023, 12, 31)),
        ("1月2日", date(2023, 12, 30), date(2024, 1, 2)),
        ("2月29日", date(2024, 3, 1), date(2024, 2, 29)),
        ("2月30日", DAY, None),
        ("5月16日", None, None),
        ("2021年5月16日", None, date(2021, 5, 16)),
    ],
)
def test_a_datelines_year_is_the_nearest_to_its_issue(
    dateline: str, issue: date | None, day: date | None
) -> None:
    assert resolve(dateline, issue) == day


def test_only_a_day_at_the_very_start_is_a_dateline() -> None:
    assert dateline_of("5月16日，市图书馆开放。") == "5月16日"
    assert dateline_of("近日，5月16日的会议") is None


@pytest.mark.parametrize(
    ("root", "path", "issue"),
    [
        ("/disk/p7/2019-04-05/fresh", "/disk/p7/2019-04-05/fresh/a.jsonl", Issue()),
        ("/disk/p7/fresh", "/disk/p7/fresh/a.jsonl", Issue()),
        ("/disk/p7/fresh/a.jsonl", "/disk/p7/fresh/a.jsonl", Issue()),
        ("/disk/p7/fresh", "/disk/p7/fresh/第2版/a.jsonl", Issue(page="2")),
        ("/disk/p7/2023-05-19", "/disk/p7/2023-05-19/a.jsonl", Issue(date=DAY)),
        ("/disk/p7/2023-05-19/a.jsonl", "/disk/p7/2023-05-19/a.jsonl", Issue(date=DAY)),
    ],
)
def test_a_folder_above_the_one_that_was_named_tells_nothing(root: str, path: str, issue: Issue) -> None:
    line = json.dumps({"text": "本报讯（记者 李峥）市图书馆开放。"}, ensure_ascii=False)
    [article] = parse_source(line.encode(), Path(path), Path(root)).articles
    assert (article.date, article.page) == (issue.date, issue.page)


@pytest.mark.parametrize("root", ["/disk/p7/柳林日报/2023-05-19", "/disk/p7/柳林日报/2023-05-19/02.txt"])
def test_the_folder_above_a_days_folder_tells_whose_day_it_is(root: str) -> None:
    page = "图书馆开放\n本报讯（记者 李峥）市图书馆开放，读者可以借书。".encode()
    [article] = parse_source(page, Path("/disk/p7/柳林日报/2023-05-19/02.txt"), Path(root)).articles
    assert (article.paper, article.date, article.page) == ("柳林日报", DAY, "2")


@pytest.mark.parametrize(
    ("said", "page"),
    [
        ("第3版", "3"),
        ("A03版", "A3"),
        ("第四版", "4"),
        ("第 b02 版", "B2"),
        ("03", "3"),
        ("要闻版", "要闻版"),
    ],
)
def test_a_page_that_is_said_with_its_word_is_a_number(said: str, page: str) -> None:
    row = {"text": "本报讯（记者 李峥）市图书馆开放。", "page": said}
    data = json.dumps(row, ensure_ascii=False).encode()
    [exported] = parse_source(data, Path("/a/b.jsonl"), Path("/a")).articles
    [flagged] = parse_source(row["text"].encode(), Path("/a/b.txt"), Path("/a"), Issue(page=said)).articles
    assert (exported.page, flagged.page) == (page, page)
