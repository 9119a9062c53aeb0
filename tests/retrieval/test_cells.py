"""Cells of a table's rows, by the names of their columns."""

from __future__ import annotations

import pytest

from retrieval.answer.enumerations import pauses, titles
from retrieval.evidence.cells import cell_asked, is_head
from retrieval.question.analysis import analyse

TEXT = (
    "因管道检修停水。\n日期 时间 停水范围 管线\n7月9日 8:00—12:00 东门社区、粮库小区 东门线\n"
    "7月10日 6:30—18:00 柳湾村、杜家庄 柳湾线\n服务热线：6628110"
)
ROW = TEXT.index("7月10日"), TEXT.index("\n服务")


def said(question: str) -> list[str]:
    return [TEXT[a:b] for a, b in cell_asked(analyse(question), TEXT, *ROW)]


@pytest.mark.parametrize(
    ("question", "items"),
    [
        ("7月10日哪些地方停水", ["柳湾村", "杜家庄"]),
        ("7月10日停水范围", ["柳湾村", "杜家庄"]),
        ("7月10日检修的是哪条管线", ["柳湾线"]),
        ("柳湾村哪天停水", []),
        ("柳湾村是什么地方", []),
        ("谁管停电", []),
    ],
)
def test_the_column_that_the_question_names_is_marked(question: str, items: list[str]) -> None:
    assert said(question) == items


def test_a_sentence_has_no_cells() -> None:
    text = "日期 时间 停水范围\n7月9日停水，8时到12时，请储水。"
    assert cell_asked(analyse("哪些地方停水"), text, text.index("7月"), len(text)) == []


def test_the_names_of_the_columns_are_told_from_the_rows() -> None:
    head = TEXT.index("日期"), TEXT.index("\n7月9日")
    assert is_head(TEXT, *head)
    assert not is_head(TEXT, *ROW)


def test_a_sentence_with_stray_spaces_is_no_row_and_no_head() -> None:
    text = "新桥 由 谁 修建。 桥长612米 宽18米 高9米。"
    assert not is_head(text, 0, text.index("。") + 1)
    assert cell_asked(analyse("桥多宽"), text, text.index("桥长"), len(text)) == []


def test_a_cell_bounds_the_list_in_it() -> None:
    [found] = pauses(TEXT, *ROW)
    assert [TEXT[a:b] for a, b in found.items] == ["柳湾村", "杜家庄"]


def test_titles_that_follow_each_other_are_a_list() -> None:
    text = "老梁演过《渡口》《三打铁》和《柳湾》，写过《灯》。"
    [found] = titles(text, 0, len(text))
    assert [text[a:b] for a, b in found.items] == ["《渡口》", "《三打铁》", "《柳湾》"]
