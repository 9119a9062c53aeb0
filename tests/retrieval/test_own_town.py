"""A town's own paper prints 市政府 where a reader from elsewhere writes 松河市政府."""

from __future__ import annotations

import pytest

from corpus.models import Article
from retrieval.models import Passage
from retrieval.question.analysis import analyse
from retrieval.search.own_town import at_home, of_town, town_of
from tests.retrieval.memory import article


def passage(text: str, paper: str | None = "松河日报", city: str | None = None) -> Passage:
    return Passage(article(text, id=text, paper=paper, city=city), "s.txt", 0, len(text), 1.0)


DEBT = "到年底，全市政府债务余额为77亿元。"


@pytest.mark.parametrize(
    ("question", "weighed"),
    [
        ("松河市政府欠了多少债", "市政府欠了多少债"),
        ("请问松河市政府欠了多少债", "请问市政府欠了多少债"),
        ("松河县县长是谁", "县县长是谁"),
    ],
)
def test_the_own_town_goes_without_its_name(question: str, weighed: str) -> None:
    asked, town = at_home(analyse(question), [passage(DEBT)])
    assert (asked.text, town) == (weighed, "松河")


@pytest.mark.parametrize(
    ("question", "text", "paper"),
    [
        ("柳台市政府欠了多少债", DEBT, "松河日报"),
        ("松河市政府欠了多少债", "松河市政府债务余额为77亿元。", "松河日报"),
        ("松河市政府欠了多少债", DEBT, None),
        ("长三角经济区有多少人", DEBT, "经济日报"),
        ("松河市场几点开门", DEBT, "松河日报"),
        ("How much does Songhe owe?", DEBT, "松河日报"),
    ],
)
def test_another_town_or_a_printed_name_stays(question: str, text: str, paper: str | None) -> None:
    asked = analyse(question)
    assert at_home(asked, [passage(text, paper)]) == (asked, "")


def test_the_town_is_its_pages_or_its_papers_and_only_its_stories_are_weighed() -> None:
    papers: list[tuple[str | None, str | None]] = [("松河晚报", None), ("新民报", "松河"), (None, None)]
    articles: list[Article] = [passage(DEBT, *one).article for one in papers]
    assert [town_of(one) for one in articles] == ["松河", "松河", ""]
    own, named, other = passage(DEBT), passage("松河市有77家厂。", "柳台日报"), passage(DEBT, "柳台日报")
    assert of_town([own, other, named], "松河") == (own, named)
    assert of_town([other], "松河") == (other,)
