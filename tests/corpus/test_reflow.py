"""Spaces of the column go, spaces of the author stay."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.characters import squeeze
from corpus.headline import LONGEST, make_headline
from corpus.reflow import reflow
from corpus.splitting.headings import join_heading
from corpus.splitting.similarity import pairs


@pytest.mark.parametrize(
    ("printed", "text"),
    [
        ("5月 16日", "5月16日"),
        ("投资达到 550\n\n亿元以上", "投资达到550亿元以上"),
        ("1000标方 / 小时", "1000标方/小时"),
        ("投资 30.12\n亿元", "投资30.12亿元"),
        ("占 30 %", "占30%"),
        ("12,\n800千瓦时", "12,800千瓦时"),
        ("是引黄 ， 对于", "是引黄，对于"),
        ("中小企业、专精特新 “小巨人 ”企业 、", "中小企业、专精特新“小巨人”企业、"),
        ("市图书\n馆", "市图书馆"),
        ("采用 AI 技术", "采用AI技术"),
        ("the Digital\nLibrary opened. It is", "the Digital Library opened. It is"),
        ("He said “good morning” to us", "He said “good morning” to us"),
        ("见 https://example.com\n/library/v3 说明", "见https://example.com/library/v3说明"),
        ("电话 0000 1234567", "电话0000 1234567"),
        ("获奖者：张三 李四 王小五", "获奖者：张三 李四 王小五"),
        ("（ 气化岛 ）", "（气化岛）"),
        ("3,500 GW of wind", "3,500 GW of wind"),
    ],
)
def test_stray_spaces_go_and_meant_ones_stay(printed: str, text: str) -> None:
    assert reflow(printed) == text


def test_spaces_between_the_parts_of_a_headline_stay() -> None:
    assert reflow("强化服务 加快建设", headline=True) == "强化服务 加快建设"
    assert reflow("讣 告", headline=True) == "讣告"
    assert reflow("新建 5 座公园", headline=True) == "新建5座公园"


def test_a_headlines_lines_join_without_a_space_where_they_part_a_word() -> None:
    known = pairs("示范园区、示范项目名单公布")
    assert join_heading(["示范园区、示范", "项目名单公布"], known) == "示范园区、示范项目名单公布"
    assert join_heading(["强化服务保障", "加快建设进度"], known) == "强化服务保障 加快建设进度"


@given(st.text(max_size=300))
@settings(max_examples=300, deadline=None)
def test_reflow_keeps_every_character_and_settles_at_once(text: str) -> None:
    once = reflow(text)
    assert squeeze(once) == squeeze(text)
    assert "\n" not in once


@pytest.mark.parametrize(
    ("text", "headline"),
    [
        ("5月16日，记者自市工信局获悉，我市启动新行动，明确目标。", "我市启动新行动，明确目标"),
        ("近日，记者从市气象台了解到，明天有雨。", "明天有雨"),
        ("市图书馆开放。读者很多。", "市图书馆开放"),
        ("记者从市气象台获悉。", "记者从市气象台获悉"),
        ("5月16日。", "5月16日"),
        ("The new library opened on Monday. Readers came.", "The new library opened on Monday"),
    ],
)
def test_a_lost_headline_is_made_of_the_first_sentence(text: str, headline: str) -> None:
    assert make_headline(text) == headline


@given(st.text(alphabet="市图书馆开放，。、！ab 5月16日记者从获悉\n", min_size=1, max_size=200))
@settings(max_examples=300, deadline=None)
def test_a_made_headline_is_a_short_piece_of_the_text(text: str) -> None:
    made = make_headline(text)
    assert made is None or (made in text and 0 < len(made) <= LONGEST)
