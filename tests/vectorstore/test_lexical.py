"""The lexical index ranks by BM25, as computed by hand."""

import math
import sqlite3
from collections.abc import Iterator
from contextlib import closing

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vectorstore.catalogue import lexical
from vectorstore.catalogue.terms import terms

DOCUMENTS = {
    1: "累计完成投资30.12亿元，绿色工厂",
    2: "奖励1,170万元 Green Factory 绿色",
    3: "昨夜下了雨",
    4: "小麦收割开始，雨停了",
    5: "图书馆周一闭馆",
    6: "公交线路调整",
}


def index(documents: dict[int, str]) -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:")
    connection.execute(lexical.SCHEMA)
    lexical.add(connection, documents.items())
    lexical.optimise(connection)
    return connection


@pytest.fixture
def connection() -> Iterator[sqlite3.Connection]:
    with closing(index(DOCUMENTS)) as opened:
        yield opened


def bm25(documents: dict[int, str], question: str, number: int) -> float:
    """Robertson and Zaragoza 2009 with FTS5's k1 = 1.2, b = 0.75, idf = ln((N − n + ½) / (n + ½))."""
    words = {key: terms(text) for key, text in documents.items()}
    mean = sum(map(len, words.values())) / len(words)
    score = 0.0
    for term in dict.fromkeys(terms(question)):
        holding = sum(1 for found in words.values() if term in found)
        idf = max(math.log((len(words) - holding + 0.5) / (holding + 0.5)), 1e-6)
        count = words[number].count(term)
        length = len(words[number]) / mean
        score += idf * count * 2.2 / (count + 1.2 * (0.25 + 0.75 * length))
    return score


@pytest.mark.parametrize("question", ["绿色工厂", "奖励1170万元", "昨夜的雨", "30.12亿元"])
def test_scores_are_bm25(connection: sqlite3.Connection, question: str) -> None:
    found = lexical.search(connection, question, 10)
    assert found
    for number, score in found:
        assert score == pytest.approx(bm25(DOCUMENTS, question, number), rel=1e-3)


def test_the_document_that_shares_most_comes_first(connection: sqlite3.Connection) -> None:
    assert [number for number, _ in lexical.search(connection, "绿色工厂", 10)] == [1, 2]


def test_a_decimal_is_not_found_by_half_of_it(connection: sqlite3.Connection) -> None:
    assert lexical.search(connection, "30", 10) == []


@pytest.mark.parametrize("question", ['"; DROP TABLE lexical', "AND OR NOT", "NEAR(", "*", "terms:绿色", ""])
def test_query_syntax_is_searched_as_words(connection: sqlite3.Connection, question: str) -> None:
    lexical.search(connection, question, 10)
    assert lexical.search(connection, "绿色工厂", 10)


@given(st.text(min_size=1))
@settings(deadline=None, max_examples=50)
def test_any_text_finds_itself(text: str) -> None:
    with closing(index(DOCUMENTS | {7: text})) as opened:
        found = [number for number, _ in lexical.search(opened, text, 10)]
        assert (7 in found) == bool(terms(text))


def test_a_whole_page_as_a_question_is_cut_to_a_bounded_search(connection: sqlite3.Connection) -> None:
    assert lexical.search(connection, "绿色工厂" + "".join(map(chr, range(0x4E00, 0x7000))), 10)
