"""The bot's process: begun while Telegram is down or beside another poller, ended in mid-answer."""

from __future__ import annotations

import json
import signal
from collections.abc import Iterator

import pytest
from pytest_socket import socket_allow_hosts

from bot.errors import ANOTHER_POLLER, USAGE
from bot.telegram.texts import TEXTS
from tests.botapi.process import free_port
from tests.conftest import REPOSITORY
from tests.telegram.stands import MakeStand, Stand

ZH = TEXTS["zh"]
QUESTION = "2026年濮阳制造业产能的目标是多少？"
ANSWER = "2250亿元"


@pytest.fixture(autouse=True)
def _no_network() -> None:
    """Loopback, and nothing else."""
    socket_allow_hosts(["127.0.0.1"], allow_unix_socket=True)


@pytest.fixture(scope="module")
def shared(make_stand: MakeStand) -> Stand:
    """One store and Telegram for the tests that each end its bot."""
    return make_stand(start=False, telegram_drain_seconds="15")


@pytest.fixture
def stand(shared: Stand) -> Iterator[Stand]:
    yield shared
    shared.bot.stop()


def test_a_bot_that_starts_while_telegram_is_down_waits_for_it(stand: Stand) -> None:
    stand.api.down()
    port = stand.api.port
    stand.bot.start()
    reader = stand.api.person("王一")
    reader.says(QUESTION)
    stand.bot.waits_for("unreachable")
    assert stand.bot.running
    stand.api.up()
    assert stand.api.port == port
    assert ANSWER in reader.hears(patience=60).text
    assert stand.bot.stop() == 0


def test_a_second_poller_ends_the_bot_with_its_own_status_and_one_clear_line(stand: Stand) -> None:
    stand.bot.start().ready()
    with stand.api.rival():
        assert stand.bot.ended() == ANOTHER_POLLER
    last = stand.bot.written.strip().splitlines()[-1]
    assert last.startswith("wenbao: ")
    assert "another" in last
    assert "Traceback" not in stand.bot.written
    assert stand.api.token not in stand.bot.written


def test_sigterm_in_mid_answer_lets_the_answer_out_and_leaves_the_rest_for_the_next_start(
    stand: Stand,
) -> None:
    stand.bot.start().ready()
    reader, late = stand.api.person("王二"), stand.api.person("李二")
    with stand.api.holding("sendMessage") as gate:
        reader.says(QUESTION)
        gate.reached()
        stand.bot.tell(signal.SIGTERM)
        stand.bot.waits_for("stopping")
        gate.open()
        assert ANSWER in reader.hears().text
        assert stand.bot.ended() == 0
    late.says(QUESTION)
    stand.bot.start().ready()
    assert ANSWER in late.hears().text
    reader.asks("/help")
    assert sum(ANSWER in message.text for message in reader.bot_messages) == 1


def test_after_a_restart_old_buttons_work_old_updates_are_not_answered_again_and_follow_ups_are(
    stand: Stand,
) -> None:
    stand.bot.start().ready()
    reader = stand.api.person("王三")
    said = reader.says("新图书馆首批上架多少册图书？")
    answer = reader.hears("38万册")
    assert stand.bot.stop() == 0
    assert said.update is not None
    stand.api.serve_again(said.update)
    stand.bot.start().ready()
    assert "何慧敏" in reader.turns(answer, "[1]").text
    assert "何慧敏" not in reader.turns(answer, "返回").text
    assert "1600个" in reader.asks("阅览座位呢？").bold
    assert len(reader.bot_messages) == 2


def test_an_answer_that_never_gets_out_does_not_keep_the_process_beyond_its_deadline(
    make_stand: MakeStand,
) -> None:
    stand = make_stand(telegram_drain_seconds="1")
    reader = stand.api.person("王四")
    with stand.api.holding("sendMessage") as gate:
        reader.says(QUESTION)
        gate.reached()
        stand.bot.tell(signal.SIGTERM)
        assert stand.bot.ended(patience=30) == 0


def test_a_webhook_turns_away_who_does_not_know_its_secret(make_stand: MakeStand) -> None:
    port = free_port()
    stand = make_stand("webhook", telegram_monitor=f"127.0.0.1:{port}")
    reader = stand.api.person("王五")
    hook = stand.api.world.updates.webhook
    assert hook.secret
    update = {"update_id": 1, "message": {"message_id": 1, "date": 1, "text": QUESTION,
              "chat": {"id": reader.id, "type": "private"}, "from": reader.user.reply()}}  # fmt: skip
    for secret in ("wrong", None, hook.secret[:-1]):
        assert stand.api.deliver(hook.url, update, secret) == 403
    assert ANSWER in reader.asks(QUESTION).text
    assert len(reader.bot_messages) == 1
    status, health = stand.api.fetch_page(f"http://127.0.0.1:{port}/healthz")
    assert (status, bool(health)) == (200, True)
    status, metrics = stand.api.fetch_page(f"http://127.0.0.1:{port}/metrics")
    assert status == 200
    assert 'status="answered"' in metrics


@pytest.mark.parametrize(
    ("settings", "said"),
    [({"telegram_token": ""}, "WENBAO_TELEGRAM_TOKEN"), ({"telegram_token": "1:x"}, "WENBAO_TELEGRAM_TOKEN")],
    ids=["none", "unknown to Telegram"],
)
def test_a_token_that_is_missing_or_refused_ends_the_bot_with_one_line(
    make_stand: MakeStand, settings: dict[str, str], said: str
) -> None:
    stand = make_stand(start=False, **settings)
    assert stand.bot.start().ended() == USAGE
    assert said in stand.bot.written.strip().splitlines()[-1]
    assert "Traceback" not in stand.bot.written


def test_a_hundred_users_at_once_each_get_their_own_answers_in_order(make_stand: MakeStand) -> None:
    stand = make_stand()
    lines = (
        (REPOSITORY / "tests" / "data" / "sample_questions.jsonl").read_text(encoding="utf-8").splitlines()
    )
    asked = [
        row["question"] for row in map(json.loads, lines) if row["lang"] == "zh" and "answers_any" in row
    ]
    told = {stand.api.person("甲").asks(question).text: question for question in asked[:12]}
    reference = {question: text for text, question in told.items()}
    questions = list(reference)
    assert len(questions) >= 10
    readers = [stand.api.person(f"读者{number}") for number in range(100)]
    expected: list[list[str]] = []
    for number, reader in enumerate(readers):
        mine = [questions[(number + step) % len(questions)] for step in range(3 if number < 20 else 1)]
        expected.append([reference[question] for question in mine])
        for question in mine:
            reader.says(question)
    for reader, texts in zip(readers, expected, strict=True):
        heard = [reader.hears(patience=120).text for _ in texts]
        assert heard == texts
    assert all(
        len(reader.bot_messages) == len(texts) for reader, texts in zip(readers, expected, strict=True)
    )
