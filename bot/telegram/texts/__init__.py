"""What the bot says, in each of its languages: the same sentences, one module a language."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from bot.telegram.models import Lang
from bot.telegram.texts.en import ENGLISH
from bot.telegram.texts.words import Words
from bot.telegram.texts.zh import CHINESE

TEXTS: Mapping[Lang, Words] = MappingProxyType({"zh": CHINESE, "en": ENGLISH})


def language(chosen: Lang | None, telegram: str | None, question: Lang) -> Lang:
    """The language to speak: the user's choice, else Telegram's, else the question's.

    Args:
        chosen: In /settings.
        telegram: The IETF tag that Telegram knows of the user's app, such as zh-hans; may be None.
        question: The language in which the user just wrote.
    """
    if chosen:
        return chosen
    tag = (telegram or "").lower()
    if tag.startswith("zh"):
        return "zh"
    return "en" if tag.startswith("en") else question
