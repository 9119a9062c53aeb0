"""Text → the terms of the lexical index: character bigrams for Chinese, words for everything else.

Chinese is written without spaces, and a word segmenter errs on names, which is what readers ask for.
Overlapping bigrams need no dictionary and measured best on the development sets
(docs/decisions/0002-lexical-index.md).
"""

from __future__ import annotations

import re
import unicodedata

_RUN = re.compile(
    r"(?P<han>[㐀-䶿一-鿿豈-﫿𠀀-𲎯々〇]+)"
    r"|(?P<number>\d+(?:[.,]\d+)*)"
    r"|(?P<word>[^\W\d_㐀-䶿一-鿿豈-﫿𠀀-𲎯々〇]+)"
)


def terms(text: str) -> list[str]:
    """Split `text` into index terms, in order, repetitions kept.

    Full-width forms, case and compatibility characters are folded (NFKC, lower case). A Chinese
    run of one character is a term of its own; a number keeps its decimals and loses its
    thousands' commas.
    """
    found: list[str] = []
    for match in _RUN.finditer(unicodedata.normalize("NFKC", text).lower()):
        run = match.group()
        if match.lastgroup == "han":
            found.extend(run[at : at + 2] for at in range(max(1, len(run) - 1)))
        elif match.lastgroup == "number":
            found.append(run.replace(",", ""))
        else:
            found.append(run)
    return found
