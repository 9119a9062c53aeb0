"""Dates, lists, names and alignments, as the proof reads them."""

from __future__ import annotations

import datetime

import pytest

from retrieval.claims.alignment import align
from retrieval.text.moments import days, hours
from retrieval.text.people import people_in
from retrieval.text.pinyin import orders, spelt_in
from retrieval.text.slots import slots
from retrieval.text.tokens import tokens

DATED = datetime.date(2023, 5, 19)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("5月17日", (2023, 5, 17)),
        ("2023-05-17", (2023, 5, 17)),
        ("二〇二三年五月十七日", (2023, 5, 17)),
        ("昨日", (2023, 5, 18)),
        ("去年", (2022, None, None)),
        ("今年10月", (2023, 10, None)),
        ("17日", (2023, 5, 17)),
        ("may 17, 2023", (2023, 5, 17)),
        ("on 17 may", (2023, 5, 17)),
        ("12月31日", (2022, 12, 31)),
    ],
)
def test_dates_are_resolved_against_the_articles_day(text: str, expected: tuple[int | None, ...]) -> None:
    dated = datetime.date(2023, 1, 1) if text.startswith("12月") else DATED
    (day,) = days(text, dated)
    assert (day.year, day.month, day.day) == expected


@pytest.mark.parametrize("text", ["102.3", "8851.8公里", "28号线", "376.5万亩"])
def test_numbers_are_no_dates(text: str) -> None:
    assert days(text, DATED) == []


@pytest.mark.parametrize(
    ("text", "minutes"), [("8时30分", 510), ("下午3点半", 930), ("21:00", 1260), ("8:30 p.m.", 1230)]
)
def test_hours_count_from_midnight(text: str, minutes: int) -> None:
    assert [hour.minutes for hour in hours(text)] == [minutes]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "甲县、乙县和丙县的面积分别为3亩、4亩、5亩。",
            ["甲县的面积为3亩", "乙县的面积为4亩", "丙县的面积为5亩"],
        ),
        ("国家级、省级工厂分别有5家和14家", ["国家级工厂有5家", "省级工厂有14家"]),
        ("甲、乙分别为3个、4个、5个。", []),
        ("甲和乙共有5个。", []),
    ],
)  # fmt: skip
def test_respectively_is_read_slot_by_slot(sentence: str, expected: list[str]) -> None:
    assert slots(sentence) == expected


def test_people_are_found_by_title_speech_and_dot() -> None:
    assert "朱良才" in people_in("市长朱良才走进工业园区")
    assert "何慧敏" in people_in("馆长何慧敏说，老馆的藏书将搬完")
    assert "夏巴兹·谢里夫" in people_in("总理夏巴兹·谢里夫表示")
    assert people_in("在麦田里，记者看到收割机") == frozenset()


def test_a_name_is_found_by_its_spelling_in_either_order() -> None:
    text = "市委书记万正峰、市人大常委会主任邵景良"
    places = {way: spelt_in(way, text) for way in orders(["Zhengfeng", "Wan"])}
    assert places["wanzhengfeng"] == [(4, 7)]
    assert not spelt_in("liming", text)


def test_clauses_in_another_order_are_laid_over_each_other() -> None:
    claim, quote = tokens("占地45亩，位于开州路北段"), tokens("新校区位于开州路北段，占地45亩")
    laid = align(claim, quote)
    assert laid.covered == 1.0
    assert all(
        there < 0 or quote[there].text == token.text for token, there in zip(claim, laid.to, strict=True)
    )
