"""A follow-up made whole by the model, checked against the conversation: it may add nothing of its own."""

from __future__ import annotations

import re
from collections.abc import Sequence

from retrieval.generation.asking import ModelCaller
from retrieval.generation.charging import Purse
from retrieval.generation.errors import ModelFailed
from retrieval.generation.messages import HISTORY, HISTORY_LENGTH, follow_up_messages
from retrieval.models import Language, Turn
from retrieval.question.analysis import analyse
from retrieval.search.rarity import content_characters
from vectorstore.catalogue.script import simplified

LONGEST = 120
"""Characters: twice the longest whole question of the development sets' 99th percentile would be an essay."""

SEEN = 0.8
"""Share of the rewritten question's content characters (English: words) that the conversation must hold: a
unit asked for (多少米) may be new. A choice, tried on conversations of our own."""

_DIGITS = re.compile(r"\d[\d.,]*")
_WORDS = re.compile(r"[a-z]{3,}")


def rewritten(
    caller: ModelCaller, question: str, lang: Language, before: Sequence[Turn], purse: Purse
) -> str | None:
    """The whole question; None where the model gives none that can be trusted.

    Args:
        caller: Whom to ask.
        question: The follow-up.
        lang: Its language.
        before: Earlier turns, oldest first.
        purse: What the question may spend, its answer included.
    """
    try:
        said = "".join(caller.call(follow_up_messages(question, lang, before), purse))
    except ModelFailed:
        return None
    text = " ".join(said.split()).strip("\"“”'")
    return text if is_faithful(text, question, before) else None


def is_faithful(text: str, question: str, before: Sequence[Turn]) -> bool:
    """Whether a rewritten question says only what the conversation said, and more than the follow-up."""
    if not text or len(text) > LONGEST or text == question:
        return False
    parts = [question]
    for turn in before[-HISTORY:]:
        parts += [turn.question, turn.answer[:HISTORY_LENGTH]]
    known = simplified("\n".join(parts)).lower()
    new = simplified(text).lower()
    if any(digits not in known for digits in _DIGITS.findall(new)):
        return False
    content = analyse(new).content
    units = [*_WORDS.findall(content), *(c for c in content_characters(content) if not c.isascii())]
    return bool(units) and sum(unit in known for unit in units) >= SEEN * len(units)
