"""The words of an English question or gloss that say something, as keys that two forms of a word share."""

from __future__ import annotations

import re

from corpus.characters import words as listed
from retrieval.text.glosses import STOP, stem

LONGEST_KEY = 6
"""Letters of a stem that are compared: historic and history, parliament and parliamentary. Chosen by hand; on
xquad-en the words of questions found in the article rose from 0.65 to 0.69 with this and a second stem."""

NOT_SAID = STOP | listed(
    "how many much why whose whom kind type name names year years list tell me please nd rd st th"
)
FRAME = re.compile(
    r"\b(?:at\s+)?what\s+(?:time|hours?|day|date|number|kind|type|sort)\b(?:\s+of\b)?"
    r"|\bhow\s+(?:long|often|far|old|big|large|tall|high|wide|deep|fast|hot|cold|warm)\b|\bright\s+now\b|\bnow(?=\s*\?)",
    re.IGNORECASE,
)
"""What only asks: the text need not say it."""

ENGLISH_WORD = re.compile(r"[a-z]+(?:'[a-z]+)?", re.IGNORECASE)


def key_of(word: str) -> str:
    """What a word in lower case is compared by."""
    return stem(stem(word))[:LONGEST_KEY]


def keys_of(text: str) -> list[str]:
    """The keys of a text's words that say something, in order, repetitions kept."""
    plain = (word.lower().removesuffix("'s").replace("'", "") for word in ENGLISH_WORD.findall(text))
    return [key_of(word) for word in plain if word not in NOT_SAID and len(word) > 1]
