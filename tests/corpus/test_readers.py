"""`.jsonl` and `.md` sources, and what all readers share."""

from __future__ import annotations

import json
import time
from datetime import date
from pathlib import Path

import pytest

from corpus.errors import CorpusError, SourceEmpty, SourceMalformed, SourceUndecodable
from corpus.models import ArticleKind, Issue, ParsedSource
from corpus.readers import READERS
from corpus.reading import parse_source, read_source

ROOT = Path("/archive")


def read(data: str | bytes, suffix: str, issue: Issue | None = None, name: str = "source") -> ParsedSource:
    raw = data.encode() if isinstance(data, str) else data
    return parse_source(raw, ROOT / f"{name}{suffix}", ROOT, issue or Issue())


def jsonl(*rows: object) -> str:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def test_a_json_line_is_kept_as_it_is() -> None:
    row = {
        "id": "a-1",
        "text": "5月16日， 市图书馆 开放。\r\n  第二段",
        "headline": "图书馆开放",
        "date": "2023-05-19",
        "paper": "某某日报",
        "page": 3,
        "reporters": ["李峥"],
        "correspondents": "王长青、周楠",
        "url": "https://example.com/1",
        "kind": "notice",
        "kicker": "眉",
        "deck": "副",
        "byline": "本报讯（记者 李峥）",
        "city": "濮阳",
    }
    [article] = read(jsonl(row), ".jsonl").articles
    assert article.id == "a-1"
    assert article.text == "5月16日， 市图书馆 开放。\n  第二段"
    assert (article.headline, article.headline_made) == ("图书馆开放", False)
    assert (article.date, article.paper, article.page, article.city) == (
        date(2023, 5, 19),
        "某某日报",
        "3",
        "濮阳",
    )
    assert (article.reporters, article.correspondents) == (("李峥",), ("王长青", "周楠"))
    assert (article.kicker, article.deck, article.byline) == ("眉", "副", "本报讯（记者 李峥）")
    assert (article.kind, article.url) == (ArticleKind.NOTICE, "https://example.com/1")
    assert (article.dateline, article.dateline_date) == ("5月16日", date(2023, 5, 16))


def test_nulls_and_absent_fields_are_nothing_and_a_headline_is_made() -> None:
    [article] = read(
        jsonl({"text": "市图书馆开放。", "headline": None, "date": None, "id": None}), ".jsonl"
    ).articles
    assert (article.id, article.headline, article.headline_made) == ("", "市图书馆开放", True)
    assert (article.date, article.paper, article.page, article.reporters) == (None, None, None, ())


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        ("{", "not JSON"),
        ("[1]", "not a JSON object"),
        ('{"headline": "x"}', "no text"),
        ('{"text": "  "}', "no text"),
        ('{"text": 5}', "text is no string"),
        ('{"text": "x", "date": "someday"}', "date is no day"),
        ('{"text": "x", "kind": "poem"}', "kind is none of"),
        ('{"text": "\\ud800"}', "broken characters"),
        ('{"text": "a\\u0000b"}', "NULs"),
        ("[" * 100_000, "not JSON"),
    ],
)
def test_a_bad_line_is_one_problem_and_the_others_are_read(bad: str, reason: str) -> None:
    parsed = read(jsonl({"text": "甲。"}) + bad + "\n\n" + jsonl({"text": "乙。"}), ".jsonl")
    assert [article.text for article in parsed.articles] == ["甲。", "乙。"]
    [problem] = parsed.problems
    assert problem.startswith("line 2: ")
    assert reason in problem
    assert "\n" not in problem


def test_a_file_without_a_good_line_is_malformed() -> None:
    with pytest.raises(SourceMalformed, match="line 1"):
        read("these are no articles\nat all\n", ".jsonl")


def test_line_separators_inside_of_a_json_string_are_part_of_it() -> None:
    [article] = read('{"text": "甲\u2028乙\x85丙。"}\n', ".jsonl").articles
    assert article.text == "甲\u2028乙\x85丙。"


def test_flags_and_names_fill_what_a_json_line_leaves_open() -> None:
    parsed = read(jsonl({"text": "甲。"}), ".jsonl", Issue(paper="某某日报"), name="2023-05-19")
    assert (parsed.articles[0].paper, parsed.articles[0].date) == ("某某日报", date(2023, 5, 19))


def test_markdown_is_one_article_a_heading_of_the_first_level() -> None:
    text = """---
paper: 某某日报
date: 2023-05-19
page: 2
---

# 图书馆*新馆*开放

本报讯（记者 李峥）5月16日，市图书馆
新馆开放。

## 怎么去

- 坐 3 路公交
- 骑车

# 夜市开张

夜市每晚[开到](https://example.com)十点。
"""
    first, second = read(text, ".md").articles
    assert (first.headline, first.reporters, first.dateline) == ("图书馆新馆开放", ("李峥",), "5月16日")
    assert first.text == "5月16日，市图书馆新馆开放。\n怎么去\n坐3路公交\n骑车"
    assert (first.paper, first.date, first.page) == ("某某日报", date(2023, 5, 19), "2")
    assert (second.headline, second.text) == ("夜市开张", "夜市每晚开到十点。")


def test_markdown_without_a_first_level_takes_the_second_and_without_any_the_title() -> None:
    assert [a.headline for a in read("## 甲\n\n子。\n\n## 乙\n\n丑。\n", ".md").articles] == ["甲", "乙"]
    [article] = read("---\ntitle: 丙\n---\n\n寅。\n", ".md").articles
    assert (article.headline, article.headline_made, article.text) == ("丙", False, "寅。")
    [bare] = read("寅时的雨。\n", ".md").articles
    assert (bare.headline, bare.headline_made) == ("寅时的雨", True)


def test_a_page_title_above_headings_of_the_second_level_is_no_article() -> None:
    text = """---
paper: 某某日报
---

# 2023年5月19日 第2版

## 强化服务保障 加快建设进度

本报讯（记者 李峥）5月16日，新桥通车。

## 夜市开张

夜市每晚开到十点。
"""
    parsed = read(text, ".md")
    assert [(a.headline, a.page, a.paper) for a in parsed.articles] == [
        ("强化服务保障 加快建设进度", "2", "某某日报"),
        ("夜市开张", "2", "某某日报"),
    ]
    assert [(rest.text, rest.reason) for rest in parsed.left_out] == [("2023年5月19日 第2版", "folio")]


@pytest.mark.parametrize(
    ("title", "paper", "page", "reason"),
    [
        ("晨报 第3版", "晨报", "3", "folio"),
        ("某某晚报 A02版 要闻", "某某晚报", "A2", "folio"),
        ("要闻", None, None, "page title"),
    ],
)
def test_a_page_title_lends_what_it_says(
    title: str, paper: str | None, page: str | None, reason: str
) -> None:
    parsed = read(f"# {title}\n\n## 甲\n\n子。\n\n## 乙\n\n丑。\n", ".md")
    assert {(article.paper, article.page) for article in parsed.articles} == {(paper, page)}
    assert [(rest.text, rest.reason) for rest in parsed.left_out] == [(title, reason)]


def test_each_section_of_a_page_lends_its_articles_its_own_page() -> None:
    text = "# 第1版\n\n## 甲\n\n子。\n\n# 第2版\n\n## 乙\n\n丑。\n\n## 丙\n\n寅。\n"
    assert [(a.headline, a.page) for a in read(text, ".md").articles] == [
        ("甲", "1"), ("乙", "2"), ("丙", "2"),
    ]  # fmt: skip


def test_an_article_with_one_subheading_or_a_lead_stays_whole() -> None:
    lead = "# 图书馆开放\n\n新馆昨日开放。\n\n## 怎么去\n\n坐公交。\n\n## 何时去\n\n白天。\n"
    assert [a.headline for a in read(lead, ".md").articles] == ["图书馆开放"]
    one = "# 图书馆开放\n\n## 怎么去\n\n坐公交。\n"
    assert [a.text for a in read(one, ".md").articles] == ["怎么去\n坐公交。"]


def test_an_article_of_nothing_but_sections_stays_whole() -> None:
    said_again = (
        "# 市图书馆新馆六月试开放\n\n## 座位\n\n市图书馆新馆有一千个座位。\n\n"
        "## 时间\n\n试开放期间早九晚五。\n"
    )
    [article] = read(f"---\npaper: 某某日报\n---\n{said_again}", ".md").articles
    assert (article.headline, article.paper) == ("市图书馆新馆六月试开放", "某某日报")
    assert article.text == "座位\n市图书馆新馆有一千个座位。\n时间\n试开放期间早九晚五。"
    numbered = "# 三件新鲜事\n\n## 一、修桥\n\n桥修好了。\n\n## 二、铺路\n\n路铺好了。\n"
    assert [a.headline for a in read(numbered, ".md").articles] == ["三件新鲜事"]
    by = "## {}\n\n本报讯（记者 李峥）老城更新在行动。\n\n"
    page = f"# 老城更新在行动中\n\n{by.format('甲')}{by.format('乙')}"
    assert [a.headline for a in read(page, ".md").articles] == ["甲", "乙"]


def test_a_folio_above_headings_of_the_second_level_makes_them_headlines_whatever_else_stands_there() -> None:
    text = (
        "# 晨报\n\n2023年5月19日 第3版\n\n## 甲\n\n子。\n\n"
        "# 图书馆开放\n\n新馆昨日开放。\n\n## 怎么去\n\n坐公交。\n"
    )
    parsed = read(text, ".md")
    assert [(a.headline, a.text) for a in parsed.articles] == [
        ("甲", "子。"), ("图书馆开放", "新馆昨日开放。\n怎么去\n坐公交。"),
    ]  # fmt: skip
    first = parsed.articles[0]
    assert (first.paper, first.date, first.page) == ("晨报", date(2023, 5, 19), "3")
    assert [a.headline for a in read("# 晨报 第3版\n\n## 甲\n\n子。\n", ".md").articles] == ["甲"]


@pytest.mark.parametrize("suffix", sorted(READERS))
def test_every_reader_refuses_empty_and_binary_files(suffix: str) -> None:
    with pytest.raises(SourceEmpty):
        read(b" \n", suffix)
    with pytest.raises(SourceUndecodable):
        read(b"\x00\x01\x02\x03", suffix)


def test_an_unknown_suffix_names_the_known_ones() -> None:
    with pytest.raises(SourceMalformed, match=r"\.jsonl"):
        read("x", ".doc")


def test_a_file_is_read_from_disk_as_from_bytes(tmp_path: Path) -> None:
    path = tmp_path / "2023-05-19.txt"
    path.write_text("标题\n\n本报讯（记者 李峥）5月16日，市图书馆开放。", encoding="gb18030")
    assert read_source(path, tmp_path) == parse_source(path.read_bytes(), path, tmp_path)


@pytest.mark.parametrize(
    "data",
    [
        "市民在公园里散步，" * 200_000,
        "市 " * 500_000,
        "（" * 500_000,
        "x" + " " * 2_000_000 + "y",
        "本报讯（记者 " * 100_000,
        "本报记者 " + "李峥 " * 300_000,
        "停水通知\n\n因施工停水。\n" * 3_000,
        "市民\n" * 20_000,
        "甲 1\n" * 20_000,
        "a" * 2_000_000,
    ],
    ids=[
        "prose",
        "spaced",
        "brackets",
        "blanks",
        "bylines",
        "names",
        "notices",
        "short lines",
        "rows",
        "letters",
    ],
)
def test_long_lines_and_long_pages_do_not_hang(data: str) -> None:
    began = time.monotonic()
    assert read(data, ".txt").articles
    # each takes about a second here; anything quadratic takes minutes
    assert time.monotonic() - began < 60


def test_errors_are_corpus_errors() -> None:
    for kind in (SourceEmpty, SourceMalformed, SourceUndecodable):
        assert issubclass(kind, CorpusError)
