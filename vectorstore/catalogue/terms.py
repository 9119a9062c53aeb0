"""Text → the terms of the lexical index: character bigrams for Chinese, words for everything else.

Chinese is written without spaces, and a word segmenter errs on names, which is what readers ask for.
Overlapping bigrams need no dictionary and measured best on the development sets
(docs/decisions/0002-lexical-index.md).
"""

from __future__ import annotations

import re
import unicodedata
from operator import add

from vectorstore.catalogue.script import simplified

TERMS_VERSION = "2"
"""Part of the store's fingerprint: raise it with any change to the terms of a text."""

# Unified ideographs, extension A, compatibility, extensions B to H, and the two marks that repeat or stand
# for one; written as escapes, since an editor's normalisation would turn U+F900 into another character.
_HAN = r"\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af\u3005\u3007"

_ONE = re.compile(f"[{_HAN}]")
_RUN = re.compile(rf"(?P<han>[{_HAN}]+)|(?P<number>\d+(?:[.,]\d+)*)|(?P<word>[^\W\d_{_HAN}]+)")


def terms(text: str) -> list[str]:
    """Split `text` into index terms, in order, repetitions kept.

    Full-width forms, case and compatibility characters are folded (NFKC, lower case), and traditional
    characters become simplified ones. A Chinese
    run of one character is a term of its own; a number keeps its decimals and loses its
    thousands' commas.
    """
    found: list[str] = []
    for match in _RUN.finditer(simplified(unicodedata.normalize("NFKC", text)).lower()):
        run = match.group()
        if match.lastgroup == "han":
            found.extend(map(add, run, run[1:]) if len(run) > 1 else run)
        elif match.lastgroup == "number":
            found.append(run.replace(",", ""))
        else:
            found.append(run)
    return found


def is_han(character: str) -> bool:
    """Whether one character is of those whose runs are split into pairs."""
    return bool(_ONE.fullmatch(character))
