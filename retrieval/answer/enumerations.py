"""Enumerations in Chinese text, as the offsets of their items.

Three shapes: A、B、C和D inside one clause; 一是…二是…三是…; and one word before several quotations
(坚持“甲”…坚持“乙”).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from corpus.sentences import sentence_spans
from retrieval.answer.item_bounds import CLOSE, LEAST, MIN_ITEM, OPEN, items_of, without_count
from retrieval.evidence.cells import is_row
from retrieval.models import Span

_BOUND = "，。；：:！？,;!?\n—"
_GAP = " "
"""Bounds a cell of a table's row; elsewhere a space is what extraction left."""

_ORDINAL = re.compile(
    r"(?:第?[一二三四五六七八九十](?:是|为|要|个?方面(?:是|讲)?|部分讲?|[，、：])|[①-⑳]|[（(][一二三四五六七八九十\d]+[）)])"
)


@dataclass(frozen=True, slots=True)
class Enumeration:
    """One enumeration.

    Attributes:
        items: Offsets of the items, in order, in the text that was searched.
        start: Where the words that frame it begin: its clause, its first sentence.
        end: Where they end.
    """

    items: tuple[Span, ...]
    start: int
    end: int


def pauses(text: str, start: int, end: int) -> list[Enumeration]:
    """Find A、B和C in `text[start:end]`: two items or more."""
    found = []
    for left, right in _stretches(text, start, end):
        items = without_count(text, items_of(text, left, right))
        if len(items) > 1:
            found.append(Enumeration(tuple(items), left, right))
    return found


def ordinals(text: str, start: int, end: int) -> list[Enumeration]:
    """Find 一是…二是… in `text[start:end]`; an item reaches to the end of its first clause."""
    marks = list(_ORDINAL.finditer(text, start, end))
    if len(marks) < LEAST:
        return []
    items = []
    for at, mark in enumerate(marks):
        limit = marks[at + 1].start() if at + 1 < len(marks) else end
        stop = next((i for i in range(mark.end(), limit) if text[i] in _BOUND), limit)
        if stop > mark.end():
            items.append((mark.end(), stop))
    return [Enumeration(tuple(items), start, end)] if len(items) >= LEAST else []


_TITLES = re.compile(r"《[^《》\n]{1,30}》(?:[、和与及]?《[^《》\n]{1,30}》)+")
_TITLE = re.compile(r"《[^《》]+》")


def titles(text: str, start: int, end: int) -> list[Enumeration]:
    """Find 《甲》《乙》 in `text[start:end]`: titles that follow each other with nothing between them."""
    return [
        Enumeration(
            tuple(one.span() for one in _TITLE.finditer(text, *run.span())), *_around(text, run.span())
        )
        for run in _TITLES.finditer(text, start, end)
    ]


def _around(text: str, span: Span) -> Span:
    """The clause around a span."""
    left = max(text.rfind(mark, 0, span[0]) for mark in _BOUND) + 1
    return left, next((at for at in range(span[1], len(text)) if text[at] in _BOUND), len(text))


def framed(text: str, word: str) -> list[Enumeration]:
    """Find several quotations that each follow `word`, anywhere in the text."""
    if len(word) < MIN_ITEM:
        return []
    found = []
    # Headings of a text's parts begin with a dash; the word may stand elsewhere in it as well.
    for before in ("", "(?<=[—·●■])"):
        items = [
            (mark.start(1), mark.end(1))
            for mark in re.finditer(rf"{before}{re.escape(word)}[“《]([^“”《》\n]{{2,30}})[”》]", text)
        ]
        distinct = sorted({text[a:b]: (a, b) for a, b in reversed(items)}.values())
        if len(distinct) > 1:
            found.append(Enumeration(tuple(distinct), items[0][0], items[-1][1]))
    return found


def sentence_around(text: str, span: Span) -> Span:
    """The sentence, or run of sentences, that holds a span."""
    held = [s for s in sentence_spans(text) if s[0] < span[1] and s[1] > span[0]]
    return (held[0][0], held[-1][1]) if held else span


def _stretches(text: str, start: int, end: int) -> Iterator[Span]:
    """Runs without a clause mark; what stands in brackets is a run of its own as well."""
    opened: list[int] = []
    left = start
    bounds = _BOUND + _GAP if is_row(text[start:end]) else _BOUND
    for at in range(start, end):
        character = text[at]
        if character in OPEN:
            opened.append(at)
        elif character in CLOSE and opened:
            inner = opened.pop() + 1
            yield inner, at
        elif character in bounds and not opened:
            yield left, at
            left = at + 1
    yield left, end


def joined(found: list[Enumeration], most: int) -> list[Enumeration]:
    """Runs of neighbouring enumerations that have `most` items together: 其中甲和乙…，另外是丙、丁和戊."""
    runs = []
    for first in range(len(found)):
        items: tuple[Span, ...] = ()
        for last in range(first, len(found)):
            # A bracket's own enumeration lies within another.
            if items and found[last].items[0][0] < items[-1][1]:
                break
            items += found[last].items
            if len(items) == most and last > first:
                runs.append(Enumeration(items, found[first].start, found[last].end))
            if len(items) >= most:
                break
    return runs
