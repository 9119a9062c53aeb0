"""What tells a question's thing apart is looked for in the article."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.evidence.rivals import Apart, apart
from retrieval.question.analysis import analyse


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("7路公交末班车几点发车？", "16路公交的末班车21时发车。"),
        ("东城大桥什么时候通车？", "西城大桥将在10月通车。"),
        ("国家级绿色工厂有几家？", "全市省级绿色工厂有14家。"),
        ("第三届农民节在哪里举行？", "第二届农民节在清丰举行。"),
        ("男子组的冠军是谁？", "女子组的冠军是李梅。"),
    ],
)
def test_another_one_in_its_place_is_a_rival(question: str, text: str) -> None:
    assert apart(analyse(question), text).rival == 1


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("7路公交末班车几点发车？", "16路和7路公交的末班车21时发车。"),
        ("东城大桥什么时候通车？", "东城大桥和西城大桥将在10月通车。"),
        ("国家级绿色工厂有几家？", "国家级、省级绿色工厂有14家。"),
        ("第3届农民节在哪里举行？", "第三届农民节在清丰举行，第二届在南乐。"),
        ("哪9家企业成了绿色工厂？", "6家企业成了绿色工厂。"),
        ("5月18日市长去了哪里？", "昨日，市长到工业园区调研。"),
        ("2023年种了多少小麦？", "今年全市种了376万亩小麦。"),
    ],
)
def test_what_the_article_has_or_may_leave_out_is_none(question: str, text: str) -> None:
    assert apart(analyse(question), text).rival == 0


def test_names_titles_and_latin_words_that_the_article_lacks_are_counted() -> None:
    question = analyse("约翰·埃尔维和《春天》与NASA有什么关系？")
    assert apart(question, "约翰·埃尔维看过《春天》。").name == pytest.approx(1 / 3)


def test_english_words_are_not_looked_for_in_chinese_text() -> None:
    assert apart(analyse("Which firms does route 7 pass?"), "16路经过三家企业。") == Apart(0, 0, 0)


@given(st.text(alphabet="东西第一3届路年·《》aZ的有", max_size=20), st.text(max_size=40))
def test_every_share_lies_between_nothing_and_all(question: str, text: str) -> None:
    assert all(0 <= share <= 1 for share in apart(analyse(question + "？"), text))
