"""What goes into the proof of one generated sentence and what comes out. Frozen data; imports no sibling."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from corpus.models import Article, TextField


class Reason(StrEnum):
    """Why a sentence was struck; `PROVED` for one that was kept."""

    PROVED = "proved"
    NO_CITATION = "no citation"
    EMPTY = "nothing is said"
    NAME = "a name that the quotes do not hold"
    NUMBER = "a number that the quotes do not hold"
    DATE = "a date that the quotes do not hold"
    UNIT = "a number with another unit"
    PAIR = "a name or number that belongs to something else"
    NEGATION = "yes and no, more and less, first and last exchanged"
    SUBJECT = "said of somebody or something else"
    UNLIKE = "the quotes say something else"
    LANGUAGE = "another language than the question's"


@dataclass(frozen=True, slots=True)
class CitedText:
    """A text that a sentence cites: a passage, as it was given to the model.

    Attributes:
        n: Its number in the evidence.
        text: The characters of the passage, as printed.
        article: The article that it stands in; None where there is none. Its headline, byline and date
            count as said with the passage: 昨日 is resolved against its date.
        field: Which field of the article.
        start: Offset of the passage in that field.
    """

    n: int
    text: str
    article: Article | None = None
    field: TextField = "text"
    start: int = 0


Support = tuple[int, int, int]
"""(n, start, end): `text[start:end]` of the cited text number n is a sentence that proves the claim."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a sentence is proved, and by what.

    Attributes:
        kept: Whether it may be shown.
        reason: `Reason.PROVED`, or the first thing that fails.
        support: The sentences of the cited texts that prove it, best first; empty where it was struck.
        detail: The words that failed, for logs and figures; never shown to a reader.
    """

    kept: bool
    reason: Reason
    support: tuple[Support, ...] = ()
    detail: str = ""
