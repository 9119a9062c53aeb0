"""Traditional characters → simplified ones, full-width figures → half-width ones, one for one.

A question typed in one script must find an article printed in the other, while the quote stays as
printed: so everything that compares texts compares their simplified forms, and since these are as long as
the texts themselves, every offset holds in both. The tables are OpenCC's (Apache 2.0), which choose by the
word (乾隆 keeps its 乾, 乾燥 becomes 干燥). Many papers' exports print figures and letters in full width
(２３人, Ｇ６０): they are read as anybody types them. Full-width punctuation stays: it is Chinese's own.
"""

from __future__ import annotations

from functools import cache, lru_cache
from string import ascii_letters, digits

from opencc import OpenCC

REMEMBERED = 256
"""Texts whose simplified form is kept: a question reads a few articles several times."""


_NARROW = {ord(narrow) + 0xFEE0: narrow for narrow in f"{digits}{ascii_letters}%.-"}
"""Full-width forms lie at one distance from ASCII (Unicode, Halfwidth and Fullwidth Forms)."""


@lru_cache(maxsize=REMEMBERED)
def simplified(text: str) -> str:
    """The text in simplified characters, its figures and letters in half width; as long as it was."""
    return _converted(text).translate(_NARROW)


def _converted(text: str) -> str:
    converter = _converter()
    try:
        converted = str(converter.convert(text))
    except (UnicodeError, ValueError):  # a lone surrogate
        return text
    if len(converted) == len(text):
        return converted
    # No word of the tables changes its length today; a character alone never may.
    single = (str(converter.convert(character)) for character in text)
    return "".join(new if len(new) == 1 else old for old, new in zip(text, single, strict=True))


@cache
def _converter() -> OpenCC:
    return OpenCC("t2s")
