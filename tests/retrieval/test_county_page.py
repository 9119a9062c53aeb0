"""A page of a county's paper, and what its readers asked wrongly answered questions about before."""

from __future__ import annotations

from pathlib import Path

import pytest
from filelock import FileLock

from retrieval.answerer import Answerer
from retrieval.models import Answer
from vectorstore.archive import LiveArchive
from vectorstore.embedding import Embedder
from vectorstore.generations import StoreFolder
from vectorstore.refresh import RefreshRequest, refresh

PAGE = Path(__file__).resolve().parent.parent / "data" / "county_page.txt"


@pytest.fixture(scope="module")
def county(shared_tmp: Path, embedder: Embedder) -> Answerer:
    """The page, dated, in a store of its own."""
    folder = shared_tmp / "county"
    with FileLock(str(folder) + ".lock"):
        pages = folder / "pages"
        pages.mkdir(parents=True, exist_ok=True)
        page = pages / "青禾日报_2024-07-05_01.txt"
        page.write_text(PAGE.read_text(encoding="utf-8"), encoding="utf-8")
        store = StoreFolder(folder / "store")
        refresh(store, embedder, RefreshRequest(samples=pages, paths=(pages,)))
    return Answerer(LiveArchive(store, embedder))


def marked(answer: Answer) -> list[str]:
    """The marked words of the first quote."""
    first = answer.citations[0]
    return [first.article.field(first.field)[start:end] for start, end in first.spans]


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("杜满囤什么时候去世的", "7月1日清晨5时"),
        ("杜满囤是哪年出生的", "1936年2月"),
        ("2路公交末班车几点", "21点20分"),
        ("2路公交首班车几点", "5点40分"),
        ("2路车多少钱", "2元"),
        ("男篮决赛比分是多少", "91比87"),
        ("女篮比赛比分是多少", "58比63"),
        ("新园区在什么地方", "粮库街与槐树路交叉口西北角"),
        ("停水咨询电话是多少", "6628110"),
        ("县三中哪天停水", "7月11日 13:00—17:00"),
    ],
)
def test_the_words_that_answer_are_marked_first(county: Answerer, question: str, words: str) -> None:
    assert marked(county.ask(question)) == [words]


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("县男篮赢了谁", "沙河县队"),
        ("幼儿园报名需要带什么材料", "户口簿"),
        ("老人坐2路车要钱吗", "免费乘坐"),
        ("7月10日哪些地方停水", "柳湾村"),
    ],
)
def test_the_first_quote_tells(county: Answerer, question: str, told: str) -> None:
    assert told in county.ask(question).citations[0].quote


@pytest.mark.parametrize(
    "question", ["5路公交末班车几点", "2路公交1998年的票价是多少", "第三届市运会的冠军是谁"]
)
def test_another_line_year_or_games_is_refused(county: Answerer, question: str) -> None:
    assert county.ask(question).status == "refused"
