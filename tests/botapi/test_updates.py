"""How updates reach the bot: polled, sent to a webhook, served twice, or not at all."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from tests.botapi.conftest import Bot
from tests.botapi.server import BotApi


def texts(updates: list[dict[str, Any]]) -> list[str]:
    return [one["message"]["text"] for one in updates]


def test_updates_come_in_order_until_an_offset_confirms_them(api: BotApi, bot: Bot) -> None:
    person = api.person("王小明")
    said = [person.says(text).update for text in "一二三"]
    first = bot.call("getUpdates", limit=2)
    assert (texts(first), [one["update_id"] for one in first]) == (["一", "二"], said[:2])
    assert texts(bot.call("getUpdates")) == ["一", "二", "三"]
    assert texts(bot.call("getUpdates", offset=said[1])) == ["二", "三"]
    assert texts(bot.call("getUpdates", offset=-1)) == ["三"]
    assert texts(bot.call("getUpdates")) == ["三"]
    assert said[2] is not None
    assert bot.call("getUpdates", offset=said[2] + 1) == []


def test_a_long_poll_ends_when_something_comes(api: BotApi, bot: Bot) -> None:
    person = api.person("王小明")
    polled = bot.later("getUpdates", timeout=30)
    api.wait_for_bot()
    person.says("/ask@wenbao_bot 哪6家")
    message = polled.result(10)["result"][0]["message"]
    assert message["entities"] == [{"type": "bot_command", "offset": 0, "length": 15}]
    assert message["from"]["language_code"] == "zh-hans"


def test_the_second_poller_ends_the_first(api: BotApi, bot: Bot) -> None:
    first = bot.later("getUpdates", timeout=30)
    api.wait_for_bot()
    second = bot.later("getUpdates", timeout=30)
    refused = first.result(10)
    assert refused["error_code"] == 409
    assert "terminated by other getUpdates request" in refused["description"]
    api.person("王小明").says("x")
    assert second.result(10)["ok"]


def test_a_poller_beside_a_webhook_is_refused(api: BotApi, bot: Bot) -> None:
    polled = bot.later("getUpdates", timeout=30)
    api.wait_for_bot()
    bot.call("setWebhook", url="https://example.org/hook", secret_token="s" * 256)
    assert polled.result(10)["description"] == "Conflict: terminated by setWebhook request"
    assert "can't use getUpdates method while webhook is active" in bot.refused("getUpdates")
    bot.call("deleteWebhook")
    assert bot.call("getUpdates") == []


def test_a_bot_gets_only_the_kinds_that_it_asked_for(api: BotApi, bot: Bot) -> None:
    bot.call("getUpdates", allowed_updates=["callback_query"])
    assert api.person("王小明").says("x").update is None
    bot.call("getUpdates", allowed_updates=[])
    assert api.person("李小红").says("x").update is not None


def test_an_update_can_be_served_again_after_it_was_confirmed(api: BotApi, bot: Bot) -> None:
    said = api.person("王小明").says("x").update
    assert said is not None
    assert bot.call("getUpdates", offset=said + 1) == []
    api.serve_again(said)
    assert [one["update_id"] for one in bot.call("getUpdates", offset=said + 1)] == [said]
    assert bot.call("getUpdates", offset=said + 1) == []


def test_privacy_mode_lets_through_what_is_meant_for_the_bot(api: BotApi, bot: Bot) -> None:
    person, group, open_group = api.person("王小明"), api.group("读者"), api.group("值班", sees_all=True)
    bot.call("sendMessage", chat_id=group.chat.id, text="x")
    mine = group.hears()
    heard = {
        text: group.says(person, text).update is not None
        for text in (
            "随便说",
            "/ask@wenbao_bot x",
            "/ask@other_bot x",
            "/ask x",
            "请问 @Wenbao_bot x",
            "@wenbao_bot2",
        )
    }
    assert heard == {
        "随便说": False,
        "/ask@wenbao_bot x": True,
        "/ask@other_bot x": False,
        "/ask x": True,
        "请问 @Wenbao_bot x": True,
        "@wenbao_bot2": False,
    }
    assert group.says(person, "随便说", reply_to=mine).update is not None
    assert open_group.says(person, "随便说").update is not None


def test_code_holds_no_command_and_an_anonymous_admin_writes_as_the_group(api: BotApi, bot: Bot) -> None:
    person, group = api.person("王小明"), api.group("读者")
    person.pastes("/forget 一切")
    group.says_anonymously("/ask@wenbao_bot x")
    pasted, anonymous = [one["message"] for one in bot.call("getUpdates")]
    assert [one["type"] for one in pasted["entities"]] == ["code"]
    assert anonymous["sender_chat"]["id"] == anonymous["chat"]["id"] == group.chat.id
    assert anonymous["from"]["username"] == "GroupAnonymousBot"


def test_a_group_that_becomes_a_supergroup_has_another_id(api: BotApi, bot: Bot) -> None:
    person, group = api.person("王小明"), api.group("读者", basic=True)
    old = group.chat.id
    assert bot.call("sendMessage", chat_id=old, text="x")["chat"]["type"] == "group"
    new = group.upgrades(person)
    told = bot.call("getUpdates")[-1]["message"]
    assert (told["chat"]["id"], told["migrate_to_chat_id"]) == (old, new.chat.id)
    refused = bot.reply("sendMessage", chat_id=old, text="x")
    assert refused["parameters"] == {"migrate_to_chat_id": new.chat.id}
    assert bot.call("sendMessage", chat_id=new.chat.id, text="x")["chat"]["type"] == "supergroup"


class Hook:
    """A webhook that answers what it is told."""

    def __init__(self) -> None:
        self.got: list[tuple[str | None, dict[str, Any]]] = []
        self.answers = [200]
        self.came = threading.Condition()
        hook = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                with hook.came:
                    hook.got.append((self.headers["X-Telegram-Bot-Api-Secret-Token"], body))
                    status = hook.answers.pop(0) if len(hook.answers) > 1 else hook.answers[0]
                    hook.came.notify_all()
                self.send_response(status)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_: object) -> None: ...

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/hook"

    def wait(self, count: int) -> None:
        with self.came:
            assert self.came.wait_for(lambda: len(self.got) >= count, 10)


@pytest.fixture
def hook() -> Iterator[Hook]:
    hook = Hook()
    thread = threading.Thread(target=hook.server.serve_forever)
    thread.start()
    yield hook
    hook.server.shutdown()
    thread.join()
    hook.server.server_close()


def test_a_webhook_gets_updates_with_the_secret_until_it_takes_them(
    api: BotApi, bot: Bot, hook: Hook
) -> None:
    person = api.person("王小明")
    person.says("一")
    hook.answers = [500, 403, 200]
    bot.call("setWebhook", url=hook.url, secret_token="s3cret")
    person.says("二")
    hook.wait(4)
    assert [secret for secret, _ in hook.got] == ["s3cret"] * 4
    assert texts([body for _, body in hook.got]) == ["一", "一", "一", "二"]
    assert bot.call("getWebhookInfo")["last_error_message"] == "Wrong response from the webhook: 403"


@pytest.mark.parametrize(
    ("url", "secret", "said"),
    [
        ("http://example.org/hook", "x", "HTTPS URL must be provided"),
        ("https://example.org/hook", "密", "secret token contains unallowed characters"),
    ],
)
def test_a_webhook_needs_https_and_a_plain_secret(bot: Bot, url: str, secret: str, said: str) -> None:
    assert said in bot.refused("setWebhook", url=url, secret_token=secret)
    assert bot.call("getWebhookInfo")["url"] == ""
