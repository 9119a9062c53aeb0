"""What a dictionary knows of the words of an English question, token by token."""

from __future__ import annotations

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.evidence.bridge import Bridge
from retrieval.evidence.renderings import COLUMNS, Renderings

FERRY = "渡口的船票每人三元，船长姓叶。"
OTHERS = ("明天有雨。", "小麦增产。", FERRY)


def by_words(question: str) -> tuple[Renderings, list[str]]:
    """A question whose tokens are its words."""
    words = re.findall(r"\w+", question)
    token_of = np.zeros(len(question), np.int16)
    for token, match in enumerate(re.finditer(r"\w+\W*", question)):
        token_of[match.start() :] = token
    return Renderings(Bridge(question, OTHERS), question, token_of, len(words)), words


@pytest.mark.parametrize(
    ("question", "word", "there"),
    [
        ("How much is a ferry ticket?", "ticket", True),
        ("Who is the captain of the ferry?", "captain", True),
        ("Who is the wife of the captain?", "wife", False),
        ("How much is the breakfast?", "breakfast", False),
    ],
)
def test_a_word_is_there_where_one_of_its_meanings_stands(question: str, word: str, *, there: bool) -> None:
    renderings, words = by_words(question)
    row = renderings.written(FERRY, FERRY, (0, len(FERRY)))[words.index(word)]
    assert (row[:6].max() > 0) is np.bool_(there)
    assert row[6] == 1


def test_a_word_that_the_glossary_lacks_is_known_to_be_lacking() -> None:
    renderings, words = by_words("Where is the zzyzx?")
    row = renderings.written(FERRY, FERRY, (0, len(FERRY)))[words.index("zzyzx")]
    assert row[:7].tolist() == [0.0] * 7


def test_what_stands_in_another_clause_is_not_in_that_one() -> None:
    renderings, words = by_words("How much is a ticket?")
    at = words.index("ticket")
    first = renderings.written(FERRY, FERRY, (0, FERRY.index("，")))[at]
    second = renderings.written(FERRY, FERRY, (FERRY.index("，"), len(FERRY)))[at]
    assert first[2] == 1
    assert second[2] == 0
    assert first[0] == second[0] == 1


@given(
    st.text(alphabet=st.sampled_from("how many tickets did Wang sell? 三3"), min_size=1), st.text(max_size=40)
)
def test_any_text_has_a_row_a_token_between_none_and_all(question: str, text: str) -> None:
    token_of = np.arange(len(question), dtype=np.int16)
    rows = Renderings(Bridge(question, (text,)), question, token_of, len(question)).written(
        text, text, (0, len(text))
    )
    assert rows.shape == (len(question), COLUMNS)
    assert rows.min() >= 0
    assert rows.max() <= 1
