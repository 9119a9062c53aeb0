"""English questions searched by the Chinese words that they may mean."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.search.glossary import entry, glossary, joint_meanings, meanings
from retrieval.search.retriever import HybridRetriever
from retrieval.search.translation import MOST_WORDS, across, groups, with_meanings
from tests.retrieval.memory import BigramEmbedder, MemoryArchive, article

LIBRARY = "新图书馆六月一日起试开放，周一闭馆，每人最多借十册。"
CLINIC = "县医院开设夜间门诊，每晚六点到十点半由两名医生坐诊。"
BRIDGE = "清河大桥封闭检修一百四十天，货车须从东环路绕行。"


@pytest.fixture
def archive() -> MemoryArchive:
    return MemoryArchive([article(text) for text in (LIBRARY, CLINIC, BRIDGE)], BigramEmbedder())


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("On which day is the library closed?", LIBRARY),
        ("How many doctors see patients at the night clinic?", CLINIC),
        ("Which road must lorries take while the bridge is closed?", BRIDGE),
    ],
)
def test_the_report_that_has_the_questions_words_in_chinese_comes_first(
    archive: MemoryArchive, question: str, text: str
) -> None:
    found = across(archive, question, 3).hits
    assert archive.chunks([found[0].chunk_id])[0].text.endswith(text)


def test_a_question_whose_words_no_chunk_has_finds_nothing(archive: MemoryArchive) -> None:
    assert across(archive, "Who won the chess championship?", 3) == ([], False)


def test_a_word_counts_once_however_many_of_its_translations_a_chunk_has() -> None:
    one = "学校放假。"
    several = "学校、学院、同学、小学生。"
    archive = MemoryArchive([article(one), article(several)], BigramEmbedder())
    scores = {hit.chunk_id: hit.score for hit in across(archive, "schools", 5).hits}
    assert len(scores) == 2
    assert max(scores.values()) < 2 * min(scores.values())


def said(question: str, *texts: str) -> list[str]:
    """All ways to write a question's words, for an archive of some texts."""
    found = groups(MemoryArchive([article(text) for text in texts], BigramEmbedder()), question)
    return [way for group in found for way in group]


def test_figures_and_latin_names_are_searched_as_they_stand() -> None:
    assert said("5G") == ["5"]  # as the index splits it
    assert {"ZTE", "2024"} <= set(said("How many stations does ZTE plan for 2024?"))


def test_a_small_may_behind_a_number_is_no_month() -> None:
    assert "5月3日" not in said("Will route 3 may be late?")
    assert "5月3日" in said("What happened on 3 May?")
    assert "5月3日" in said("what happened on may 3?")


def test_a_word_that_only_asks_is_no_latin_name_though_it_begins_a_sentence() -> None:
    assert said("Which? How many? What is the name of it? WHY? The what?") == []
    assert "Which" not in said("Which beds does the hospital have?")


@pytest.mark.parametrize(
    ("question", "way"),
    [
        ("What opened on September 8?", "9月8日"),
        ("What opened on the 8th of September?", "9月8日"),
        ("What opened on 8 Sept?", "9月8日"),
        ("What opened in May?", "5月"),
        ("Where does bus No. 15 stop?", "15路"),
        ("How often does line 2 run?", "2号"),
        ("Who received 475 million yuan?", "4.75亿"),
        ("Who received 12 thousand yuan?", "1.2万"),
    ],
)
def test_dates_and_numbered_things_and_amounts_are_searched_as_chinese_writes_them(
    question: str, way: str
) -> None:
    assert way in said(question)


def test_may_is_a_month_only_where_it_is_said_to_be() -> None:
    assert not any("月" in way for way in said("May dogs march in the park?") if way[0].isdigit())


def test_a_name_is_searched_by_the_characters_that_the_archive_has_for_it() -> None:
    assert "北渡大桥" in said("When was the Beidu Bridge opened?", "北渡大桥昨日通车。")
    assert not any("北" in way for way in said("When was the Beidu Bridge opened?", "明日有雨。"))


def test_words_in_chinese_are_searched_as_they_stand() -> None:
    assert "清河" in "".join(said("When was the 清河大桥 bridge closed?", BRIDGE))


def test_a_short_chinese_question_is_searched_with_what_its_english_words_mean() -> None:
    assert "市长" in with_meanings("濮阳 mayor")
    assert with_meanings("歌曲《real world》是什么时候发行的") == "歌曲《real world》是什么时候发行的"
    assert with_meanings("濮阳市长是谁") == "濮阳市长是谁"


def test_a_pasted_page_is_searched_by_some_words_only_and_by_its_figures_first() -> None:
    words = [key for key in glossary() if " " not in key][::50]
    archive = MemoryArchive([article(BRIDGE)], BigramEmbedder())
    pasted = groups(archive, f"{' '.join(words)} ZTE 2024")
    assert len(pasted) == MOST_WORDS < len(words)
    assert pasted[:2] == [{"ZTE": 1.0}, {"2024": 1.0}]


@pytest.mark.parametrize(
    ("word", "chinese"),
    [("libraries", "图书馆"), ("sold", "卖出"), ("brought", "带来"), ("cities", "城市"), ("theatre", "剧院")],
)
def test_a_word_is_found_in_any_of_its_forms(word: str, chinese: str) -> None:
    assert chinese in meanings(word)


@pytest.mark.parametrize(("one", "other"), [("care", "car"), ("city", "cite"), ("policy", "police")])
def test_words_that_begin_alike_stay_apart(one: str, other: str) -> None:
    assert not meanings(one).keys() & meanings(other).keys()


def test_words_that_mean_something_together_are_looked_up_together() -> None:
    assert "省会" in joint_meanings(("provincial", "capital"))
    assert "省会" in said("How far is it to the provincial capital?")
    assert "中学" in said("How many middle schools are there?")


def test_a_word_that_the_glossary_lacks_is_taken_for_its_stem() -> None:
    assert not entry("enrolments")
    assert meanings("enrolments")


def test_the_first_search_of_an_english_question_uses_the_glossary(archive: MemoryArchive) -> None:
    retriever = HybridRetriever(archive, BigramEmbedder())
    best = retriever.passages("On which day is the library closed?")[0]
    assert best.lexical is not None
    assert LIBRARY in best.article.text


@given(st.text(max_size=80))
def test_any_text_has_groups_of_words_that_say_something(text: str) -> None:
    archive = MemoryArchive([article(BRIDGE)], BigramEmbedder())
    for group in groups(archive, text):
        assert group
        assert all(way and 0 < weight <= 1 for way, weight in group.items())


def test_every_line_of_the_glossary_has_english_words_and_likely_chinese_ones() -> None:
    assert len(glossary()) > 10_000
    for key in list(glossary())[::7]:
        found = entry(key)
        assert key.isascii()
        assert found
        assert max(found.values()) == 1.0
        assert all(0 < likely <= 1 and not word.isascii() for word, likely in found.items())
