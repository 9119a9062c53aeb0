"""What a story tells of one bus line, form or block of flats is no answer about another."""

from __future__ import annotations

import pytest

from retrieval.models import Language
from retrieval.text.designations import TRANSPORT, asked_designations, designations
from tests.retrieval.memory import answerer, article

PAPER = answerer(
    article(
        "受青石街改造影响，4月2日起，县城四路公交改走新安街，末班车提前到18点45分，票价2元。六路公交照旧。",
        headline="四路公交改走新安街",
    ),
    article(
        "4月8日起，9路、12路、15路三条线路调整。9路延长到火车站，末班车推迟到22时；12路与9路换乘后不再停靠西门，"
        "全程缩短1.8公里；15路增加5辆新车，末班车提前到20时10分。各条线路票价仍为3元。",
        headline="三条公交线路今起调整",
    ),
    article(
        "实验小学今年只招一年级和二年级新生，其中一年级8个班，二年级3个班。新校区有教室40间。",
        headline="实验小学招生",
    ),
    article(
        "龙湖花园1号楼11月底交房，共86户；2号楼12月20日交房，共92户。物业费每平方米1.2元。",
        headline="龙湖花园交房",
    ),
    *(article(f"第{n}中学举行运动会。", headline=f"{n}中运动会") for n in range(3, 9)),
)


@pytest.mark.parametrize(
    "question",
    [
        "六路公交末班车几点？",
        "6路公交末班车几点？",
        "八路公交末班车几点？",
        "12路末班车几点？",
        "9路增加了多少辆车？",
        "三年级招几个班？",
        "3号楼什么时候交房？",
        "When is the last bus on route 12?",
        "When is the last bus on route 8?",
    ],
)
def test_another_ones_figure_is_no_answer(question: str) -> None:
    answer = PAPER.ask(question)
    assert answer.status == "refused", answer.text


@pytest.mark.parametrize(
    ("question", "marked"),
    [
        ("四路公交末班车几点？", "18点45分"),
        ("4路公交末班车几点？", "18点45分"),
        ("9路末班车几点？", "22时"),
        ("15路末班车几点？", "20时10分"),
        ("12路全程缩短多少公里？", "1.8公里"),
        ("一年级招几个班？", "8个"),
        ("二年级招几个班？", "3个"),
        ("2号楼什么时候交房？", "12月20日"),
        ("When is the last bus on route 9?", "22时"),
        ("When is the last bus on route 15?", "20时10分"),
    ],
)
def test_its_own_part_of_the_sentence_answers(question: str, marked: str) -> None:
    answer = PAPER.ask(question)
    spans = [c.article.text[a:b] for c in answer.citations for a, b in c.spans]
    assert spans == [marked], answer.text


@pytest.mark.parametrize("route", ["9", "12", "15"])
def test_what_is_told_of_every_line_is_told_of_each(route: str) -> None:
    assert "3元" in PAPER.ask(f"{route}路票价多少钱？").text


@pytest.mark.parametrize("text", ["三路公交", "3路公交", "3 路", "公交三路", "县城3路车"])
def test_a_line_is_the_same_in_chinese_and_arabic_numerals(text: str) -> None:
    assert [(d.kind, d.values) for d in designations(text)] == [("路", frozenset({"3"}))]


@pytest.mark.parametrize(
    ("text", "kind", "values"),
    [
        ("7、16、28路改线", "路", {"7", "16", "28"}),
        ("一、二年级", "年级", {"1", "2"}),
        ("一二年级", "年级", {"1", "2"}),
        ("三至五年级", "年级", {"3", "4", "5"}),
        ("地铁十号线", "号线", {"10"}),
        ("第十二届", "届", {"12"}),
        ("县一中", "中学", {"1"}),
        ("县第一中学", "中学", {"1"}),
        ("高三（2）班", "班", {"高三2班"}),
    ],
)
def test_a_name_by_number_is_read_whole(text: str, kind: str, values: set[str]) -> None:
    assert [(d.kind, d.values) for d in designations(text)] == [(kind, frozenset(values))]


@pytest.mark.parametrize(
    "text",
    [
        "兵分三路",
        "一路走来",
        "经7路口",
        "10个班",
        "6月2号停电",
        "三中全会",
        "分三期",
        "学期",
        "3栋楼房",
        "十中八九",
    ],
)
def test_what_counts_or_is_a_phrase_names_nothing(text: str) -> None:
    assert designations(text) == []


@pytest.mark.parametrize(
    ("question", "values"),
    [
        ("When is the last bus on route 5?", {"5"}),
        ("How often does bus 12 run?", {"12"}),
        ("Where does the No. 7 bus stop?", {"7"}),
        ("When does the 16 bus leave?", {"16"}),
        ("Did they buy 16 buses?", None),
        ("Which town does State Route 41 lead to?", None),
    ],
)
def test_an_english_question_names_a_line(question: str, values: set[str] | None) -> None:
    lang: Language = "en"
    assert asked_designations(question, lang) == ({TRANSPORT: frozenset(values)} if values else {})
