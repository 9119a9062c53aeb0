"""The reader: what it is told, and what it makes of sentences that the bundled model has read."""

from __future__ import annotations

import datetime
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retrieval.evidence.reader import LONGEST, LONGEST_SPAN, Reading
from retrieval.evidence.reader_inputs import asked, of_characters, of_question
from retrieval.evidence.sentences import Evidence
from retrieval.evidence.spans import marked
from retrieval.evidence.trained import Genre, genre_of
from retrieval.evidence.vectors import SentenceVectors
from retrieval.evidence.weighing import Features
from retrieval.models import Passage
from retrieval.question.analysis import analyse
from retrieval.search.rarity import Rarity
from tests.retrieval.memory import BigramEmbedder, article
from vectorstore.embedding import Embedder

BRIDGE = "西城大桥全长620米，由市建筑公司承建，总工程师是林志强，计划2025年10月通车。"
SHOP = "老街的面馆每天早上六点开门，一碗面卖8元。"


@pytest.fixture(scope="module")
def vectors(embedder: Embedder) -> SentenceVectors:
    return SentenceVectors(embedder)


def read(vectors: SentenceVectors, question: str, *sentences: str) -> list[Reading]:
    analysed = analyse(question)
    states = vectors.question(question)
    assert states is not None
    pairs = [
        (text, one.states)
        for text, one in zip(sentences, vectors.known(sentences), strict=True)
        if one.states
    ]
    about = np.array([[0.5, 0.5, 0.5, 0.88, 0, 0.5, 0.5, 0, at / 5] for at in range(len(pairs))], np.float32)
    return vectors.reader.read(analysed, states, pairs, about)


@pytest.mark.parametrize(
    ("question", "sentence", "words"),
    [
        ("西城大桥全长多少米？", BRIDGE, "620米"),
        ("西城大桥的总工程师是谁？", BRIDGE, "林志强"),
        ("How long is the bridge?", BRIDGE, "620米"),
        ("一碗面卖多少钱？", SHOP, "8元"),
    ],
)
def test_the_words_that_answer_are_marked(
    vectors: SentenceVectors, question: str, sentence: str, words: str
) -> None:
    found = read(vectors, question, sentence)[0]
    assert words in sentence[found.start : found.end]
    assert found.end - found.start <= len(words) + 2


@pytest.mark.parametrize(
    ("question", "words"), [("西城大桥什么时候通车？", "2025年10月"), ("西城大桥全长多少米？", "620米")]
)
def test_a_time_or_figure_is_marked_where_one_is_asked_for(
    vectors: SentenceVectors, question: str, words: str
) -> None:
    told = article(BRIDGE)
    passage = Passage(told, "pages.txt", 0, len(BRIDGE), 1.0)
    features = Features(0.5, 0.5, 0.5, 0.88, 0.0, 1.0, 0.5)
    item = Evidence(passage, 0, len(BRIDGE), features, 0.0, read(vectors, question, BRIDGE)[0])
    spans = marked(analyse(question), item, Rarity([BRIDGE, SHOP]))
    assert [BRIDGE[start:end] for start, end in spans] == [words]


def test_the_sentence_that_answers_gets_the_greater_share(vectors: SentenceVectors) -> None:
    right, wrong = read(vectors, "一碗面卖多少钱？", SHOP, BRIDGE)
    assert right.share > wrong.share


def test_the_words_do_not_depend_on_the_other_sentences(vectors: SentenceVectors) -> None:
    alone = read(vectors, "西城大桥什么时候通车？", BRIDGE)[0]
    beside = read(vectors, "西城大桥什么时候通车？", BRIDGE, SHOP)[0]
    assert (alone.start, alone.end) == (beside.start, beside.end)
    assert beside.share < alone.share


@given(
    st.lists(
        st.text(alphabet="西城大桥620米，。是 A（）《》年“”", min_size=1, max_size=180),
        min_size=1,
        max_size=3,
    )
)
@settings(max_examples=15, deadline=None)
def test_every_span_lies_in_its_sentence_and_the_shares_leave_room(
    vectors: SentenceVectors, sentences: list[str]
) -> None:
    found = read(vectors, "西城大桥全长多少米？", *sentences)
    assert sum(one.share for one in found) <= 1 + 1e-5
    for one, sentence in zip(found, sentences, strict=True):
        assert 0 <= one.start < one.end <= min(len(sentence), LONGEST)
        assert one.end - one.start <= LONGEST_SPAN
        assert np.isfinite([one.span, one.sentence, one.share]).all()


def test_a_model_that_tells_no_states_has_no_reader() -> None:
    vectors = SentenceVectors(BigramEmbedder())
    assert vectors.question("西城大桥全长多少米？") is None
    assert vectors.known([BRIDGE])[0].states is None


def test_characters_are_told_apart_by_what_the_question_says_and_by_their_form() -> None:
    told = of_characters(asked(analyse("西城大桥全长多少米？")), BRIDGE)
    assert told.shape[0] == len(BRIDGE)
    figure = BRIDGE.index("620米")
    known, first_of_figure, fitting = told[:, 0], told[:, 18], told[:, 20]
    assert known[:6].all()
    assert not known[figure]
    assert first_of_figure[figure] == 1
    assert fitting[figure : figure + 4].all()
    assert fitting.sum() == 4


def test_a_letter_that_grows_in_lower_case_shifts_nothing() -> None:
    told = of_characters(asked(analyse("西城大桥全长多少米？")), "İİ西城大桥")
    assert told[:, 0].tolist() == [0, 0, 1, 1, 1, 1]


@given(
    st.text(max_size=60).filter(bool),
    st.sampled_from(["谁来了？", "Who came?", "几点开门？", "什么？", "？"]),
)
@settings(max_examples=60, deadline=None)
def test_any_sentence_can_be_told(sentence: str, question: str) -> None:
    analysed = analyse(question)
    told = of_characters(asked(analysed), sentence)
    assert told.shape == (len(sentence), 44)
    assert np.isfinite(told).all()
    assert of_question(analysed).shape == (17,)


@pytest.mark.parametrize(
    ("told", "genre"),
    [
        ({}, Genre.REFERENCE),
        ({"headline": "西城大桥十月通车", "headline_made": False}, Genre.NEWS),
        ({"date": datetime.date(2024, 5, 18)}, Genre.NEWS),
        ({"byline": "本报记者 林晓"}, Genre.NEWS),
        ({"paper": "a collection's name"}, Genre.REFERENCE),
    ],
)
def test_a_headline_a_date_or_a_byline_makes_a_text_a_newspapers(told: dict[str, Any], genre: Genre) -> None:
    bare = replace(article(BRIDGE), headline="西城大桥全长620米", headline_made=True, date=None, byline=None)
    assert genre_of(replace(bare, **told)) is genre


def test_each_genre_is_read_by_what_was_trained_for_it(embedder: Embedder) -> None:
    read_by = {genre: SentenceVectors(embedder, genre).reader for genre in Genre}
    assert read_by[Genre.NEWS] is not read_by[Genre.REFERENCE]
    assert SentenceVectors(embedder, Genre.NEWS).reader is read_by[Genre.NEWS]
