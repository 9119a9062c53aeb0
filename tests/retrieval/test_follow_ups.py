"""Follow-ups are made whole with the turns before them; questions that stand alone are left alone."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.models import Article
from retrieval.answerer import Answerer
from retrieval.conversation.ellipsis import Lean, leaning
from retrieval.conversation.exchange import exchanged
from retrieval.conversation.follow_ups import understand
from retrieval.models import Answer, Filters, Language, Turn
from retrieval.question.sides import Side, side_of
from tests.retrieval.memory import answerer, article
from vectorstore.models import CatalogueEntry

DAY = datetime.date
LANGUAGES: tuple[Language, ...] = ("zh", "en")
BRIDGE = article(
    "5月15日，青禾大桥正式通车。大桥总投资3.6亿元，设计车速60公里。通车以后，两岸之间的车程缩短到10分钟。"
    "桥头新建了两处停车场，每处可以停放车辆一百二十辆，另有充电桩四十个，由县交通运输部门统一管理。"
    "护栏上的灯带每晚七时点亮，到十一时熄灭，节假日延长一个小时，由桥梁管理所派人值守和检修。"
    "大桥两端还立起了测速设备，超过限速的车辆会被记录下来，交警部门提醒司机减速慢行、保持车距。",
    id="bridge",
    headline="青禾大桥通车",
    byline="本报讯（记者 方晓舟）",
    reporters=("方晓舟",),
    dateline="5月15日",
    dateline_date=DAY(2023, 5, 15),
    date=DAY(2023, 5, 16),
    paper="试验日报",
    page="1",
)
FERRY = article(
    "白浪渡口的轮渡昨日停航检修。轮渡总投资900万元，检修要用20天。",
    id="ferry",
    headline="白浪渡口轮渡检修",
    byline="本报讯（记者 许知远）",
    reporters=("许知远",),
    date=DAY(2023, 5, 17),
    paper="试验日报",
    page="2",
)
FILLERS = [
    article(f"第{n}中学举行运动会，学生们参加了{n}个项目。", headline=f"{n}中运动会") for n in range(3, 9)
]
KNOWN = {a.id: CatalogueEntry(a, "pages.txt") for a in (BRIDGE, FERRY)}
COST = Turn("青禾大桥总投资多少钱？", ("bridge",), "大桥总投资3.6亿元。", ("3.6亿元",))


@pytest.fixture(scope="module")
def paper() -> Answerer:
    return answerer(BRIDGE, FERRY, *FILLERS)


def talk(paper: Answerer, *questions: str) -> Answer:
    turns: list[Turn] = []
    for question in questions:
        answer = paper.ask(question, before=turns)
        turns.append(answer.turn)
    return answer


def quoted(answer: Answer) -> list[str]:
    return [citation.quote for citation in answer.citations]


@pytest.mark.parametrize(
    "question",
    [
        "哪6家企业成功创建省级绿色工厂？",
        "市图书馆每晚几点闭馆？",
        "林若溪在他上任以后做了什么？",
        "市长是谁？",
        "昨天的报纸有什么新闻？",
        "什么是碳中和？",
        "其他县区有多少家工厂？",
        "Which six firms became green factories?",
        "What did the mayor say when he visited the park?",
        "How long does it take to drive to Zhengzhou?",
        "What is photosynthesis?",
        "Who is the mayor of Puyang?",
    ],
)
def test_a_question_that_brings_its_own_subject_is_left_alone(question: str) -> None:
    lang = "zh" if question[0] > "z" else "en"
    assert understand(question, lang, [COST], KNOWN.get) is None  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("question", "lean"),
    [
        ("还有呢？", Lean.MORE),
        ("还有哪些企业", Lean.MORE),
        ("what else?", Lean.MORE),
        ("tell me more", Lean.MORE),
        ("那训达粮油呢？", Lean.INSTEAD),
        ("第2版呢", Lean.INSTEAD),
        ("what about page 2?", Lean.INSTEAD),
        ("and the mayor?", Lean.INSTEAD),
        ("他们拿到多少钱？", Lean.ABOUT),
        ("这座大桥有多长？", Lean.ABOUT),
        ("该公司的老板是谁？", Lean.ABOUT),
        ("多少钱？", Lean.ABOUT),
        ("为什么？", Lean.ABOUT),
        ("几点关门？", Lean.ABOUT),
        ("还去了哪里？", Lean.ABOUT),
        ("第三篇讲了什么？", Lean.ABOUT),
        ("and how much did they get?", Lean.ABOUT),
        ("when was it built?", Lean.ABOUT),
        ("how many workers?", Lean.ABOUT),
        ("who wrote the second one?", Lean.ABOUT),
        ("通车在什么时候？", Lean.SHORT),
    ],
)
def test_how_a_follow_up_leans_shows_in_its_form(question: str, lean: Lean) -> None:
    found = leaning(question, "zh" if question[0] > "z" else "en")
    assert found is not None
    assert found.lean is lean


def test_nothing_is_a_follow_up_of_nothing() -> None:
    assert understand("他们拿到多少钱？", "zh", [], KNOWN.get) is None
    assert understand("它在哪里？", "zh", [Turn("你好")], KNOWN.get) is None


def test_few_words_are_a_follow_up_only_where_the_story_before_speaks_of_them() -> None:
    told = understand("通车在什么时候？", "zh", [COST], KNOWN.get)
    assert told is not None
    assert told.text == "青禾大桥，通车在什么时候？"
    other = Turn("轮渡检修要用多少天？", ("ferry",))
    assert understand("通车在什么时候？", "zh", [other], KNOWN.get) is None


@pytest.mark.parametrize(
    ("follow", "understood", "said"),
    [
        ("它什么时候通车？", "青禾大桥什么时候通车？", "5月15日"),
        ("那车速呢？", "青禾大桥的车速是多少？", "60公里"),
        ("and when did it open?", "when did 青禾大桥 open?", "5月15日"),
        ("那白浪渡口的轮渡呢？", "白浪渡口的轮渡总投资多少钱？", "900万元"),
    ],
)
def test_a_follow_up_is_answered_as_the_whole_question_that_is_shown(
    paper: Answerer, follow: str, understood: str, said: str
) -> None:
    answer = talk(paper, "青禾大桥总投资多少钱？", follow)
    assert answer.understood == understood
    assert said in answer.text


def test_a_question_that_stands_alone_shows_no_understanding(paper: Answerer) -> None:
    answer = talk(paper, "青禾大桥总投资多少钱？", "白浪渡口的轮渡检修要用多少天？")
    assert answer.understood is None
    assert "20天" in answer.text


@pytest.mark.parametrize(
    ("follow", "field", "quote"),
    [
        ("谁写的？", "byline", "本报讯（记者 方晓舟）"),
        ("报道是谁写的？", "byline", "本报讯（记者 方晓舟）"),
        ("who wrote it?", "byline", "本报讯（记者 方晓舟）"),
        ("那记者呢？", "byline", "本报讯（记者 方晓舟）"),
        ("登在哪家报纸上？", "headline", "青禾大桥通车"),
        ("which page was it on?", "headline", "青禾大桥通车"),
        ("哪天的事？", "text", "5月15日，青禾大桥正式通车。"),
        ("when was that?", "text", "5月15日，青禾大桥正式通车。"),
    ],
)
def test_a_story_is_asked_for_its_writer_its_page_and_its_day(
    paper: Answerer, follow: str, field: str, quote: str
) -> None:
    answer = talk(paper, "青禾大桥总投资多少钱？", follow)
    assert answer.status == "answered"
    assert [(c.field, c.quote) for c in answer.citations] == [(field, quote)]


def test_where_a_story_was_printed_is_said_in_words(paper: Answerer) -> None:
    answer = talk(paper, "青禾大桥总投资多少钱？", "第几版？")
    assert answer.text == "《青禾大桥通车》，试验日报，2023-05-16，第1版"


def test_more_tells_on_and_repeats_nothing(paper: Answerer) -> None:
    first = paper.ask("青禾大桥总投资多少钱？")
    more = paper.ask("还有呢？", before=[first.turn])
    assert more.status == "answered"
    assert {citation.article.id for citation in more.citations} <= set(first.turn.articles)
    assert not set(quoted(more)) & set(quoted(first))
    after = paper.ask("还有吗？", before=[first.turn, more.turn])
    assert not set(quoted(after)) & {*quoted(first), *quoted(more)}


def test_a_story_of_a_list_is_meant_by_its_place(paper: Answerer) -> None:
    first = paper.ask("有什么新闻？", filters=Filters(paper="试验日报"))
    assert [c.article.id for c in first.citations] == ["bridge", "ferry"]
    answer = paper.ask("第2篇是谁写的？", before=[first.turn])
    assert quoted(answer) == ["本报讯（记者 许知远）"]
    gist = paper.ask("第一篇讲了什么？", before=[first.turn, answer.turn])
    assert gist.understood == "《青禾大桥通车》，讲了什么？"
    assert gist.citations[0].quote.startswith("5月15日，青禾大桥正式通车。")


def test_a_follow_up_asks_for_what_its_story_does_not_say_and_is_refused(paper: Answerer) -> None:
    answer = talk(paper, "青禾大桥总投资多少钱？", "它有多少员工？")
    assert (answer.status, answer.reason) == ("refused", "not_in_corpus")
    assert answer.understood == "青禾大桥有多少员工？"


def test_few_words_that_nothing_answers_alone_are_asked_of_the_story_before(paper: Answerer) -> None:
    assert understand("限制速度多少？", "zh", [COST], KNOWN.get) is None
    leant = understand("限制速度多少？", "zh", [COST], KNOWN.get, alone=False)
    assert leant is not None
    assert leant.articles == ("bridge",)
    alone = paper.ask("限制速度多少？")
    answer = talk(paper, "青禾大桥总投资多少钱？", "限制速度多少？")
    assert answer.understood is None if alone.status == "answered" else answer.understood != alone.understood


def test_a_chain_of_follow_ups_goes_back_to_the_question_that_stood_alone(paper: Answerer) -> None:
    answer = talk(paper, "青禾大桥总投资多少钱？", "谁写的？", "它什么时候通车？", "车程缩短到多少分钟？")
    assert answer.understood in {None, "青禾大桥，车程缩短到多少分钟？"}
    assert "10分钟" in answer.text


def test_filters_hold_for_a_follow_up_as_for_any_question(paper: Answerer) -> None:
    first = paper.ask("青禾大桥总投资多少钱？")
    answer = paper.ask("它什么时候通车？", before=[first.turn], filters=Filters(page="2"))
    assert {passage.article.id for passage in answer.passages} <= {"ferry"}
    assert "5月15日" not in answer.text


@pytest.mark.parametrize(
    ("earlier", "named", "expected"),
    [
        ("16路公交怎么调整？", "7路", "7路公交怎么调整？"),
        ("西城大桥总投资多少钱？", "东城大桥", "东城大桥总投资多少钱？"),
        ("哪6家企业成功创建省级绿色工厂？", "国家级", "哪些企业成功创建国家级绿色工厂？"),
        ("今年全市小麦种植面积是多少？", "玉米种植面积", "今年玉米种植面积是多少？"),
        ("5月18日的报纸有什么新闻？", "5月19日", "5月19日的报纸有什么新闻？"),
        ("What was in the paper on 18 May?", "19 May", "What was in the paper on 19 May?"),
        ("5月18日的报纸有什么新闻？", "19 May", "5月19日的报纸有什么新闻？"),
        ("5月18日的报纸第1版有什么新闻？", "page 2", "5月18日的报纸第2版有什么新闻？"),
        ("What was on page 1 on 18 May?", "第3版", "What was on page 3 on 18 May?"),
    ],
)
def test_a_thing_is_exchanged_for_one_of_its_kind(earlier: str, named: str, expected: str) -> None:
    found = exchanged(earlier, named, "zh" if named[-1] > "z" else "en")
    assert found is not None
    assert found.text == expected


@pytest.mark.parametrize(
    "question", ["谁报道了青禾大桥通车？", "which newspaper reported the fire in Anyang?"]
)
def test_a_question_that_names_its_story_asks_for_no_side_of_the_one_before(question: str) -> None:
    assert side_of(question, "zh" if question[0] > "z" else "en") is Side.NONE


def test_a_story_that_was_taken_down_since_lends_nothing() -> None:
    gone: dict[str, CatalogueEntry] = {}
    found = understand("它什么时候通车？", "zh", [COST], gone.get)
    assert found is not None
    assert found.articles == ()
    assert "青禾大桥" in found.topic


def _titled(headline: str) -> Article:
    return article("正文。", id="t", headline=headline)


def test_the_topic_is_what_the_storys_title_shares_with_the_question() -> None:
    turn = Turn("哪6家企业成功创建省级绿色工厂？", ("t",))
    entry = {"t": CatalogueEntry(_titled("我市新添6家省级绿色工厂"), "x")}
    found = understand("他们拿到多少钱？", "zh", [turn], entry.get)
    assert found is not None
    assert found.topic == "6家 省级绿色工厂"


def _understood(question: str, earlier: str, *stories: Article) -> str | None:
    known = {story.id: CatalogueEntry(story, "x") for story in stories}
    turn = Turn(earlier, tuple(known))
    found = understand(question, "zh" if question[0] > "z" else "en", [turn], known.get)
    return found.text if found else None


BUSES = article("7路公交改走青禾路，28路公交末班车延到22时。", id="buses", headline="公交线路调整")


@pytest.mark.parametrize(
    ("earlier", "follow", "understood"),
    [
        ("7路改走哪里？", "What about line 28?", "28路改走哪里？"),
        ("7路公交改走哪里？", "what about bus 28?", "28路公交改走哪里？"),
        ("Where does line 7 go?", "那28路呢？", "Where does line 28 go?"),
        ("公交公司在哪？", "what about the opening hours?", "at what time is 公交公司 open?"),
        ("公交公司在哪？", "what about the tickets?", "公交公司: what about the tickets?"),
    ],
)
def test_a_follow_up_in_the_other_language_is_put_into_no_mixture(
    earlier: str, follow: str, understood: str
) -> None:
    assert _understood(follow, earlier, BUSES) == understood


OLD_MAN = article("侯三宝今年52岁，妻子在镇上开店。", id="man", headline="邮递员侯三宝")
SPAN = article("清溪大桥全长612米。封闭期间，货车绕行国道。", id="span", headline="清溪大桥封闭")
READING = article("新图书馆有座位900个，少儿借阅区在一楼。", id="reading", headline="新图书馆开放")


@pytest.mark.parametrize(
    ("earlier", "follow", "story", "understood"),
    [
        ("侯三宝是谁？", "他妻子呢？", OLD_MAN, "侯三宝妻子呢？"),
        ("侯三宝是谁？", "他的年龄呢？", OLD_MAN, "侯三宝，多大年纪？"),
        ("龙都大桥有多长？", "清河二桥呢？", SPAN, "清河二桥有多长？"),
        ("清溪大桥有多长？", "那货车呢？", SPAN, "清溪大桥，货车呢？"),
        ("新图书馆有多少座位？", "那少儿借阅区在哪？", READING, "新图书馆，少儿借阅区在哪？"),
        ("那少儿借阅区在哪？", "他是谁？", READING, "少儿借阅区，他是谁？"),
        ("田小青写了哪些报道？", "那路远呢？", READING, "路远写了哪些报道？"),
    ],
)
def test_a_follow_up_keeps_to_the_subject_of_the_question_before(
    earlier: str, follow: str, story: Article, understood: str
) -> None:
    assert _understood(follow, earlier, story) == understood


@pytest.mark.parametrize("question", ["谁写的？", "多少钱？", "它什么时候通车？"])
def test_a_question_asked_twice_is_not_made_to_follow_itself(question: str) -> None:
    assert _understood(question, question, BRIDGE) is None


def test_the_time_that_a_notice_gives_is_asked_for_and_not_its_days() -> None:
    for text in ("停水时间为明日上午。", "定于5月18日8时至14时停止供水。"):
        notice = article(text, id="notice", headline="停水公告")
        assert _understood("那时间呢？", "哪里要停水？", notice) == "哪里要停水，时间是什么时候？"
    assert _understood("那时间呢？", "哪里要停水？", BRIDGE) == "什么时候要停水？"


def test_kin_of_whom_the_story_never_speaks_are_refused_and_his_age_is_a_figure_of_years() -> None:
    boatman = article("老船工周大河今年61岁，摇橹四十年。他运过货物90万件。", headline="老船工周大河")
    paper = answerer(boatman, *FILLERS)
    assert talk(paper, "周大河摇橹多少年？", "他妻子呢？").status == "refused"
    age = talk(paper, "周大河摇橹多少年？", "他多大？")
    assert (age.understood or "").endswith("周大河多大年纪？")
    assert "61岁" in age.text


def test_who_wrote_what_bears_no_name_is_refused() -> None:
    nameless = answerer(article("停水时间为5月18日8时至14时。", id="n", headline="停水公告"), *FILLERS)
    answer = talk(nameless, "停水时间是什么时候？", "谁写的？")
    assert answer.status == "refused"
    assert answer.citations == ()


LEANING = "那他它这该还有呢的吗？谁写了什么时候第一二篇 page2what about it they who wrote more，《》和在记者"


@given(
    st.text(LEANING, max_size=80),
    st.text(LEANING, min_size=1, max_size=80),
    st.sampled_from([(), ("bridge",), ("gone", "ferry")]),
)
def test_any_words_after_any_turn_are_a_question_or_a_follow_up_of_it(
    text: str, earlier: str, articles: tuple[str, ...]
) -> None:
    turn = Turn(earlier, articles, "大桥总投资3.6亿元。", ("3.6亿元",))
    for lang in LANGUAGES:
        found = understand(text, lang, [COST, turn], KNOWN.get)
        if found:
            assert found.text.strip()
            assert found.asked.strip() or found.side is not Side.NONE or found.topic


@pytest.mark.parametrize("piece", ["在", "和", "那", "他", "还有", "谁写", "what about ", "and "])
def test_a_long_repetition_is_read_at_once(paper: Answerer, piece: str) -> None:
    answer = paper.ask((piece * 500)[:500], before=[COST, Turn((piece * 5000)[:5000])])
    assert answer.status in {"answered", "refused"}


OBITUARY = article(
    "剪纸艺人桑桂兰昨日在家中逝世，享年91岁。追悼会定于6月15日上午9时在县殡仪馆举行。",
    id="obituary",
    headline="剪纸艺人桑桂兰逝世",
)
ROUTES = article("5路公交延长至高铁站，末班车推迟到21时，票价2元。", id="routes", headline="5路公交延长")


@pytest.mark.parametrize(
    ("turns", "follow", "story", "understood"),
    [
        (["桑桂兰是谁？"], "她享年多少岁？", OBITUARY, "桑桂兰享年多少岁？"),
        (["桑桂兰是谁？"], "追悼会什么时候举行？", OBITUARY, "桑桂兰，追悼会什么时候举行？"),
        (["桑桂兰，追悼会什么时候举行？"], "在哪里？", OBITUARY, "桑桂兰，追悼会在哪里举行？"),
        (["桑桂兰是谁？", "桑桂兰，追悼会什么时候举行？"], "她多大？", OBITUARY, "桑桂兰多大年纪？"),
        (["5路公交末班车几点？"], "那票价呢？", ROUTES, "5路公交的票价是多少钱？"),
        (["5路公交首班车几点？"], "末班车呢？", ROUTES, "5路公交末班车几点？"),
        (["Who is Sang Guilan?"], "How old was she?", OBITUARY, "How old was Sang Guilan?"),
        (["Who is Sang Guilan?"], "When was her funeral?", OBITUARY, "When was Sang Guilan's funeral?"),
        (["When is it at the No. 1 school?"], "and in Dongguan?", ROUTES, "When is it in Dongguan?"),
        (["When does the last bus go?"], "票价呢？", ROUTES, "《5路公交延长》，票价是多少钱？"),
    ],
)  # fmt: skip
def test_a_follow_up_is_asked_of_what_the_conversation_is_about(
    turns: list[str], follow: str, story: Article, understood: str
) -> None:
    known = {story.id: CatalogueEntry(story, "x")}
    before = [Turn(question, (story.id,)) for question in turns]
    found = understand(follow, "zh" if follow[0] > "z" else "en", before, known.get)
    assert found is not None
    assert found.text == understood


def test_what_was_refused_last_is_what_an_aspect_is_asked_of() -> None:
    known = {"routes": CatalogueEntry(ROUTES, "x")}
    before = [Turn("5路公交末班车几点？", ("routes",)), Turn("3路公交末班车几点？")]
    found = understand("那票价呢？", "zh", before, known.get)
    assert found is not None
    assert (found.text, found.articles) == ("3路公交的票价是多少钱？", ())
