"""A firm that a story mentions and does not name, or pupils whom it only counts, are not told by it."""

from __future__ import annotations

import pytest

from retrieval.evidence.nameless import unnamed
from retrieval.question.analysis import analyse
from tests.retrieval.story import evidence


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("想买老戏服的是哪家剧团？", "一家剧团出8万元想买这套老戏服，老柏没卖。"),
        ("骗子冒充的是哪家银行", "骗子冒充银行客服，骗走3人共计9万元。"),
        ("货是从哪个省运来的？", "这批货从外省运来，已全部封存。"),
        ("老柏在哪所中学念过书", "老柏在中学念过两年书，后来学戏。"),
        ("获奖的四名学生是谁？", "县里给获奖的四名学生每人发了书包。"),
    ],
)
def test_what_is_mentioned_without_a_name_is_not_named(question: str, text: str) -> None:
    assert unnamed(analyse(question), evidence(text))


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("想买老戏服的是哪家剧团？", "青禾剧团出8万元想买这套老戏服，老柏没卖。"),
        ("桥是哪家公司修的？", "大桥由省路桥二公司承建，工期18个月。"),
        ("货是从哪个省运来的？", "这批货从山西省运来，已全部封存。"),
        ("获奖的四名学生是谁？", "获奖的是柏小雨、何山、罗敏和郑海涛。"),
        ("助人类的“县城好人”是哪两位？", "助人类：修车工何山，补胎不收学生的钱；护士罗敏，夜里背老人下楼。"),
        ("得奖的两个徒弟是谁？", "一个是柏小雨，另一个叫韩小满。"),
        ("哪家超市的鸡蛋便宜？", "惠民超市鸡蛋每斤4.8元。"),
        ("想买老戏服的是哪家剧团？", "有人出8万元想买这套老戏服。"),
        ("老柏收了几个徒弟？", "老柏收了四名徒弟。"),
    ],
)
def test_what_has_a_name_or_is_called_otherwise_may_be_named(question: str, text: str) -> None:
    assert not unnamed(analyse(question), evidence(text))
