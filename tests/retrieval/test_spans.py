"""Which of several figures, times and names in a sentence is marked, where the reader leaves it open."""

from __future__ import annotations

import numpy as np
import pytest

from retrieval.evidence.reader import Reading
from retrieval.evidence.sentences import Evidence
from retrieval.evidence.spans import marked
from retrieval.evidence.weighing import Features
from retrieval.models import Passage
from retrieval.question.analysis import analyse
from retrieval.search.rarity import Rarity
from tests.retrieval.memory import article

FEATURES = Features(0.5, 0.5, 0.5, 0.88, 0.0, 1.0, 0.5)
RARITY = Rarity(["天气晴好。", "公交线路调整。", "绿色工厂名单公布。"])


def undecided(sentence: str) -> Reading:
    """A reader to which every character is alike."""
    return Reading(0, len(sentence), 0.0, 0.0, 0.2, np.zeros((len(sentence), 2), np.float32))


def words(question: str, sentence: str, reading: Reading | None) -> list[str]:
    passage = Passage(article(sentence), "pages.txt", 0, len(sentence), 1.0)
    item = Evidence(passage, 0, len(sentence), FEATURES, 0.0, reading)
    return [sentence[start:end] for start, end in marked(analyse(question), item, RARITY)]


@pytest.mark.parametrize(
    ("question", "sentence", "said"),
    [
        ("全市有几家国家级绿色工厂？", "全市有国家级绿色工厂5家、省级绿色工厂14家。", "5家"),
        ("全市有几家省级绿色工厂？", "全市有国家级绿色工厂5家、省级绿色工厂14家。", "14家"),
        ("22日最高气温多少度？", "21日转晴，最高气温24℃；22日多云，最高气温31℃。", "31℃"),
        ("末班车现在几点发车？", "3路首班车6时发车，末班车由20时30分延后到21时。", "21时"),
        ("末班车原来几点发车？", "3路首班车6时发车，末班车由20时30分延后到21时。", "20时30分"),
        ("第三小学的校长是谁？", "市教育局局长王志刚到场，校长孔令芳说，新校区九月启用。", "孔令芳"),
        ("他送信送了多少年？", "他1995年接过邮包，一跑就是28年。", "28年"),
    ],
)
def test_the_one_that_the_questions_words_lead_to_is_marked(question: str, sentence: str, said: str) -> None:
    assert words(question, sentence, undecided(sentence)) == [said]


def test_the_readers_odds_outweigh_what_stands_a_little_nearer() -> None:
    sentence = "图书馆藏书38万册，每人每次借书10册。"
    sure = undecided(sentence)
    edges = sure.edges.copy()
    edges[sentence.index("10册"), 0] = edges[sentence.index("10册") + 2, 1] = 6.0
    assert words("图书馆能借几册？", sentence, Reading(14, 17, 12.0, 0.0, 0.9, edges)) == ["10册"]


def test_without_a_reader_rules_mark() -> None:
    sentence = "西城大桥全长620米，投资3亿元。"
    assert words("西城大桥全长多少米？", sentence, None) == ["620米"]


def test_words_far_better_than_any_figure_stay_marked() -> None:
    sentence = "会议开了三天，选出的会长是林志强。"
    edges = np.zeros((len(sentence), 2), np.float32)
    start = sentence.index("林志强")
    edges[start, 0] = edges[start + 2, 1] = 9.0
    assert words("会议选了几个会长？", sentence, Reading(start, start + 3, 18.0, 0.0, 0.9, edges)) == [
        "林志强"
    ]


@pytest.mark.parametrize(
    ("question", "sentence", "said"),
    [
        (
            "国家级示范农场奖励多少万元？",
            "对国家级、省级示范农场，分别给予80万元、30万元奖励，全市累计奖励960万元。",
            "80万元",
        ),
        (
            "省级示范农场奖励多少万元？",
            "对国家级、省级示范农场，分别给予80万元、30万元奖励，全市累计奖励960万元。",
            "30万元",
        ),
        ("今年棉花亩产比去年多多少？", "今年亩产估计410公斤，比去年多25公斤。", "25公斤"),
        ("今年棉花亩产多少？", "今年亩产估计410公斤，比去年多25公斤。", "410公斤"),
        (
            "到2028年发电量要达到多少？",
            "到2028年，投资达到300亿元，发电量达到900亿度，产值达到70亿元。",
            "900亿度",
        ),
        ("What time does the museum open?", "博物馆早上9时开馆，晚上6时闭馆。", "早上9时"),
        ("What time does the museum close?", "博物馆早上9时开馆，晚上6时闭馆。", "晚上6时"),
        ("体育馆周几开门？", "体育馆周三至周日开门，早上8时开馆，周二检修。", "周三至周日"),
        ("体育馆周几不开门？", "体育馆周三至周日开门，早上8时开馆，周二检修。", "周二"),
        ("联席会多久开一次？", "联席会2021年设立，每两个月开一次，一次两天。", "每两个月"),
        ("隧道工期多少天？", "若边通车边施工，工期要延长到200天，现定工期90天。", "90天"),
        ("维修热线电话是多少？", "全市有维修点26个，维修热线0393-5550000。", "0393-5550000"),
        ("700亩棉花是谁种的？", "棉田里，种粮大户赵明远种下的700亩棉花开镰。", "赵明远"),
    ],
)
def test_how_the_sentence_is_built_decides_between_figures(question: str, sentence: str, said: str) -> None:
    assert words(question, sentence, undecided(sentence)) == [said]


def test_who_is_never_answered_by_what_is_nobody() -> None:
    sentence = "新馆位于濮水路，设座位800个。"
    start = sentence.index("濮水路")
    assert (
        words("新馆馆长是谁？", sentence, Reading(start, start + 3, 9.0, 0.0, 0.9, undecided(sentence).edges))
        == []
    )


def test_how_is_answered_by_the_clause_of_the_one_asked_about() -> None:
    sentence = "小型车走北环路，货车走南环路。"
    reading = Reading(0, 7, 9.0, 0.0, 0.9, undecided(sentence).edges)
    assert words("货车怎么走？", sentence, reading) == ["货车走南环路"]
    assert words("小型车怎么走？", sentence, reading) == ["小型车走北环路"]
