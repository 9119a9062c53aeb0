"""Makes an engine's folder out of the model file: word rows, vocabulary, and the graph or the packed weights.

The graph is checked before it is used, the kernel by every process (`kernel`). It takes some seconds, once;
`vectorstore.embedding.bundled` calls this under its lock and gives the folder its name when it is whole.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from vectorstore.embedding.native.forward import forward
from vectorstore.embedding.native.packing import write_packed, write_probe
from vectorstore.embedding.native.runtime import Session
from vectorstore.embedding.native.vocabulary import UnigramTokenizer, write_vocabulary
from vectorstore.embedding.native.words import WordRows, write_words
from vectorstore.embedding.q4file import Q4File
from vectorstore.errors import ModelUnusable

GRAPH = "encoder.onnx"
_WEIGHTS = "encoder.weights"

_EXTERNAL_FROM = 1024
"""Bytes from which a constant goes into the weights' own file, which ONNX Runtime maps instead of reading."""

TEXTS = (
    "query: 哪几家企业拿到了奖励？",
    "passage: 城南新区的六家企业上周拿到了省级绿色工厂的牌子。（记者 王敏 通讯员 李强）",
    "passage: 因为连续降雨，今年的小麦收割推迟到六月初，农机站安排了三百台收割机，5月18日起分批下田。",
    "passage: The county opened a second bridge across the river after two years of work, at 1,200,000 yuan.",
    "query: When does the library close on weekends?",
    "passage: 環保局表示，河水的水質比去年好了許多；（見第三版）",
    "passage: 5G 基站 2,318 个，98.6%！ABC-12 😀",
    "passage: ",
    "query: 短",
    "passage: " + "市民在新建的公园里散步，孩子们在草地上放风筝，老人坐在长椅上下棋。" * 4,
)
"""What giants are looked for in and the engine is checked on: the kinds of text that it will see."""

LEAST_COSINE = 0.99
"""To float32, for each text: the worst was 0.998 when this was written. A processor or a version of ONNX
Runtime that computes something else falls far below."""


PROBES = TEXTS[:2]
"""What a process tries the kernel on: 13 and 33 tokens, so blocks of 16 rows alone, in pairs and cut, in one
pass, for 4 ms at most."""


def write_kernel(model: Q4File, folder: Path) -> None:
    """Write what the compiled kernel computes with into an empty folder.

    Raises:
        OSError: The folder cannot be written.
    """
    write_vocabulary(model.vocabulary, folder)
    write_words(model, folder)
    write_packed(model, folder)
    tokenizer = UnigramTokenizer(folder)
    write_probe(model, folder, [tokenizer.ids(text)[: model.architecture.positions] for text in PROBES])


def write_engine(model: Q4File, folder: Path) -> None:
    """Write the engine into an empty folder, and check it.

    Raises:
        ModelUnusable: The engine does not compute what the model says.
        OSError: The folder cannot be written.
    """
    import onnx

    from vectorstore.embedding.native.graph import build

    write_vocabulary(model.vocabulary, folder)
    write_words(model, folder)
    words = WordRows(folder)
    longest = model.architecture.positions
    tokenizer = UnigramTokenizer(folder)
    texts = [tokenizer.ids(text)[:longest] for text in TEXTS]
    rows = [words.of(ids) for ids in texts]
    reference = forward(model, texts, rows)
    onnx.save(
        build(model, reference.peaks),
        folder / GRAPH,
        save_as_external_data=True,
        location=_WEIGHTS,
        size_threshold=_EXTERNAL_FROM,
    )
    # onnx makes that file readable to its owner only; one user may unpack for others.
    shutil.copymode(folder / GRAPH, folder / _WEIGHTS)
    session = Session(folder / GRAPH)
    cosines = [float(session.run(row) @ vector) for row, vector in zip(rows, reference.vectors, strict=True)]
    if not min(cosines) >= LEAST_COSINE:  # also where one is no number
        raise ModelUnusable(
            f"the embedding engine computes wrongly on this machine (cosine {min(cosines):.3f} to the model's"
            " own vectors): copy the model's folder (`wenbao model`) elsewhere and name the copy in"
            " WENBAO_EMBEDDING_MODEL, then sentence-transformers runs it"
        )
