"""Greetings get a word; questions never do."""

from __future__ import annotations

import pytest

from retrieval.language import language_of
from retrieval.question.smalltalk import FAREWELL, GREETING, HELP, THANKS, smalltalk


@pytest.mark.parametrize(
    ("message", "reason"),
    [
        ("你好", GREETING),
        ("您好！", GREETING),
        ("在吗？", GREETING),
        ("早上好呀", GREETING),
        ("Hello!", GREETING),
        ("good morning", GREETING),
        ("谢谢你", THANKS),
        ("Thank you very much!", THANKS),
        ("再见", FAREWELL),
        ("你能做什么？", HELP),
        ("你是谁", HELP),
        ("怎么用？", HELP),
        ("help", HELP),
        ("/start", HELP),
        ("What can you do?", HELP),
        ("你好，你能做什么？", HELP),
    ],
)
def test_small_talk_is_known(message: str, reason: str) -> None:
    word = smalltalk(message, language_of(message))
    assert word is not None
    assert word.reason == reason
    assert word.text


@pytest.mark.parametrize(
    "message",
    [
        "你好，哪6家企业成功创建省级绿色工厂？",
        "你好书店什么时候开门？",
        "早高峰公交多久一班？",
        "谢谢茶馆在哪里？",
        "help desk of the city: what is its number?",
        "Who said hello to the mayor?",
        "怎么用医保卡？",
        "",
    ],
)
def test_questions_are_no_small_talk(message: str) -> None:
    assert smalltalk(message, language_of(message)) is None
