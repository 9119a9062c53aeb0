"""A reader's verb is no name, a first one is 首 in print, and a measure word binds no figure."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.evidence.namesakes import another
from retrieval.evidence.offices import office_of
from retrieval.evidence.rivals import apart
from retrieval.question.analysis import Kind, analyse
from retrieval.question.focus import focus_of, speaks_of
from retrieval.text.designations import designations
from retrieval.text.quantities import quantities
from retrieval.text.units import AGE, MONEY, SCORE, carries, units_of
from tests.retrieval.memory import answerer, article

DAY = date(2023, 6, 2)


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("柳河大桥几号开始封桥？", "柳河大桥从8月3日起全封闭施工。"),
        ("专家怎样评估机场？", "去年投用的青原机场吞吐量居全省第三。"),
        ("剧团何时去北京演出？", "剧团下月进京演出三场。"),
        ("考察团什么时候到上海？", "考察团5日赴沪招商。"),
    ],
)
def test_a_verb_before_a_bridge_and_a_city_by_its_short_name_are_no_other_thing(
    question: str, text: str
) -> None:
    assert not another(analyse(question), text, "濮阳", DAY)


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("柳河大桥几号封闭？", "青原大桥从8月3日起全封闭施工。"),
        ("剧团何时去北京演出？", "剧团下月赴沪演出三场。"),
    ],
)
def test_another_bridge_and_another_city_stay_so(question: str, text: str) -> None:
    assert another(analyse(question), text, "濮阳", DAY)


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("男子组第一名是谁？", "男子组冠军由钱大有夺得。"),
        ("第二大客户是谁？", "本地企业是最大客户，邻县居第二。"),
        ("女子第一叫什么？", "女子组冠军是中学生柳叶。"),
        ("第一趟班车几点发？", "首趟班车6点发车。"),
        ("第一届农民节在哪里办？", "首届农民节在柳河镇举行。"),
        ("庙会第二天有什么戏？", "庙会9日开锣，10日唱豫剧。"),
        ("65岁的老人坐车多少钱？", "60岁以上老人半价。"),
        ("12岁的孩子能参加吗？", "8至14岁儿童可以报名。"),
        ("他23岁时做什么？", "二十三岁那年，他进厂当了学徒。"),
        ("老店开了100年吗？", "老店开了近一百年。"),
        ("12000户人家都通了气吗？", "1.2万户人家通了气。"),
        ("谁驾驶过JH-7的教练机？", "他驾驶过JH-7教练机。"),
        ("较大的车型叫什么？", "小的车型卖得不好，另一款叫远行者。"),
    ],
)
def test_an_ordinal_or_an_age_told_in_other_words_is_not_missing(question: str, text: str) -> None:
    assert apart(analyse(question), text)[:2] == (0, 0)


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("第三名是谁？", "男子组冠军由钱大有夺得。"),
        ("第二届农民节在哪里办？", "首届农民节在柳河镇举行。"),
        ("第一期工程投资多少？", "第二期工程投资3亿元，去年开工，是率先完工的一段。"),
        ("15岁的孩子能参加吗？", "8至14岁儿童可以报名。"),
        ("男排第二名是谁？", "男排连续第二年夺冠。"),
        ("她第一次登台唱的什么？", "她在县里唱了三首民歌。"),
    ],
)
def test_another_ordinal_or_age_is_missing(question: str, text: str) -> None:
    assert apart(analyse(question), text).number > 0


@given(st.integers(1, 99), st.integers(1, 99), st.integers(1, 99))
def test_an_age_is_held_by_a_range_if_and_only_if_it_lies_in_it(age: int, low: int, more: int) -> None:
    text = f"{low}至{low + more}周岁的市民可以报名。"
    held = low <= age <= low + more
    assert (apart(analyse(f"{age}周岁的市民能报名吗？"), text).number == 0) == held


@pytest.mark.parametrize("question", ["这种鱼被称为什么？", "她被评为什么称号？", "老街改名为什么路？"])
def test_what_something_is_called_is_no_reason(question: str) -> None:
    assert analyse(question).kind is not Kind.WHY


@pytest.mark.parametrize(
    "question", ["工作为什么难找？", "规定为什么改？", "合作为什么失败？", "这是为什么？"]
)
def test_a_reason_behind_a_like_character_stays_one(question: str) -> None:
    assert analyse(question).kind is Kind.WHY


@pytest.mark.parametrize(
    ("question", "focus"),
    [
        ("多少户入了股", ""),
        ("今年着了几次火", ""),
        ("这座塔有多少年历史", ""),
        ("住院一年最多报多少", ""),
        ("礼堂能坐多少人", "座位"),
        ("海关副关长叫什么", "副关长"),
        ("清河县县长是谁", "县长"),
        ("养了几箱蜜蜂", "蜜蜂"),
    ],
)
def test_the_thing_asked_about_is_a_noun(question: str, focus: str) -> None:
    assert focus_of(question) == focus


@pytest.mark.parametrize(
    ("focus", "text"),
    [
        ("蜜蜂", "他在山上放了60箱蜂。"),
        ("树木", "沿线种下3万棵树。"),
        ("新车", "公司购入8辆电动车。"),
        ("造价", "桥面翻修费用1200万元。"),
        ("弟弟", "姐姐在县城教书，弟为画家。"),
        ("创造者", "这个人物由县里一位画家创作。"),
        ("座位", "报告厅可同时容纳500人。"),
    ],
)
def test_a_text_speaks_of_a_thing_by_its_head_and_by_what_papers_call_it(focus: str, text: str) -> None:
    assert speaks_of(text, focus)


def test_a_text_that_names_a_part_of_another_word_does_not_speak_of_it() -> None:
    assert not speaks_of("蜂窝煤厂停产，3名工人转岗。", "蜜蜂")


@pytest.mark.parametrize(
    ("question", "figure"),
    [
        ("门诊有几张诊椅", "6台"),
        ("全年着了多少次火", "32起"),
        ("能找到多少种鸟", "120个"),
        ("礼堂能坐多少人", "800个"),
        ("决赛比分是多少", "24–10"),
        ("决赛比分是多少", "3比1"),
        ("决赛比分是多少", "25:21"),
        ("决赛比分是多少", "24–10 胜"),
        ("黄瓜多少钱一斤", "3.90"),
        ("他贷了多少款", "80万元"),
    ],
)
def test_a_figure_with_what_papers_count_by_carries_the_unit(question: str, figure: str) -> None:
    assert carries(figure, analyse(question).units)


@pytest.mark.parametrize(
    ("figure", "units"), [("3.9", MONEY), ("13.25%", MONEY), ("2024", SCORE), ("120元", SCORE)]
)
def test_other_figures_do_not(figure: str, units: tuple[str, ...]) -> None:
    assert not carries(figure, units)


def test_a_score_named_by_the_way_is_not_what_is_asked_for() -> None:
    assert analyse("比分变成 3 比 1 时比赛还剩多少时间？").units == ()
    assert units_of("难度有多高", "zh") == units_of("级别有多高", "zh") == ()


def test_the_first_of_a_row_is_its_number_one() -> None:
    assert [(one.kind, one.values) for one in designations("首批名单公布")] == [("批", frozenset({"1"}))]


def test_a_deputy_is_asked_for_by_the_whole_title() -> None:
    assert office_of(analyse("县发改委副主任是谁")) == "副主任"


PAPER = answerer(
    article(
        "县农业局监测，3月2日县城5家市场蔬菜零售价（元/斤）如下：\n黄瓜3.90，涨0.20；白菜0.85，跌0.10。",
        headline="一周菜价",
    ),
    article(
        "县医院院长孟和平主持会议。县医院副院长柳青山介绍，急诊楼下月投用。",
        headline="急诊楼将投用",
    ),
    article("水务队门将戴山扑出两个点球，当选最佳球员。", headline="水务队夺冠"),
    article(
        "新区学校开学报到：小学一年级8月27日，高一8月26日，其余年级8月30日。",
        headline="新区学校报到时间",
    ),
    *(article(f"第{n}中学举行运动会。", headline=f"{n}中运动会") for n in range(3, 9)),
)


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("县农业局监测的黄瓜零售价是多少元一斤？", "3.90"),
        ("县医院副院长是谁？", "柳青山"),
        ("县医院院长是谁？", "孟和平"),
        ("水务队的守门员是谁？", "戴山"),
        ("新区学校三年级几号报到？", "8月30日"),
    ],
)
def test_the_paper_answers_in_its_own_words(question: str, words: str) -> None:
    answer = PAPER.ask(question)
    assert answer.status == "answered"
    assert words in answer.citations[0].quote


def test_a_story_of_an_event_may_leave_its_number_out_though_it_numbers_an_earlier_one() -> None:
    text = "青年赛昨日落幕，他成了青年赛上最年长的球员，此前的纪录在第33届青年赛上创下。"
    assert apart(analyse("他参加第 50 届青年赛时几岁？"), text).rival == 0
    assert apart(analyse("他参加第 50 届青年赛时几岁？"), "他夺得第33届青年赛冠军。").rival == 1


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("走丢的老人叫什么？", Kind.PERSON),
        ("女单第二名叫什么？", Kind.PERSON),
        ("他的师傅叫什么？", Kind.PERSON),
        ("这种花叫什么？", Kind.DEFINITION),
        ("老字号协会叫什么？", Kind.DEFINITION),
    ],
)
def test_what_a_person_is_called_is_a_person(question: str, kind: Kind) -> None:
    assert analyse(question).kind is kind


def test_an_office_that_the_segmenter_cuts_in_two_is_asked_for_all_the_same() -> None:
    assert office_of(analyse("路桥处处长是谁？")) == "处长"


FORECASTS = answerer(
    article("11日起天气转晴，最高气温升到30℃，天气怎么样都好。", headline="天气转晴"),
    article("县气象台说，24日多云，天气怎么样还要看冷空气，23日有小雨。", headline="一周天气"),
)


def test_the_story_with_the_day_asked_for_comes_before_one_of_another_day() -> None:
    answer = FORECASTS.ask("24日天气怎么样？")
    assert answer.citations[0].article.headline == "一周天气"


def test_a_score_is_one_figure() -> None:
    text = "县队以3：1取胜，各局为25:21、25:19。"
    assert [text[a:b] for a, b in quantities(text)] == ["3：1", "25:21", "25:19"]


def test_a_foreigner_is_named_by_the_last_part_of_the_name() -> None:
    asked = analyse("约翰·史密森写了什么？")
    assert apart(asked, "史密森的书去年出版。").name == 0
    assert apart(asked, "约翰·格林的书去年出版。").name == 1


@pytest.mark.parametrize(
    "question", ["养羊的老人多大？", "王建国多大？", "她夺冠时多大？", "李大姐今年多大？"]
)
def test_how_big_a_person_is_asks_for_an_age(question: str) -> None:
    assert analyse(question).units == AGE


@pytest.mark.parametrize("question", ["新体育馆有多大？", "3号仓库多大？"])
def test_how_big_a_place_is_asks_for_its_ground(question: str) -> None:
    units = analyse(question).units
    assert carries("680平方米", units)
    assert not carries("40吨", units)
    assert not carries("35岁", units)


@pytest.mark.parametrize("question", ["影响有多大？", "这条鱼有多大？", "风力有多大？"])
def test_how_big_other_things_are_binds_no_unit(question: str) -> None:
    assert analyse(question).units == ()


def test_points_are_told_in_points() -> None:
    asked = analyse("主攻手得了多少分？")
    assert carries("28分", asked.units)
    assert not carries("3篇", asked.units)


def test_a_bound_asked_about_is_another_than_the_one_told() -> None:
    text = "有不满18岁孩子的家庭占四成。"
    assert apart(analyse("有不满20岁孩子的家庭有多少？"), text).rival == 1
    assert apart(analyse("有不满18岁孩子的家庭有多少？"), text).rival == 0
