"""Telegram refuses, stalls, loses, repeats: the real bot process over real HTTP lives on and says it once."""

from __future__ import annotations

import json
from itertools import pairwise

import pytest
from pytest_socket import socket_allow_hosts

from bot.telegram.texts import TEXTS
from tests.botapi.people import Person
from tests.telegram.stands import MakeStand, Stand

ZH = TEXTS["zh"]
QUESTION = "2026年濮阳制造业产能的目标是多少？"
ANSWER = "2250亿元"
SENTINEL = "新图书馆星期几不开门？"
SENTINEL_ANSWER = "周一"
HOSTILE = (
    "<b>x</b></blockquote><script>alert('&lt;')</script> &amp; <a href=\"http://evil.example\">点我</a> "
    "*y* __z__ `w` [v](http://evil.example)"
)
ANSI = "\x1b[31m红\x1b[0m"

IMPATIENT = "import bot.telegram.application as application; application.TIMEOUT = 2.0"
"""Run before the bot: a request times out within a test's patience."""


@pytest.fixture(autouse=True)
def _no_network() -> None:
    """Loopback, and nothing else."""
    socket_allow_hosts(["127.0.0.1"], allow_unix_socket=True)


@pytest.fixture(scope="module")
def stand(make_stand: MakeStand) -> Stand:
    return make_stand(first=IMPATIENT)


def answers(reader: Person, words: str) -> int:
    """How often a reader was told something, counted when a later question has been answered."""
    assert SENTINEL_ANSWER in reader.asks(SENTINEL).text or reader.hears(SENTINEL_ANSWER)
    return sum(words in message.text for message in reader.bot_messages)


def test_a_429_is_waited_out_as_told_and_the_answer_comes_once(stand: Stand) -> None:
    reader = stand.api.person("王一")
    before = len(stand.api.called("sendMessage"))
    stand.api.fails("sendMessage", retry_after=1, times=2)
    assert ANSWER in reader.asks(QUESTION).text
    calls = stand.api.called("sendMessage")[before:]
    assert len(calls) == 3
    assert all(later.at - earlier.at >= 1 for earlier, later in pairwise(calls))
    assert answers(reader, ANSWER) == 1


def test_other_chats_are_answered_while_one_waits_for_its_429(stand: Stand) -> None:
    held, free = stand.api.person("王二"), stand.api.person("李二")
    mine = str(held.id)
    fault = stand.api.fails(
        "sendMessage", retry_after=4, times=99, about=lambda said: said["chat_id"] == mine
    )
    held.says(QUESTION)
    stand.api.world.wait(lambda: fault.times < 99 or None, "the 429")
    assert SENTINEL_ANSWER in free.asks(SENTINEL).text
    assert not held.bot_messages
    fault.times = 0
    assert ANSWER in held.hears().text


@pytest.mark.parametrize("status", [500, 502])
def test_a_5xx_is_tried_again_and_the_answer_comes_once(stand: Stand, status: int) -> None:
    reader = stand.api.person("王三")
    stand.api.fails("sendMessage", status=status, times=2)
    assert ANSWER in reader.asks(QUESTION).text
    assert answers(reader, ANSWER) == 1


@pytest.mark.parametrize(
    ("how", "times"),
    [({"lost": True}, 1), ({"lost": True}, 9), ({"slow": 4.0}, 1)],
    ids=["cut once", "always cut", "timed out"],
)
def test_a_lost_reply_is_sent_again_at_most_once(stand: Stand, how: dict[str, float], times: int) -> None:
    reader = stand.api.person("王四")
    fault = stand.api.fails("sendMessage", times=times, **how)
    reader.says(QUESTION)
    assert ANSWER in reader.hears().text
    assert ANSWER in reader.hears().text
    fault.times = 0
    assert answers(reader, ANSWER) == 2


def test_an_answer_that_is_no_json_costs_one_answer_and_not_the_bot(stand: Stand) -> None:
    reader = stand.api.person("王五")
    stand.api.fails("sendMessage", garbage=True)
    reader.says(QUESTION)
    assert answers(reader, ANSWER) <= 1


@pytest.mark.parametrize(
    "how",
    [{"status": 502}, {"retry_after": 1}, {"garbage": True}, {"lost": True}],
    ids=lambda how: next(iter(how)),
)
def test_the_poller_lives_through_what_happens_to_it(stand: Stand, how: dict[str, int]) -> None:
    reader = stand.api.person("王六")
    stand.api.fails("getUpdates", **how)
    reader.says("/help")
    assert reader.hears(ZH.help[:10], patience=60)
    assert ANSWER in reader.asks(QUESTION, patience=60).text


def test_telegram_may_be_down_for_a_while(stand: Stand) -> None:
    reader = stand.api.person("王七")
    assert reader.starts()
    stand.api.down()
    reader.says(QUESTION)
    stand.api.up()
    assert ANSWER in reader.hears(ANSWER, patience=60).text
    assert answers(reader, ANSWER) == 1


def test_an_update_that_is_served_again_is_answered_once(stand: Stand) -> None:
    reader = stand.api.person("王八")
    said = reader.says(QUESTION)
    assert ANSWER in reader.hears().text
    assert said.update is not None
    for _ in range(3):
        stand.api.serve_again(said.update)
    assert answers(reader, ANSWER) == 1


def test_markup_that_telegram_cannot_parse_is_sent_as_plain_text(stand: Stand) -> None:
    reader = stand.api.person("王九")
    said = 'Bad Request: can\'t parse entities: Unsupported start tag "x" at byte offset 5'
    stand.api.fails("sendMessage", status=400, said=said)
    answer = reader.asks(QUESTION)
    assert ANSWER in answer.text
    assert not answer.look.entities
    assert "&" not in answer.text
    assert "<" not in answer.text


def test_a_button_that_was_pressed_too_late_or_twice_still_does_its_work(stand: Stand) -> None:
    reader = stand.api.person("王十")
    answer = reader.asks(QUESTION)
    reader.presses_late(answer, ZH.more)
    reader.sees(answer, ZH.passages.split("{", maxsplit=1)[0])
    settings = reader.asks("/settings")
    for _ in range(3):
        reader.presses(settings, "English")
    assert not [message for message in reader.bot_messages if ZH.failed[:4] in message.text]
    assert reader.asks("/reset").text == TEXTS["en"].reset


def test_html_in_question_and_article_is_shown_as_text(stand: Stand) -> None:
    reader = stand.api.person("李一 <b>")
    article = {
        "id": "hostile",
        "headline": f"网络安全提示 {HOSTILE}",
        "text": f"市网安中心提醒，钓鱼短信常带有{HOSTILE}这样的代码{ANSI}，收到后请拨打0393-5550199举报。",
        "date": "2023-05-19",
        "paper": "龙都新报",
        "page": "<4>",
    }
    stand.print_page("hostile.jsonl", json.dumps(article, ensure_ascii=False) + "\n")
    stand.admin.starts()
    stand.admin.sees(stand.admin.asks("/refresh"), "存档已更新")
    answer = reader.asks(f"收到钓鱼短信拨打什么电话举报？{HOSTILE}{ANSI}")
    assert "0393-5550199" in answer.text
    assert "\x1b" not in answer.text
    assert HOSTILE in answer.text
    assert {one.type for one in answer.look.entities} <= {"bold", "italic", "expandable_blockquote"}
    opened = reader.turns(answer, "[1]")
    assert HOSTILE in opened.text
    assert all("<b>x</b>" in one["title"] for one in reader.inline("钓鱼短信举报")["results"][:1])


def test_a_subscriber_who_blocked_the_bot_keeps_nobody_from_the_news(stand: Stand) -> None:
    gone, here = stand.api.person("李三"), stand.api.person("李四")
    gone.asks("/subscribe 风筝节")
    here.asks("/subscribe 风筝节")
    gone.blocks()
    stand.print_page(
        "龙都新报_2023-05-22_01.txt",
        "风筝节周六开幕\n\n本报讯 （记者 齐飞） 5月21日，记者获悉，第十届风筝节周六在东湖广场开幕。\n",
    )
    stand.admin.starts()
    stand.admin.sees(stand.admin.asks("/refresh"), "存档已更新")
    assert "东湖广场" in here.hears("风筝节周六开幕").text
    assert ANSWER in here.asks(QUESTION).text


def test_nothing_that_went_wrong_put_the_token_into_the_log(stand: Stand) -> None:
    reader = stand.api.person("李五")
    fault = stand.api.fails("sendMessage", status=502, times=9)
    reader.says(QUESTION)
    stand.api.world.wait(
        lambda: sum(call.said.get("chat_id") == str(reader.id) for call in stand.api.calls) >= 3 or None,
        "three tries",
    )
    fault.times = 0
    written = stand.bot.written
    assert written
    assert stand.api.token not in written
    assert stand.api.token.partition(":")[2] not in written
    assert QUESTION not in written
