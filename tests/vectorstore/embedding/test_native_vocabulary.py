"""Tokens from the mapped vocabulary are the tokenizers library's."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tokenizers import Tokenizer

from tests.vectorstore.embedding.test_tokens import CHARACTERS, SAMPLES
from vectorstore.embedding.bundled import unpack_engine
from vectorstore.embedding.native.vocabulary import UnigramTokenizer, write_vocabulary
from vectorstore.embedding.q4file import Vocabulary


@pytest.fixture(scope="session")
def mapped(models_cache: Path) -> UnigramTokenizer:
    return UnigramTokenizer(unpack_engine(models_cache))


@pytest.mark.parametrize("kind", SAMPLES)
def test_samples_of_every_kind_give_the_librarys_tokens(
    kind: str, mapped: UnigramTokenizer, tokenizer: Tokenizer
) -> None:
    text = "passage: " + SAMPLES[kind]
    assert mapped.ids(text) == tokenizer.encode(text).ids


PRINTED = st.sampled_from(["\0", "<s>", "</s>", "<mask>", "<unk>", "<pad>", "▁", "  ", "\n\n", "\u3000"])


@given(st.lists(st.one_of(st.text(CHARACTERS, max_size=30), st.text(max_size=5), PRINTED), max_size=6))
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_mixture_gives_the_librarys_tokens(
    mapped: UnigramTokenizer, tokenizer: Tokenizer, parts: list[str]
) -> None:
    text = "query: " + "".join(parts)
    assert mapped.ids(text) == tokenizer.encode(text).ids


@given(st.lists(st.one_of(st.text(CHARACTERS, max_size=30), st.text(max_size=5), PRINTED), max_size=6))
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_located_tokens_are_the_tokens_and_their_ends_go_up_to_the_texts(
    mapped: UnigramTokenizer, parts: list[str]
) -> None:
    text = "".join(parts)
    ids, ends = mapped.located(text)
    assert mapped.framed(ids) == mapped.ids(text)
    assert len(ends) == len(ids)
    assert ends == sorted(ends)
    assert all(0 < end <= len(text) for end in ends) or not text


def test_a_token_ends_where_its_characters_do(mapped: UnigramTokenizer) -> None:
    text = "query: 工厂  ２０２３年"
    _, ends = mapped.located(text)
    cuts = [text[start:end] for start, end in zip([0, *ends], ends, strict=False)]
    assert "".join(cuts) == text
    assert ends[-1] == len(text)


def test_long_articles_give_the_librarys_tokens(
    shared: Path, mapped: UnigramTokenizer, tokenizer: Tokenizer
) -> None:
    lines = (shared / "eval" / "drcd-dev" / "articles.jsonl").read_text(encoding="utf-8").splitlines()[:60]
    texts = ["passage: " + line for line in lines]
    assert [mapped.ids(text) for text in texts] == [
        encoding.ids for encoding in tokenizer.encode_batch(texts)
    ]


def vocabulary(*pieces: tuple[str, float]) -> Vocabulary:
    special = [(text, 0.0) for text in ("<s>", "<pad>", "</s>", "<unk>", "<mask>")]
    return Vocabulary((*special, *pieces), bos=0, eos=2, pad=1, unk=3, normalisation={"Ａ": "A"})


def cut(tmp_path: Path, text: str, *pieces: tuple[str, float]) -> list[int]:
    write_vocabulary(vocabulary(*pieces), tmp_path)
    return UnigramTokenizer(tmp_path).ids(text)


def test_the_most_probable_segmentation_wins(tmp_path: Path) -> None:
    # ▁ab (-5) against ▁a + b (-2 - 2 = -4) and ▁ + a + b (-1 - 3 - 2 = -6)
    pieces = (("▁", -1.0), ("a", -3.0), ("b", -2.0), ("▁a", -2.0), ("▁ab", -5.0))
    assert cut(tmp_path, "ab", *pieces) == [0, 8, 7, 2]


def test_characters_are_normalised_and_a_run_of_unknown_ones_is_one_token(tmp_path: Path) -> None:
    pieces = (("▁", -1.0), ("A", -2.0))
    assert cut(tmp_path, "Ａ??A", *pieces) == [0, 5, 6, 3, 6, 2]


def test_a_printed_special_token_is_that_token(tmp_path: Path) -> None:
    assert cut(tmp_path, "A<mask>A", ("▁", -1.0), ("A", -2.0)) == [0, 5, 6, 4, 6, 2]


def test_pieces_of_one_hash_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="same hash"):
        write_vocabulary(vocabulary(("a", -1.0), ("a", -2.0)), tmp_path)
