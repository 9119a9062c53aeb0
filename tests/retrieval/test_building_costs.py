"""What it cost to build is told by an investment, and not by a fee."""

from __future__ import annotations

import pytest

from retrieval.answerer import Answerer
from retrieval.evidence.building_costs import asks_building_cost, tells_building_cost
from retrieval.question.analysis import analyse
from vectorstore.archive import LiveArchive
from vectorstore.embedding import Embedder
from vectorstore.generations import StoreFolder
from vectorstore.refresh import RefreshRequest, refresh

PAGE = """清源日报
2026年11月20日 星期五 第2版

县医院新门诊楼启用 日均可接诊三千人次
本报讯（记者 韩立群）11月19日，清源县人民医院新门诊楼正式启用。新楼地上十二层、地下两层，
总建筑面积4.6万平方米，总投资2.8亿元，其中省级补助资金6000万元。
据院长宋文博介绍，新楼设诊室146间，日均可接诊3000人次，是老楼的两倍。
门诊楼南侧新建停车场有车位620个，前30分钟免费，此后每小时2元，每日最高10元封顶。

三条乡村公路年底前完工
本报讯 记者从县交通运输局获悉，今年开工的三条乡村公路进展顺利。柳河镇至石佛村公路全长11.3公里，
路基已完成九成；东岗乡至马庄公路全长8.7公里，路面铺设过半。

县中学女足夺省赛亚军
本报讯（通讯员 林小雨）11月18日，在省中学生女子足球锦标赛决赛中，清源县第二中学队以1比2不敌
省会实验中学队，获得亚军。主教练范建国执教该队已有九年。
"""


@pytest.fixture(scope="module")
def answerer(tmp_path_factory: pytest.TempPathFactory, embedder: Embedder) -> Answerer:
    folder = tmp_path_factory.mktemp("costs")
    page = folder / "清源日报_2026-11-20_02.txt"
    page.write_text(PAGE, encoding="utf-8")
    store = StoreFolder(folder / "store")
    refresh(store, embedder, RefreshRequest(samples=page, paths=(page,)))
    return Answerer(LiveArchive(store, embedder))


@pytest.mark.parametrize(
    "question",
    [
        "How much did the new outpatient building cost?",
        "What was the cost of building the bridge?",
        "How much has been invested in the plant?",
        "新楼花了多少钱建",
    ],
)
def test_a_question_asks_what_it_cost_to_build(question: str) -> None:
    assert asks_building_cost(analyse(question))


@pytest.mark.parametrize(
    "question",
    [
        "How much does parking cost?",
        "How much did the tickets cost?",
        "What is the parking fee?",
        "停车多少钱",
    ],
)
def test_a_question_asks_what_is_charged(question: str) -> None:
    assert not asks_building_cost(analyse(question))


def test_an_investment_tells_what_it_cost_and_a_fee_does_not() -> None:
    assert tells_building_cost("新楼总投资2.8亿元")
    assert tells_building_cost("耗资300余万元的新桥")
    assert not tells_building_cost("投资者每小时付2元")
    assert not tells_building_cost("新楼有诊室146间")


def test_an_english_question_of_the_cost_is_answered_with_the_investment(answerer: Answerer) -> None:
    answer = answerer.ask("How much did the new outpatient building cost?")
    first = answer.citations[0]
    assert [first.article.field(first.field)[start:end] for start, end in first.spans] == ["2.8亿元"]


def test_a_question_of_the_fee_still_is_answered_with_the_fee(answerer: Answerer) -> None:
    answer = answerer.ask("停车场怎么收费")
    assert "每小时2元" in answer.text
    assert "2.8亿元" not in answer.text
