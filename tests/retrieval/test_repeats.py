"""One report told twice is quoted once; reports that differ on a figure stand side by side."""

from __future__ import annotations

import datetime

import pytest

from corpus.models import Article
from retrieval.answerer import Answerer
from retrieval.interface import answer_to_json
from retrieval.models import Filters
from tests.retrieval.memory import answerer, article

DAY = datetime.date
COPY = (
    "白浪渡口新桥合龙。新桥全长1860米，桥面宽31米，双向六车道，设计车速80公里，总投资9.4亿元。"
    "合龙以后还要铺装桥面、装护栏和路灯，预计年底通车。项目负责人祝闻远说，三百多名工人春节没有停工。"
)
MORNING = article(COPY, headline="白浪渡口新桥合龙", date=DAY(2023, 5, 17), paper="试验日报", page="1")
EVENING = article(
    COPY.replace("预计年底通车", "今年年底就能通车").replace("祝闻远说，", ""),
    headline="新桥昨日合龙 年底通车",
    date=DAY(2023, 5, 18),
    paper="试验晚报",
    page="3",
)
SHARE = (
    "青禾股份今日收盘价为{price}元，{way}{share}%，换手率{turn}%，成交量{lots}手，成交额{money}万元，"
    "主力资金净流入{flow}万元，近五个交易日股价合计{way}{week}%。"
)
MONDAYS = article(
    SHARE.format(price=12.31, way="上涨", share=1.32, turn=2.6, lots=8841, money=1088, flow=95, week=3.1),
    headline="青禾股份5月15日行情",
    date=DAY(2023, 5, 15),
)
TUESDAYS = article(
    SHARE.format(price=11.94, way="下跌", share=3.01, turn=4.8, lots=9917, money=1184, flow=71, week=0.4),
    headline="青禾股份5月16日行情",
    date=DAY(2023, 5, 16),
)


def count(number: int, day: int, paper: str, place: str = "全市") -> Article:
    return article(
        f"记者从有关部门获悉，截至上月底{place}建成绿色工厂{number}家。相关扶持政策今年将继续执行，申报本月开始。",
        headline=f"{place}绿色工厂建设提速",
        date=DAY(2023, 5, day),
        paper=paper,
    )


FILLERS = [
    article(f"第{n}中学举行运动会，学生们参加了{n}个项目。", headline=f"{n}中运动会") for n in range(3, 9)
]


def paper_of(*articles: Article) -> Answerer:
    return answerer(*articles, *FILLERS)


def test_one_report_in_two_papers_is_quoted_once_and_names_the_other() -> None:
    answer = paper_of(MORNING, EVENING).ask("白浪渡口新桥总投资多少钱？")
    assert answer.text.count("9.4亿元") == 1
    (cited,) = {citation.article.paper for citation in answer.citations} & {"试验日报", "试验晚报"}
    (also,) = answer.citations[0].also
    other = EVENING if cited == "试验日报" else MORNING
    assert answer_to_json(answer)["citations"][0]["also"] == [
        {
            "article_id": also.article_id,
            "headline": other.headline,
            "paper": other.paper,
            "date": f"{other.date}",
            "page": other.page,
            "source": "pages.txt",
        }
    ]


def test_a_page_that_lies_twice_in_the_archive_is_quoted_once() -> None:
    answer = paper_of(MORNING, MORNING).ask("白浪渡口新桥总投资多少钱？")
    assert sum(citation.article.text == COPY for citation in answer.citations) == 1
    assert len(answer.citations[0].also) == 1


def test_daily_reports_after_one_pattern_are_no_repetition() -> None:
    answer = paper_of(MONDAYS, TUESDAYS).ask("青禾股份5月16日收盘价是多少？")
    assert not any(citation.also for citation in answer.citations)


def test_a_report_outside_the_filters_is_not_named_beside_one_inside() -> None:
    answer = paper_of(MORNING, EVENING).ask("白浪渡口新桥总投资多少钱？", filters=Filters(paper="试验晚报"))
    assert {citation.article.paper for citation in answer.citations} == {"试验晚报"}
    assert not any(citation.also for citation in answer.citations)


@pytest.mark.parametrize("question", ["全市建成绿色工厂多少家？", "全市建成了几家绿色工厂？"])
def test_reports_that_differ_on_the_figure_asked_for_stand_side_by_side_newest_first(question: str) -> None:
    answer = paper_of(count(12, 15, "试验日报"), count(15, 17, "试验晚报")).ask(question)
    assert [c.article.date for c in answer.citations] == [DAY(2023, 5, 17), DAY(2023, 5, 15)]
    marked = [c.article.text[a:b] for c in answer.citations for a, b in c.spans]
    assert marked == ["15家", "12家"]
    first, second = answer.claims
    assert first.text.startswith("试验晚报 2023-05-17：")
    assert second.text.startswith("试验日报 2023-05-15：")
    assert "不一样" in answer.text


def test_reports_that_agree_are_not_set_against_each_other() -> None:
    answer = paper_of(count(12, 15, "试验日报"), count(12, 17, "试验晚报")).ask("全市建成绿色工厂多少家？")
    assert "不一样" not in answer.text
    assert answer.text.count("12家") == 1


def test_reports_of_different_things_do_not_disagree() -> None:
    counties = paper_of(count(12, 15, "试验日报", "濮阳县"), count(15, 17, "试验日报", "范县"))
    answer = counties.ask("濮阳县建成绿色工厂多少家？")
    assert "不一样" not in answer.text
    assert answer.citations[0].article.date == DAY(2023, 5, 15)


def test_undated_reports_are_not_put_in_an_order() -> None:
    undated = [article(a.text, headline=a.headline) for a in (count(12, 15, ""), count(15, 17, ""))]
    assert "不一样" not in paper_of(*undated).ask("全市建成绿色工厂多少家？").text


def test_the_latest_of_differing_reports_comes_first() -> None:
    answer = paper_of(count(12, 15, "试验日报"), count(15, 17, "试验晚报")).ask(
        "目前全市建成绿色工厂多少家？"
    )
    assert answer.citations[0].article.date == DAY(2023, 5, 17)
