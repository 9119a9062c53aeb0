"""Every setting, read in one place: the environment first, then a `.env` file, then the default.

A variable that is set wins over `.env`, even when it is set to nothing. The rest of the code gets
plain values; nothing else reads the environment. `.env.example` lists the same variables.
"""

from __future__ import annotations

import logging
import os
import re
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

import platformdirs
from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    SecretStr,
    ValidationError,
    ValidationInfo,
    field_validator,
)
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bot.env_names import strange_names
from bot.errors import SettingsInvalid

PREFIX = "WENBAO_"
ENV_FILE = ".env"
"""In the working folder."""


def _ids(value: Any) -> Any:
    """Telegram ids as `.env` has them: whole numbers, comma between."""
    if not isinstance(value, str):
        return value
    parts = [part.strip() for part in value.split(",") if part.strip()]
    for part in parts:
        if not re.fullmatch(r"-?\d+", part, re.ASCII):
            raise ValueError(f"'{part}' is no Telegram id (a number)")
    return frozenset(map(int, parts))


Ids = Annotated[frozenset[int], NoDecode, BeforeValidator(_ids)]
"""Numbers with commas between; NoDecode, for pydantic-settings would read JSON."""


def _web_address(value: SecretStr) -> SecretStr:
    """An address that may hold a password; an empty one is no server."""
    text = value.get_secret_value().strip()
    if text:
        parts = urlsplit(text)
        if parts.scheme not in {"http", "https"} or not parts.hostname or parts.port == 0:
            raise ValueError("it is no address such as http://127.0.0.1:8000")
    return SecretStr(text)


_DATA_DIR = platformdirs.user_data_path("wenbao", appauthor=False)
_CACHE_DIR = platformdirs.user_cache_path("wenbao", appauthor=False)


class Settings(BaseSettings):
    """The settings of one run."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_file=ENV_FILE,
        env_file_encoding="utf-8",
        extra="ignore",
        frozen=True,
        hide_input_in_errors=True,  # it may be a token or a password
    )

    @field_validator("*", mode="before")
    @classmethod
    def _default_if_empty(cls, value: Any, info: ValidationInfo) -> Any:
        """A variable set to nothing is the default, which is nothing too for whatever may be left out."""
        return cls.model_fields[info.field_name or ""].default if value == "" else value

    data_dir: Path = Field(
        default=_DATA_DIR, description="The store: everything that `wenbao refresh` builds."
    )
    cache_dir: Path = Field(
        default=_CACHE_DIR, description="Where the bundled embedding model is unpacked, once (550 MB)."
    )
    corpus_dir: Path | None = Field(
        default=None,
        description="The pages that `wenbao refresh` indexes while it has been given no PATH yet.",
    )
    embedding_model: str = Field(
        default="",
        description="A sentence-transformers model, local folder or hub name; empty: the bundled one.",
    )
    chroma_url: Annotated[SecretStr, AfterValidator(_web_address)] = Field(
        default=SecretStr(""),
        description="A Chroma server for the vectors, such as http://127.0.0.1:8000; empty: embedded.",
    )
    llm: str = Field(
        default="",
        description="A language model, provider:model or gguf:/path/model.gguf; empty: quotes alone.",
    )
    llm_base_url: str = Field(default="", description="The base URL of an OpenAI-compatible server.")
    llm_api_key: SecretStr = Field(default=SecretStr(""), description="Its key.")
    llm_deadline: float = Field(
        default=0.0, ge=0, description="Seconds that the model has for an answer; 0: 180 for a file, else 60."
    )
    llm_max_tokens: int = Field(default=200, ge=16, description="Tokens that its answer may have.")
    llm_parallel: int = Field(
        default=0, ge=0, description="Questions that it answers at a time; 0: 1 for a file, else 4."
    )
    llm_question_tokens: int = Field(
        default=0, ge=0, description="Tokens that one question may use, prompt and answer; 0: any."
    )
    llm_user_tokens: int = Field(
        default=0, ge=0, description="Tokens that one user may use in a day; 0: any."
    )
    llm_day_tokens: int = Field(default=0, ge=0, description="Tokens that all may use in a day; 0: any.")
    llm_price_in: float = Field(default=0.0, ge=0, description="Money for a million tokens of a prompt.")
    llm_price_out: float = Field(default=0.0, ge=0, description="Money for a million tokens of an answer.")
    llm_question_cost: float = Field(
        default=0.0, ge=0, description="Money that one question may cost; 0: any."
    )
    llm_user_cost: float = Field(
        default=0.0, ge=0, description="Money that one user may cost in a day; 0: any."
    )
    llm_day_cost: float = Field(default=0.0, ge=0, description="Money that all may cost in a day; 0: any.")
    tracing: Annotated[Literal["", "api", "console", "otlp"], BeforeValidator(str.strip)] = Field(
        default="", description="OpenTelemetry spans: api, console or otlp; empty: none."
    )
    tracing_text: bool = Field(default=False, description="Whether spans hold the questions' text.")
    telegram_token: SecretStr = Field(default=SecretStr(""), description="The bot's token, from @BotFather.")
    telegram_base_url: str = Field(
        default="", description="The Bot API's base, for a server of your own; empty: Telegram's."
    )
    telegram_admins: Ids = Field(
        default=frozenset(), description="User ids of the bot's admins, comma between."
    )
    telegram_allow: Ids = Field(
        default=frozenset(), description="Ids of users and chats that may ask; empty: everybody."
    )
    telegram_questions_per_minute: int = Field(
        default=12, ge=1, description="Questions that one user may ask in a minute."
    )
    telegram_question_length: int = Field(
        default=500, ge=10, le=4096, description="Characters that a question may have."
    )
    telegram_retention_days: int = Field(
        default=90, ge=1, description="Days for which answers, votes and conversations are kept."
    )
    telegram_webhook_url: str = Field(
        default="", description="The public https URL that Telegram calls; empty: the bot polls."
    )
    telegram_webhook_listen: str = Field(
        default="127.0.0.1:8443", description="Where the webhook listens, host:port, behind a proxy."
    )
    telegram_webhook_secret: SecretStr = Field(
        default=SecretStr(""), description="The webhook's secret; empty: derived from the token."
    )
    telegram_monitor: str = Field(
        default="", description="Where /healthz and /metrics answer, such as 127.0.0.1:9464; empty: nowhere."
    )
    telegram_drain_seconds: int = Field(
        default=20, ge=0, description="Seconds that SIGTERM leaves for the questions in hand."
    )
    telegram_log: Literal["console", "json"] = Field(
        default="console", description="How the log is written to standard error."
    )
    telegram_log_questions: bool = Field(
        default=False, description="Whether the log holds the questions' text."
    )


def load_settings() -> Settings:
    """Read the settings.

    Raises:
        SettingsInvalid: A value cannot be used; the message names the variable.
    """
    logging.getLogger("dotenv.main").setLevel(logging.ERROR)  # `doubts` tells of lines that set nothing
    try:
        settings = Settings()
    except ValidationError as exc:
        first = exc.errors()[0]
        name = f"{PREFIX}{first['loc'][0]}".upper()
        said = first["msg"].removeprefix("Value error, ").removeprefix("Input should be ")
        must = "" if first["type"] == "value_error" else "it should be "
        raise SettingsInvalid(f"{name} cannot be used: {must}{said}") from exc
    except (OSError, UnicodeDecodeError) as exc:
        raise SettingsInvalid(f"the file {ENV_FILE} cannot be read: {exc}") from exc
    folders = {"data_dir": settings.data_dir, "cache_dir": settings.cache_dir}
    if settings.corpus_dir:
        folders["corpus_dir"] = settings.corpus_dir
    return settings.model_copy(update={name: path.expanduser() for name, path in folders.items()})


def doubts() -> list[str]:
    """What was set under a name that is no setting's, in the environment or in `.env`; one line each."""
    return strange_names(os.environ, Path(ENV_FILE), PREFIX, Settings.model_fields)
