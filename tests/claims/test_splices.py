"""A name or a word that is made of two of the article's is not proved by either."""

from __future__ import annotations

import pytest

from corpus.models import Article, ArticleKind
from retrieval.claims import CitedText, prove
from tests.claims.proving import kept

COLLEGE = "市职业学院去年招收新生1200人。信息学院有教师86人。今年3月信息学院改名为信息与计算学院。"
CALLED = "老人在信里自称“守桥人”。他的孙子后来在文章里写道，当年的“守桥人老周”每天清早上桥。"
MEDICINE = "药物滥用是第二大原因。药物误用与中毒有关。"
RAILING = "祭坛始建于嘉靖九年。祭坛平面呈圆形，共分三层，四面设有栏板。"
TEACHERS = "每个县自己决定教师的条件。公办学校的教师必须拥有学士学位，并且大多数教师要获得任教的县的认证。"
FIELD = "物理化学的发展归功于新的仪器。化学物理学主要研究化学过程的物理理论。"
STAND = "1995年球场的哈拉尔德看台重建完成。四年后的决赛在这里举行，结果拉素以2比1捧杯。"


NAMES = "他在国外念书时叫“朴银”。1991年他用“约瑟夫”的名字到访，逗留三日。"
PRINCE = "桂阳王刘休范造反，攻下了建康城。三年后皇帝改立刘准。"
PRESS = "首款的A3打印机于1984年1月24日发表。那台机器有一体成型的外壳，由公司自己设计，有三种颜色可以挑选。"


@pytest.mark.parametrize(
    ("text", "true", "false"),
    [
        (COLLEGE, "信息学院有教师86人。", "信息与计算学院有教师86人。"),
        (CALLED, "老人在信里自称“守桥人”。", "老人在信里自称“守桥人老周”。"),
        (MEDICINE, "药物滥用是第二大原因。", "药物误用是第二大原因。"),
        (RAILING, "祭坛共分三层，四面设有栏板。", "祭坛共分嘉靖九，四面设有栏板。"),
        (TEACHERS, "公办学校的教师必须拥有学士学位。", "公办学校的教师必须拥有每个县，并且大多数教师要获得认证。"),  # noqa: E501
        (FIELD, "物理化学的发展归功于新的仪器。", "化学物理的发展归功于新的仪器。"),
        (STAND, "结果拉素以2比1捧杯。", "结果哈拉尔德看台重建以2比1捧杯。"),
        (NAMES, "1991年他用“约瑟夫”的名字到访。", "1991年他用“朴银”的名字到访。"),
        (PRINCE, "桂阳王刘休范造反。", "桂阳王刘准造反。"),
        (PRESS, "首款的A3打印机于1984年1月24日发表。", "一体成型的外壳的A3打印机于1984年1月24日发表。"),
    ],
    ids=[
        "longer name", "quoted", "one character", "for a figure", "object", "turned round", "phrase",
        "quoted elsewhere", "person", "dated",
    ],
)  # fmt: skip
def test_a_word_that_another_sentence_lends_a_piece_of_is_struck(text: str, true: str, false: str) -> None:
    assert kept(text, true)
    assert not kept(text, false)


@pytest.mark.parametrize(
    ("text", "true"),
    [
        ("东风大桥昨日通车。大桥全长860米。", "东风大桥全长860米。"),
        ("新华路20日停水。自来水公司定于20日22时至21日6时停止供水。", "停水时间为20日22时至21日6时。"),
        ("市医疗保障局发布通知。医保局局长说，新办法6月实行。", "市医保局局长说，新办法6月实行。"),
        ("全市培训教师300人。教师说，培训提升了水平，也提高了信心。", "教师说，培训提高了水平。"),
    ],
    ids=["fuller name before", "shortened", "short name", "synonym"],
)
def test_a_fuller_or_shorter_word_for_the_same_is_kept(text: str, true: str) -> None:
    assert kept(text, true)


SIX = "恒通电子、瑞丰食品、明远机械、华阳化工、新源电力和安康药业"
LISTED = f"5月17日，记者获悉，在日前公布的名单中，我市{SIX}6家企业榜上有名。"
WON = "6家企业成功创建省级绿色工厂"
BANKRUPT = "恒通公司宣布破产清算 瑞丰公司榜上有名"


@pytest.mark.parametrize(
    ("headline", "text", "claim", "true"),
    [
        (WON, LISTED, f"{SIX}6家企业成功创建省级绿色工厂。", True),
        (WON, LISTED, f"{SIX}8家企业成功创建省级绿色工厂。", False),
        (WON, LISTED, f"{SIX}6家企业成功创建国家级绿色工厂。", False),
        (BANKRUPT, "在公布的名单中，瑞丰公司榜上有名。", "瑞丰公司宣布破产清算。", False),
    ],
    ids=["said by both", "another figure", "another grade", "another's"],
)
def test_a_headline_tells_what_the_sentence_words_otherwise(
    headline: str, text: str, claim: str, *, true: bool
) -> None:
    article = Article("a", ArticleKind.ARTICLE, headline, headline_made=False, text=text)
    assert prove(claim, [CitedText(1, text, article)], lang="zh").kept is true
