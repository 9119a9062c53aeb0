"""Chunks: offsets that hold, everything covered, and nothing longer than the model reads."""

import datetime
import itertools

from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.chunking import CONTEXT_CHARS, MAX_CHARS, TokenBudget, chunk_article
from corpus.models import Article, ArticleKind, Chunk

ONE_A_CHARACTER = TokenBudget(count=lambda text: len(text) + 4, maximum=512)


def article(text: str, headline: str | None = "绿色工厂再添新成员") -> Article:
    return Article(
        id="a1",
        kind=ArticleKind.ARTICLE,
        headline=headline,
        headline_made=False,
        text=text,
        date=datetime.date(2023, 5, 19),
    )


def chunks(text: str, budget: TokenBudget = ONE_A_CHARACTER) -> list[Chunk]:
    return chunk_article(article(text), budget)


prose = st.text(alphabet=st.sampled_from("工厂绿色企业在市里。！？；，、”“（）1.5 ab\n𠮷㍿"), max_size=1500)


@given(prose)
@settings(deadline=None)
def test_every_chunk_is_the_text_between_its_offsets(text: str) -> None:
    for chunk in chunks(text):
        assert text[chunk.start : chunk.end] == chunk.text


@given(prose)
@settings(deadline=None)
def test_chunks_cover_every_character_but_white_space(text: str) -> None:
    covered = [False] * len(text)
    for chunk in chunks(text):
        covered[chunk.start : chunk.end] = [True] * (chunk.end - chunk.start)
    assert all(done or char.isspace() for done, char in zip(covered, text, strict=True))


@given(prose, st.integers(min_value=1, max_value=9))
@settings(deadline=None)
def test_context_and_text_stay_within_the_models_tokens_even_where_a_character_costs_many(
    text: str, tokens_a_character: int
) -> None:
    budget = TokenBudget(count=lambda piece: tokens_a_character * len(piece), maximum=512)
    for chunk in chunks(text, budget):
        assert budget.fits(chunk.embedding_text)


@given(prose)
@settings(deadline=None)
def test_each_chunk_brings_something_new_and_none_is_longer_than_the_limit(text: str) -> None:
    made = chunks(text)
    assert all(len(chunk.text) <= MAX_CHARS for chunk in made)
    assert all(earlier.end < later.end for earlier, later in itertools.pairwise(made))
    assert len({chunk.id for chunk in made}) == len(made)


def test_a_long_article_is_cut_at_sentence_ends_and_overlaps_by_one_sentence() -> None:
    sentence = "这家工厂今年又添了两条生产线，工人们说订单排到了年底。"
    made = chunks(sentence * 40)
    assert all(chunk.text.endswith("。") for chunk in made)
    for earlier, later in itertools.pairwise(made):
        assert later.start == earlier.end - len(sentence)


def test_a_sentence_longer_than_a_chunk_is_cut_at_semicolons_first() -> None:
    half = "甲" * 150 + "，" + "乙" * 100
    made = chunks(f"{half}；{half}。")
    assert [chunk.text[-1] for chunk in made] == ["；", "。"]


def test_short_text_is_one_chunk_with_headline_and_date_as_context() -> None:
    (only,) = chunks("全市新增两家。")
    assert only.context == "绿色工厂再添新成员 2023-05-19"
    assert only.embedding_text == "绿色工厂再添新成员 2023-05-19\n全市新增两家。"
    assert (only.start, only.end) == (0, 7)


def test_a_headline_of_any_length_leaves_room_for_the_text() -> None:
    (only,) = chunk_article(article("全市新增两家。", headline="长" * 5000), ONE_A_CHARACTER)
    assert len(only.context) <= CONTEXT_CHARS + len(" 2023-05-19")


def test_empty_text_makes_no_chunk() -> None:
    assert chunks(" \n ") == []
