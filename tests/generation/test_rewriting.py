"""A follow-up that the rules cannot answer is made whole by the model, and checked before it is believed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest

from retrieval.answer.below import without_quotes
from retrieval.generation.models import Limits
from retrieval.generation.rewriting import is_faithful
from retrieval.models import Answer, Turn
from tests.generation.askers import Between
from tests.generation.conftest import LENGTH, TRUE, asker_of
from tests.generation.server import Asked, ModelServer, Reply, Script

Serve = Callable[[Script], ModelServer]
BEFORE = (Turn("东风大桥什么时候通车？", (), "东风大桥昨日通车。"),)
FOLLOW_UP = "那全长呢？"


def at_a_loss(answer: Answer, before: Sequence[Turn]) -> Answer:
    """The rules see that a question leans on an earlier one, and find nothing for it."""
    lost = Answer(answer.question, "zh", "refused", "没有", understood="全长", reason="not_in_corpus")
    return lost if before else answer


def asked_again(serve: Serve, whole: str) -> tuple[Answer, Between, ModelServer]:
    def script(asked: Asked) -> Reply:
        return Reply(TRUE if asked.numbered else whole)

    server = serve(script)
    asker = asker_of(server)
    rules = Between(asker.quoting, at_a_loss)
    return replace(asker, quoting=rules).ask(FOLLOW_UP, before=BEFORE), rules, server


def test_a_follow_up_is_answered_as_the_model_understood_it_and_says_so(serve: Serve) -> None:
    answer, _, server = asked_again(serve, LENGTH)
    assert (answer.kind, answer.status) == ("generated", "answered")
    assert without_quotes(answer) == "东风大桥全长860米。"
    assert (answer.question, answer.understood) == (FOLLOW_UP, LENGTH)
    roles = [message["role"] for message in server.asked[0].body["messages"]]
    assert roles == ["system", "user", "assistant", "user"]


def test_a_rewriting_that_brings_something_of_its_own_is_not_asked(serve: Serve) -> None:
    answer, rules, _ = asked_again(serve, "西河大桥2019年全长多少米？")
    assert answer.status == "refused"
    assert rules.asked == [FOLLOW_UP]


@pytest.mark.parametrize(
    ("text", "faithful"),
    [
        ("东风大桥全长呢？", True),
        ("东风大桥的全长是多少？", True),
        ("东风大桥2019年全长多少？", False),
        ("中央财政为何没有拨付资金？", False),
        ("那全长呢？", False),
        ("", False),
        ("东风大桥" * 60, False),
    ],
)
def test_a_rewriting_says_only_what_the_conversation_said(text: str, *, faithful: bool) -> None:
    assert is_faithful(text, FOLLOW_UP, BEFORE) is faithful


def test_a_rewriting_is_paid_from_the_budget_of_its_question(serve: Serve) -> None:
    server = serve(lambda asked: Reply(TRUE if asked.numbered else LENGTH, finish=None))
    asker = asker_of(server, limits=Limits(question=1000), max_tokens=100)
    used = asker.ask(LENGTH)
    assert used.kind == "generated"
    spent = asker.caller.spent
    # Enough for the answer at its most, and not for the rewriting before it as well.
    narrow = asker_of(server, limits=Limits(question=spent.prompt + 150), max_tokens=100)
    rules = Between(narrow.quoting, at_a_loss)
    answer = replace(narrow, quoting=rules).ask(FOLLOW_UP, before=BEFORE)
    assert (answer.kind, answer.status, answer.reason) == ("extractive", "answered", "model_budget")
    assert narrow.ask(LENGTH).kind == "generated"
