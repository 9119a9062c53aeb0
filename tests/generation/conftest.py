"""Pages, a scripted model, and answers written by it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from pytest_socket import socket_allow_hosts

from corpus.models import Article
from retrieval.claims import Prover
from retrieval.evidence.vectors import SentenceVectors
from retrieval.generation import numbering
from retrieval.generation.asker import GeneratingAsker
from retrieval.generation.models import Limits, ModelSpec
from retrieval.generation.opening import open_generating
from tests.generation.server import ModelServer, Script
from tests.retrieval.memory import BigramEmbedder, answerer, article

BRIDGE = article(
    "东风大桥昨日通车。大桥全长860米，双向六车道，总投资3.2亿元。市住建局局长周敏说，大桥每天可通行4万辆车。",
    headline="东风大桥通车",
)
CANTEEN = article("城南社区食堂5月8日开业，一份午餐12元。食堂每天接待老人210名。", headline="社区食堂开业")
LIBRARY = article("市图书馆新馆藏书96万册，周一闭馆。", headline="新馆开放")
PAGES = (BRIDGE, CANTEEN, LIBRARY)

LENGTH = "东风大桥全长多少米？"
"""A question whose answer is 860米, in `BRIDGE`."""

TRUE = "东风大桥全长860米。[1]"


@pytest.fixture(autouse=True)
def _no_network() -> None:
    """Loopback, and nothing else: the scripted server is the test's own."""
    socket_allow_hosts(["127.0.0.1"], allow_unix_socket=True)


@pytest.fixture
def _all_near(monkeypatch: pytest.MonkeyPatch) -> None:
    """Passages of other articles are shown whatever they have of the question."""
    monkeypatch.setattr(numbering, "NEAR", 0.0)


@pytest.fixture
def serve() -> Iterator[Callable[[Script], ModelServer]]:
    """Start a scripted model."""
    with ExitStack() as stack:
        yield lambda script: stack.enter_context(ModelServer(script))


def asker_of(
    server: ModelServer,
    *pages: Article,
    folder: Path | None = None,
    limits: Limits = Limits(),  # noqa: B008 (frozen)
    **spec: Any,
) -> GeneratingAsker:
    """Answers over pages in memory, written by a scripted model."""
    given = ModelSpec("openai", "scripted", server.base_url, deadline=10.0)
    prover = Prover(SentenceVectors(BigramEmbedder()))
    return open_generating(answerer(*(pages or PAGES)), prover, replace(given, **spec), limits, folder)
