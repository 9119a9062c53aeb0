"""A sentence as a row of tokens: figures, dates, hours, names as wholes, all else character by character.

Words are rjieba's (MIT, the dictionary of jieba): they tell nouns from verbs, and where a word ends. What is
compared are characters, since two texts are seldom cut alike.
"""

from __future__ import annotations

import datetime
import re
import threading
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import cache, lru_cache
from typing import Any

from retrieval.language import encodable
from retrieval.text.figures import Figure, figures
from retrieval.text.measures import same_unit
from retrieval.text.moments import Day, Hour, agrees, agrees_hour, days, hours
from retrieval.text.relations import SYNONYMS
from retrieval.text.words import FREE

_CODE = re.compile(
    r"\d{3,4}-\d{6,8}|(?<![\d.])\d{7,}(?![\d.]|[万亿元])|(?<!°)[a-z][a-z0-9.&'-]*[a-z0-9]|(?<!°)[a-z]|\d+\+\d+|\d[a-z](?![a-z])"
)
_UNIT_WORD = re.compile(r"(?:km|kg|cm|mm|m|t|g|l|h|ml|mg|min|ha|kwh)[23]?$")
_WEEKDAY = re.compile(r"(?:周|星期|礼拜)(?P<day>[一二三四五六日天])(?!年|边|围)")
_EACH = re.compile(
    r"每(?:一)?(?:平方公里|平方米|立方米|公里|公斤|千克|公顷|毫升|厘米|[斤克吨亩米升度])(?!以)"
)
"""每公斤 is no 每斤: a unit without a number."""
_TITLE = re.compile(r"《[^《》]{1,40}》")
_HAN = re.compile(r"[㐀-鿿豈-﫿〇]+")
SENTENCE_AWAY = 4
"""How many clauses a ； or 。 counts for."""
CLAUSE_ENDS = "，,；;：:。！？!?\n"


class Kind(IntEnum):
    """What a token is."""

    CHARACTER = 0
    CODE = 1
    FIGURE = 2
    DAY = 3
    HOUR = 4
    NAME = 5
    MARK = 6


@dataclass(frozen=True, slots=True)
class Token:
    """One token of a folded sentence.

    Attributes:
        kind: What it is.
        text: Its characters.
        at: Offset in the folded sentence.
        word: The word that it is a character of; its own text elsewhere.
        place: Which word of the sentence that is, counted from 0.
        tag: The word's part of speech in jieba's letters (n, v, nr, …).
        clause: Which clause it stands in.
        value: The figure, day or hour.
    """

    kind: Kind
    text: str
    at: int
    word: str
    place: int
    tag: str
    clause: int
    value: Figure | Day | Hour | None = None

    @property
    def hard(self) -> bool:
        """Whether it must stand in a quote: a figure that is no article, a date, an hour, a code, a name."""
        if isinstance(self.value, Figure):
            return not self.value.soft
        return self.kind in (Kind.CODE, Kind.DAY, Kind.HOUR, Kind.NAME)

    @property
    def free(self) -> bool:
        """Whether its coming or going changes no statement."""
        if self.kind is Kind.MARK:
            return True
        if self.kind is Kind.CHARACTER:
            return self.word in FREE or self.tag[:1] in ("u", "y", "e", "o")
        return not self.hard

    @property
    def weight(self) -> float:
        """How much it counts when words are compared."""
        return 0.0 if self.kind is Kind.MARK else 1.0 if self.kind is Kind.CHARACTER else 2.0

    @property
    def noun(self) -> bool:
        """Whether it belongs to a noun or a name."""
        return self.kind in (Kind.NAME, Kind.CODE) or (
            self.kind is Kind.CHARACTER and (self.tag[:1] in ("n", "j", "i", "l"))
        )


def same(a: Token, b: Token) -> bool:
    """Whether a claim's token `a` is proved by a quote's token `b`."""
    if a.kind is not b.kind:
        return False
    if isinstance(a.value, Figure) and isinstance(b.value, Figure):
        return a.value.value == b.value.value and same_unit(a.value.unit, b.value.unit)
    if isinstance(a.value, Day) and isinstance(b.value, Day):
        return agrees(a.value, b.value) or (a.value.lone and b.value.lone and a.value.day == b.value.day)
    if isinstance(a.value, Hour) and isinstance(b.value, Hour):
        return agrees_hour(a.value, b.value)
    return a.text == b.text


class Segmenter:
    """rjieba, one for the process: its dictionary takes a tenth of a second to load."""

    def __init__(self) -> None:
        import rjieba

        self._jieba: Any = rjieba
        self._lock = threading.Lock()

    def tagged(self, text: str) -> list[tuple[str, str]]:
        """Words and their parts of speech."""
        with self._lock:
            return [(str(word), str(tag)) for word, tag in self._jieba.tag(encodable(text))]

    def knows(self, word: str) -> bool:
        """Whether the dictionary has a word."""
        return bool(self._jieba.has_word(encodable(word)))


def in_dictionary(word: str) -> bool:
    """Whether the segmenter's dictionary has a word; what it lacks is a name more often than not."""
    return _segmenter().knows(word)


@cache
def _segmenter() -> Segmenter:
    return Segmenter()


@lru_cache(maxsize=4096)
def words_of(text: str) -> tuple[tuple[str, str], ...]:
    """The words of a run of Chinese characters, with their parts of speech."""
    return tuple(_segmenter().tagged(text))


def tokens(
    text: str,
    dated: datetime.date | None = None,
    *,
    before: Day | None = None,
    names: Iterable[str] = (),
) -> list[Token]:
    """Cut a folded sentence into tokens.

    Args:
        text: Of `retrieval.text.folding.folded`.
        dated: The day that its article is dated.
        before: The last date of the text before it.
        names: Names that are each one token wherever they stand.
    """
    whole = _wholes(text, dated, before, names)
    found: list[Token] = []
    at = place = clause = 0
    for start, end, kind, value in [*whole, (len(text), len(text), Kind.MARK, None)]:
        for run in re.finditer(r"[㐀-鿿豈-﫿〇]+|\S", text[at:start]):
            place, clause = _spell(run.group(), at + run.start(), place, clause, found)
        if start < end:
            place += 1
            words = text[start:end]
            if weekday := _WEEKDAY.fullmatch(words):
                words = "周" + weekday["day"].replace("天", "日")
            found.append(Token(kind, words, start, words, place, "m", clause, value))
        at = end
    return found


def _spell(run: str, at: int, place: int, clause: int, found: list[Token]) -> tuple[int, int]:
    if not _HAN.match(run):
        place += 1
        found.append(Token(Kind.MARK, run, at, run, place, "x", clause))
        return place, clause + (SENTENCE_AWAY if run in "；;。！？!?\n" else run in CLAUSE_ENDS)
    for word, tag in words_of(run):
        place += 1
        for character in word:
            found.append(Token(Kind.CHARACTER, character, at, word, place, tag, clause))
            at += 1
    return place, clause


_Whole = tuple[int, int, Kind, Figure | Day | Hour | None]


def _wholes(text: str, dated: datetime.date | None, before: Day | None, names: Iterable[str]) -> list[_Whole]:
    found: list[_Whole] = []
    taken = [False] * (len(text) + 1)

    def take(items: Iterable[_Whole]) -> None:
        for item in items:
            if item[0] < item[1] and not any(taken[item[0] : item[1]]):
                found.append(item)
                taken[item[0] : item[1]] = [True] * (item[1] - item[0])

    take((m.start(), m.end(), Kind.NAME, None) for m in _TITLE.finditer(text))
    take(_named(text, names))
    take(
        (m.start(), m.end(), Kind.CODE, None) for m in _CODE.finditer(text) if not _UNIT_WORD.match(m.group())
    )
    take((m.start(), m.end(), Kind.CODE, None) for m in _WEEKDAY.finditer(text))
    take((m.start(), m.end(), Kind.CODE, None) for m in _EACH.finditer(text))
    take((d.start, d.end, Kind.DAY, d) for d in days(text, dated, before))
    take((h.start, h.end, Kind.HOUR, h) for h in hours(text))
    take((f.start, f.end, Kind.FIGURE, f) for f in figures(text))
    take((m.start(), m.end(), Kind.CODE, None) for m in re.finditer(r"\d+", text))
    return sorted(found, key=lambda item: item[0])


def _named(text: str, names: Iterable[str]) -> Iterator[_Whole]:
    for name in sorted(set(names), key=len, reverse=True):
        at = text.find(name)
        while name and at >= 0:
            yield at, at + len(name), Kind.NAME, None
            at = text.find(name, at + len(name))


def last_day(row: Sequence[Token]) -> Day | None:
    """The last date of a row of tokens."""
    return next((t.value for t in reversed(row) if isinstance(t.value, Day)), None)


def synonymous(a: Token, b: Token) -> bool:
    """Whether two characters belong to words that say the same."""
    return (
        a.kind is b.kind is Kind.CHARACTER
        and a.word != b.word
        and bool(SYNONYMS.get(a.word, frozenset()) & SYNONYMS.get(b.word, frozenset()))
    )
