"""Both languages say the same, within Telegram's limits."""

from __future__ import annotations

import dataclasses
import re
from string import Formatter

import pytest

from bot.telegram.models import Lang
from bot.telegram.texts import TEXTS, language
from bot.telegram.texts.words import Words

NAMES = [field.name for field in dataclasses.fields(Words) if field.type == "str"]


def holes(said: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(said) if name}


@pytest.mark.parametrize("name", NAMES)
def test_both_languages_fill_the_same_holes(name: str) -> None:
    assert holes(getattr(TEXTS["zh"], name)) == holes(getattr(TEXTS["en"], name))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_commands_and_descriptions_keep_to_the_bot_apis_limits(lang: Lang) -> None:
    words = TEXTS[lang]
    commands = [*words.commands, *words.admin_commands]
    assert len({name for name, _ in commands}) == len(commands) <= 100
    for name, told in commands:
        assert re.fullmatch(r"[a-z0-9_]{1,32}", name)
        assert 1 <= len(told) <= 256
    assert len(words.description) <= 512
    assert len(words.about) <= 120


def test_help_names_every_command() -> None:
    for words in TEXTS.values():
        for name, _ in words.commands:
            assert name == "help" or f"/{name}" in words.help
        for name, _ in words.admin_commands:
            assert f"/{name}" in words.help_admin


@pytest.mark.parametrize(
    ("chosen", "telegram", "question", "spoken"),
    [
        ("en", "zh-hans", "zh", "en"),
        (None, "zh-hant", "en", "zh"),
        (None, "en-GB", "zh", "en"),
        (None, "fr", "zh", "zh"),
        (None, None, "en", "en"),
    ],
)
def test_the_users_choice_goes_before_telegrams_and_that_before_the_questions(
    chosen: Lang | None, telegram: str | None, question: Lang, spoken: Lang
) -> None:
    assert language(chosen, telegram, question) == spoken
