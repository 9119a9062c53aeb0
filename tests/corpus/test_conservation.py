"""Nothing of a page vanishes and nothing doubles: every non-space character lands in exactly one place."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from corpus.characters import squeeze
from corpus.decoding import decode
from corpus.errors import CorpusError
from corpus.models import Issue, ParsedSource, RawPage
from corpus.reading import parse_source
from corpus.splitting import split_page

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
RAW_PAGES = [
    *sorted((HERE / "pages").glob("*.txt")),
    *sorted((ROOT / "corpus" / "pages").glob("*.txt")),
    *sorted((ROOT.parent / "shared" / "seeds").glob("*.txt")),
]

WORDS = """
    本报讯 （记者 (记者 通讯员 李峥 郑 胜寒 ） ) ， 。 、 ： ？ ——— “ ” 《 》 摄 文/图 图为 公告 讣告
    导读 第1版 ■ 新华社北京5月16日电 （下转第二版） （上接第一版） 一、 问： 市气象台发布消息说
    记者从市气象台获悉 强调 30.12 opened. https://example.com/a
"""
SPACED = ["5月 16日", "2023年5月19日 星期五", "责任编辑 王一", "讣 告", "6.42亿千瓦时 ", "□ ", "The city "]
BLANKS = [" ", "　　", "\n", "\n\n", "\r\n"]
FRAGMENTS = [*WORDS.split(), *SPACED, *BLANKS]
SHREDS = st.lists(st.sampled_from(FRAGMENTS), max_size=60).map("".join)
"""Newspaper shreds in any order: what the patterns look for, never where they expect it."""


def printed(parsed: ParsedSource) -> Counter[str]:
    """Every non-space character of what was read, counted."""
    found: Counter[str] = Counter()
    for article in parsed.articles:
        headline = None if article.headline_made else article.headline
        for part in (article.kicker, headline, article.deck, article.byline, article.text):
            found.update(squeeze(part or ""))
    for left in parsed.left_out:
        found.update(squeeze(left.text))
    return found


@pytest.mark.parametrize("path", RAW_PAGES, ids=lambda path: path.name)
def test_every_character_of_a_page_lands_in_exactly_one_place(path: Path) -> None:
    data = path.read_bytes()
    assert printed(parse_source(data, path, path)) == Counter(squeeze(decode(data)))


@given(st.one_of(SHREDS, st.text(max_size=200)))
@example("本报讯")
@example("（下转第二版）")
@example("摄")
@example("———\n———")
@settings(max_examples=400, deadline=None)
def test_any_text_is_read_and_conserved(text: str) -> None:
    page = RawPage(text, Issue())
    assert printed(split_page(page)) == Counter(squeeze(text))


@given(st.binary(max_size=300), st.sampled_from([".txt", ".jsonl", ".md"]))
@settings(max_examples=200, deadline=None)
def test_any_bytes_are_read_or_refused_in_one_line(data: bytes, suffix: str) -> None:
    try:
        parse_source(data, Path(f"/archive/page{suffix}"), Path("/archive"))
        said = ""
    except CorpusError as exc:
        said = str(exc)
    assert "\n" not in said


@given(SHREDS)
@settings(max_examples=100, deadline=None)
def test_paragraphs_are_unbroken_pieces_of_the_page_in_its_order(text: str) -> None:
    page = squeeze(text)
    for article in split_page(RawPage(text, Issue())).articles:
        at = 0
        for paragraph in article.text.split("\n"):
            start = page.find(squeeze(paragraph), at)
            assert start >= 0
            at = start + len(squeeze(paragraph))
