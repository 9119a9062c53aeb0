"""A named thing's neighbour is told from the thing itself."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.evidence.namesakes import another
from retrieval.question.analysis import analyse

DAY = date(2023, 6, 2)


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("龙都大桥有多长？", "我市青河大桥全长三百米。"),
        ("青河二桥什么时候建成？", "青河大桥建成多年。"),
        ("市博物馆何时开放？", "市图书馆下月开放。"),
        ("市第二人民医院几点开诊？", "市人民医院18时开诊。"),
        ("李全喜干了多少年？", "邮递员侯全喜干了一辈子。"),
        ("郑州有多少家工厂？", "全市的工厂有20家。"),
        ("安阳市委书记是谁？", "安阳的客人到访，市委书记王一鸣参加。"),
        ("新馆馆长是谁？", "新馆下月开放。"),
        ("2022年新增就业多少人？", "2023年我市新增就业5万人。"),
        ("6月7日哪里停电？", "定于6月5日检修，届时停电。"),
        ("How many factories does Zhengzhou have?", "全市的工厂有20家。"),
        ("When will the second library open?", "市图书馆下月开放，周二闭馆。"),
        ("When does the museum open?", "市图书馆下月开放。"),
    ],
)
def test_another_thing_of_the_name_is_told(question: str, text: str) -> None:
    assert another(analyse(question), text, "濮阳", DAY)


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("青河大桥有多长？", "我市青河大桥全长三百米。"),
        ("这座大桥有多长？", "我市青河大桥全长三百米。"),
        ("市图书馆何时开放？", "图书馆新馆下月开放。"),
        ("市第二人民医院几点开诊？", "市人民医院和市第二人民医院18时开诊。"),
        ("侯全喜干了多少年？", "邮递员侯全喜干了一辈子。"),
        ("濮阳有多少家工厂？", "全市的工厂有20家。"),
        ("郑州路怎么走？", "公交车沿中原路行驶。"),
        ("市长是谁？", "市长王一鸣参加。"),
        ("2022年新增就业多少人？", "去年我市新增就业5万人。"),
        ("6月7日哪里停电？", "6月5日至8日检修，届时停电。"),
        ("6月1日市长去了哪里？", "昨日，市长到园区，5月20日他也去过。"),
        ("How many factories does Puyang have?", "全市的工厂有20家。"),
        ("Where did Zhu Liangcai go?", "市长朱良才到园区。"),
        ("When will the library open?", "市图书馆下月开放。"),
    ],
)
def test_the_thing_itself_under_another_form_is_no_other(question: str, text: str) -> None:
    assert not another(analyse(question), text, "濮阳", DAY)


@given(st.text(alphabet="清龙都河大桥第二三人民医院李侯全喜郑州市长是谁年月日0126", min_size=1, max_size=24))
def test_a_question_in_the_articles_own_words_is_never_about_another(words: str) -> None:
    text = f"{words}。去年，今年。"
    assert not another(analyse(words), text, None, None)
