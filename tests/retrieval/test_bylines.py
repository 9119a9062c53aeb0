"""Who wrote what: stories by their authors' names, authors by their stories."""

from __future__ import annotations

import pytest

from corpus.models import Article, ArticleKind
from retrieval.answerer import Answerer
from retrieval.models import Answer
from tests.retrieval.memory import answerer, article

LIBRARY = article(
    "市图书馆6月1日起延长开放时间，每晚9时闭馆。读者一次最多可借10册。",
    headline="图书馆延时开放",
    byline="本报讯（记者 许知远 通讯员 孟小舟）",
    reporters=("许知远",),
    correspondents=("孟小舟",),
)
CLINIC = article(
    "人民医院新设夜间门诊，每晚7时到9时坐诊，挂号费不变。",
    headline="夜间门诊开诊",
    byline="本报讯（记者 许知远）",
    reporters=("许知远",),
)
BRIDGE = article(
    "青禾大桥昨日通车，全长2.4公里。两岸居民来往不再绕路。",
    headline="青禾大桥通车",
    byline="本报讯（記者 王慶紅）",
    reporters=("王慶紅",),
)
PHOTO = Article(
    id="",
    kind=ArticleKind.PHOTO_CAPTION,
    headline=None,
    headline_made=False,
    text="图为工人在青禾大桥桥面铺装沥青。",
    byline="通讯员 孟小舟 摄",
    correspondents=("孟小舟",),
)
FILLERS = [
    article(f"第{n}中学举行运动会，学生们参加了{n}个项目。", headline=f"{n}中运动会") for n in range(3, 9)
]


@pytest.fixture(scope="module")
def paper() -> Answerer:
    return answerer(LIBRARY, CLINIC, BRIDGE, PHOTO, *FILLERS)


def quoted(answer: Answer) -> list[str]:
    return [citation.quote for citation in answer.citations]


@pytest.mark.parametrize(
    ("question", "headlines"),
    [
        ("许知远写了什么？", ["图书馆延时开放", "夜间门诊开诊"]),
        ("许知远的报道有哪些？", ["图书馆延时开放", "夜间门诊开诊"]),
        ("许知远和孟小舟写了什么？", ["图书馆延时开放"]),
        ("孟小舟拍了哪些照片？", [PHOTO.text]),
        ("王庆红写了哪篇报道？", ["青禾大桥通车"]),
        ("What did Xu Zhiyuan write?", ["图书馆延时开放", "夜间门诊开诊"]),
        ("Which stories did Qinghong Wang write?", ["青禾大桥通车"]),
        ("stories by Xu Zhiyuan", ["图书馆延时开放", "夜间门诊开诊"]),
    ],
)
def test_an_authors_stories_are_listed(paper: Answerer, question: str, headlines: list[str]) -> None:
    assert quoted(paper.ask(question)) == headlines


@pytest.mark.parametrize("question", ["鲁迅写了什么？", "What did Lu Xun write?", "林若溪写了哪些报道？"])
def test_who_wrote_nothing_here_has_no_stories(paper: Answerer, question: str) -> None:
    assert not any(c.field in {"headline", "byline"} for c in paper.ask(question).citations)


@pytest.mark.parametrize(
    ("question", "byline"),
    [
        ("图书馆的报道是谁写的？", "本报讯（记者 许知远 通讯员 孟小舟）"),
        ("谁写了夜间门诊的报道？", "本报讯（记者 许知远）"),
        ("青禾大桥铺装沥青的照片是谁拍的？", "通讯员 孟小舟 摄"),
        ("谁拍的青禾大桥的照片？", "通讯员 孟小舟 摄"),
    ],
)
def test_a_storys_authors_are_quoted_from_its_byline(paper: Answerer, question: str, byline: str) -> None:
    assert quoted(paper.ask(question)) == [byline]


@pytest.mark.parametrize("question", ["谁写了火星探测的报道？", "图书馆的照片是谁拍的？"])
def test_a_story_or_photo_that_is_not_there_has_no_author(paper: Answerer, question: str) -> None:
    assert paper.ask(question).status == "refused"
