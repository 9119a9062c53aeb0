"""Whatever a model's server does, an answer comes within the deadline, with a word about it."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from retrieval.generation.asker import GeneratingAsker
from retrieval.generation.models import Usage
from retrieval.models import Answer
from tests.generation.conftest import LENGTH, TRUE, asker_of
from tests.generation.server import ModelServer, Reply, Script, replies, wait_until

Serve = Callable[[Script], ModelServer]

ENDLESS = "东风大桥全长860米。[1]" * 50_000
SHORT = 1.0
AMPLE = 25.0


def assert_quotes(answer: Answer, reason: str) -> None:
    assert (answer.kind, answer.status, answer.reason) == ("extractive", "answered", reason)
    assert answer.notice
    assert "860米" in answer.text
    assert answer.citations


@pytest.mark.parametrize(
    ("reply", "reason"),
    [
        (Reply(status=500), "model_down"),
        (Reply(status=503), "model_down"),
        (Reply(status=401), "model_refused"),
        (Reply(status=404), "model_refused"),
        (Reply(status=400), "model_refused"),
        (Reply(status=429, headers={"retry-after": "600"}), "model_busy"),
        (Reply(""), "model_empty"),
        (Reply("  \n"), "model_empty"),
        (Reply("东风大桥全", cut=True), "model_down"),
        (Reply("东风大桥全长860米。[1]总投资3", finish=None), "model_cut_off"),
        (Reply(ENDLESS), "model_endless"),
        (Reply("东" * 1_000_000), "model_endless"),
        (Reply(TRUE, before=60.0), "model_slow"),
        (Reply("东风大桥" * 50, between=0.2), "model_slow"),
    ],
    ids=lambda value: value if isinstance(value, str) else f"{value.status}-{value.text[:5].strip()}",
)
def test_a_fault_ends_in_quotes_with_a_word_about_it(serve: Serve, reply: Reply, reason: str) -> None:
    server = serve(replies(reply))
    began = time.monotonic()
    deadline = SHORT if reason == "model_slow" else AMPLE
    assert_quotes(asker_of(server, deadline=deadline).ask(LENGTH), reason)
    assert time.monotonic() - began < AMPLE  # a hang would last longer, or for ever


@pytest.mark.parametrize("left", ["。", "”", "[1]", "\n- "])
def test_what_is_left_behind_the_last_sentence_is_no_broken_stream(serve: Serve, left: str) -> None:
    assert asker_of(serve(replies(Reply(f"{TRUE}{left}")))).ask(LENGTH).kind == "generated"
    assert asker_of(serve(replies(Reply(f"{TRUE}{left}", finish=None)))).ask(LENGTH).kind == "generated"


def test_a_server_that_is_not_there_ends_in_quotes(serve: Serve) -> None:
    server = serve(replies(Reply(TRUE)))
    asker = asker_of(server, base_url="http://127.0.0.1:1/v1")
    assert_quotes(asker.ask(LENGTH), "model_down")


@pytest.mark.parametrize("fault", [Reply(status=500), Reply(status=429, headers={"retry-after": "0"})])
def test_a_fault_that_passes_is_tried_again(serve: Serve, fault: Reply) -> None:
    server = serve(replies(fault, Reply(TRUE)))
    answer = asker_of(server).ask(LENGTH)
    assert answer.kind == "generated"
    assert len(server.asked) == 2


def test_what_cannot_get_better_is_not_tried_again(serve: Serve) -> None:
    server = serve(replies(Reply(status=401)))
    asker_of(server).ask(LENGTH)
    assert len(server.asked) == 1


def test_a_model_that_keeps_failing_is_left_alone(serve: Serve, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("retrieval.generation.asking.ATTEMPTS", 1)
    server = serve(replies(Reply(status=500)))
    asker = asker_of(server)
    for _ in range(3):
        assert_quotes(asker.ask(LENGTH), "model_down")
    asked = len(server.asked)
    assert_quotes(asker.ask(LENGTH), "model_down")
    assert len(server.asked) == asked


def test_a_server_that_asks_for_patience_gets_it(serve: Serve) -> None:
    server = serve(replies(Reply(status=429, headers={"retry-after": "600"})))
    asker = asker_of(server)
    assert_quotes(asker.ask(LENGTH), "model_busy")
    assert_quotes(asker.ask(LENGTH), "model_down")
    assert len(server.asked) == 1


def test_others_get_quotes_while_one_waits_for_a_slow_model(serve: Serve) -> None:
    release = threading.Event()

    def slow(_: object) -> Reply:
        release.wait(20)
        return Reply(TRUE)

    server = serve(slow)
    asker = asker_of(server, parallel=1, deadline=15.0)
    asker.caller._slots._wait = 0.05
    with ThreadPoolExecutor(5) as pool:
        first = pool.submit(asker.ask, LENGTH)
        assert wait_until(lambda: len(server.asked) == 1)
        for answer in pool.map(asker.ask, ["大桥总投资多少？", "大桥双向几车道？", "大桥全长多少米？"]):
            assert (answer.kind, answer.status, answer.reason) == ("extractive", "answered", "model_busy")
        assert not first.done()
        release.set()
        assert first.result(20).kind == "generated"


def test_a_slot_comes_back_when_its_reader_has_left(serve: Serve) -> None:
    server = serve(replies(Reply(TRUE, before=1.0), Reply(TRUE)))
    asker = asker_of(server, parallel=1, deadline=0.2)
    assert_quotes(asker.ask(LENGTH), "model_slow")
    patient: GeneratingAsker = asker_of(server, parallel=1)
    assert patient.ask(LENGTH).kind == "generated"
    assert wait_until(lambda: asker.caller._slots._slots._value == 1)


def test_a_defect_behind_the_model_does_not_hang_its_question(serve: Serve) -> None:
    asker = asker_of(serve(replies(Reply(TRUE))))

    def broken() -> None:
        raise RuntimeError("a defect")

    asker.caller._model = broken  # type: ignore[assignment]
    assert_quotes(asker.ask(LENGTH), "model_down")


def test_every_attempt_whose_prompt_was_read_is_paid(serve: Serve) -> None:
    once = asker_of(serve(replies(Reply(TRUE, finish=None))))
    once.ask(LENGTH)
    twice = asker_of(serve(replies(Reply(status=500), Reply(TRUE, finish=None))))
    twice.ask(LENGTH)
    turned_away = asker_of(
        serve(replies(Reply(status=429, headers={"retry-after": "0"}), Reply(TRUE, finish=None)))
    )
    turned_away.ask(LENGTH)
    assert twice.caller.spent.prompt == 2 * once.caller.spent.prompt
    assert turned_away.caller.spent == once.caller.spent


def test_an_answer_that_did_not_come_in_time_is_paid_at_its_most(serve: Serve) -> None:
    asker = asker_of(serve(replies(Reply(TRUE, before=60.0))), deadline=SHORT, max_tokens=123)
    asker.ask(LENGTH)
    assert asker.caller.spent.answer == 123
    assert asker.caller.spent.prompt > 0


def test_a_server_that_is_not_there_costs_nothing(serve: Serve) -> None:
    asker = asker_of(serve(replies(Reply(TRUE))), base_url="http://127.0.0.1:1/v1")
    asker.ask(LENGTH)
    assert asker.caller.spent == Usage()


@pytest.mark.parametrize("status", [400, 401, 429, 500])
def test_nothing_that_a_server_says_of_a_failure_is_logged(
    serve: Serve, status: int, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "wenbao.llm")
    said = Reply(
        status=status, says="Incorrect API key provided: sk-se***cret", headers={"retry-after": "600"}
    )
    asker_of(serve(replies(said)), key="sk-secret").ask(LENGTH)
    assert str(status) in caplog.text
    assert "sk-" not in caplog.text
    assert "Incorrect" not in caplog.text


def test_a_defects_words_are_not_logged(serve: Serve, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "wenbao.llm")
    asker = asker_of(serve(replies(Reply(TRUE))))

    def broken() -> None:
        raise RuntimeError("赵铁柱的问题")

    asker.caller._model = broken  # type: ignore[assignment]
    asker.ask(LENGTH)
    assert "RuntimeError at test_faults.py" in caplog.text
    assert "赵铁柱" not in caplog.text
