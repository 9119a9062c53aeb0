"""From a question to a proved answer, over archives in memory."""

from __future__ import annotations

import datetime
from typing import cast

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus.models import Article
from retrieval.answer.compose import Draft
from retrieval.answerer import Answerer
from retrieval.errors import QuestionEmpty
from retrieval.models import Answer, Citation, Claim, ListCount
from tests.retrieval.memory import answerer, article
from vectorstore.archive import LiveArchive
from vectorstore.errors import StoreEmpty

BRIDGE = article(
    "5月17日，青禾大桥正式通车。大桥全长2.4公里，总投资3.6亿元。参建的是东河路桥、西岭建工和南渡钢构3家企业。",
    headline="青禾大桥通车",
    byline="本报讯（记者 方晓舟）",
    reporters=("方晓舟",),
    date=datetime.date(2023, 5, 18),
    paper="试验日报",
)
LIBRARY = article(
    "市图书馆6月1日起延长开放时间，每晚9时闭馆。馆长林若溪说，读者一次最多可借10册。",
    headline="图书馆延时开放",
    byline="本报讯（记者 许知远）",
    reporters=("许知远",),
)
FILLERS = [
    article(f"第{n}中学举行运动会，学生们参加了{n}个项目的比赛。", headline=f"{n}中运动会")
    for n in range(3, 9)
]


@pytest.fixture(scope="module")
def paper() -> Answerer:
    return answerer(BRIDGE, LIBRARY, *FILLERS)


def spans(answer: Answer) -> list[str]:
    return [c.article.field(c.field)[a:b] for c in answer.citations for a, b in c.spans]


def test_a_figure_is_quoted_and_marked(paper: Answerer) -> None:
    answer = paper.ask("青禾大桥总投资多少钱？")
    assert answer.status == "answered"
    assert "总投资3.6亿元" in answer.citations[0].quote
    assert spans(answer) == ["3.6亿元"]
    assert "3.6亿元" in answer.text


def test_a_list_comes_item_by_item(paper: Answerer) -> None:
    answer = paper.ask("参建青禾大桥的是哪3家企业？")
    assert spans(answer) == ["东河路桥", "西岭建工", "南渡钢构"]
    assert answer.list_count is not None
    assert (answer.list_count.asked, answer.list_count.found) == (3, 3)


def test_a_wrong_number_in_the_question_is_said(paper: Answerer) -> None:
    answer = paper.ask("参建青禾大桥的是哪5家企业？")
    assert answer.list_count is not None
    assert (answer.list_count.asked, answer.list_count.found) == (5, 3)
    assert "是3个，不是5个" in answer.text


def test_a_reporters_story_is_quoted_by_its_headline(paper: Answerer) -> None:
    answer = paper.ask("记者许知远写了哪篇报道？")
    assert [(c.field, c.quote) for c in answer.citations] == [("headline", "图书馆延时开放")]


def test_a_storys_reporter_is_quoted_from_its_byline(paper: Answerer) -> None:
    answer = paper.ask("青禾大桥通车是谁报道的，记者是谁？")
    assert answer.citations[0].field == "byline"
    assert spans(answer) == ["方晓舟"]


def test_what_the_paper_does_not_say_is_refused_with_the_nearest_headlines(paper: Answerer) -> None:
    answer = paper.ask("国际空间站有几名宇航员？")
    assert (answer.status, answer.reason) == ("refused", "not_in_corpus")
    assert not answer.citations
    assert 1 <= len(answer.nearest) <= 3
    assert answer.nearest[0].headline in answer.text


def test_a_figure_of_another_kind_is_no_answer(paper: Answerer) -> None:
    assert paper.ask("青禾大桥有多少员工？").status == "refused"


@pytest.mark.parametrize("question", ["", "  \n\t ", "\u3000"])
def test_an_empty_question_is_the_callers_mistake(paper: Answerer, question: str) -> None:
    with pytest.raises(QuestionEmpty):
        paper.ask(question)


@pytest.mark.parametrize("piece", ["桥", "青禾大桥总投资多少钱？", "a b ", "\x00\ud800", "（"])
def test_ten_thousand_characters_are_no_trouble(paper: Answerer, piece: str) -> None:
    question = (piece * 10_000)[:10_000]
    assert paper.ask(question).status in {"answered", "refused"}


def test_a_greeting_is_not_searched(paper: Answerer) -> None:
    answer = paper.ask("你好！")
    assert (answer.status, answer.reason, answer.passages) == ("refused", "greeting", ())


def test_an_archive_without_articles_says_so() -> None:
    assert answerer().ask("青禾大桥总投资多少钱？").reason == "empty_archive"


def test_before_any_refresh_a_helpful_word_is_given() -> None:
    class Nothing:
        embedder = None

        def get(self) -> None:
            raise StoreEmpty("nothing is indexed yet")

    answer = Answerer(cast("LiveArchive", Nothing())).ask("which six firms became green factories")
    assert (answer.reason, answer.lang) == ("empty_archive", "en")
    assert "wenbao refresh" in answer.text


def test_fewer_passages_are_listed_on_request_and_the_answer_stays(paper: Answerer) -> None:
    one, ten = (paper.ask("青禾大桥总投资多少钱？", top_k=k) for k in (1, 10))
    assert len(one.passages) == 1
    assert [c.quote for c in one.citations] == [c.quote for c in ten.citations]


def test_time_is_accounted_for(paper: Answerer) -> None:
    timing = paper.ask("青禾大桥总投资多少钱？").timing
    assert min(timing.embed, timing.search, timing.answer) > 0
    assert timing.total == pytest.approx(timing.embed + timing.search + timing.answer, abs=5)


WORDS = st.sampled_from(
    [
        "青禾",
        "大桥",
        "投资",
        "3.6亿元",
        "企业",
        "、",
        "和",
        "，",
        "。",
        "；",
        "：",
        "“",
        "”",
        "（",
        "）",
        "一是",
        "二是",
        "6家",
        "5月17日",
        "记者",
        "\n",
        "因为",
        "多少",
        "\u200b",
        "😀",
        "A股",
        "100",
        "𠮷",
    ]
)
TEXTS = st.lists(WORDS, max_size=40).map("".join) | st.text(max_size=80)
QUESTIONS = st.lists(
    st.sampled_from(
        [
            "哪",
            "6家",
            "企业",
            "多少",
            "青禾",
            "大桥",
            "投资",
            "谁",
            "什么时候",
            "为什么",
            "哪些",
            "记者",
            "写了哪篇报道",
            "？",
            "how",
            "many",
            "which",
            "six",
            "firms",
        ]
    ),
    min_size=1,
    max_size=6,
).map("".join) | st.text(min_size=1, max_size=40)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(TEXTS, min_size=1, max_size=4), TEXTS, st.lists(QUESTIONS, min_size=1, max_size=3))
def test_no_answer_ever_carries_a_quote_that_its_article_does_not(
    texts: list[str], headline: str, questions: list[str]
) -> None:
    kept = [
        article(text, headline=headline or None, byline="本报讯（记者 青禾）", reporters=("青禾",))
        for text in texts
    ]
    fields = {text for one in kept for text in (one.text, one.headline or "", one.byline or "")}
    asked = answerer(*kept)
    for question in questions:
        if not question.strip():
            continue
        answer = asked.ask(question)
        assert (answer.status == "answered") == bool(answer.citations) == bool(answer.claims)
        assert [c.n for c in answer.citations] == list(range(1, len(answer.citations) + 1))
        for claim in answer.claims:
            assert claim.citations
            assert set(claim.citations) <= {c.n for c in answer.citations}
        for citation in answer.citations:
            whole = getattr(citation.article, citation.field)
            assert whole in fields
            assert citation.quote == whole[citation.start : citation.end] != ""
            assert 0 <= citation.start < citation.end <= len(whole)
            for start, end in citation.spans:
                assert citation.start <= start < end <= citation.end


def test_a_list_of_another_kind_of_thing_is_no_answer_though_its_number_is_right() -> None:
    answer = answerer(
        article(
            "名单昨天公布。3个示范园区是会展产业园、青河家居辅料创业园、城东服务业产业园。"
            "3个示范项目由恩河高分子材料、天林制冷科技、圣远环保新材料三家公司申报。",
            headline="返乡创业名单公布",
        ),
        *FILLERS,
    ).ask("返乡创业名单里的三个园区叫什么？")
    assert spans(answer) == ["会展产业园", "青河家居辅料创业园", "城东服务业产业园"]


def test_an_item_that_fails_its_proof_is_neither_said_nor_counted() -> None:
    citations = (
        Citation(1, BRIDGE, "pages.txt", "text", 0, 5, BRIDGE.text[0:5]),
        Citation(2, BRIDGE, "pages.txt", "text", 0, 5, "never printed"),
    )
    claims = (Claim("5月17日", (1,)), Claim("never printed", (2,)))
    left = Draft(claims, citations, ListCount(2, 2), itemised=True).proved()
    assert "never printed" not in left.text("zh")
    assert left.list_count == ListCount(2, 1)


TRADITIONAL = article(
    "5月17日，青禾大橋正式通車。大橋全長2.4公里，總投資3.6億元。參建的是東河路橋、西嶺建工和南渡鋼構3家企業。",
    headline="青禾大橋通車",
    byline="本報訊（記者 張曉舟）",
    reporters=("張曉舟",),
)


@pytest.mark.parametrize("question", ["青禾大桥总投资多少钱？", "青禾大橋總投資多少錢？"])
@pytest.mark.parametrize("printed", [BRIDGE, TRADITIONAL], ids=["simplified", "traditional"])
def test_either_script_finds_the_other_and_is_quoted_as_printed(question: str, printed: Article) -> None:
    answer = answerer(printed, LIBRARY, *FILLERS).ask(question)
    assert answer.status == "answered"
    assert answer.citations[0].quote in printed.text
    assert spans(answer) == ["3.6億元" if printed is TRADITIONAL else "3.6亿元"]


WIDE = article(
    "青禾大桥２０日起封闭检修４５天，由Ｂ２队施工，每日６：１０前完工。检修预算比上年减少３．５％。市民可拨打电话０３９１－４４５５６６７咨询。",
    headline="青禾大桥检修",
)


@pytest.mark.parametrize(
    ("question", "marked"),
    [
        ("青禾大桥检修的咨询电话是多少？", "０３９１－４４５５６６７"),
        ("青禾大桥封闭检修多少天？", "４５天"),
        ("青禾大桥检修预算减少了百分之几？", "３．５％"),
    ],
)
def test_full_width_figures_are_read_and_quoted_as_printed(question: str, marked: str) -> None:
    answer = answerer(WIDE, LIBRARY, *FILLERS).ask(question)
    assert answer.citations[0].quote in WIDE.text
    assert spans(answer) == [marked]


@pytest.mark.parametrize("question", ["2.4公里的大桥花了多少钱？", "２．４公里的大桥花了多少钱？"])
def test_a_question_may_be_typed_in_either_width(question: str) -> None:
    assert spans(answerer(BRIDGE, LIBRARY, *FILLERS).ask(question)) == ["3.6亿元"]


def test_a_list_and_a_reporter_are_found_across_scripts() -> None:
    paper = answerer(TRADITIONAL, LIBRARY, *FILLERS)
    assert spans(paper.ask("参建青禾大桥的是哪3家企业？")) == ["東河路橋", "西嶺建工", "南渡鋼構"]
    assert [c.quote for c in paper.ask("记者张晓舟写了哪篇报道？").citations] == ["青禾大橋通車"]
