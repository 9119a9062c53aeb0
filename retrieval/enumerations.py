"""Enumerations in Chinese text: A、B、C和D as the offsets of their items.

The pauses 、 part the items; 和, 及, 以及 or 与 may stand before the last. What leads up to the first
item (它们是, 我市, 包括) and what follows the last (6家企业榜上有名, 等) is cut off by shape: a verb or a
colon before, a count or a function word behind.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from retrieval.models import Span

_PAUSE = re.compile(r"、")
_BOUND = re.compile(r"[，。；：:！？,;!?\n（）()]")
_CONJUNCTION = re.compile(r"以及|和|及|与")
_LEAD = re.compile(
    r"^.*(?:包括|分别是|分别为|分别|它们是|他们是|就是|是|为|有|即|在|对|由|将|把|从|向|到|给|让|使|如|像|含|了|我市|我省|我县|全市|的)(?=.{2})"
)
_TAIL = re.compile(
    r"(?:等(?:[^、]*)?|(?:[\d一二两三四五六七八九十]+\s?[个家名位项种条所座大类场部]).*"
    r"|(?:入选|入围|榜上有名|上榜|获|被|参加|先后|分别|将|会|都|均|也|组成|名列|进行|停水).*)$"
)


@dataclass(frozen=True, slots=True)
class Enumeration:
    """Items of one enumeration, as offsets in the text that was searched."""

    items: tuple[Span, ...]


def enumerations(text: str, start: int, end: int) -> list[Enumeration]:
    """Find the enumerations of `text[start:end]`, each of two items or more."""
    found = []
    for left, right in _stretches(text, start, end):
        if "、" in text[left:right]:
            items = _items(text, left, right)
            if len(items) > 1:
                found.append(Enumeration(tuple(items)))
    return found


def _stretches(text: str, start: int, end: int) -> list[Span]:
    spans, at = [], start
    for match in _BOUND.finditer(text, start, end):
        spans.append((at, match.start()))
        at = match.end()
    spans.append((at, end))
    return [span for span in spans if span[0] < span[1]]


def _items(text: str, start: int, end: int) -> list[Span]:
    cuts = [match.start() for match in _PAUSE.finditer(text, start, end)]
    bounds = [start, *(cut + 1 for cut in cuts)]
    ends = [*cuts, end]
    items = list(zip(bounds, ends, strict=True))
    first = _LEAD.match(text[items[0][0] : items[0][1]])
    if first:
        items[0] = (items[0][0] + first.end(), items[0][1])
    last_start, last_end = items.pop()
    last = text[last_start:last_end]
    tail = _TAIL.search(last)
    if tail and tail.start():
        last_end = last_start + tail.start()
        last = text[last_start:last_end]
    conjunction = next((m for m in _CONJUNCTION.finditer(last) if 1 < m.start() < len(last) - 2), None)
    if conjunction:
        items.append((last_start, last_start + conjunction.start()))
        items.append((last_start + conjunction.end(), last_end))
    else:
        items.append((last_start, last_end))
    return [item for item in items if item[0] < item[1]]
