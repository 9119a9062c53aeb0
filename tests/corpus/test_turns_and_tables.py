"""An interview's turns stay apart, and so do a table's columns."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from corpus.characters import squeeze
from corpus.models import Issue, RawPage
from corpus.splitting import split_page
from corpus.splitting.tables import reflowed
from corpus.splitting.turns import by_turns


def test_the_next_speaker_begins_a_paragraph_where_the_line_above_is_full() -> None:
    printed = [
        "记者：您每天几点出船？\n老梁：天不亮就走，顺着河捞一遍，回来正好赶上吃早饭，天天如此。",
        "记者：捞上来最多的是什么？\n老梁：塑料袋。\n记者：还干几年？",
    ]
    assert by_turns(printed) == [
        "记者：您每天几点出船？",
        "老梁：天不亮就走，顺着河捞一遍，回来正好赶上吃早饭，天天如此。",
        "记者：捞上来最多的是什么？",
        "老梁：塑料袋。",
        "记者：还干几年？",
    ]


def test_a_colon_behind_a_name_that_begins_one_line_only_parts_nothing() -> None:
    printed = ["会议在县城召开。\n县长强调：要把水管好。\n会议还通报了情况。"]
    assert by_turns(printed) == printed


def test_a_name_in_mid_sentence_begins_no_turn() -> None:
    printed = ["老梁：船是\n记者：听说的那一条。\n老梁：没有的事。", "记者：好。\n记者：走吧。"]
    assert by_turns(printed) == [
        "老梁：船是\n记者：听说的那一条。",
        "老梁：没有的事。",
        "记者：好。",
        "记者：走吧。",
    ]


def test_rows_keep_one_space_between_their_cells() -> None:
    printed = [
        "检修期间请提前\n安排用水。",
        "日期 时间 停水范围",
        "7月2日  8:00—12:00   东关社区、槐安小区",
        "7月3日 6:30—18:00 石桥镇\u3000",
        "服务热线：  6628110",
    ]
    assert reflowed(printed) == [
        "检修期间请提前安排用水。",
        "日期 时间 停水范围",
        "7月2日 8:00—12:00 东关社区、槐安小区",
        "7月3日 6:30—18:00 石桥镇",
        "服务热线：6628110",
    ]


def test_stray_spaces_of_running_text_and_single_lines_make_no_table() -> None:
    assert reflowed(["公 告 栏", "招 领 处"]) == ["公告栏", "招领处"]
    assert reflowed(["全县 种 小麦 42 万亩。", "去年 种 小麦 40 万亩。"]) == [
        "全县种小麦42万亩。",
        "去年种小麦40万亩。",
    ]


def test_a_page_with_a_timetable_keeps_its_columns() -> None:
    page = (
        "停水通知\n\n因管道检修，定于以下时间停水。\n日期 时间 停水范围 管线\n"
        "7月2日 8:00—12:00 东关社区、槐安小区 北线\n7月3日 6:30—18:00 石桥镇、马营村 南线\n"
        "某某自来水公司\n2024年6月30日"
    )
    [notice] = split_page(RawPage(page, Issue())).articles
    assert "7月3日 6:30—18:00 石桥镇、马营村 南线" in notice.text.split("\n")


@given(st.lists(st.text(alphabet="记者：问答。\n 7月东", min_size=1, max_size=30), max_size=6))
def test_no_character_is_lost_or_moved(printed: list[str]) -> None:
    turns = by_turns(printed)
    assert "\n".join(turns).replace("\n", "") == "\n".join(printed).replace("\n", "")
    assert squeeze("".join(reflowed(turns))) == squeeze("".join(printed))
