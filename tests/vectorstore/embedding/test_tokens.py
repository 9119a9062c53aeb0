"""The unpacked tokenizer against the C engine's."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable
from itertools import groupby

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tokenizers import Tokenizer

from vectorstore.embedding import Embedder
from vectorstore.embedding.q4file import Q4File, Vocabulary

Engine = Callable[[str], list[int]]
Count = Callable[[str], int]

SAMPLES = {
    "Chinese": "市里又有六家企业进了绿色工厂的名单，奖金下月发到账上。",
    "traditional": "臺灣與廣東的報紙，繁體字的標題：憂鬱的龜",
    "full-width": "ＡＢＣ１２３，！？（全角）",
    "half-width": "ABC123,!?(半角) ﾃｽﾄ ｶﾞｷﾞ ｡｢｣",
    "digits": "2023年5月19日 3.14159 1,234,567.89 ０１２ ①②③ ⅣⅫ ½ ²³",
    "Latin": "The mayor’s office—naïve, café, Straße, Œuvre, ĳ, ŉ",
    "emoji": "👍🏽 👩‍👩‍👧 🇨🇳 ❤️ ☺️ ①️ ™️ 1️⃣",
    "rare": "𠮷野家 𬭎 㐂 䶮 龘 𠀀 𪚥",
    "compatibility": "㎏ ㍿ ㏑ ㊗ ﬁ ﷼ 豈 更 ㈱ ℃ № ℡ Å",
    "zero-width": "零\u200b宽\u200c字\u200d符\ufeff与\u2060软\u00ad连\u200e字\u200f符",
    "combining": "e\u0301a\u0308 Ａ\u0301 ﬁ\u0301 ½\u0338 ㄱ\u1161 か\u3099 \u0301 ü\u0304",
    "white space": "\ta\nb\r\nc  d\u3000e\u00a0f   \u2003\u2028g  ",
    "controls": "a\x01b\x07c\x7fd\x85e\x9f",
    "runs": "———————— …………… ====== ０００００００ 哈哈哈哈哈哈哈哈",
    "other scripts": "Привет мир, שלום, مرحبا ﻣﺮﺣﺒﺎ, नमस्ते, สวัสดี นำ, 안녕하세요",
    "metaspace": "a▁b ▁ ▁▁c",
    "markers": "标题<s>正文</s>结尾 <pad><mask>末",
    "replacement": "坏\ufffd字 \U0001f979",
    "space": " ",
    "empty": "",
}


def one_unknown_a_run(ids: Iterable[int], unk: int) -> list[int]:
    """SentencePiece makes one <unk> of a run of unknown characters, the C engine one of each."""
    return [token for key, run in groupby(ids) for token in ([key] if key == unk else list(run))]


@pytest.fixture(scope="session")
def our_tokens(tokenizer: Tokenizer) -> Engine:
    """Token ids without <s> and </s>; a function, for the tokenizer's own repr is 250 kB in a report."""
    return lambda text: tokenizer.encode(text, add_special_tokens=False).ids


def surface(ids: Iterable[int], vocabulary: Vocabulary) -> str:
    return "".join(vocabulary.pieces[token][0] for token in ids)


@pytest.mark.parametrize("kind", SAMPLES)
def test_tokens_equal_the_c_engines(
    kind: str, our_tokens: Engine, engine_tokens: Engine, q4file: Q4File
) -> None:
    for text in ("query: " + SAMPLES[kind], "passage: " + SAMPLES[kind]):
        expected = one_unknown_a_run(engine_tokens(text), q4file.vocabulary.unk)
        assert our_tokens(text) == expected


@pytest.mark.parametrize("kind", sorted(SAMPLES.keys() - {"rare"}))
def test_count_equals_the_number_that_the_package_reports(
    kind: str, embedder: Embedder, engine_count: Count
) -> None:
    assert embedder.count_tokens(SAMPLES[kind]) == engine_count(SAMPLES[kind])


def test_a_run_of_unknown_characters_is_one_unknown_where_the_c_engine_makes_one_of_each(
    embedder: Embedder, engine_count: Count
) -> None:
    """SentencePiece merges the run, and the model was trained so; the engine deviates, we do not."""
    single, run = "\U00020001", "\U00020001\U00020002\U00020003"
    assert embedder.count_tokens(single) == engine_count(single)
    assert embedder.count_tokens(run) == embedder.count_tokens(single)
    assert engine_count(run) == engine_count(single) + 2


def test_no_composition_of_combining_marks_as_in_the_c_engine(
    our_tokens: Engine, engine_tokens: Engine
) -> None:
    """The engine's table knows single characters only; SentencePiece's own would compose e + acute to é."""
    composed, decomposed = "query: café", unicodedata.normalize("NFD", "query: café")
    assert our_tokens(decomposed) == engine_tokens(decomposed)
    assert our_tokens(decomposed) != our_tokens(composed)


def test_every_character_is_normalised_as_the_models_table_says(tokenizer: Tokenizer, q4file: Q4File) -> None:
    table = q4file.vocabulary.normalisation
    plane_0 = (chr(point) for point in range(1, 0x10000) if not 0xD800 <= point < 0xE000)
    normalise = tokenizer.normalizer.normalize_str
    wrong = [char for char in {*plane_0, *table} if normalise(char) != table.get(char, char)]
    assert len(table) > 4000
    assert wrong == []


def span(first: int, last: int) -> st.SearchStrategy[str]:
    return st.characters(min_codepoint=first, max_codepoint=last, exclude_categories=["Cs", "Cn"])


CHARACTERS = st.one_of(
    span(0x4E00, 0x9FA5),
    st.sampled_from("的一是了我市新闻工厂绿色企业年月日，。、；：“”（）《》"),
    span(0x20, 0x7E),
    span(0x01, 0x2FF),
    span(0x300, 0x36F),
    span(0x2000, 0x206F),
    span(0x2100, 0x218F),
    span(0x2460, 0x24FF),
    span(0x3000, 0x33FF),
    span(0x3400, 0x4DB5),
    span(0xAC00, 0xD7A3),
    span(0xF900, 0xFAD9),
    # U+FDFA becomes 18 characters: a few of them overrun the engine's buffer of 4 a byte.
    span(0xFB00, 0xFDF9),
    span(0xFE00, 0xFFEF),
    span(0x1F300, 0x1F64F),
    span(0x20000, 0x2A6D6),
)


@given(st.text(CHARACTERS, max_size=40))
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_tokens_of_any_mixture_equal_the_c_engines(
    our_tokens: Engine, engine_tokens: Engine, q4file: Q4File, text: str
) -> None:
    vocabulary = q4file.vocabulary
    text = "passage: " + text
    ours = our_tokens(text)
    theirs = one_unknown_a_run(engine_tokens(text), vocabulary.unk)
    if ours != theirs:
        # Two segmentations may be equally probable; the engine adds up in float32 and we in float64.
        def score(ids: list[int]) -> float:
            return sum(vocabulary.pieces[token][1] for token in ids)

        assert ours.count(vocabulary.unk) == theirs.count(vocabulary.unk)
        assert score(ours) == pytest.approx(score(theirs), abs=1e-3)
        assert surface(ours, vocabulary) == surface(theirs, vocabulary)
