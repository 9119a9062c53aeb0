"""Every setting, read in one place: the environment first, then a `.env` file, then the default.

A variable that is set wins over `.env`, even when it is set to nothing. The rest of the code gets
plain values; nothing else reads the environment. `.env.example` lists the same variables.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import platformdirs
from pydantic import BeforeValidator, Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.errors import SettingsInvalid

PREFIX = "WENBAO_"


def _default_if_empty(default: Path) -> BeforeValidator:
    return BeforeValidator(lambda value: default if value == "" else value)


def _none_if_empty(value: Any) -> Any:
    return None if value == "" else value


_DATA_DIR = platformdirs.user_data_path("wenbao", appauthor=False)
_CACHE_DIR = platformdirs.user_cache_path("wenbao", appauthor=False)


class Settings(BaseSettings):
    """The settings of one run."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_file=".env", env_file_encoding="utf-8", extra="ignore", frozen=True
    )

    data_dir: Annotated[Path, _default_if_empty(_DATA_DIR)] = Field(
        default=_DATA_DIR, description="The store: everything that `wenbao refresh` builds."
    )
    cache_dir: Annotated[Path, _default_if_empty(_CACHE_DIR)] = Field(
        default=_CACHE_DIR, description="Where the bundled embedding model is unpacked, once (550 MB)."
    )
    corpus_dir: Annotated[Path | None, BeforeValidator(_none_if_empty)] = Field(
        default=None,
        description="The pages that `wenbao refresh` indexes while it has been given no PATH yet.",
    )
    embedding_model: str = Field(
        default="",
        description="A sentence-transformers model, local folder or hub name; empty: the bundled one.",
    )


def load_settings() -> Settings:
    """Read the settings.

    Raises:
        SettingsInvalid: A value cannot be used; the message names the variable.
    """
    try:
        settings = Settings()
    except ValidationError as exc:
        first = exc.errors()[0]
        name = f"{PREFIX}{first['loc'][0]}".upper()
        raise SettingsInvalid(f"{name} cannot be used: {first['msg']}") from exc
    except (OSError, UnicodeDecodeError) as exc:
        raise SettingsInvalid(f"the file .env cannot be read: {exc}") from exc
    folders = {"data_dir": settings.data_dir, "cache_dir": settings.cache_dir}
    if settings.corpus_dir:
        folders["corpus_dir"] = settings.corpus_dir
    return settings.model_copy(update={name: path.expanduser() for name, path in folders.items()})
