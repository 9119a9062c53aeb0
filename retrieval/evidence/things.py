"""Which sentences of a story are about the thing that is asked about, where it tells of two of a kind.

A report of 清河大桥 names 清河二桥 as a detour: when the one was built says nothing of the other. Each
sentence belongs to the things that it names and, where it names none, to the last one named before it or to
the one that the story named first; 大桥 alone is whichever was spoken of. What the report tells of another
thing is no answer, and where it never says of the thing asked about what is asked, the question stays open.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from retrieval.evidence.sentences import Evidence
from retrieval.evidence.shapes import fits
from retrieval.question.analysis import Kind, Question

_HAN = "一-鿿"
_LOOSE = (
    "的了是在有和与及被把将从对于以为这那哪个上下中新旧老大小座条所家市县区省国我到去往向由本该此各每某两几长说看过第"
    "一二三四五六七八九十"
)
_NAMED = re.compile(
    rf"(?P<own>(?:(?![{_LOOSE}])[{_HAN}]){{2}}|第[一二三四五六七八九十\d]+(?:人民|实验|中心)?)"
    r"(?P<kind>[二三四五六]桥|大桥|小学|中学|幼儿园|医院|水厂|水库|公园|广场|车站|社区|图书馆|博物馆|体育馆|[县市区]队)"
)
"""A thing's own two characters, or its number, before the noun of its kind."""

_SHAPED = {Kind.NUMBER, Kind.DATE, Kind.DURATION}
"""Kinds whose answers have a shape: a sentence without it does not answer."""


def of_thing(question: Question, evidence: Sequence[Evidence]) -> list[Evidence]:
    """Leave out what a story tells of another thing of the kind that is asked about.

    Args:
        question: Analysed, in Chinese; another language's is left alone.
        evidence: Best first.

    Returns:
        The sentences that may answer, in the same order; those of a story that never tells of the thing asked
        about what is asked are all left out.
    """
    wanted = _things(question.text) if question.lang == "zh" else ()
    if not wanted:
        return list(evidence)
    own: dict[str, frozenset[int] | None] = {}
    for item in evidence:
        if item.article.id not in own:
            own[item.article.id] = _places(item.reading, wanted, shaped=question.kind in _SHAPED)
    kept = [e for e in evidence if _belongs(e, own[e.article.id])]
    told = {e.article.id for e in kept if question.kind not in _SHAPED or fits(question, e.text)}
    return [e for e in kept if own[e.article.id] is None or e.article.id in told]


def _belongs(item: Evidence, own: frozenset[int] | None) -> bool:
    return own is None or any(at in own for at in range(item.start, item.end))


@lru_cache(maxsize=1024)
def _places(text: str, wanted: tuple[tuple[str, str], ...], *, shaped: bool) -> frozenset[int] | None:
    """Offsets of `text` that are about a wanted thing; None where all of it may be.

    So it is where the text names no two of the kind, and for the thing that it names first, unless a figure
    or a time is asked for: how lorries get round 清河大桥 is told with 清河二桥.
    """
    families = {_family(kind) for _, kind in wanted}
    found = [m for m in _NAMED.finditer(text) if _family(m["kind"]) in families]
    named = {m.group() for m in found}
    asked = {f"{own}{kind}" for own, kind in wanted}
    if not named & asked or not named - asked:
        return None
    if not shaped and found[0].group() in asked:
        return None
    about: set[int] = set()
    for sentence in re.finditer(r"[^。！？\n]+[。！？\n]*", text):
        inside = [m for m in found if sentence.start() <= m.start() < sentence.end()]
        before = [m for m in found if m.start() < sentence.start()]
        meant = inside or [*before[-1:], *found[:1]]
        if any(m.group() in asked for m in meant):
            about.update(range(*sentence.span()))
    return frozenset(about)


def _things(text: str) -> tuple[tuple[str, str], ...]:
    return tuple((m["own"], m["kind"]) for m in _NAMED.finditer(text))


def _family(kind: str) -> str:
    """桥 for every bridge, which one text calls 大桥 and 二桥 by turns."""
    return kind[-1] if kind.endswith("桥") else kind
