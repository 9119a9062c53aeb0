"""A clause of the quote with another line's phrase in one place is not proved, however the phrase is cut."""

from __future__ import annotations

import pytest

from tests.claims.proving import kept

SHOGUN = "当地居民多次反抗。渔民也对南人展开反抗。十八世纪末，川口幕府直接派官吏管理北岛，开辟了十几个渔场。"
STYLE = "五至六世纪是当地的分立时期，北方由牧民所统治。北原风格的塑像以宽额、尖鼻为主。"
CHOSEN = "草原自天山河起，绵延至南海和石门山。汗国归两位可汗，一个是嫡传可汗，一个是诺海。"
STUDIED = "孙浩1981年7月参加工作，1982年7月加入青年联合会。1978年10月至1982年7月在江城大学经济系政治经济学专业学习。"  # noqa: E501
BORDER = "雨带从海淀移向西南。这次雨量最大的区域位于沿太行山一线，从城东到城南都下了大雨。"
CONTRACT = "中国市场需求回升。国内方面，郑棉01合约持仓超过09合约，下月起换到新的合约。"


@pytest.mark.parametrize(
    ("text", "true", "false"),
    [
        (SHOGUN, "川口幕府直接派官吏管理北岛。", "南人直接派官吏管理北岛。"),
        (STYLE, "五至六世纪是当地的分立时期。", "五至六世纪是当地的北原风格。"),
        (CHOSEN, "一个是嫡传可汗，一个是诺海。", "一个是嫡传可汗，一个是石门山。"),
        (STUDIED, "1978年10月至1982年7月在江城大学经济系学习。", "1978年10月至1982年7月在青年联合会经济系政治经济学专业学习。"),  # noqa: E501
        (BORDER, "雨量最大的区域位于沿太行山一线。", "这次雨量最大的区域位于沿海淀一线。"),
        (CONTRACT, "郑棉01合约持仓超过09合约。", "中国01合约持仓超过09合约。"),
    ],
    ids=["no name", "another kind", "laid elsewhere", "beside its own", "cut otherwise", "half alike"],
)  # fmt: skip
def test_another_lines_phrase_in_a_clause_that_is_else_word_for_word_is_struck(
    text: str, true: str, false: str
) -> None:
    assert kept(text, true)
    assert not kept(text, false)


@pytest.mark.parametrize(
    ("text", "true"),
    [
        (
            "恒通电子成立于1995年。该公司位于新区，主要生产电容器和滤波器。",
            "恒通电子主要生产电容器和滤波器。",
        ),
        ("学校建成后，学生入学不再难。去年招收新生1200人。", "学校招收新生1200人。"),
        (
            "南浦区面积60平方公里，位于城市东北部。南浦区在当地被称作大南浦。",
            "大南浦位于城市东北部，面积60平方公里。",
        ),
        ("市长林建国到会。林建国说，大桥年底建成通车。", "市长林建国说，大桥年底建成通车。"),
    ],
    ids=["pronoun", "subject for a time", "so called", "title"],
)
def test_another_way_to_say_the_same_is_kept(text: str, true: str) -> None:
    assert kept(text, true)
