"""Settings come from the environment, then .env, then a default, and .env.example lists them all."""

import re
from pathlib import Path

import pytest

from bot.errors import SettingsInvalid
from bot.settings import PREFIX, Settings, doubts, load_settings
from tests.conftest import REPOSITORY

EXAMPLE = (REPOSITORY / ".env.example").read_text(encoding="utf-8")


def test_the_example_lists_every_setting_and_no_other() -> None:
    listed = re.findall(rf"^# ({PREFIX}\w+)=", EXAMPLE, re.MULTILINE)
    assert sorted(listed) == sorted(PREFIX + name.upper() for name in Settings.model_fields)


def test_each_setting_in_the_example_stands_under_a_comment_that_names_its_default() -> None:
    for block in EXAMPLE.split("\n\n")[1:]:
        assert "Default:" in block, block


def test_a_set_variable_wins_over_the_env_file_and_an_empty_one_counts_as_set(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".env").write_text(
        "WENBAO_EMBEDDING_MODEL=从文件\nWENBAO_CORPUS_DIR=/from/file\n", encoding="utf-8"
    )
    assert load_settings().embedding_model == "从文件"
    monkeypatch.setenv("WENBAO_EMBEDDING_MODEL", "")
    monkeypatch.setenv("WENBAO_CORPUS_DIR", "")
    assert load_settings().embedding_model == ""
    assert load_settings().corpus_dir is None


def test_an_empty_data_folder_means_the_default_and_a_tilde_the_home(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    default = Settings.model_fields["data_dir"].default
    monkeypatch.setenv("WENBAO_DATA_DIR", "")
    assert load_settings().data_dir == default
    monkeypatch.setenv("WENBAO_DATA_DIR", "~/news")
    assert load_settings().data_dir == tmp_path / "home" / "news"


@pytest.mark.parametrize("name", sorted(Settings.model_fields))
def test_every_variable_may_be_set_to_nothing_and_then_says_the_default(
    monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv(PREFIX + name.upper(), "")
    assert getattr(load_settings(), name) == Settings.model_fields[name].default


def test_variables_of_other_programs_and_later_versions_are_passed_by(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".env").write_text("WENBAO_FROM_THE_FUTURE=1\nOTHER=2\n", encoding="utf-8")
    monkeypatch.setenv("WENBAO_LLM", "openai:gpt")
    load_settings()


def test_an_env_file_that_is_no_text_is_named(tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes(b"WENBAO_CORPUS_DIR=\xff\xfe\x80\n")
    with pytest.raises(SettingsInvalid, match=r"\.env"):
        load_settings()


@pytest.mark.parametrize("address", ["", " ", "http://127.0.0.1:8000", "https://me:hush@host/chroma"])
def test_the_address_of_a_chroma_server_is_kept_from_view(
    monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    monkeypatch.setenv("WENBAO_CHROMA_URL", address)
    settings = load_settings()
    assert settings.chroma_url.get_secret_value() == address.strip()
    assert "hush" not in repr(settings)


@pytest.mark.parametrize(
    "address", ["secret:8000", "ftp://secret", "http://", "http://[secret", "http://secret:99999"]
)
def test_what_is_no_address_of_a_server_is_refused_without_being_shown(
    monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    monkeypatch.setenv("WENBAO_CHROMA_URL", address)
    with pytest.raises(SettingsInvalid, match="WENBAO_CHROMA_URL") as refused:
        load_settings()
    assert "secret" not in str(refused.value) + str(refused.value.__cause__)


def test_a_name_that_is_no_settings_is_told_with_the_nearest_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".env").write_text(
        "# a comment\nOTHER=1\n\n\nno name at all\nWENBAO_DATADIR=x\nexport WENBAO_LLM=\n", encoding="utf-8"
    )
    monkeypatch.setenv("WENBAO_LLM_DEADLIN", "5")
    monkeypatch.setenv("WENBAO_NOPE", "5")
    monkeypatch.setenv("wenbao_llm", "")
    load_settings()
    assert sorted(doubts()) == [
        "line 5 of .env is no NAME=value and sets nothing",
        "unknown setting WENBAO_DATADIR in .env: did you mean WENBAO_DATA_DIR?",
        "unknown setting WENBAO_LLM_DEADLIN in the environment: did you mean WENBAO_LLM_DEADLINE?",
        "unknown setting WENBAO_NOPE in the environment: `.env.example` lists the settings",
    ]


def test_without_strange_names_nothing_is_doubted() -> None:
    assert doubts() == []


@pytest.mark.parametrize("content", [b"\xff\xfe\x00W", b"A='", b"=\n==\n", "名=值\n".encode()])
def test_no_env_file_ends_the_doubts_with_an_error(tmp_path: Path, content: bytes) -> None:
    (tmp_path / ".env").write_bytes(content)
    assert all("\n" not in line for line in doubts())


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("TELEGRAM_ADMINS", "1,x", "WENBAO_TELEGRAM_ADMINS cannot be used: 'x' is no Telegram id (a number)"),
        ("CHROMA_URL", "x", "WENBAO_CHROMA_URL cannot be used: it is no address such as http://127.0.0.1:8000"),
        ("LLM_DEADLINE", "-5", "WENBAO_LLM_DEADLINE cannot be used: it should be greater than or equal to 0"),
        ("TELEGRAM_LOG", "x", "WENBAO_TELEGRAM_LOG cannot be used: it should be 'console' or 'json'"),
    ],
)  # fmt: skip
def test_what_cannot_be_used_is_told_in_plain_words(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, said: str
) -> None:
    monkeypatch.setenv(PREFIX + name, value)
    with pytest.raises(SettingsInvalid) as refused:
        load_settings()
    assert str(refused.value) == said
