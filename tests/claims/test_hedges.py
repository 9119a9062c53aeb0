"""A hedge that only one of claim and quote has makes another statement; in other words it does not."""

from __future__ import annotations

import pytest

from retrieval.claims import CitedText
from retrieval.claims.english_hedges import doubts_stand
from retrieval.claims.errors import Struck
from retrieval.claims.sources import sources
from tests.claims.proving import kept

BRIDGE = "大桥预计将于6月底通车。大桥全长860米，桥面宽32米。"
FIELD = "磁场也会增强恒星风，令自转减慢。行星的轨道因此扩大。"
VOICE = "黄俊溢说，石桥镇的水果产业会越做越大。"
MOUTH = "商场一楼设有展区，二楼有餐厅。开业首日来了两万人。"
STORM = "气象台发布预报。周末本市北部可能出现大风，山区气温偏低。"
RAIN = "河流水位可能会继续上涨，下游村庄都要戒备。"


@pytest.mark.parametrize(
    ("text", "claim"),
    [
        (FIELD, "磁场预计也会增强恒星风。"),
        (VOICE, "黄俊溢计划说，石桥镇的水果产业会越做越大。"),
        (MOUTH, "商场一楼据称设有展区。"),
        (MOUTH, "开业首日或将来了两万人。"),
        (BRIDGE, "大桥全长据说860米。"),
    ],
    ids=["beside a word that both have", "said is said", "hearsay", "a fact", "a measure"],
)
def test_a_hedge_put_into_what_is_told_as_so_is_struck(text: str, claim: str) -> None:
    assert not kept(text, claim)


@pytest.mark.parametrize(
    ("text", "claim"),
    [
        (STORM, "周末本市北部出现大风。"),
        (STORM, "周末本市北部出现大风，需要戒备。"),
        (RAIN, "河流水位会继续上涨。"),
    ],
    ids=["dropped", "another clause's hedge behind", "what both have is no hedge of the claim's own"],
)
def test_a_hedge_left_out_is_struck(text: str, claim: str) -> None:
    assert not kept(text, claim)


@pytest.mark.parametrize(
    ("text", "claim"),
    [
        (BRIDGE, "大桥将于6月底通车。"),
        (BRIDGE, "大桥预计6月底通车。"),
        (STORM, "周末本市北部或许会出现大风。"),
        (RAIN, "河流水位可能继续上涨。"),
        ("警方表示，嫌疑人已被抓获，案件还在调查。", "据称，嫌疑人已被抓获。"),
        ("项目预计年底建成，预计投资5亿元。", "项目预计年底建成，投资5亿元。"),
    ],
    ids=[
        "will",
        "the same",
        "perhaps",
        "without the weak one",
        "somebody said so",
        "reaches the next clause",
    ],
)
def test_a_hedge_in_other_words_is_kept(text: str, claim: str) -> None:
    assert kept(text, claim)


@pytest.mark.parametrize(
    ("text", "claim", "true"),
    [
        ("周末本市北部可能出现大风。", "Strong winds may hit the north at the weekend.", True),
        ("周末本市北部出现大风。", "Strong winds may hit the north at the weekend.", False),
        ("大桥5月18日通车。", "The bridge opened on May 18.", True),
        ("大桥5月通车。", "In May the bridge opened.", True),
        ("大桥5月18日通车。", "The bridge reportedly opened on May 18.", False),
        ("记者获悉，大桥5月18日通车。", "The bridge reportedly opened on May 18.", True),
        ("5月下旬夜间门诊接诊90人。", "The night clinic in late May treated 90 people.", True),
        ("大桥5月通车。", "The bridge opened in May after two years of work.", True),
        ("每人一次最多借6册。", "Each reader may borrow up to six books.", True),
        ("70岁以上老人乘车免费。", "Passengers of 70 and above may ride free.", True),
        ("大桥5月通车。", "The bridge may open in May.", False),
    ],
    ids=[
        *("may", "put in", "a day in May", "May", "reportedly", "somebody heard"),
        *("late May", "May and what is behind it", "permitted", "free", "a doubt before May"),
    ],
)
def test_english_doubts_stand_on_one_of_the_quote(text: str, claim: str, *, true: bool) -> None:
    rows = sources([CitedText(1, text)])[0].rows
    if true:
        doubts_stand(claim.lower(), rows)
    else:
        with pytest.raises(Struck):
            doubts_stand(claim.lower(), rows)
