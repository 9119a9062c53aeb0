"""The methods over HTTP: effects, limits, and the sentences with which they refuse."""

from __future__ import annotations

import json

import httpx
import pytest

from tests.botapi.conftest import Bot
from tests.botapi.server import BotApi


def test_a_message_shows_what_its_html_says(api: BotApi, bot: Bot) -> None:
    person = api.person("王小明")
    person.says("你好")
    keyboard = {"inline_keyboard": [[{"text": "来源", "callback_data": "s:1"}]]}
    bot.call(
        "sendMessage", chat_id=person.id, parse_mode="HTML", reply_markup=keyboard,
        text="<b>6家</b><blockquote expandable>引文</blockquote>",
    )  # fmt: skip
    heard = person.hears()
    assert (heard.text, heard.bold, heard.quotes, heard.buttons) == ("6家引文", ["6家"], ["引文"], ["来源"])
    assert person.transcript.splitlines() == ["王小明:", "  你好", "问报:", "  **6家**引文", "  [来源]"]


def test_a_text_may_have_4096_units_after_parsing_and_not_one_more(api: BotApi, bot: Bot) -> None:
    person = api.person("王小明")
    person.says("x")
    just = "<b>" + "🏟" * 2048 + "</b>"
    assert len(bot.call("sendMessage", chat_id=person.id, parse_mode="HTML", text=just)["text"]) == 2048
    said = bot.refused("sendMessage", chat_id=person.id, parse_mode="HTML", text=just + "x")
    assert said == "Bad Request: message is too long"
    assert (
        bot.refused("sendMessage", chat_id=person.id, text=" \u202e\n ")
        == "Bad Request: message text is empty"
    )


def test_a_bot_writes_only_where_it_may(api: BotApi, bot: Bot) -> None:
    person, group = api.person("王小明"), api.group("读者", topics=(7,))
    assert bot.refused("sendMessage", chat_id=person.id, text="x") == "Bad Request: chat not found"
    person.says("x")
    bot.call("sendMessage", chat_id=person.id, text="x")
    person.blocks()
    assert bot.refused("sendMessage", chat_id=person.id, text="x") == "Forbidden: bot was blocked by the user"
    assert (
        bot.call("sendMessage", chat_id=group.chat.id, text="x", message_thread_id=7)["message_thread_id"]
        == 7
    )
    said = bot.refused("sendMessage", chat_id=group.chat.id, text="x", message_thread_id=8)
    assert said == "Bad Request: message thread not found"
    assert bot.refused("sendMessage", chat_id=1, text="x") == "Bad Request: chat not found"


@pytest.mark.parametrize(
    ("button", "said"),
    [
        ({"text": "x", "callback_data": "闻" * 22}, "BUTTON_DATA_INVALID"),
        ({"text": "x", "callback_data": ""}, "BUTTON_DATA_INVALID"),
        ({"text": "x"},
         "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"),
        ({"text": " ", "callback_data": "x"},
         'can\'t parse inline keyboard button: Field "text" must be of type String'),
    ],
)  # fmt: skip
def test_a_button_that_telegram_refuses_is_refused(
    api: BotApi, bot: Bot, button: dict[str, str], said: str
) -> None:
    person = api.person("王小明")
    person.says("x")
    markup = {"inline_keyboard": [[button]]}
    refused = bot.refused("sendMessage", chat_id=person.id, text="x", reply_markup=markup)
    assert refused == f"Bad Request: {said}"
    many = {"inline_keyboard": [[{"text": "x", "callback_data": "x"}]] * 101}
    refused = bot.refused("sendMessage", chat_id=person.id, text="x", reply_markup=many)
    assert refused == "Bad Request: reply markup is too long"


def test_an_edit_changes_the_message_in_place_or_is_refused(api: BotApi, bot: Bot) -> None:
    person = api.person("王小明")
    mine = person.says("x").message.id
    message = bot.call("sendMessage", chat_id=person.id, text="一")["message_id"]
    heard = person.hears()
    bot.call("editMessageText", chat_id=person.id, message_id=message, text="二")
    assert [look.text for look in heard.looks] == ["一", "二"]
    refused = bot.refused("editMessageText", chat_id=person.id, message_id=message, text=" 二 ")
    assert refused.startswith("Bad Request: message is not modified")
    assert "not found" in bot.refused("editMessageText", chat_id=person.id, message_id=999, text="x")
    assert "can't be edited" in bot.refused("editMessageText", chat_id=person.id, message_id=mine, text="x")
    assert bot.call("deleteMessage", chat_id=person.id, message_id=message)
    assert "not found" in bot.refused("editMessageText", chat_id=person.id, message_id=message, text="x")


def test_a_pressed_button_is_answered_once_and_in_time(api: BotApi, bot: Bot) -> None:
    person = api.person("王小明")
    person.says("x")
    keyboard = {"inline_keyboard": [[{"text": "来源", "callback_data": "s:1"}]]}
    bot.call("sendMessage", chat_id=person.id, text="x", reply_markup=keyboard)
    message = person.hears()
    pressed = bot.pool.submit(person.presses, message, "来源")
    query = bot.call("getUpdates", timeout=5, offset=-1)[0]["callback_query"]
    assert query["data"] == "s:1"
    assert "MESSAGE_TOO_LONG" in bot.refused(
        "answerCallbackQuery", callback_query_id=query["id"], text="长" * 201
    )
    bot.call("answerCallbackQuery", callback_query_id=query["id"], text="好")
    assert pressed.result(5)["text"] == "好"
    for number in (query["id"], "no such query"):
        assert "query is too old" in bot.refused("answerCallbackQuery", callback_query_id=number)


@pytest.mark.parametrize(
    ("ids", "said"),
    [
        ([str(n) for n in range(51)], "RESULTS_TOO_MUCH"),
        (["闻" * 22], "RESULT_ID_INVALID"),
        ([""], "RESULT_ID_INVALID"),
        (["1", "1"], "RESULT_ID_DUPLICATE"),
    ],
)
def test_inline_results_have_limits(api: BotApi, bot: Bot, ids: list[str], said: str) -> None:
    person = api.person("王小明")
    typed = bot.pool.submit(person.inline, "绿色工厂")
    query = bot.call("getUpdates", timeout=5)[0]["inline_query"]["id"]

    def results(numbers: list[str]) -> list[dict[str, object]]:
        content = {"message_text": "<b>x</b>", "parse_mode": "HTML"}
        return [
            {"type": "article", "id": n, "title": "题", "input_message_content": content} for n in numbers
        ]

    assert said in bot.refused("answerInlineQuery", inline_query_id=query, results=results(ids))
    bot.call("answerInlineQuery", inline_query_id=query, results=results(["1"]), is_personal=True)
    answer = typed.result(5)
    assert answer["is_personal"]
    assert answer["results"][0]["message"].bold == ["x"]


def test_commands_are_kept_by_scope_and_language(api: BotApi, bot: Bot) -> None:
    person = api.person("王小明", "zh-hans")
    scope = {"type": "chat", "chat_id": person.id}
    admin = [{"command": "refresh", "description": "更新"}]
    assert "chat not found" in bot.refused("setMyCommands", commands=admin, scope=scope)
    person.says("/start")
    bot.call("setMyCommands", commands=[{"command": "help", "description": "Help"}])
    assert person.commands() == ["help"]
    bot.call("setMyCommands", commands=[{"command": "ask", "description": "提问"}], language_code="zh")
    assert person.commands() == ["ask"]
    bot.call("setMyCommands", commands=admin, scope=scope)
    assert person.commands() == ["refresh"]
    for wrong in ({"command": "Ask", "description": "x"}, {"command": "ask", "description": ""}):
        assert "INVALID" in bot.refused("setMyCommands", commands=[wrong])
    assert "language" in bot.refused("setMyCommands", commands=admin, language_code="zh-hans")


def test_drafts_are_for_private_chats_and_have_an_id(api: BotApi, bot: Bot) -> None:
    person, group = api.person("王小明"), api.group("读者")
    person.says("x")
    bot.call("sendMessageDraft", chat_id=person.id, draft_id=5, text="正在")
    assert [(event.kind, event.note) for event in person.events][-1] == ("draft", "5")
    assert "draft" in bot.refused("sendMessageDraft", chat_id=person.id, draft_id=0, text="x")
    assert "private" in bot.refused("sendMessageDraft", chat_id=group.chat.id, draft_id=5, text="x")


def test_a_document_can_be_fetched(api: BotApi, bot: Bot) -> None:
    person = api.person("王小明")
    person.sends_document("濮阳日报_2023-05-20_01.txt", "正文".encode())
    document = bot.call("getUpdates")[0]["message"]["document"]
    path = bot.call("getFile", file_id=document["file_id"])["file_path"]
    url = f"{api.base_url.removesuffix('/bot')}/file/bot{api.token}/{path}"
    assert bot.client.get(url).content.decode() == "正文"
    assert bot.client.get(url + "x").status_code == 404
    assert "invalid file_id" in bot.refused("getFile", file_id="x")


def test_calls_come_as_json_too_and_unknown_ones_and_tokens_are_refused(api: BotApi, bot: Bot) -> None:
    me = bot.client.post(f"{api.base_url}{api.token}/GETME", json={}).json()
    assert me["result"]["username"] == "wenbao_bot"
    assert bot.client.get(f"{api.base_url}1:x/getMe").status_code == 401
    assert bot.reply("sendTelepathy")["error_code"] == 404
    text = bot.client.post(f"{api.base_url}{api.token}/sendMessage", content=json.dumps({"chat_id": 1}),
                           headers={"Content-Type": "application/json"}).text  # fmt: skip
    assert "chat not found" in text


def test_limits_answer_429_and_a_refused_message_is_not_shown(api: BotApi, bot: Bot) -> None:
    person = api.person("王小明")
    person.says("x")
    replies = [bot.reply("sendMessage", chat_id=person.id, text=str(n)) for n in range(8)]
    refused = [one for one in replies if not one["ok"]]
    assert refused
    assert {one["error_code"] for one in refused} == {429}
    assert all(one["parameters"]["retry_after"] >= 1 for one in refused)
    assert len(person.bot_messages) == 8 - len(refused)


def test_faults_strike_as_often_as_told(api: BotApi, bot: Bot) -> None:
    person = api.person("王小明")
    person.says("x")
    api.fails("sendMessage", status=502, times=2)
    api.fails("sendMessage", retry_after=7)
    api.fails("sendMessage", lost=True)
    sent = {"chat_id": person.id, "text": "x"}
    assert [bot.reply("sendMessage", **sent)["error_code"] for _ in range(3)] == [502, 502, 429]
    assert not person.bot_messages
    with pytest.raises(httpx.RemoteProtocolError):
        bot.reply("sendMessage", **sent)
    assert len(person.bot_messages) == 1
    assert bot.reply("sendMessage", **sent)["ok"]
    with api.holding("sendMessage") as gate:
        held = bot.later("sendMessage", **sent)
        gate.reached()
        assert not held.done()
        gate.open()
        assert held.result(5)["ok"]


def test_a_server_that_was_down_comes_back_on_its_port(api: BotApi, bot: Bot) -> None:
    api.down()
    with pytest.raises(httpx.ConnectError):
        bot.call("getMe")
    api.up()
    assert bot.call("getMe")["is_bot"]
