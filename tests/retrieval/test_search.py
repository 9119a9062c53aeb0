"""Fusion, the cap on one article, and the retriever over both searches."""

from __future__ import annotations

from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.search.fusion import capped, fuse
from retrieval.search.langchain import ArchiveRetriever
from retrieval.search.retriever import MAX_QUESTION, HybridRetriever
from tests.retrieval.memory import BigramEmbedder, MemoryArchive, article
from vectorstore.archive import Archive
from vectorstore.models import Hit


def test_fusion_adds_weighted_z_scores() -> None:
    # dense 0.9, 0.7: mean 0.8, deviation 0.1 → +1, -1; lexical 4, 2: +1, -1
    fused = fuse([Hit("a", 0.9), Hit("b", 0.7)], [Hit("b", 4.0), Hit("c", 2.0)], dense_weight=0.75)
    expected = {"a": 0.75 * 1 + 0.25 * -1, "b": 0.75 * -1 + 0.25 * 1, "c": 0.75 * -1 + 0.25 * -1}
    assert [chunk for chunk, _ in fused] == ["a", "b", "c"]
    assert dict(fused) == pytest.approx(expected)


def test_the_one_chunk_that_has_the_questions_word_stands_out_of_a_small_archive() -> None:
    # dense 0.83, 0.82, 0.81: +1.22, 0, -1.22; lexical 8, 0, 0 of one hit: -0.71, -0.71, +1.41
    dense = [Hit("a", 0.83), Hit("b", 0.82), Hit("c", 0.81)]
    fused = fuse(dense, [Hit("c", 8.0)], dense_weight=0.4, every_match=True)
    assert fused[0][0] == "c"
    assert dict(fused)["c"] == pytest.approx(0.4 * -(1.5**0.5) + 0.6 * 2**0.5)
    cut_off = fuse(dense, [Hit("c", 8.0)], dense_weight=0.4)
    assert cut_off[0][0] == "a"


def test_fusion_of_one_empty_list_keeps_the_other_ones_order() -> None:
    hits = [Hit("b", 3.0), Hit("a", 2.0), Hit("c", 1.0)]
    assert [chunk for chunk, _ in fuse([], hits, dense_weight=0.5)] == ["b", "a", "c"]


@given(
    st.lists(st.tuples(st.integers(0, 99), st.integers(0, 5)), unique_by=lambda pair: pair[0], max_size=40),
    st.integers(1, 3),
    st.integers(1, 12),
)
def test_no_article_takes_more_than_its_share_and_nothing_is_lost(
    pairs: list[tuple[int, int]], most: int, among: int
) -> None:
    ranked = [str(chunk) for chunk, _ in pairs]
    article_of = {str(chunk): str(owner) for chunk, owner in pairs}
    done = capped(ranked, article_of, most=most, among=among)
    assert sorted(done) == sorted(ranked)
    first = done[:among]
    fillable = sum(min(most, list(article_of.values()).count(a)) for a in set(article_of.values()))
    for owner in set(article_of.values()):
        if fillable >= among:
            assert [article_of[chunk] for chunk in first].count(owner) <= most


def retriever(*texts: str) -> HybridRetriever:
    embedder = BigramEmbedder()
    archive = MemoryArchive([article(text) for text in texts], embedder)
    return HybridRetriever(archive=cast("Archive", archive), embedder=embedder)


def test_a_passage_is_a_slice_of_its_article() -> None:
    found = retriever("新桥昨日通车。全长2公里。", "图书馆下周开门。").passages("新桥多长？")
    assert found[0].text == "新桥昨日通车。全长2公里。"
    assert found[0].article.text[found[0].start : found[0].end] == found[0].text


def test_langchain_sees_documents() -> None:
    plain = retriever("新桥昨日通车。", "图书馆下周开门。")
    chained = ArchiveRetriever(archive=plain.archive, embedder=plain.embedder, top_k=1)
    (document,) = chained.invoke("图书馆什么时候开门？")
    (passage,) = plain.passages("图书馆什么时候开门？", 1)
    assert document.page_content == passage.text == "图书馆下周开门。"
    assert document.metadata["source"] == "pages.txt"
    assert document.metadata["score"] == passage.score


def test_a_long_article_takes_two_of_ten_places() -> None:
    long = "\n".join(f"新桥第{n}段，桥面宽{n}米，" + "桥梁工程进展顺利" * 40 + "。" for n in range(12))
    others = [f"新桥附近的第{n}个村庄今年修路。" for n in range(12)]
    found = retriever(long, *others).passages("新桥的桥梁工程")
    assert [p.article.text == long for p in found].count(True) <= 2
    assert len(found) == 10


def test_only_the_first_characters_of_a_huge_question_are_embedded() -> None:
    one = retriever("新桥昨日通车。")
    one.search("桥" * 10_000)
    embedder = one.embedder
    assert isinstance(embedder, BigramEmbedder)
    assert [len(query) for query in embedder.queries] == [MAX_QUESTION]


def test_an_empty_archive_finds_nothing() -> None:
    assert retriever().passages("新桥多长？") == []
