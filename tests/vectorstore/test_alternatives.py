"""Words that may be written in several ways, searched in the lexical index."""

import math
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vectorstore.catalogue import alternatives, lexical
from vectorstore.catalogue.terms import terms

DOCUMENTS = {
    1: "北渡大桥通车，大桥全长1.86公里",
    2: "南埠大桥封闭大修",
    3: "15路公交车改线，大桥站不停",
    4: "9月8日停电，图书馆闭馆",
    5: "学图与书馆，9月28日上午停水",
    6: "小麦收割开始",
}
SIZE = len(DOCUMENTS)


def index(documents: dict[int, str]) -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:")
    connection.execute(lexical.SCHEMA)
    lexical.add(connection, documents.items())
    return connection


@pytest.fixture
def connection() -> Iterator[sqlite3.Connection]:
    with closing(index(DOCUMENTS)) as opened:
        yield opened


def search(connection: sqlite3.Connection, *groups: dict[str, float]) -> dict[int, float]:
    return dict(alternatives.search(connection, groups, 10, size=SIZE))


def test_a_way_is_found_as_a_whole_and_not_by_its_pairs(connection: sqlite3.Connection) -> None:
    assert search(connection, {"图书馆": 1.0}).keys() == {4}


def test_what_ends_in_one_character_behind_a_figure_is_found_where_the_text_goes_on(
    connection: sqlite3.Connection,
) -> None:
    assert search(connection, {"15路": 1.0}).keys() == {3}
    assert search(connection, {"9月8日": 1.0}).keys() == {4}
    assert search(connection, {"9月28日": 1.0}).keys() == {5}


def test_the_best_way_counts_and_not_the_sum_of_them(connection: sqlite3.Connection) -> None:
    one, both = search(connection, {"大桥": 1.0}), search(connection, {"大桥": 1.0, "北渡": 0.1})
    assert both[1] <= one[1]


def test_the_score_is_bm25s_with_the_spread_of_all_ways(connection: sqlite3.Connection) -> None:
    found = search(connection, {"停电": 1.0, "停水": 0.5})
    lengths = {row: len(terms(text)) for row, text in DOCUMENTS.items()}
    mean = sum(lengths.values()) / SIZE
    spread = 1.0 + 0.5  # 停电 in one chunk, 停水 in one at half its weight
    idf = math.log(1 + (SIZE - spread + 0.5) / (spread + 0.5))
    for row, weight in ((4, 1.0), (5, 0.5)):
        part = 2.2 / (1 + 1.2 * (0.25 + 0.75 * lengths[row] / mean))
        assert found[row] == pytest.approx(idf * weight * part, rel=1e-3)


def test_the_more_of_its_words_a_chunk_has_the_better(connection: sqlite3.Connection) -> None:
    ranked = alternatives.search(connection, [{"大桥": 1.0}, {"封闭": 1.0, "关闭": 0.5}], 10, size=SIZE)
    assert ranked[0][0] == 2


def test_what_the_index_lacks_finds_nothing(connection: sqlite3.Connection) -> None:
    assert search(connection, {"滑雪": 1.0}, {"站": 1.0}, {}) == {}
    assert search(connection) == {}


def test_only_the_rows_asked_for_are_found_and_their_scores_stay(connection: sqlite3.Connection) -> None:
    whole = search(connection, {"大桥": 1.0})
    part = alternatives.search(connection, [{"大桥": 1.0}], 10, size=SIZE, among=[2, 3])
    assert dict(part) == {row: whole[row] for row in (2, 3)}


def test_words_beyond_the_budget_are_left_out_the_commonest_first(
    connection: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(alternatives, "BUDGET", 2)
    found = search(connection, {"大桥": 1.0}, {"小麦": 1.0}, {"停电": 1.0})
    assert found.keys() == {6, 4}


def test_one_word_is_searched_however_common_it_is(
    connection: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(alternatives, "BUDGET", 0)
    assert search(connection, {"大桥": 1.0}).keys() == {1, 2, 3}


@settings(max_examples=30)
@given(
    texts=st.lists(st.text("大桥封闭图书", max_size=8), max_size=5),
    first=st.sets(st.sampled_from("大桥封闭图书水"), max_size=4),
    second=st.sets(st.sampled_from("大桥封闭图书水"), max_size=4),
    looked_up=st.sampled_from([0, 400]),
)
def test_pairs_are_those_that_stand_side_by_side_in_a_chunk(
    texts: list[str], first: set[str], second: set[str], looked_up: int
) -> None:
    held = [{one + other for one, other in pairwise(text)} for text in texts]
    expected = {
        one + other: count
        for one in first
        for other in second
        if (count := sum(one + other in pairs for pairs in held))
    }
    with pytest.MonkeyPatch.context() as patch, closing(index(dict(enumerate(texts)))) as connection:
        patch.setattr(alternatives, "LOOKED_UP", looked_up)
        assert alternatives.pairs(connection, first, second) == expected
