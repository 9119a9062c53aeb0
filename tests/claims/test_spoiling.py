"""A spoiled claim is false: what may be exchanged are whole names of one kind that are not of one thing."""

from __future__ import annotations

import random

import pytest

from benchmarks.material import Material
from benchmarks.naming import is_name, one_thing, tagged_names, whole_at
from benchmarks.spoiled import PARTS, half_of
from benchmarks.spoiling import spoiled


def made(sentence: str, passage: str, names: tuple[str, ...]) -> dict[str, str]:
    material = Material(sentence, passage, "", "", names, (), "")
    return {one.kind: one.text for one in spoiled(material, random.Random(1))}


@pytest.mark.parametrize(
    "phrase", ["较低温度", "本县出产银器", "皇帝封他为郡王", "和人", "为纪念校长", "两小时", "温暖"]
)
def test_a_clause_a_quality_and_a_count_are_no_names(phrase: str) -> None:
    assert not is_name(phrase)


@pytest.mark.parametrize(
    "name", ["北京", "张学良", "约翰·史密斯", "南北朝时期", "特许学校", "市场和技术现实"]
)
def test_names_and_noun_phrases_are(name: str) -> None:
    assert is_name(name)


def test_a_piece_of_another_word_is_not_where_a_name_stands() -> None:
    assert whole_at("荷兰", "他去过荷兰，见过荷兰人。") == [(3, 5)]
    assert not whole_at("本地", "他到过日本地区。")


@pytest.mark.parametrize(
    ("a", "b", "text"),
    [
        ("北京大学", "北大", ""),
        ("杨浦区", "大杨浦", "杨浦区在当地普遍被称作大杨浦。"),
        ("林爽文事件", "林爽文起义", ""),
        ("明远机械", "MY公司", "明远机械（MY公司）成立于1995年。"),
    ],
    ids=["short name", "so called", "one event", "in brackets"],
)
def test_two_names_of_one_thing_are_known(a: str, b: str, text: str) -> None:
    assert one_thing(a, b, text)


def test_two_hospitals_of_one_town_are_two_things() -> None:
    assert not one_thing("濮阳市中医院", "濮阳市人民医院", "濮阳市中医院和濮阳市人民医院都派了医生。")


def test_a_name_is_exchanged_where_it_stands_whole_and_only_there() -> None:
    sentence = "荷兰在1661年战败，荷兰人退出该岛。"
    passage = sentence + "日本没有参加。"
    assert made(sentence, passage, ("荷兰", "日本"))["name"] == "日本在1661年战败，荷兰人退出该岛。"


def test_an_alias_is_not_exchanged() -> None:
    sentence = "杨浦区面积60平方公里，位于城东。"
    passage = sentence + "杨浦区普遍被称作大杨浦。"
    assert "name" not in made(sentence, passage, ("杨浦区", "大杨浦"))


def test_a_hedge_is_dropped_from_a_clause_that_has_no_other() -> None:
    assert (
        made("大桥预计将于6月建成通车。", "大桥预计将于6月建成通车。", ())["hedge dropped"]
        == "大桥于6月建成通车。"
    )
    assert "hedge dropped" not in made("大桥计划明年建成通车。", "大桥计划明年建成通车。", ())


def test_the_tagger_knows_places_in_both_scripts_and_no_numerals() -> None:
    assert "臺灣" in set(tagged_names("他從臺灣到三國，再到四樓。"))
    assert not {"三國", "四樓"} & set(tagged_names("他從臺灣到三國，再到四樓。"))


def test_no_article_is_of_two_parts() -> None:
    assert len(set(PARTS.values())) == len(PARTS)
    assert {half_of(str(number)) for number in range(50)} == {0, 1}
