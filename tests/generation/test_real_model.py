"""With a real small model on this machine: `make test-llm`. Outside `make test`: it takes minutes.

What such a model writes varies with its build; what is asserted is what the code around it owes to a reader.
"""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from retrieval.answerer import Answerer
from retrieval.claims import Prover
from retrieval.evidence.vectors import SentenceVectors
from retrieval.generation.asker import GeneratingAsker
from retrieval.generation.models import GGUF, Limits
from retrieval.generation.opening import open_generating, spec_of
from retrieval.models import Answer, Turn
from tests.conftest import REPOSITORY
from tests.generation.askers import Between
from vectorstore.archive import LiveArchive
from vectorstore.embedding import Embedder
from vectorstore.generations import StoreFolder
from vectorstore.refresh import RefreshRequest, refresh

pytestmark = pytest.mark.llm

SHARED = REPOSITORY.parent / "shared"
TOOL = SHARED / "tools" / "local-llm"
HOME = os.environ.get("HOME", "")
DEADLINE = float(os.environ.get("TEST_LLM_DEADLINE", "300"))
"""Seconds for an answer: a busy machine is no failure of the chain's."""


@pytest.fixture(scope="module")
def model() -> Path:
    """The model's file."""
    named = os.environ.get("TEST_LLM")
    if named:
        return Path(named)
    pytest.importorskip("xllamacpp", reason="needs the extra local-llm")
    if not TOOL.exists():
        pytest.skip("needs a model: TEST_LLM=/path/model.gguf, or ../shared/tools/local-llm, absent here")
    ran = subprocess.run(
        [TOOL], capture_output=True, encoding="utf-8", check=False, env={**os.environ, "HOME": HOME}
    )
    if ran.returncode:
        pytest.skip(f"../shared/tools/local-llm gave no model: {ran.stderr[-200:]}")
    return Path(ran.stdout.strip())


@pytest.fixture(scope="module")
def asker(model: Path, embedder: Embedder, tmp_path_factory: pytest.TempPathFactory) -> GeneratingAsker:
    """Answers over the sample pages, written by the real model."""
    pages = REPOSITORY / "corpus" / "pages"
    store = StoreFolder(tmp_path_factory.mktemp("llm"))
    refresh(store, embedder, RefreshRequest(samples=pages))
    spec = spec_of(f"{GGUF}:{model}", deadline=DEADLINE, max_tokens=120)
    quoting = Answerer(LiveArchive(store, embedder))
    return open_generating(quoting, Prover(SentenceVectors(embedder)), spec, Limits(), store.folder)


def assert_sound(answer: Answer) -> None:
    for citation in answer.citations:
        whole = citation.article.field(citation.field)
        assert whole[citation.start : citation.end] == citation.quote
    numbers = {citation.n for citation in answer.citations}
    assert all(claim.citations and set(claim.citations) <= numbers for claim in answer.claims)
    if answer.kind == "extractive" and answer.status == "answered":
        assert answer.notice is None or answer.reason


SAMPLES = [
    json.loads(line)
    for line in (REPOSITORY / "tests" / "data" / "sample_questions.jsonl")
    .read_text(encoding="utf-8")
    .splitlines()
]


def test_some_answers_are_prose_and_all_are_sound(asker: GeneratingAsker) -> None:
    rows = [row for row in SAMPLES if not row.get("unanswerable")][:6]
    answers = [asker.ask(row["question"]) for row in rows]
    for answer in answers:
        assert_sound(answer)
    assert any(answer.kind == "generated" for answer in answers), [(a.text, a.reason) for a in answers]


def says_yes(answer: Answer, _: Sequence[Turn]) -> Answer:
    """Every question is answered: the model is left alone with whatever passages are nearest."""
    return replace(answer, status="answered", text="（原文）", reason=None)


@pytest.mark.parametrize(
    "question", ["濮阳市长是谁？", "濮阳市有多少人口？", "What is the population of Puyang?"]
)
def test_what_the_model_makes_up_does_not_get_out(asker: GeneratingAsker, question: str) -> None:
    assert asker.ask(question).status == "refused"
    answer = replace(asker, quoting=Between(asker.quoting, says_yes)).ask(question)
    assert_sound(answer)
    if answer.kind == "generated":  # a sample page prints a mayor's name: that one is no invention
        assert all("市长朱良才" in citation.quote for citation in answer.citations), answer.text
        return
    assert (answer.kind, answer.claims) == ("extractive", ()), answer.text
