"""An answer that a language model writes grows before its reader's eyes: by drafts, or by edits."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import pytest

from tests.generation.server import Asked, ModelServer, Reply
from tests.telegram.stands import MakeStand, Stand

QUESTION = "新图书馆首批上架多少册图书？"
BOOKS, SEATS = "新馆首批上架图书38万册。", "新馆设阅览座位1600个。"
STALL = "哪6家企业成功创建省级绿色工厂？"
BETWEEN = 0.4
"""Seconds between two pieces of the model's answer, of seven characters each."""


def script(asked: Asked) -> Reply:
    """A model that writes slowly, and for one question not at all."""
    if STALL in asked.prompt:
        return Reply("", before=30.0)
    number = next((n for n, text in asked.numbered.items() if "38万册" in text), 1)
    return Reply(f"{BOOKS}[{number}]{SEATS}[{number}]", between=BETWEEN)


@pytest.fixture(scope="module")
def model() -> Iterator[ModelServer]:
    with ModelServer(script) as server:
        yield server


@pytest.fixture(scope="module")
def stand(make_stand: MakeStand, model: ModelServer) -> Stand:
    return make_stand(
        llm="openai:scripted", llm_base_url=model.base_url, llm_api_key="sk-test", llm_deadline="5"
    )


def test_a_private_chat_sees_drafts_of_proved_sentences_and_then_the_message(stand: Stand) -> None:
    reader = stand.api.person("王一")
    answer = reader.asks(QUESTION)
    assert all(sentence in answer.text for sentence in (BOOKS, SEATS))
    assert answer.quotes
    drafts = [event for event in reader.events if event.kind == "draft"]
    assert drafts
    assert len({event.note for event in drafts}) == 1
    assert all(event.look and event.look.text in {BOOKS, BOOKS + SEATS} for event in drafts)
    assert len(reader.bot_messages) == 1


def test_a_group_sees_one_message_that_is_edited_at_least_three_seconds_apart(stand: Stand) -> None:
    reader, group = stand.api.person("王二"), stand.api.group("读者群", topics=(7,))
    asked = group.says(reader, "/ask@wenbao_bot 新图书馆首批上架图书多少册？", thread=7)
    answer = group.hears()
    group.sees(answer, lambda message: bool(message.quotes and message.buttons))
    assert (answer.thread, answer.reply_to) == (7, asked.message.id)
    assert BOOKS in answer.looks[0].text
    assert len(answer.looks) > 1
    assert len(group.bot_messages) == 1
    edits = [event.at for event in group.events if event.kind == "edit" and event.message is answer]
    assert all(later - earlier >= 2.9 for earlier, later in pairwise([answer.at, *edits][:-1]))
    assert not [event for event in group.events if event.kind == "draft"]


def test_a_model_that_stalls_for_one_reader_keeps_nobody_else_waiting_and_is_given_up(
    stand: Stand, model: ModelServer
) -> None:
    slow, quick = stand.api.person("王三"), stand.api.person("李三")
    slow.says(STALL)
    assert BOOKS in quick.asks("市图书馆新馆首批上架了多少册图书？").text
    answer = slow.hears(patience=40)
    assert any(STALL in asked.prompt for asked in model.asked)
    assert "浩森生物" in answer.text
    assert answer.quotes
