"""Text becomes bigrams and words, however it was typed."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vectorstore.catalogue.terms import terms


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("绿色工厂", ["绿色", "色工", "工厂"]),
        ("厂", ["厂"]),
        ("投资30.12亿元", ["投资", "30.12", "亿元"]),
        ("1,170万元", ["1170", "万元"]),
        ("Green Factory", ["green", "factory"]),
        ("濮阳A股，涨3%", ["濮阳", "a", "股", "涨", "3"]),
        ("", []),
        ("，。！", []),
        ("한국어", ["한국어"]),
        ("𠮷野家", ["𠮷野", "野家"]),
        ("坏\udcff字", ["坏", "字"]),
    ],
)
def test_text_is_split_as_readers_would_search_it(text: str, expected: list[str]) -> None:
    assert terms(text) == expected


def test_full_width_and_half_width_are_the_same_term() -> None:
    assert terms("ＡＢＣ１２３") == terms("abc123")


@given(st.text())
def test_any_text_splits_into_terms_without_space_or_quotes(text: str) -> None:
    for term in terms(text):
        assert term
        assert not any(char.isspace() or char == '"' for char in term)


@given(st.text(alphabet="绿色工厂在市里a1 "))
def test_every_letter_and_digit_is_in_some_term(text: str) -> None:
    found = set("".join(terms(text)))
    assert {char for char in unicodedata.normalize("NFKC", text) if char.isalnum()} == found
