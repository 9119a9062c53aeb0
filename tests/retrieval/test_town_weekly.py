"""Two issues of a town's weekly, asked as its readers type."""

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

DATA = Path(__file__).resolve().parent.parent / "data"
ISSUES = {"2024-09-06": "town_weekly_1.txt", "2024-09-13": "town_weekly_2.txt"}


@pytest.fixture(scope="module")
def weekly(shared_tmp: Path, embedder: Embedder) -> Answerer:
    """Both issues, dated, in a store of their own."""
    folder = shared_tmp / "weekly"
    with FileLock(str(folder) + ".lock"):
        pages = folder / "pages"
        pages.mkdir(parents=True, exist_ok=True)
        for day, name in ISSUES.items():
            text = (DATA / name).read_text(encoding="utf-8")
            (pages / f"澄湾周报_{day}_01.txt").write_text(text, encoding="utf-8")
        store = StoreFolder(folder / "store")
        refresh(store, embedder, RefreshRequest(samples=pages, paths=(pages,)))
    return Answerer(LiveArchive(store, embedder))


def marked(answer: Answer) -> list[str]:
    """The marked words of the first quote."""
    if not answer.citations:
        return []
    first = answer.citations[0]
    return [first.article.field(first.field)[start:end] for start, end in first.spans]


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("玉米亩产多少", ["586公斤"]),
        ("花生多少钱一斤", ["6.4元"]),
        ("今年小学一年级招了多少人", ["4876人"]),
        ("亚军奖金多少钱", ["3万元"]),
    ],
)
def test_a_figure_is_that_of_the_thing_asked_about_under_any_of_its_names(
    weekly: Answerer, question: str, words: list[str]
) -> None:
    assert marked(weekly.ask(question)) == words


@pytest.mark.parametrize("question", ["水稻亩产多少", "大豆亩产多少", "高中招了多少人", "季军奖金多少钱"])
def test_what_is_told_of_its_sisters_alone_is_refused(weekly: Answerer, question: str) -> None:
    assert weekly.ask(question).status == "refused"


@pytest.mark.parametrize("question", ["丁某多大年纪", "青铜雁形灯值多少钱", "滨河小学学费多少", "贺一鸣多高"])
def test_a_measure_that_the_story_never_tells_is_refused(weekly: Answerer, question: str) -> None:
    assert weekly.ask(question).status == "refused"


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("县长叫啥名字", ["骆景行"]),
        ("老年卡去哪办", ["各镇街便民服务中心"]),
        ("1路车现在停哪", ["解放路口站"]),
        ("青铜雁形灯在哪挖出来的", ["石牌村汉墓"]),
        ("祝鹤龄活了多大岁数", ["88岁"]),
        ("祝老师捐了多少钱", ["12万元"]),
    ],
)
def test_a_reader_may_ask_as_one_speaks(weekly: Answerer, question: str, words: list[str]) -> None:
    assert marked(weekly.ask(question)) == words


def test_the_holder_of_an_office_is_not_who_bears_another_title(weekly: Answerer) -> None:
    assert marked(weekly.ask("滨河小学校长是谁")) == ["阮静姝"]
    assert marked(weekly.ask("承办法官是谁")) == ["巫云清"]
    assert weekly.ask("红石县队教练是谁").status == "refused" or not marked(weekly.ask("红石县队教练是谁"))


def test_the_marked_words_of_why_are_the_reason_and_not_what_it_explains(weekly: Answerer) -> None:
    assert marked(weekly.ask("西红柿为什么贵了")) == ["连续降雨，外地货源运输不畅"]
    assert marked(weekly.ask("花生为什么跌价")) == ["进口货源冲击"]


def test_an_interview_answers_by_the_turn_below_the_reporters_question(weekly: Answerer) -> None:
    assert marked(weekly.ask("薛半城怎么学会修伞的")) == ["跟我舅舅学的"]
    assert marked(weekly.ask("薛半城为什么不休息")) == ["老街坊舍不得扔旧伞，我也闲不住"]
    assert "年轻人哪里肯学" in weekly.ask("修伞年轻人为什么不肯学").citations[0].quote
    answer = weekly.ask("薛半城的徒弟现在干啥")
    assert marked(answer) == ["早不干了，一个去南方开了饭店，一个在县城跑出租"]
    assert not any(citation.quote.startswith("记者：") for citation in answer.citations)


def test_a_tables_row_tells_its_price_by_column(weekly: Answerer) -> None:
    assert marked(weekly.ask("江东超市的鸡蛋多少钱")) == ["5.80"]
    assert marked(weekly.ask("鸡蛋现在多少钱一斤")) == ["5.60", "5.80"]
    assert weekly.ask("牛肉多少钱一斤").status == "refused"


def test_the_number_to_ask_at_is_not_that_for_repairs(weekly: Answerer) -> None:
    assert marked(weekly.ask("停电打什么电话问")) == ["0837-6612345"]
    assert marked(weekly.ask("停电报修电话是多少")) == ["95598"]


def test_a_term_of_years_is_no_date_and_a_date_no_term(weekly: Answerer) -> None:
    assert marked(weekly.ask("卖罂粟卤味判了几年")) == ["一年二个月"]
