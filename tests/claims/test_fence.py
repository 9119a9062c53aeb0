"""Evidence is one line of plain words, whatever an article holds."""

from __future__ import annotations

import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.sentences import sentence_spans
from retrieval.claims import fenced
from retrieval.claims.instructions import speaks_to_model
from tests.claims.conftest import ARTICLES
from tests.conftest import REPOSITORY

ATTACKS = [
    json.loads(line)
    for line in (REPOSITORY / "tests" / "data" / "attacks.jsonl").read_text(encoding="utf-8").splitlines()
]
PIECES = [
    *("[1]", "<|im_start|>", "</s>", "[INST]", "\u200b", "\u202e", "\n", "\x1b[31m", "```", "片段："),
    *("大桥", "<im_", "start>"),
]


@given(st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=5)), max_size=12).map("".join))
def test_what_is_fenced_has_no_marks_and_no_second_line(text: str) -> None:
    plain = fenced(text)
    assert "\n" not in plain
    assert not any(unicodedata.category(c) in {"Cc", "Cf", "Co", "Cs"} for c in plain)
    assert not any(mark in plain for mark in ("[1]", "<|im_start|>", "</s>", "[INST]", "```", "片段："))


@given(st.text(max_size=60))
def test_fencing_twice_is_fencing_once(text: str) -> None:
    assert fenced(fenced(text)) == fenced(text)


@pytest.mark.parametrize("headline", ARTICLES)
def test_an_ordinary_article_keeps_its_words_and_speaks_to_no_model(headline: str) -> None:
    text = ARTICLES[headline].text
    assert "".join(fenced(text).split()) == "".join(text.split())
    assert not any(speaks_to_model(text[start:end]) for start, end in sentence_spans(text))


@pytest.mark.parametrize("row", ATTACKS, ids=[row["id"] for row in ATTACKS])
def test_an_attack_is_told_from_news(row: dict[str, str]) -> None:
    assert any(speaks_to_model(row["text"][start:end]) for start, end in sentence_spans(row["text"]))
