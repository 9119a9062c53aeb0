"""No secret is in a line of the log."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator
from typing import Literal

import httpx
import pytest
import structlog
from pydantic import SecretStr

from bot.settings import Settings
from bot.telegram.logs import REDACTED, configure, redacted
from bot.telegram.running import secrets_of

TOKEN = "123456:AAF-not_a_token"


@pytest.fixture(autouse=True)
def _logging_as_before() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:], root.level = handlers, level
    structlog.reset_defaults()


@pytest.mark.parametrize("form", ["console", "json"])
def test_the_token_is_taken_out_of_messages_fields_and_tracebacks(form: Literal["console", "json"]) -> None:
    out = io.StringIO()
    configure(form, [TOKEN], out)
    structlog.get_logger("wenbao.telegram").warning("said", url=f"https://api/bot{TOKEN}/getMe")
    logging.getLogger("some.library").error("cannot reach %s", f"bot{TOKEN}")
    try:
        raise RuntimeError(f"https://api/bot{TOKEN}/sendMessage")  # noqa: TRY301
    except RuntimeError:
        logging.getLogger("some.library").exception("failed")
        structlog.get_logger("wenbao.telegram").exception("failed")
    written = out.getvalue()
    assert TOKEN not in written
    assert written.count("RuntimeError") >= 2
    assert written.count("<redacted>") >= 4


def test_httpx_does_not_tell_the_urls_that_hold_the_token() -> None:
    out = io.StringIO()
    configure("console", [], out)  # the first wall alone
    with httpx.Client(transport=httpx.MockTransport(lambda _: httpx.Response(200))) as client:
        client.get(f"https://api.telegram.org/bot{TOKEN}/getMe")
    assert out.getvalue() == ""


def test_a_json_line_is_one_object() -> None:
    out = io.StringIO()
    configure("json", [], out)
    structlog.get_logger("wenbao.telegram").info("answered", status="answered", question="谁？\n他？")
    (line,) = out.getvalue().splitlines()
    told = json.loads(line)
    assert (told["event"], told["level"], told["question"]) == ("answered", "info", "谁？\n他？")


def test_every_secret_of_the_settings_is_kept_out_of_the_log() -> None:
    settings = Settings(
        telegram_token=SecretStr("123:abc-token"),
        telegram_webhook_secret=SecretStr("hook-secret"),
        llm_api_key=SecretStr("sk-model-key"),
        chroma_url=SecretStr("https://reader:p%40ss-word@vectors.example.org"),
    )
    said = "123:abc-token hook-secret sk-model-key p%40ss-word p@ss-word"
    assert set(redacted(said, secrets_of(settings)).split()) == {REDACTED}
    assert redacted(said, secrets_of(Settings(telegram_token=SecretStr("9:x")))) == said
