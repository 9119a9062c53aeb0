"""Names in pinyin, found by what the archive has."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypinyin import lazy_pinyin

from retrieval.search.transliteration import UNLIKELY, Name, names
from tests.retrieval.memory import BigramEmbedder, MemoryArchive, article


def found(question: str, *texts: str) -> list[Name]:
    return names(MemoryArchive([article(text) for text in texts], BigramEmbedder()), question)


@pytest.mark.parametrize(
    ("question", "text", "run"),
    [
        ("How old is Yin Nanfeng?", "作家尹南风今年四十九岁。", "尹南风"),
        ("How old is Nanfeng Yin?", "作家尹南风今年四十九岁。", "尹南风"),
        ("Who is Qiao Xiaoting's wife?", "谯小亭的妻子也会拉琴。", "谯小亭"),
        ("How tall is Fu Su'e?", "伏素娥身高一米五。", "伏素娥"),
        ("How many people visited Longmu Mountain?", "龙母山去年接待游客。", "龙母"),
        ("Where is Lvcheng Road?", "绿城路今天通车。", "绿城"),
        ("What did Ouyang Jinghua find?", "欧阳静华发现了它。", "欧阳静华"),
    ],
)
def test_a_name_is_the_run_of_characters_that_sounds_so(question: str, text: str, run: str) -> None:
    (name,) = found(question, text)
    assert name.ways[run] == 1.0


def test_what_stands_behind_the_name_chooses_among_runs_that_sound_alike() -> None:
    (name,) = found("How long is the Nanbu Bridge?", "南部有雨。", "南埠大桥封闭大修。")
    assert name.joined.keys() == {"南埠大桥"}
    assert (name.ways["南埠"], name.ways["南部"]) == (1.0, UNLIKELY)


def test_a_persons_name_begins_with_a_surname() -> None:
    (name,) = found("How old is Li Guiying?", "市民李桂英说。", "这里贵迎宾。")
    assert (name.ways["李桂英"], name.ways["里贵迎"]) == (1.0, UNLIKELY)


def test_a_surname_alone_is_searched_as_newspapers_write_it() -> None:
    (name,) = found("How much did Ms. Fei lose?", "市民费女士被骗。", "不能废女人。")
    assert name.ways.keys() == {"费女士"}
    (name,) = found("How long was Leng sentenced?", "被告人冷某获刑。")
    assert name.ways == {"冷某": 1.0}


def test_a_river_of_one_syllable_is_found_with_what_it_is() -> None:
    (name,) = found("How long is the Li River?", "漓江全长。", "这里讲话。")
    assert name.joined.keys() == {"漓江"}


@pytest.mark.parametrize("question", ["Who won the match?", "What is it?", "How old is John Smith?", ""])
def test_what_is_no_pinyin_or_not_in_the_archive_is_no_name(question: str) -> None:
    assert found(question, "北渡大桥通车。") == []


@given(st.text("阳河桥李王桂英北东", min_size=2, max_size=4))
def test_any_name_is_found_by_its_own_sound(run: str) -> None:
    spelt = "".join(lazy_pinyin(run)).capitalize()
    assert any(run in name.ways for name in found(f"Where is {spelt}?", f"这是{run}。"))


@given(st.text(max_size=60))
def test_any_text_has_names_or_none(text: str) -> None:
    for name in found(text, "北渡大桥通车。"):
        assert name.ways or name.joined
