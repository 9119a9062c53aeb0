"""A newspaper that a question names confines it; one that the archive lacks is said to be lacking."""

from __future__ import annotations

import datetime

import pytest

from retrieval.answerer import Answerer
from retrieval.question.papers import paper_named
from tests.retrieval.memory import answerer, article

DAY = datetime.date(2023, 5, 19)
PAPERS = ("柳州晨报", "青禾日报")


@pytest.fixture(scope="module")
def archive() -> Answerer:
    return answerer(
        article("渡口今年清淤三次，投入90万元。", headline="渡口清淤", paper="柳州晨报", date=DAY),
        article("渡口今年清淤两次，投入70万元。", headline="渡口今年清淤", paper="青禾日报", date=DAY),
        article(
            "县里办起灯会。", headline="县里办起灯会", paper="青禾日报", date=DAY - datetime.timedelta(1)
        ),
    )


@pytest.mark.parametrize(
    ("question", "name", "known"),
    [
        ("5月19日青禾日报有哪些文章", "青禾日报", True),
        ("《柳州晨报》上说渡口怎么了", "柳州晨报", True),
        ("5月19日河西晚报有哪些文章", "河西晚报", False),
        ("昨天的河西晚报登了什么", "河西晚报", False),
        ("《河西晚报》里有没有灯会的消息", "河西晚报", False),
    ],
)
def test_a_paper_named_as_a_source_is_read(question: str, name: str, *, known: bool) -> None:
    named = paper_named(question, PAPERS)
    assert named is not None
    assert (named.name, named.known) == (name, known)


@pytest.mark.parametrize(
    "question",
    [
        "青禾日报社什么时候搬家",
        "河西晚报是哪年创刊的",
        "今日报道了什么",
        "据河西晚报报道，灯会办了几天",
        "日报有哪些文章",
        "渡口清淤了几次",
    ],
)
def test_a_paper_that_is_only_spoken_of_confines_nothing(question: str) -> None:
    assert paper_named(question, PAPERS) is None


def test_the_days_articles_of_the_named_paper_alone_are_listed(archive: Answerer) -> None:
    answer = archive.ask("5月19日青禾日报有哪些文章")
    assert [c.article.headline for c in answer.citations] == ["渡口今年清淤"]


def test_a_fact_is_looked_for_in_the_named_paper_alone(archive: Answerer) -> None:
    answer = archive.ask("柳州晨报上说渡口今年清淤投入多少万元")
    assert {c.article.paper for c in answer.citations} == {"柳州晨报"}


def test_a_paper_that_the_archive_lacks_is_said_to_be_lacking(archive: Answerer) -> None:
    answer = archive.ask("5月19日河西晚报有哪些文章")
    assert answer.status == "refused"
    assert "没有《河西晚报》这份报纸" in answer.text


def test_a_day_that_the_named_paper_lacks_is_said_with_its_name(archive: Answerer) -> None:
    answer = archive.ask("5月18日柳州晨报有哪些新闻")
    assert answer.status == "refused"
    assert "《柳州晨报》没有2023-05-18" in answer.text
