"""Whether a sentence answers, or only speaks of the same thing."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retrieval.evidence.answerable import Compared, Seen, Tokens, clause
from retrieval.evidence.bridge import Bridge
from retrieval.evidence.reader import Reading
from retrieval.evidence.sentences import Evidence, gather
from retrieval.evidence.vectors import SentenceVectors
from retrieval.evidence.weighing import UNJUDGED, Features
from retrieval.models import Passage
from retrieval.question.analysis import analyse
from retrieval.search.rarity import Rarity
from tests.retrieval.memory import BigramEmbedder, article
from vectorstore.embedding import Embedder

SCHOOL = "柳林小学今年招收一年级新生二百四十名，新教学楼由本地工程师周维康设计，下月完工。"
PLAIN = "柳林小学位于城北，新教学楼下月完工，操场也将重铺，孩子们很高兴。"
FIGURES = ("新教学楼共四层，有教室三十二间。", "食堂能容六百人同时用餐。")


@pytest.fixture(scope="module")
def vectors(embedder: Embedder) -> SentenceVectors:
    return SentenceVectors(embedder)


def gathered(vectors: SentenceVectors, embedder: Embedder, question: str, text: str) -> list[Evidence]:
    passage = Passage(article(text), "pages.txt", 0, len(text), 1.0)
    rarity = Rarity([SCHOOL, PLAIN, *FIGURES])
    return gather(analyse(question), [passage], embedder.query(question), rarity, vectors)


@pytest.mark.parametrize("question", ["新教学楼是谁设计的？", "柳林小学今年招多少新生？"])
def test_an_article_that_says_it_has_greater_odds_than_one_that_speaks_of_the_same_thing(
    vectors: SentenceVectors, embedder: Embedder, question: str
) -> None:
    told = gathered(vectors, embedder, question, SCHOOL + "".join(FIGURES))[0]
    untold = gathered(vectors, embedder, question, PLAIN + "".join(FIGURES))[0]
    assert told.judged.answers > untold.judged.answers + 1


@pytest.mark.parametrize(
    "question", ["新教学楼是谁设计的？", "柳林小学今年招多少新生？", "食堂能容多少人用餐？"]
)
def test_of_the_sentences_read_the_one_that_holds_the_answer_has_the_greatest_odds_to(
    vectors: SentenceVectors, embedder: Embedder, question: str
) -> None:
    text = SCHOOL + "".join(FIGURES) + PLAIN
    read = gathered(vectors, embedder, question, text)
    holding = max(read, key=lambda item: item.judged.holds).text
    assert holding == (FIGURES[1] if "食堂" in question else SCHOOL)


@pytest.mark.parametrize(
    "question", ["Who designed the new teaching building?", "How many pupils does the primary school enrol?"]
)
def test_an_article_that_says_it_has_greater_odds_in_english_too(
    vectors: SentenceVectors, embedder: Embedder, question: str
) -> None:
    told = gathered(vectors, embedder, question, SCHOOL + "".join(FIGURES))[0]
    untold = gathered(vectors, embedder, question, PLAIN + "".join(FIGURES))[0]
    assert told.judged.answers > untold.judged.answers + 0.5


def test_a_model_that_tells_no_states_leaves_the_odds_open() -> None:
    plain = BigramEmbedder()
    passage = Passage(article(SCHOOL), "pages.txt", 0, len(SCHOOL), 1.0)
    question = analyse("新教学楼是谁设计的？")
    found = gather(question, [passage], plain.query(question.text), Rarity([SCHOOL]), SentenceVectors(plain))
    assert [item.judged for item in found] == [UNJUDGED]


@given(
    st.text(min_size=1, max_size=60).filter(str.strip),
    st.lists(st.text(min_size=1, max_size=240).filter(str.strip), min_size=1, max_size=3),
)
@settings(max_examples=15, deadline=None)
def test_any_question_and_sentences_have_finite_odds(
    vectors: SentenceVectors, question: str, sentences: list[str]
) -> None:
    analysed = analyse(question)
    asked = vectors.asked(analysed.text)
    assert asked is not None
    known = vectors.known(sentences)
    seen = [
        Seen(
            "a",
            sentence,
            one.tokens,
            Features(0.5, 0.5, 0.5, 0.8, 0.0, 0.5, 0.5),
            Reading(0, 1, 0.0, 0.0, 0.1, np.zeros((1, 2), np.float32)),
            0.0,
            sentence,
        )
        for sentence, one in zip(sentences, known, strict=True)
        if one.tokens
    ]
    for odds in (
        vectors.answerable.judge(analysed, asked.tokens, seen),
        vectors.english.judge(analysed, asked.tokens, seen, Bridge(analysed.text, sentences)),
    ):
        assert len(odds) == len(sentences)
        assert np.isfinite(odds).all()


def test_a_token_that_stands_in_the_sentence_is_most_like_itself() -> None:
    random = np.random.default_rng(3)
    states = random.normal(size=(4, 64)).astype(np.float16)
    asked = Tokens(states[:2], np.array([0, 1], np.int16))
    held, other = (
        Tokens(states, np.arange(4, dtype=np.int16)),
        Tokens(states[2:], np.arange(2, dtype=np.int16)),
    )
    reading = Reading(0, 1, 0.0, 0.0, 0.1, np.zeros((1, 2), np.float32))
    features = Features(0.5, 0.5, 0.5, 0.8, 0.0, 0.5, 0.5)
    seen = [
        Seen("a", "甲乙丙丁", held, features, reading, 1.0),
        Seen("b", "丙丁", other, features, reading, 0.0),
    ]
    compared = Compared(analyse("甲乙"), asked, seen, np.ones(64, np.float32))
    own, others = compared.tokens(0), compared.tokens(1)
    assert own[:, :2] == pytest.approx(1, abs=1e-3)
    assert (others[:, :2] < 0.9).all()
    assert own[:, 8].tolist() == [1, 1]
    assert others[:, 8].tolist() == [0, 0]


@pytest.mark.parametrize(
    ("words", "around"), [("周维康", "新教学楼由本地工程师周维康设计"), ("下月", "下月完工。")]
)
def test_a_clause_ends_at_the_marks_around_the_words(words: str, around: str) -> None:
    start = SCHOOL.index(words)
    first, behind = clause(SCHOOL, start, start + len(words))
    assert SCHOOL[first:behind] == around.rstrip("。")
