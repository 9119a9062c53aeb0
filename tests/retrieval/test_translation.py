"""English questions searched by the Chinese words that they may mean."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.search.retriever import HybridRetriever
from retrieval.search.translation import MOST_WORDS, across, glossary, groups
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
    found = across(archive, question, 3)
    assert archive.chunks([found[0].chunk_id])[0].text.endswith(text)


def test_a_question_whose_words_no_chunk_has_finds_nothing(archive: MemoryArchive) -> None:
    assert across(archive, "Who won the chess championship?", 3) == []


def test_a_word_counts_once_however_many_of_its_translations_a_chunk_has() -> None:
    one = "学校放假。"
    several = "学校、学院、同学、小学生。"
    archive = MemoryArchive([article(one), article(several)], BigramEmbedder())
    scores = {hit.chunk_id: hit.score for hit in across(archive, "schools", 5)}
    assert len(scores) == 2
    assert max(scores.values()) < 2 * min(scores.values())


def test_figures_and_latin_names_are_searched_as_they_stand() -> None:
    assert groups("5G") == [("5",)]  # as the index splits it
    assert {("ZTE",), ("2024",)} <= set(groups("How many stations does ZTE plan for 2024?"))


def test_a_word_that_only_asks_is_no_latin_name_though_it_begins_a_sentence() -> None:
    assert groups("Which? How many? What is the name of it? WHY? The what?") == []
    assert ("Which",) not in groups("Which beds does the hospital have?")


def test_a_pasted_page_is_searched_by_some_words_only_and_by_its_figures_first() -> None:
    words = list(glossary())[::50]
    pasted = groups(f"{' '.join(words)} ZTE 2024")
    assert len(pasted) == MOST_WORDS < len(words)
    assert pasted[:2] == [("ZTE",), ("2024",)]


def test_the_first_search_of_an_english_question_uses_the_glossary(archive: MemoryArchive) -> None:
    retriever = HybridRetriever(archive, BigramEmbedder())
    best = retriever.passages("On which day is the library closed?")[0]
    assert best.lexical is not None
    assert LIBRARY in best.article.text


@given(st.text(max_size=80))
def test_any_text_has_groups_of_words_that_say_something(text: str) -> None:
    assert all(words and all(words) for words in groups(text))


def test_every_line_of_the_glossary_has_a_stem_and_chinese_words() -> None:
    assert len(glossary()) > 10_000
    assert all(
        key.isascii() and words and not any(w.isascii() for w in words) for key, words in glossary().items()
    )
