"""Both scripts are compared in one, and no offset moves."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vectorstore.catalogue.script import simplified
from vectorstore.catalogue.terms import terms


@pytest.mark.parametrize(
    ("traditional", "simple"),
    [
        ("綠色工廠", "绿色工厂"),
        ("乾隆", "乾隆"),
        ("乾燥", "干燥"),
        ("頭髮", "头发"),
        ("著名", "著名"),
        ("绿色", "绿色"),
        ("Ｇ６０：３．５％，０１０－８８", "G60：3.5%，010-88"),
    ],
)
def test_traditional_words_become_simplified_ones(traditional: str, simple: str) -> None:
    assert simplified(traditional) == simple


@given(
    st.text(
        alphabet=st.characters() | st.sampled_from("綠廠後來乾髮𠮷臺裡０Ａｚ％．－\ud800\x00"),
        max_size=80,
    )
)
def test_no_text_changes_its_length(text: str) -> None:
    assert len(simplified(text)) == len(text)


@given(st.text(max_size=40))
def test_simplified_text_stays_as_it_is(text: str) -> None:
    once = simplified(text)
    assert terms(once) == terms(text)


def test_both_scripts_have_the_same_terms() -> None:
    assert terms("成功創建省級綠色工廠") == terms("成功创建省级绿色工厂")
