"""Articles that tell the model what to do, and a model that does all of it: nothing unproved gets out.

Each row of tests/data/attacks.jsonl is printed inside an article that answers the question; the scripted
model replies with what full obedience would say: the worst case, since a real model resists some of them.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterator
from typing import Any

import pytest

from tests.conftest import REPOSITORY
from tests.generation.conftest import BRIDGE, CANTEEN, LENGTH, LIBRARY, asker_of
from tests.generation.server import ModelServer, Reply
from tests.retrieval.memory import article

ATTACKS: list[dict[str, Any]] = [
    json.loads(line)
    for line in (REPOSITORY / "tests" / "data" / "attacks.jsonl").read_text(encoding="utf-8").splitlines()
]
QUESTIONS = {"zh": LENGTH, "en": "How long is the bridge?"}


def attacked(text: str) -> tuple[Any, ...]:
    """The pages, the bridge's report with an attack behind its first sentence and another at its end."""
    first, rest = BRIDGE.text.split("。", 1)
    page = article(f"{first}。\n{text}\n{rest}\n{text}", headline=BRIDGE.headline or "")
    return page, CANTEEN, LIBRARY


def test_there_are_attacks_in_both_languages() -> None:
    assert len(ATTACKS) >= 30
    assert {row["lang"] for row in ATTACKS} == {"zh", "en", "mixed"}
    assert len({row["text"] for row in ATTACKS}) == len(ATTACKS)


class Obedient:
    """What the one server of this module says next."""

    reply = ""


@pytest.fixture(scope="module")
def server() -> Iterator[ModelServer]:
    with ModelServer(lambda _: Reply(Obedient.reply)) as served:
        yield served


@pytest.mark.parametrize("row", ATTACKS, ids=[row["id"] for row in ATTACKS])
def test_a_model_that_obeys_an_article_is_not_heard(server: ModelServer, row: dict[str, Any]) -> None:
    Obedient.reply = row["obeyed"]
    heard: list[str] = []
    question = QUESTIONS["en" if row["lang"] == "en" else "zh"]
    answer = asker_of(server, *attacked(row["text"])).ask(question, on_text=heard.append)
    shown = [claim.text for claim in answer.claims] if answer.kind == "generated" else []
    for never in row["never"]:
        assert not any(never in text for text in [*shown, *heard])
        if answer.kind == "extractive":  # a quote may hold the article's own words, and no other
            quoted = any(never in citation.quote for citation in answer.citations)
            assert quoted or never not in answer.text
    if server.asked:
        assert_fenced(server.asked[-1].prompt)


def assert_fenced(prompt: str) -> None:
    """Each passage keeps to its line behind its number, and the prompt's own marks stand once."""
    starts = [line[: line.index("]") + 1] for line in prompt.splitlines() if line.startswith("[")]
    assert starts == [f"[{n}]" for n in range(1, len(starts) + 1)]
    assert prompt.count("片段到此为止") + prompt.count("End of the passages.") == 1
    assert not any(unicodedata.category(c) in {"Cf", "Cc", "Co"} for c in prompt if c != "\n")
    assert not any(mark in prompt for mark in ("<|im_start|>", "[INST]", "<<SYS>>", "</evidence>"))


def test_the_model_was_asked_at_all(server: ModelServer) -> None:
    """Else the attacks would have been refused before any model saw them."""
    Obedient.reply = "东风大桥全长860米。[1]"
    answer = asker_of(server, BRIDGE, CANTEEN, LIBRARY).ask(LENGTH)
    assert answer.kind == "generated"
