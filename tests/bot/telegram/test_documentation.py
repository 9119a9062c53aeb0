"""What docs/operate.md tells of the bot is so."""

from __future__ import annotations

import re

from bot import errors
from bot.settings import PREFIX, Settings
from bot.telegram.errors import AnotherPoller, RecordsUnusable, TokenMissing, TokenRefused
from bot.telegram.lanes import OVERALL, PER_CHAT
from bot.telegram.life import LAST_WORD
from bot.telegram.pacing import RETRIES
from tests.conftest import REPOSITORY


def section(name: str) -> str:
    page = (REPOSITORY / "docs" / name).read_text(encoding="utf-8")
    return page.partition("\n## The Telegram bot\n")[2].partition("\n## ")[0]


OPERATE, SECURITY = section("operate.md"), section("security.md")
NUMBERS = {1: "once", 5: "five", 8: "eight", 12: "twelve", 1000: "thousand"}


def settings_named(text: str) -> set[str]:
    return {name.removeprefix(PREFIX).lower() for name in re.findall(rf"{PREFIX}[A-Z_]+[A-Z]", text)}


def test_every_setting_of_the_bot_is_documented_and_no_other_is_named() -> None:
    known = set(Settings.model_fields)
    assert settings_named(OPERATE) <= known
    assert settings_named(SECURITY) <= known
    assert {name for name in known if name.startswith("telegram_")} <= settings_named(OPERATE)


def test_the_exit_statuses_are_those_that_the_errors_have() -> None:
    paragraph = OPERATE.partition("**Exit statuses.**")[2].partition("\n\n")[0]
    told = dict(re.findall(r"(\d): ([^.]*)\.", paragraph))
    assert "told to stop" in told["0"]
    for error, word in (
        (RecordsUnusable(), "records"),
        (TokenMissing(), "token is missing"),
        (TokenRefused(), "refused"),
        (AnotherPoller(), "another process"),
    ):
        assert word in " ".join(told[str(errors.exit_status(error))].split())


def test_the_service_is_not_started_again_where_that_cannot_help() -> None:
    (line,) = re.findall(r"RestartPreventExitStatus=(.*)", OPERATE)
    assert line.split() == [str(errors.USAGE), str(errors.ANOTHER_POLLER)]


def test_the_service_is_given_longer_to_stop_than_the_bot_takes() -> None:
    (seconds,) = re.findall(r"TimeoutStopSec=(\d+)", OPERATE)
    drain = Settings.model_fields["telegram_drain_seconds"].default
    assert int(seconds) > drain + 3 * LAST_WORD
    assert f"`{PREFIX}TELEGRAM_DRAIN_SECONDS` ({drain})" in OPERATE


def test_the_webhooks_addresses_fit_each_other_and_the_default() -> None:
    (listens,) = re.findall(rf"{PREFIX}TELEGRAM_WEBHOOK_LISTEN=(\S+)", OPERATE)
    (passed,) = re.findall(r"proxy_pass http://(\S+);", OPERATE)
    assert listens == passed == Settings.model_fields["telegram_webhook_listen"].default
    (url,) = re.findall(rf"{PREFIX}TELEGRAM_WEBHOOK_URL=(\S+)", OPERATE)
    (location,) = re.findall(r"location = (\S+)", OPERATE)
    assert url.endswith(location)


def test_the_numbers_are_those_of_the_code() -> None:
    said = OPERATE.lower()
    assert f"{NUMBERS[PER_CHAT]} may wait" in " ".join(said.split())
    assert NUMBERS[OVERALL] in said
    assert f"{NUMBERS[RETRIES]} times" in said
    fields = Settings.model_fields
    assert f"{fields['telegram_question_length'].default} characters" in SECURITY
    assert NUMBERS[fields["telegram_questions_per_minute"].default] in SECURITY
