"""Which language a question is asked in: the answer's framing follows it."""

from __future__ import annotations

import re

from retrieval.models import Language

_HAN = re.compile(r"[㐀-䶿一-鿿豈-﫿𠀀-𲎯〇]")
_LATIN_WORD = re.compile(r"[A-Za-zÀ-ɏ]+(?:['’-][A-Za-zÀ-ɏ]+)*")


def language_of(text: str) -> Language:
    """Tell Chinese from English; a question in neither is framed in Chinese, the archive's language.

    A Chinese character weighs as much as a Latin word: a name in the other script does not decide
    ("航天工业化工有限公司 how many workers does it employ?" is left to the Chinese side, as its asker
    writes both).
    """
    han, latin = len(_HAN.findall(text)), len(_LATIN_WORD.findall(text))
    return "en" if latin > han else "zh"


def has_han(text: str) -> bool:
    """Whether any Chinese character stands in `text`."""
    return bool(_HAN.search(text))


ENGLISH_NUMERALS = tuple("zero one two three four five six seven eight nine ten eleven twelve".split())  # noqa: SIM905
"""The words for 0 to 12, each at its own place."""


def encodable(text: str) -> str:
    """The text with `?` for each lone surrogate, which no library outside Python takes; as long as before."""
    return text.encode("utf-8", errors="replace").decode("utf-8")
