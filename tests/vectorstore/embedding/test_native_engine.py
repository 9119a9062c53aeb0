"""The bundled model's own engine: its arithmetic, its folder, and that no vector depends on a neighbour."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tokenizers import Tokenizer

from vectorstore.embedding import Embedder, bundled, damaged_files, open_embedder
from vectorstore.embedding.bundled import unpack_engine
from vectorstore.embedding.native import folder as native_folder
from vectorstore.embedding.native import forward, quantisation, runtime
from vectorstore.embedding.native.weights import Floats, Linear
from vectorstore.embedding.native.words import WordRows
from vectorstore.embedding.q4file import Q4File
from vectorstore.errors import EmbeddingError, ModelCacheUnwritable, ModelUnusable

ROOT = Path(__file__).parents[3]

CHINESE = st.text("的一是了市新闻工厂绿色企业年月日六家名单奖金，。：0123456789 ", max_size=200)


@pytest.fixture(scope="session", params=["onnx_embedder", "kernel_embedder"])
def either(request: pytest.FixtureRequest) -> Embedder:
    """The bundled model, computed in each of its two ways."""
    embedder = request.getfixturevalue(request.param)
    assert isinstance(embedder, Embedder)
    return embedder


@given(st.lists(CHINESE, min_size=1, max_size=5), st.data())
@settings(max_examples=20, deadline=None)
def test_a_texts_vector_is_the_same_to_the_last_bit_whatever_its_neighbours(
    either: Embedder, texts: list[str], data: st.DataObject
) -> None:
    together = either.passages(texts)
    which = data.draw(st.integers(0, len(texts) - 1))
    np.testing.assert_array_equal(either.passages([texts[which]])[0], together[which])


@given(st.lists(CHINESE, min_size=1, max_size=5))
@settings(max_examples=10, deadline=None)
def test_states_come_with_the_same_vectors_and_each_token_has_one(either: Embedder, texts: list[str]) -> None:
    states = either.states(texts, "passage")
    assert states is not None
    np.testing.assert_array_equal([one.vector for one in states], either.passages(texts))
    assert [one.states.shape for one in states] == [(len(one.ends), 384) for one in states]
    assert [one.ends.shape[0] + 2 for one in states] == [either.count_tokens(text) for text in texts]


def test_many_threads_get_the_vectors_of_one(either: Embedder) -> None:
    from concurrent.futures import ThreadPoolExecutor

    embedder = either
    texts = [f"第{number}家工厂" * (number % 7 + 1) for number in range(40)]
    alone = [embedder.query(text) for text in texts]
    with ThreadPoolExecutor(8) as pool:
        np.testing.assert_array_equal(list(pool.map(embedder.query, texts)), alone)


def floats(*shape: int, seed: int = 0, scale: float = 1.0) -> Floats:
    return (np.random.default_rng(seed).standard_normal(shape) * scale).astype(np.float32)


def test_gelu_is_x_times_the_normal_distribution_function() -> None:
    x = np.array([-3.0, -1.0, 0.0, 1.0, 3.0], np.float32)
    # Φ(1) = 0.841345, Φ(3) = 0.998650 (any table); Φ(-x) = 1 - Φ(x)
    expected = [-3 * 0.001350, -1 * 0.158655, 0, 1 * 0.841345, 3 * 0.998650]
    np.testing.assert_allclose(forward.gelu(x), expected, atol=1e-5)


def test_rounded_weights_differ_by_half_a_step_at_most_and_never_overflow_16_bits() -> None:
    weight = floats(40, 7)
    rounded = quantisation.quantised(weight)
    assert (np.abs(rounded.weight * rounded.scale - weight) <= rounded.scale / 2 + 1e-7).all()
    assert 2 * 255 * int(np.abs(rounded.weight.astype(int)).max()) < 2**15


def test_an_output_without_any_weight_stays_nothing() -> None:
    rounded = quantisation.quantised(np.zeros((3, 2), np.float32))
    assert (rounded.weight * rounded.scale == 0).all()


def test_slices_add_up_to_the_giant_and_keep_every_activation_small() -> None:
    """One channel reaches 50 where the others stay under 3: clipped at the height, the sum is the same."""
    wide = Linear(floats(16, 40, scale=0.3), floats(40))
    narrow = Linear(floats(40, 16, seed=1), floats(16, seed=2))
    wide.weight[:, 5] *= 40
    x = floats(30, 16, seed=3)
    plain = forward.gelu(x @ wide.weight + wide.bias)
    cut = quantisation.sliced(wide, narrow, plain.max(axis=0))
    inner = np.clip(forward.gelu(x @ cut.wide.weight + cut.wide.bias), cut.lowest, cut.highest)
    assert plain.max() > 3 * cut.highest
    assert cut.wide.weight.shape[1] == 64  # 40, the slices, and nothing up to the next multiple of 64
    slices = np.count_nonzero(cut.wide.weight[:, 40:].any(axis=0))
    expected = plain @ narrow.weight + narrow.bias
    clipped = np.minimum(plain, cut.highest) @ narrow.weight + narrow.bias
    error = np.abs(inner @ cut.narrow.weight + cut.narrow.bias - expected).max()
    # At each slice's edge GELU(x) differs from max(x, 0) by 0.17 at most.
    assert error < 0.17 * slices * np.abs(narrow.weight[5]).max()
    assert error < np.abs(clipped - expected).max() / 10


def test_smoothing_makes_large_channels_smaller_and_changes_no_product() -> None:
    x, weight = floats(50, 8), floats(8, 3, seed=1)
    x[:, 2] *= 16
    factors = quantisation.smoothing(np.abs(x).max(axis=0))
    np.testing.assert_allclose((x / factors) @ (weight * factors[:, None]), x @ weight, rtol=1e-4, atol=1e-4)
    assert factors[2] == pytest.approx(4, rel=0.3)  # the root of 16
    assert factors.min() == 1


def test_smoothing_takes_channels_that_are_always_nothing() -> None:
    assert np.isfinite(quantisation.smoothing(np.zeros(4, np.float32))).all()


def test_without_giants_nothing_is_added() -> None:
    wide, narrow = Linear(floats(4, 20), floats(20)), Linear(floats(20, 4), floats(4))
    cut = quantisation.sliced(wide, narrow, np.full(20, 3, np.float32))
    np.testing.assert_array_equal(cut.wide.weight, wide.weight)
    np.testing.assert_array_equal(cut.narrow.weight, narrow.weight)


def test_word_rows_are_the_models(q4file: Q4File, models_cache: Path) -> None:
    ids = [0, 5, 5, 250_036, 1234]
    shape = q4file.architecture
    expected = q4file.tensor("emb.word", shape.words, shape.hidden)[ids]
    np.testing.assert_array_equal(WordRows(unpack_engine(models_cache)).of(ids), expected)


def test_the_numpy_forward_pass_gives_sentence_transformers_vectors(
    q4file: Q4File, models_cache: Path, tokenizer: Tokenizer, reference: Embedder
) -> None:
    text = "绿色工厂 6 家 (New Energy)"
    ids = tokenizer.encode("passage: " + text).ids
    rows = WordRows(unpack_engine(models_cache)).of(ids)
    vectors = forward.forward(q4file, [ids], [rows]).vectors
    np.testing.assert_allclose(vectors, reference.passages([text]), atol=1e-5)


def test_a_small_model_of_another_shape_gets_an_engine_too(small_model: Path, tmp_path: Path) -> None:
    assert small_model.is_file()
    vectors = open_embedder("", tmp_path).passages(["绿色工厂", "奖励"])
    assert vectors.shape == (2, 32)
    assert damaged_files(tmp_path) == []


def test_opening_the_model_makes_no_engine_and_the_second_call_makes_none_again(
    small_model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert small_model.is_file()
    embedder = open_embedder("", tmp_path)
    assert not list(tmp_path.glob("models/*-engine-*"))
    embedder.query("工厂")
    monkeypatch.setattr(bundled, "_write_engine", pytest.fail)
    open_embedder("", tmp_path).query("工厂")


@pytest.mark.parametrize("file", ["encoder.onnx", "encoder.weights", "words.npy", "hashes.npy"])
def test_a_cut_file_of_the_engine_is_noticed_and_made_again(
    small_model: Path, tmp_path: Path, file: str
) -> None:
    assert small_model.is_file()
    expected = open_embedder("", tmp_path).query("工厂")
    path = unpack_engine(tmp_path) / file
    path.write_bytes(path.read_bytes()[:-1])
    assert damaged_files(tmp_path) == [file]
    np.testing.assert_array_equal(open_embedder("", tmp_path).query("工厂"), expected)
    assert damaged_files(tmp_path) == []


def test_an_engine_that_computes_wrongly_is_refused_and_leaves_nothing(
    small_model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert small_model.is_file()
    right = runtime.Session.run
    monkeypatch.setattr(runtime.Session, "run", lambda self, words: np.roll(right(self, words), 1))
    with pytest.raises(ModelUnusable, match="computes wrongly") as caught:
        open_embedder("", tmp_path).query("工厂")
    assert "\n" not in str(caught.value)
    assert not list(tmp_path.glob("models/*-engine-*"))


def test_an_engine_that_cannot_be_written_is_one_clear_line(
    small_model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert small_model.is_file()
    embedder = open_embedder("", tmp_path)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(native_folder, "write_words", full)
    with pytest.raises(ModelCacheUnwritable, match="No space left on device"):
        embedder.query("工厂")
    assert not list(tmp_path.glob("models/.unpacking-*"))


def break_run(session: runtime.Session) -> None:
    class Broken:
        def run(self, *_: object) -> None:
            raise RuntimeError("the runtime is\nunwell")

    session._session = Broken()


def give_nothing(session: runtime.Session) -> None:
    class Nothing:
        def run(self, *_: object) -> list[Floats]:
            return [np.full((1, 384), np.nan, np.float32)]

    session._session = Nothing()


@pytest.mark.parametrize(("damage", "word"), [(break_run, "unwell"), (give_nothing, "no numbers")])
def test_what_the_runtime_raises_is_translated(
    models_cache: Path, damage: Callable[[runtime.Session], None], word: str
) -> None:
    session = runtime.Session(unpack_engine(models_cache) / native_folder.GRAPH)
    damage(session)
    with pytest.raises(EmbeddingError, match=word) as caught:
        session.run(np.zeros((3, 384), np.float32))
    assert "\n" not in str(caught.value)


def test_a_graph_that_is_none_is_one_clear_line(tmp_path: Path) -> None:
    (tmp_path / "encoder.onnx").write_bytes(b"no graph")
    with pytest.raises(ModelUnusable, match=r"encoder\.onnx") as caught:
        runtime.Session(tmp_path / "encoder.onnx")
    assert "\n" not in str(caught.value)


def test_the_runtime_reports_to_nobody(models_cache: Path, tmp_path: Path) -> None:
    """Left alone, it writes a device id below the home folder and sends what it sees over the network."""
    script = (
        "import sys; from pathlib import Path; from vectorstore.embedding import open_embedder\n"
        "embedder = open_embedder('', Path(sys.argv[1]))\n"
        "embedder._engine._compiled = None\n"
        "embedder.query('工厂')\n"
        "assert 'onnxruntime' in sys.modules\n"
    )
    home = tmp_path / "home"
    home.mkdir()
    subprocess.run(
        [sys.executable, "-X", "utf8", "-c", script, models_cache],
        cwd=ROOT, env={"HOME": str(home)}, check=True,
    )  # fmt: skip
    assert list(home.rglob("*")) == []
