"""A year, ordinal, number, name or title that a question states and the article never holds."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.evidence.identifiers import unheld
from retrieval.evidence.namesakes import another
from retrieval.question.analysis import analyse


@pytest.mark.parametrize(
    ("asked", "text"),
    [
        ("老剧院1953年演了什么？", "老剧院建于1931年，1964年重修。"),
        ("老剧院在17世纪是什么样子？", "老剧院建于1931年。"),
        ("谁是博物馆的第四任馆长？", "博物馆于1931年开馆，首任馆长是谷长庚。"),
        ("107号高速公路西侧是哪个镇？", "99号高速公路西侧是沙岗镇，41号高速公路穿过柳林镇。"),
        ("飞天7号是什么时候发射的？", "飞天11号3月2日发射，飞天9号去年发射。"),
        ("约瑟夫·夏拉德的理论讲的是什么？", "詹姆斯·霍顿的理论讲的是岩层。"),
        ("《柳河两岸》是什么时候首演的？", "《渡口人家》5月首演。"),
        ("哪个月的气温最低？", "7月气温最高，平均31℃。"),
        ("男子组第二名是谁？", "男子组冠军是江一叶，季军是谷长庚。"),
    ],
)
def test_what_the_article_never_holds_is_another(asked: str, text: str) -> None:
    assert unheld(asked, text)


@pytest.mark.parametrize(
    ("asked", "text"),
    [
        ("老剧院1953年演了什么？", "老剧院建于1931年，50年代演梆子。"),
        ("老剧院1953年演了什么？", "老剧院在1951至1955年演梆子。"),
        ("老剧院1953年演了什么？", "老剧院五十年代演梆子，1964年重修。"),
        ("老剧院1953年演了什么？", "老剧院演梆子。"),
        ("老剧院1953年演了什么？", "老剧院今年重修，2001年修过一次。"),
        ("老剧院在20世纪是什么样子？", "老剧院建于1931年。"),
        ("建于哪个世纪？", "建于1931年。"),
        ("谁是博物馆的第一任馆长？", "博物馆开馆时的馆长是谷长庚。"),
        ("谁是博物馆的第四任馆长？", "博物馆的四任馆长依次是谷长庚、江一叶、孟清源和苗春。"),
        ("男子组第二名是谁？", "男子组亚军是江一叶。"),
        ("谁在第50届运动会上唱歌？", "运动会上唱歌的是江一叶。"),
        ("6月7号到20号做什么？", "6月16号放假，6月18号上课。"),
        ("从7号开始停水吗？", "16号楼停水。"),
        ("约瑟夫·夏拉德的理论讲的是什么？", "约瑟夫·夏拉德的理论讲的是岩层。"),
        ("马丁·路易的时代人们需要什么？", "路易的时代人们需要书。"),
        ("《统一河渠法案》是什么时候制定的？", "1986年制定了《河渠统一法案》。"),
        ("《柳河两岸》是什么时候首演的？", "《柳河两岸》和《渡口人家》5月首演。"),
        ("哪个月的气温最低？", "7月气温最高，1月气温最低。"),
    ],
)
def test_a_variant_or_an_article_that_names_none_is_no_other(asked: str, text: str) -> None:
    assert not unheld(asked, text)


def test_the_year_of_a_dated_article_is_read_with_its_words() -> None:
    day = datetime.date(2024, 6, 14)
    text = "今年小麦亩产538公斤，2013年亩产400公斤。"
    assert not another(analyse("2024年小麦亩产多少？"), text, None, day)
    assert another(analyse("2017年小麦亩产多少？"), text, None, day)


@given(st.text(alphabet="第一四3年世纪号·《》最高低1990的", max_size=24))
def test_a_text_never_lacks_what_it_says_itself(asked: str) -> None:
    assert not unheld(asked, asked)
