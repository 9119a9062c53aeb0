"""Rules over words alone: spoken forms, reasons, places, offices, lines, what is free."""

from __future__ import annotations

import pytest

from retrieval.evidence.candidates import typed
from retrieval.evidence.offices import holders, of_another_office, office_of
from retrieval.evidence.papers_needed import brought_in
from retrieval.evidence.places import place_in
from retrieval.evidence.reasons import reason_in
from retrieval.evidence.shapes import fits
from retrieval.evidence.singling import singled
from retrieval.evidence.singling_times import end_of_range
from retrieval.evidence.telephone_lines import line_asked
from retrieval.models import Span
from retrieval.question.analysis import Kind, analyse
from retrieval.question.colloquial import written
from retrieval.question.honorifics import named_in_full
from retrieval.question.synonyms import in_papers_words
from retrieval.text.free_of_charge import free
from retrieval.text.quantities import durations
from retrieval.text.telephones import telephones


def words(quote: str, spans: list[Span]) -> list[str]:
    return [quote[start:end] for start, end in spans]


@pytest.mark.parametrize(
    ("spoken", "as_written"),
    [
        ("镇长叫啥", "镇长是谁"),
        ("教育局局长叫什么名字？", "教育局局长是谁？"),
        ("他女儿叫啥", "他女儿叫什么"),
        ("为啥停水", "为什么停水"),
        ("去哪办证", "去哪里办证"),
        ("公园啥时候开门", "公园什么时候开门"),
        ("咋报名", "怎么报名"),
        ("一斤几块钱", "一斤多少钱"),
        ("那里有啥好吃的", "那里有啥好吃的"),
        ("在哪个村", "在哪个村"),
        ("在哪些路口", "在哪些路口"),
        ("门诊在哪层楼", "门诊在哪层楼"),
        ("展览改到哪周", "展览改到哪周"),
        ("他的日记叫什么名字？", "他的日记叫什么名字？"),
    ],
)
def test_spoken_interrogatives_become_written_ones(spoken: str, as_written: str) -> None:
    assert written(spoken) == as_written


def test_where_to_asks_for_a_place() -> None:
    assert analyse("身份证去哪补办").kind is Kind.PLACE


@pytest.mark.parametrize(
    ("question", "quote", "reason"),
    [
        ("8路为什么绕行", "因河滨路施工，8路公交绕行人民路。", "河滨路施工"),
        ("苹果为什么便宜了", "受库存增加影响，苹果价格跌到每斤2元。", "库存增加影响"),
        (
            "鸭蛋为什么涨价",
            "鸡蛋降价是需求减少的缘故；鸭蛋涨价是因为饲料涨了、鸭子少了。",
            "饲料涨了、鸭子少了",
        ),
    ],
)
def test_a_reason_stands_where_the_sentence_says_so(question: str, quote: str, reason: str) -> None:
    start, end = reason_in(analyse(question), quote, (0, 1))
    assert quote[start:end] == reason


@pytest.mark.parametrize(
    ("question", "quote", "chosen", "place"),
    [
        ("老人证去哪办", "老人证可到社区服务站免费办理。", "社区服务站免费办理", "社区服务站"),
        ("5路现在停哪", "5路不再停靠北门，改停桥头站。", "北门", "桥头站"),
        ("会在哪里开", "座谈会6月15日上午9时在县礼堂举行。", "6月15日上午9时在县礼堂举行", "县礼堂"),
    ],
)
def test_a_place_ends_before_its_verb(question: str, quote: str, chosen: str, place: str) -> None:
    at = quote.index(chosen)
    start, end = place_in(analyse(question), quote, (at, at + len(chosen)))
    assert quote[start:end] == place


@pytest.mark.parametrize(
    ("question", "quote", "who"),
    [
        ("镇长是谁", "副镇长钱大海介绍，镇长由县委办原主任孙小雨担任。", ["孙小雨"]),
        ("副镇长是谁", "副镇长钱大海介绍，今年种树3万棵。", ["钱大海"]),
        ("领队是谁", "领队、县文管所研究员周知行说，明年还要再来。", ["周知行"]),
        ("谁是教育局局长", "县教育局局长吴兰说，九月开学。", ["吴兰"]),
        ("队长是谁", "教练李强说，比赛很难。", []),
    ],
)
def test_who_holds_an_office(question: str, quote: str, who: list[str]) -> None:
    asked = analyse(question)
    assert words(quote, holders(office_of(asked), quote)) == who


def test_a_deputy_holds_another_office() -> None:
    quote = "副镇长钱大海介绍"
    assert of_another_office("镇长", quote, quote.index("钱"))
    assert not of_another_office("副镇长", quote, quote.index("钱"))


def test_the_line_is_the_one_for_what_the_reader_wants() -> None:
    quote = "咨询电话：0837-6600001。报修电话：95598。"
    assert words(quote, line_asked("停气了打什么电话问", quote, telephones(quote))) == ["0837-6600001"]
    assert words(quote, line_asked("报修电话是多少", quote, telephones(quote))) == ["95598"]
    assert len(line_asked("电话是多少", quote, telephones(quote))) == 2


def test_what_is_free_answers_what_it_costs_for_all_or_for_those_named() -> None:
    assert words("展览免费参观。", free("门票多少钱", "展览免费参观。")) == ["免费"]
    assert not free("坐车多少钱", "票价2元，65岁以上老人免费。")
    assert words("票价2元，老人免费。", free("老人坐车要钱吗", "票价2元，老人免费。")) == ["免费"]
    assert words("65岁以上老人免费。", free("老人坐车要钱吗", "65岁以上老人免费。")) == ["免费"]
    assert not free("这盏灯值多少钱", "展览免费参观。")


def test_a_measure_of_something_else_is_no_candidate() -> None:
    quote = "灯高31厘米，展出3天，收徒63人，徒弟今年14岁。"
    assert "31厘米" not in words(quote, typed(analyse("这盏灯多少钱"), quote))
    assert "14岁" not in words(quote, typed(analyse("有几个徒弟"), quote))


def test_a_month_of_a_year_lasts_no_time() -> None:
    assert durations("从2022年10月起经营，判一年二个月") != []
    assert words("从2022年10月起经营", durations("从2022年10月起经营")) == []


def test_a_number_of_things_is_no_silver() -> None:
    assert fits(analyse("一个月挣多少钱"), "晴天一两把，雨天七八把。") == 0.0
    assert fits(analyse("罚了多少钱"), "罚银二十两。") == 1.0


def test_a_call_by_title_is_the_one_person_of_that_surname() -> None:
    story = "据了解，钱大海说，今年种树3万棵。吴兰说，好。"
    assert named_in_full("钱老师种了多少树", [story]) == {"钱老师": "钱大海"}
    assert named_in_full("孙老师种了多少树", [story]) == {}
    assert named_in_full("钱老师种了多少树", [story, "钱小山说，不多。"]) == {}


def test_latin_words_are_asked_for_as_the_paper_prints_them() -> None:
    asked = in_papers_words(analyse("图书馆的wifi密码是多少"), ["图书馆全馆覆盖WiFi，密码贴在前台。"])
    assert "WiFi" in asked.text
    assert "WiFi" in asked.content


@pytest.mark.parametrize(
    ("question", "part"),
    [
        ("报名什么时候截止", "9月24日"),
        ("报名从哪天开始", "9月18日"),
        ("报名几号到几号", "9月18日至9月24日"),
        ("什么时候报名", "9月18日至9月24日"),
    ],
)
def test_one_end_of_a_range_is_asked_for_or_all_of_it(question: str, part: str) -> None:
    quote = "报名时间为9月18日至9月24日。"
    start, end = end_of_range(analyse(question), quote, (5, 16))
    assert quote[start:end] == part


def test_what_has_to_be_brought_stands_behind_the_verb() -> None:
    quote = "老年卡可到各社区免费办理，需带身份证和一张照片。"
    start, end = brought_in(analyse("办老年卡要带什么"), quote, (0, 3))
    assert quote[start:end] == "身份证和一张照片"


def test_of_those_to_which_something_was_done_the_figure_before_the_verb_counts() -> None:
    quote = "检查学校食堂64家，发现隐患，3家食堂被责令停业。"
    asked = analyse("几家食堂被关了")
    assert words(quote, singled(asked, quote, typed(asked, quote))) == ["3家"]


def test_on_a_bus_is_not_the_bus_line() -> None:
    story = "3路公交线路调整，9路车上拾到现金。"
    assert in_papers_words(analyse("9路车上捡到什么"), [story]).text == "9路车上捡到什么"


def test_why_somebody_died_is_a_reason() -> None:
    quote = "老校长周知行同志因病医治无效，于9月7日逝世。"
    start, end = reason_in(analyse("周知行怎么死的"), quote, (0, len(quote)))
    assert quote[start:end] == "因病医治无效"


@pytest.mark.parametrize(
    ("question", "quote", "days"),
    [
        (
            "暴雨什么时候来",
            "县气象台8月3日16时发布预报：4日夜里到6日有暴雨。",
            ["4日夜里到6日"],
        ),
        ("成绩什么时候能查", "中考6月20日结束，6月28日公布成绩。", ["6月20日", "6月28日"]),
    ],
)
def test_the_day_of_a_forecast_is_that_of_the_telling_and_the_day_of_results_is_none(
    question: str, quote: str, days: list[str]
) -> None:
    asked = analyse(question)
    spans = singled(asked, quote, typed(asked, quote))
    assert [quote[start:end] for start, end in spans] == days


def test_the_tenth_games_are_no_tenth_place() -> None:
    quote = "在第九届县运会上，红石县队获得第四名。"
    spans = typed(analyse("红石县队得了第几名？"), quote)
    assert [quote[start:end] for start, end in spans] == ["第四名"]
