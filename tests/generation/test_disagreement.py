"""Where the model and the quotes disagree, both are weighed, and what the quotes answer is kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from retrieval.answer.below import without_quotes
from retrieval.answer.compose import Draft
from retrieval.generation.asker import GeneratingAsker
from retrieval.generation.settling import SURE, _with_what_was_found
from retrieval.models import Citation, Claim
from tests.generation.askers import weighed
from tests.generation.conftest import BRIDGE, CANTEEN, LENGTH, TRUE, asker_of
from tests.generation.server import ModelServer, Reply, Script, replies
from tests.retrieval.memory import article

Serve = Callable[[Script], ModelServer]

SILENT = "资料没有说明。"
WRONG = "东风大桥全长680米。[1]"
WIDE = article(
    "东风大桥全长860米。市民李建国清早带着孙子上桥散步。桥头的公交站一周前已经迁好。沿线路灯由市政公司统一安装。",
    headline="东风大桥通车",
)
"""A report most of which its answer does not quote."""


def weak(asker: GeneratingAsker) -> GeneratingAsker:
    """The same, over evidence that is just too weak to stand against a model."""
    return weighed(asker, SURE["zh"] - 0.1)


def strong(asker: GeneratingAsker) -> GeneratingAsker:
    """The same, over evidence that is strong enough."""
    return weighed(asker, SURE["zh"])


@pytest.mark.parametrize("said", [SILENT, "片段中没有提到大桥的长度。[1]", "根据资料，无法确定。"])
def test_a_model_that_finds_no_answer_in_weak_evidence_refuses(serve: Serve, said: str) -> None:
    answer = weak(asker_of(serve(replies(Reply(said))))).ask(LENGTH)
    assert (answer.status, answer.reason) == ("refused", "not_in_corpus")
    assert (answer.claims, answer.citations) == ((), ())
    assert "东风大桥通车" in [near.headline for near in answer.nearest]


def test_strong_evidence_stands_as_quotes_although_the_model_finds_no_answer(serve: Serve) -> None:
    answer = strong(asker_of(serve(replies(Reply(SILENT))))).ask(LENGTH)
    assert (answer.status, answer.kind, answer.reason) == ("answered", "extractive", "model_silent")
    assert answer.notice
    assert "860米" in answer.text


def test_quotes_that_nothing_has_weighed_do_not_stand_against_a_silent_model(serve: Serve) -> None:
    asker = asker_of(serve(replies(Reply(SILENT))))
    answer = weighed(asker, None).ask(LENGTH)
    assert answer.status == "refused"


@pytest.mark.parametrize("asked", [weak, strong], ids=["weak", "strong"])
def test_a_model_that_finds_no_answer_is_asked_again_with_the_quotes_alone(
    serve: Serve, asked: Callable[[GeneratingAsker], GeneratingAsker]
) -> None:
    server = serve(replies(Reply(SILENT), Reply(TRUE)))
    answer = asked(asker_of(server, WIDE, CANTEEN)).ask(LENGTH)
    assert (answer.kind, without_quotes(answer)) == ("generated", "东风大桥全长860米。")


def test_a_second_answer_that_is_not_true_leaves_the_refusal(serve: Serve) -> None:
    server = serve(replies(Reply(SILENT), Reply(WRONG)))
    answer = weak(asker_of(server, WIDE, CANTEEN)).ask(LENGTH)
    assert (answer.status, answer.reason, len(server.asked)) == ("refused", "not_in_corpus", 2)


@pytest.mark.parametrize(
    ("asked", "status", "reason"),
    [(weak, "refused", "not_in_corpus"), (strong, "answered", "model_unproved")],
    ids=["weak", "strong"],
)
def test_a_model_that_gives_up_on_the_quotes_counts_as_one_that_found_nothing(
    serve: Serve, asked: Callable[[GeneratingAsker], GeneratingAsker], status: str, reason: str
) -> None:
    server = serve(replies(Reply(WRONG), Reply(SILENT)))
    answer = asked(asker_of(server, WIDE, CANTEEN)).ask(LENGTH)
    assert (answer.status, answer.kind, answer.reason) == (status, "extractive", reason)
    assert len(server.asked) == 2


def told_by(said: str, of: Citation) -> Draft:
    """Prose that a sentence of the canteen's proves."""
    start = CANTEEN.text.index(said)
    other = replace(of, article=CANTEEN, start=start, end=start + len(said), quote=said, spans=())
    return Draft((Claim(said, (1,)),), (other,))


def test_what_the_extractive_answer_marks_stands_beside_prose_that_leaves_it_out(serve: Serve) -> None:
    quoted = asker_of(serve(replies(Reply(TRUE)))).quoting.ask(LENGTH)
    said = "食堂每天接待老人210名。"
    both = _with_what_was_found(told_by(said, quoted.citations[0]), quoted, said)
    assert [claim.text for claim in both.claims] == [said, quoted.citations[0].quote]
    assert [citation.n for citation in both.citations] == [1, 2]
    same = Draft((Claim(said, (1,)),), quoted.citations)
    assert _with_what_was_found(same, quoted, f"{said}大桥全长860米。") == same


def test_all_quotes_stand_beside_prose_without_the_words_that_the_best_one_marks(serve: Serve) -> None:
    first = asker_of(serve(replies(Reply(TRUE)))).quoting.ask(LENGTH)
    start = BRIDGE.text.index("市住建局局长")
    unmarked = replace(
        first.citations[0], n=2, start=start, end=len(BRIDGE.text), quote=BRIDGE.text[start:], spans=()
    )
    quoted = replace(first, citations=(first.citations[0], unmarked))
    said = "食堂每天接待老人210名。"
    draft = told_by(said, first.citations[0])
    beside = [claim.text for claim in _with_what_was_found(draft, quoted, said).claims]
    assert beside == [said, first.citations[0].quote, unmarked.quote]
    agreed = f"{said}大桥全长860米。"
    beside = [claim.text for claim in _with_what_was_found(draft, quoted, agreed).claims]
    assert beside == [said, first.citations[0].quote]
