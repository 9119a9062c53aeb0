"""The parts of the chain, made from what the settings say."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from retrieval.asker import Asker
from retrieval.claims import Prover
from retrieval.generation.asker import GeneratingAsker
from retrieval.generation.asking import ModelCaller, Talks
from retrieval.generation.database import ANSWERS, SPENDING, Database
from retrieval.generation.errors import ModelFailed, ModelUnusable
from retrieval.generation.models import GGUF, Limits, ModelSpec
from retrieval.generation.spending import Ledger
from retrieval.generation.stored import StoredAnswers

DEADLINE = 60.0
"""Seconds for a server's answer: a reader's patience, a choice."""

GGUF_DEADLINE = 180.0
"""Seconds for a local file's: a 1.5B model on one thread of a busy machine took 30 to 130 s
(docs/language-models.md)."""

_LOG = logging.getLogger("wenbao.llm")


def spec_of(
    name: str,
    *,
    base_url: str = "",
    key: str = "",
    deadline: float = 0.0,
    max_tokens: int = 200,
    parallel: int = 0,
) -> ModelSpec:
    """Read `provider:model` or `gguf:/path`.

    Args:
        name: As the settings have it.
        base_url: An OpenAI-compatible server's; "" for the provider's own.
        key: The server's.
        deadline: Seconds; 0: `DEADLINE` for a server, `GGUF_DEADLINE` for a local file.
        max_tokens: Of an answer.
        parallel: Calls at a time; 0: one for a local file, four for a server.

    Raises:
        ModelUnusable: It has no colon.
    """
    provider, colon, model = name.strip().partition(":")
    if not colon or not provider or not model.strip():
        raise ModelUnusable(
            f"WENBAO_LLM={name} names no model: write provider:model, such as ollama:qwen3, or"
            f" {GGUF}:/path/model.gguf"
        )
    at_a_time = parallel or (1 if provider == GGUF else 4)
    seconds = deadline or (GGUF_DEADLINE if provider == GGUF else DEADLINE)
    return ModelSpec(provider, model.strip(), base_url.strip(), key, seconds, max_tokens, at_a_time)


def open_generating(
    quoting: Asker, prover: Prover, spec: ModelSpec, limits: Limits, folder: Path | None
) -> GeneratingAsker:
    """Put a model beside the answers in quotes.

    Args:
        quoting: Who answers in quotes.
        prover: Who proves the model's sentences.
        spec: Which model.
        limits: What may be spent.
        folder: The data folder, for stored answers and the ledger; None keeps them in memory.

    Raises:
        ModelUnusable: The model cannot be had: a file, a package or a key is missing.
    """
    caller = ModelCaller(spec, model_of(spec), Ledger(Database(folder, SPENDING), limits))
    return GeneratingAsker(quoting, caller, prover, StoredAnswers(Database(folder, ANSWERS)))


def model_of(spec: ModelSpec) -> Callable[[], Talks]:
    """What gives the model when it is called; what can be checked before is checked now.

    Raises:
        ModelUnusable: A file, a package or a key is missing.
    """
    from retrieval.generation.chat_model import ChatModel

    if spec.provider != GGUF or spec.base_url:
        model = ChatModel(spec)
        return lambda: model
    from retrieval.generation.local_server import LocalServer

    server = LocalServer(Path(spec.name).expanduser(), parallel=spec.parallel)
    made: dict[str, ChatModel] = {}

    def served() -> ChatModel:
        url = server.url()
        if url not in made:  # one that died and was started again has another port
            made.clear()
            made[url] = ChatModel(replace(spec, base_url=url, key=server.key))
        return made[url]

    # Loading takes seconds: begin while the first question is still being looked up.
    threading.Thread(target=_start, args=(served,), name="wenbao-llm-start", daemon=True).start()
    return served


def _start(served: Callable[[], Talks]) -> None:
    try:
        served()
    except ModelFailed as exc:
        _LOG.warning("%s", exc)  # the first question will find out the same
