"""Words for a time become days."""

from __future__ import annotations

import datetime
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.models import Language
from retrieval.text.timeranges import with_ranges
from retrieval.text.timewords import time_words

FRIDAY = datetime.date(2023, 5, 19)


def days(text: str, lang: Language = "zh", anchor: datetime.date = FRIDAY) -> list[tuple[str, str]]:
    return [(words.first.isoformat(), words.last.isoformat()) for words in time_words(text, lang, anchor)]


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("昨天", "2023-05-18", "2023-05-18"),
        ("大前天", "2023-05-16", "2023-05-16"),
        ("上周", "2023-05-08", "2023-05-14"),
        ("本周", "2023-05-15", "2023-05-21"),
        ("上周五", "2023-05-12", "2023-05-12"),
        ("上个月", "2023-04-01", "2023-04-30"),
        ("去年", "2022-01-01", "2022-12-31"),
        ("5月17日", "2023-05-17", "2023-05-17"),
        ("十二月二十五日", "2022-12-25", "2022-12-25"),
        ("去年12月30日", "2022-12-30", "2022-12-30"),
        ("5月中旬", "2023-05-11", "2023-05-20"),
        ("2023年2月", "2023-02-01", "2023-02-28"),
        ("2月29日", "2020-02-29", "2020-02-29"),
        ("2023-05-17", "2023-05-17", "2023-05-17"),
        ("20日的报纸", "2023-04-20", "2023-04-20"),
        ("最近三天", "2023-05-17", "2023-05-19"),
        ("近日", "2023-05-13", "2023-05-19"),
    ],
)
def test_chinese_words(text: str, first: str, last: str) -> None:
    assert days(text) == [(first, last)]


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("yesterday", "2023-05-18", "2023-05-18"),
        ("the day before yesterday", "2023-05-17", "2023-05-17"),
        ("last week", "2023-05-08", "2023-05-14"),
        ("this month", "2023-05-01", "2023-05-31"),
        ("on 17 May", "2023-05-17", "2023-05-17"),
        ("on May 17th, 2022", "2022-05-17", "2022-05-17"),
        ("in May 2023", "2023-05-01", "2023-05-31"),
        ("last Friday", "2023-05-12", "2023-05-12"),
        ("in the last three days", "2023-05-17", "2023-05-19"),
    ],
)
def test_english_words(text: str, first: str, last: str) -> None:
    assert days(text, "en") == [(first, last)]


@pytest.mark.parametrize(
    ("text", "lang", "first", "last"),
    [
        ("5月16日到5月18日的报纸", "zh", "2023-05-16", "2023-05-18"),
        ("5月16日至18日的报纸", "zh", "2023-05-16", "2023-05-18"),
        ("2023-05-16到2023-05-17的报纸", "zh", "2023-05-16", "2023-05-17"),
        ("4月—5月", "zh", "2023-04-01", "2023-05-31"),
        ("昨天到今天", "zh", "2023-05-18", "2023-05-19"),
        ("the papers from 16 to 18 May", "en", "2023-05-16", "2023-05-18"),
        ("between 16 May and 18 May", "en", "2023-05-16", "2023-05-18"),
        ("May 16 to 18", "en", "2023-05-16", "2023-05-18"),
        ("May 16-18", "en", "2023-05-16", "2023-05-18"),
    ],
)
def test_two_ends_are_one_span(text: str, lang: Language, first: str, last: str) -> None:
    spans = with_ranges(text, lang, time_words(text, lang, FRIDAY))
    assert [(words.first.isoformat(), words.last.isoformat()) for words in spans] == [(first, last)]


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("5月18日到5月16日", "zh"),
        ("5月16日和5月18日", "zh"),
        ("16 May and 18 May", "en"),
        ("5月16日到2022年", "zh"),
    ],
)
def test_what_is_no_range_stays_two_mentions(text: str, lang: Language) -> None:
    assert len(with_ranges(text, lang, time_words(text, lang, FRIDAY))) == 2


@pytest.mark.parametrize("text", ["2月30日", "13月5日", "上月球", "一共几个月", "每周"])
def test_what_is_no_day_of_any_calendar_is_passed_over(text: str) -> None:
    assert days(text) == []


def test_may_as_a_verb_is_no_month() -> None:
    assert days("May I ask who may borrow books", "en") == []


@given(st.text(alphabet="0123456789年月日号上下旬今昨天周一三十零二〇 -", max_size=30), st.dates())
def test_any_text_gives_spans_in_order_that_do_not_overlap(text: str, anchor: datetime.date) -> None:
    found = time_words(text, "zh", anchor)
    assert all(words.first <= words.last for words in found)
    assert all(a.end <= b.start for a, b in pairwise(found))


@given(st.dates(datetime.date(1950, 1, 1), datetime.date(2090, 1, 1)), st.integers(0, 360))
def test_a_day_without_its_year_is_the_last_one_printed(anchor: datetime.date, back: int) -> None:
    meant = anchor - datetime.timedelta(days=back)
    if (meant.month, meant.day) != (2, 29):
        assert days(f"{meant.month}月{meant.day}日", anchor=anchor) == [
            (meant.isoformat(), meant.isoformat())
        ]
