"""Questions about days: what was printed then, what was reported of then, and what is only dated."""

from __future__ import annotations

import datetime

import pytest

from retrieval.answerer import Answerer
from retrieval.interface import answer_to_json
from retrieval.models import Answer, Filters
from retrieval.question.clock import anchor
from tests.retrieval.memory import answerer, article

DAY = datetime.date
MONDAY, TUESDAY, WEDNESDAY = DAY(2023, 5, 15), DAY(2023, 5, 16), DAY(2023, 5, 17)

BRIDGE = article(
    "5月15日，青禾大桥正式通车。大桥总投资3.6亿元，设计车速60公里。",
    headline="青禾大桥通车",
    reporters=("方晓舟",),
    dateline_date=MONDAY,
    dateline="5月15日",
    date=TUESDAY,
    paper="试验日报",
    page="1",
)
SCHOOL = article(
    "城东小学新校区9月启用，可容纳学生1200人。",
    headline="城东小学9月启用",
    reporters=("许知远",),
    date=TUESDAY,
    paper="试验日报",
    page="2",
)
OLDER = article(
    "全市有绿色工厂12家，奖励资金发放800万元。",
    headline="绿色工厂增至12家",
    reporters=("方晓舟",),
    date=MONDAY,
    paper="试验晚报",
    page="1",
)
NEWER = article(
    "全市有绿色工厂15家，奖励资金发放950万元。",
    headline="绿色工厂增至15家",
    reporters=("许知远",),
    date=WEDNESDAY,
    paper="试验晚报",
    page="1",
)
CAPTION = article("图为工人在绿色大棚里采摘草莓。", date=WEDNESDAY, paper="试验晚报", page="1")
FILLERS = [
    article(f"第{n}中学举行运动会，学生们参加了{n}个项目。", headline=f"{n}中运动会", date=DAY(2023, 4, n))
    for n in range(3, 9)
]
ALL = (BRIDGE, SCHOOL, OLDER, NEWER, CAPTION, *FILLERS)


@pytest.fixture(scope="module")
def paper() -> Answerer:
    return answerer(*ALL, today=DAY(2023, 5, 18))


@pytest.fixture(scope="module")
def years_later() -> Answerer:
    return answerer(*ALL, today=DAY(2026, 11, 23))


def quotes(answer: Answer) -> list[tuple[str, str]]:
    return [(citation.field, citation.quote) for citation in answer.citations]


TUESDAYS = [("headline", "青禾大桥通车"), ("headline", "城东小学9月启用")]


@pytest.mark.parametrize(
    "question",
    [
        "5月16日的报纸有什么新闻？",
        "What was in the paper on 16 May?",
        "前天报纸上登了什么",
        "headlines of 2023-05-16",
    ],
)
def test_a_days_paper_is_listed_headline_by_headline(paper: Answerer, question: str) -> None:
    answer = paper.ask(question)
    assert answer.status == "answered"
    assert quotes(answer) == TUESDAYS
    assert [claim.text for claim in answer.claims] == [quote for _, quote in TUESDAYS]


def test_news_of_a_day_is_what_was_reported_of_it_or_printed_on_it(paper: Answerer) -> None:
    assert quotes(paper.ask("5月15日有什么新闻？")) == [
        ("headline", "青禾大桥通车"),
        ("headline", "绿色工厂增至12家"),
    ]


@pytest.mark.parametrize(
    "question", ["5月16日到17日的报纸有什么新闻？", "What was in the papers from 16 to 17 May?"]
)
def test_the_papers_of_several_days_are_listed_together(paper: Answerer, question: str) -> None:
    answer = paper.ask(question)
    assert {citation.article.date for citation in answer.citations} == {TUESDAY, WEDNESDAY}
    assert answer.period is not None
    assert (answer.period.first, answer.period.last) == (TUESDAY, WEDNESDAY)


def test_a_caption_without_a_headline_is_listed_by_its_sentence(paper: Answerer) -> None:
    assert ("text", CAPTION.text) in quotes(paper.ask("5月17日的报纸登了什么？"))


def test_yesterday_is_the_readers_while_papers_still_come(paper: Answerer) -> None:
    row = answer_to_json(paper.ask("昨天的报纸有什么新闻？"))
    assert row["period"] == {"from": "2023-05-17", "to": "2023-05-17", "by": "today"}
    assert "2023-05-17" in row["text"]
    assert "今天" in row["text"]


def test_yesterday_is_the_newest_issues_where_the_archive_is_old(years_later: Answerer) -> None:
    answer = years_later.ask("昨天的报纸有什么新闻？")
    row = answer_to_json(answer)
    assert row["period"] == {"from": "2023-05-16", "to": "2023-05-16", "by": "issue"}
    assert quotes(answer) == TUESDAYS


def test_a_day_without_a_paper_is_refused_and_not_widened(paper: Answerer) -> None:
    answer = paper.ask("5月11日的报纸有什么新闻？")
    assert (answer.status, answer.citations) == ("refused", ())
    assert "没有2023-05-11" in answer.text
    assert "2023-04-03至2023-05-17" in answer.text


def test_a_question_about_a_days_paper_is_answered_from_that_day_only(paper: Answerer) -> None:
    monday = paper.ask("5月15日的报纸上，全市有绿色工厂多少家？")
    assert "12家" in monday.text
    assert {citation.article.headline for citation in monday.citations} == {"绿色工厂增至12家"}
    assert "2023-05-15" in monday.text
    tuesday = paper.ask("5月16日的报纸上，全市有绿色工厂多少家？")
    assert tuesday.status == "refused"
    assert {passage.article.date for passage in tuesday.passages} == {TUESDAY}


@pytest.mark.parametrize(
    "question",
    [
        "5月15日通车的青禾大桥总投资多少钱？",
        "今年通车的青禾大桥总投资多少钱？",
    ],
)
def test_a_date_that_belongs_to_the_fact_narrows_nothing(paper: Answerer, question: str) -> None:
    answer = paper.ask(question)
    assert answer.period is None
    assert "3.6亿元" in answer.text
    assert len({passage.article.id for passage in answer.passages}) == 10


def test_a_year_that_the_report_does_not_tell_of_narrows_nothing_and_is_refused(paper: Answerer) -> None:
    answer = paper.ask("到2026年青禾大桥总投资多少钱？")
    assert answer.period is None
    assert answer.status == "refused"
    assert len({passage.article.id for passage in answer.passages}) == 10


def test_the_latest_of_two_reports_is_preferred_only_where_it_is_asked_for(paper: Answerer) -> None:
    assert paper.ask("目前全市有绿色工厂多少家？").citations[0].article.headline == "绿色工厂增至15家"
    assert paper.ask("最新一期报纸有什么新闻").citations[0].article.date == WEDNESDAY


def test_all_stories_of_a_reporter_are_listed(paper: Answerer) -> None:
    assert quotes(paper.ask("记者方晓舟写了哪些报道？")) == [
        ("headline", "青禾大桥通车"),
        ("headline", "绿色工厂增至12家"),
    ]
    assert quotes(paper.ask("记者方晓舟5月15日的报纸上写了哪些报道？")) == [("headline", "绿色工厂增至12家")]


@pytest.mark.parametrize(
    ("filters", "headlines"),
    [
        (Filters(first=TUESDAY, last=TUESDAY), {"青禾大桥通车", "城东小学9月启用"}),
        (Filters(paper="试验日报", page="2"), {"城东小学9月启用"}),
        (Filters(paper="试验日报", page="02"), {"城东小学9月启用"}),
        (Filters(reporter="方晓舟"), {"青禾大桥通车", "绿色工厂增至12家"}),
        (Filters(reporter="方晓舟", last=MONDAY), {"绿色工厂增至12家"}),
    ],
)
def test_filters_confine_lists_and_passages(paper: Answerer, filters: Filters, headlines: set[str]) -> None:
    listed = paper.ask("有哪些新闻？", filters=filters)
    assert {quote for _, quote in quotes(listed)} == headlines
    found = paper.ask("青禾大桥总投资多少钱？", filters=filters)
    assert {passage.article.headline for passage in found.passages} == headlines


def test_filters_that_leave_nothing_are_said(paper: Answerer) -> None:
    answer = paper.ask("青禾大桥总投资多少钱？", filters=Filters(paper="别的报"))
    assert (answer.status, answer.passages) == ("refused", ())
    assert "没有《别的报》" in answer.text


def test_an_archive_without_dates_does_not_guess() -> None:
    undated = answerer(article("青禾大桥总投资3.6亿元。", headline="青禾大桥通车"), *FILLERS[:0])
    assert undated.ask("昨天有什么新闻？").status == "refused"


@pytest.mark.parametrize(
    ("newest", "today", "expected"),
    [
        (None, DAY(2023, 5, 18), (DAY(2023, 5, 18), "today")),
        (DAY(2023, 5, 17), DAY(2023, 5, 18), (DAY(2023, 5, 18), "today")),
        (DAY(2023, 5, 12), DAY(2023, 5, 18), (DAY(2023, 5, 18), "today")),
        (DAY(2023, 5, 11), DAY(2023, 5, 18), (DAY(2023, 5, 11), "issue")),
        (DAY(2023, 5, 19), DAY(2023, 5, 18), (DAY(2023, 5, 18), "today")),
    ],
)
def test_the_anchor(newest: datetime.date | None, today: datetime.date, expected: tuple[object, str]) -> None:
    assert anchor(newest, today) == expected


def test_a_list_of_a_days_news_names_the_paper_of_another_day(paper: Answerer) -> None:
    heading = paper.ask(
        "5月15日有什么新闻？", filters=Filters(page="1", reporter="方晓舟")
    ).text.splitlines()[0]
    assert heading == "2023-05-15的报道共2篇，见于2023-05-15、2023-05-16的报纸："
    english = paper.ask("What was the news of 15 May?", filters=Filters(page="1", reporter="方晓舟")).text
    assert english.splitlines()[0] == "2 stories of 2023-05-15, printed on 2023-05-15, 2023-05-16:"
    own = paper.ask("5月16日的报纸有什么新闻？").text.splitlines()[0]
    assert own == "2023-05-16的报道共2篇："


def test_words_that_count_days_say_from_which_day(paper: Answerer, years_later: Answerer) -> None:
    assert paper.ask("昨天的报纸有什么新闻？").text.startswith("2023-05-17（以今天为准）的报道")
    later = years_later.ask("昨天的报纸有什么新闻？").text
    assert later.startswith("2023-05-16（以存档里最新的报纸2023-05-17为准）的报道")
    english = years_later.ask("What was in yesterday's paper?").text
    assert "going by the newest paper indexed, of 2023-05-17" in english.splitlines()[0]


def test_a_paper_that_is_not_there_is_what_is_missing_and_not_the_days_news(paper: Answerer) -> None:
    other = paper.ask("5月16日有哪些新闻？", filters=Filters(paper="不存在报"))
    assert other.status == "refused"
    assert other.text.startswith("存档里没有《不存在报》这份报纸。")
    english = paper.ask("What was the news of 16 May?", filters=Filters(paper="Nowhere"))
    assert english.text.startswith("The archive has no paper of the name Nowhere.")
    beside = paper.ask("5月16日的报纸有什么新闻？", filters=Filters(paper="试验晚报"))
    assert beside.text.startswith("存档里没有2023-05-16、符合所选条件的报道。")


def test_what_this_paper_tells_is_the_newest_issue(paper: Answerer) -> None:
    for question in ("这期报纸讲了什么", "What is in this paper?"):
        answer = paper.ask(question)
        assert answer.period is not None
        assert answer.period.first == WEDNESDAY
