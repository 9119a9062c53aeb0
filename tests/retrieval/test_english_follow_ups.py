"""Follow-ups in English: what takes the place of what."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.conversation.ellipsis import Lean, leaning
from retrieval.conversation.exchange import exchanged, exchanged_subject


@pytest.mark.parametrize(
    ("earlier", "named", "whole"),
    [
        ("When is the market in Linhe?", "in Beishan", "When is the market in Beishan?"),
        ("When is the market?", "in Beishan", "When is the market in Beishan?"),
        ("What is the fine for a small shop?", "for a large one", "What is the fine for a large shop?"),
        ("Who is the mayor of Linhe?", "Beishan", "Who is the mayor of Beishan?"),
        ("Who is the mayor of Linhe?", "of Beishan", "Who is the mayor of Beishan?"),
        ("How long is the queue at the clinic on Fridays?", "at the pharmacy",
         "How long is the queue at the pharmacy on Fridays?"),
    ],
)  # fmt: skip
def test_a_phrase_takes_the_place_of_its_like(earlier: str, named: str, whole: str) -> None:
    found = exchanged(earlier, named, "en")
    assert found is not None
    assert found.text == whole


def test_what_time_is_asked_for_and_is_no_thing_to_exchange() -> None:
    found = exchanged_subject("What time does the museum open?", "the swimming pool", [])
    assert found is not None
    assert found.text == "What time does the swimming pool open?"


@pytest.mark.parametrize(
    ("question", "leans"),
    [
        ("Which company did he visit?", True),
        ("How many students do they have?", True),
        ("Which company said that it would expand?", False),
        ("Which company did the mayor visit?", False),
    ],
)
def test_the_noun_asked_for_is_nothing_that_a_pronoun_means(question: str, leans: bool) -> None:  # noqa: FBT001
    found = leaning(question, "en")
    assert (found is not None and found.lean is Lean.ABOUT) is leans


@given(st.sampled_from(["Who is the head of Linhe?", "When is the fair at the park?"]), st.text(max_size=20))
def test_an_exchange_is_one_question_without_doubled_articles(earlier: str, named: str) -> None:
    found = exchanged(earlier, named, "en")
    if found is not None:
        assert found.text.endswith("?")
        assert not re.search(r"\bthe\s+the\b", found.text.replace(named, ""), re.IGNORECASE)
