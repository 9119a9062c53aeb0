"""The byline in a sentence: who wrote the report is no answer to what it tells.

A row of a .jsonl file, and a page whose byline runs on into its text, begin with 本报讯（记者 …）. The names
in it stand nearest to the lead and look like any others, so to a question of who, where or what a reader
takes them for the answer now and then.
"""

from __future__ import annotations

import re
from dataclasses import replace

from corpus.bylines import leading_byline, trailing_byline
from corpus.people import OPEN
from retrieval.evidence.reader import Reading, best_span
from retrieval.evidence.sentences import Evidence
from retrieval.models import Span
from retrieval.question.analysis import Kind, Question

_WRITER_ASKED = re.compile(
    r"记者|通讯员|作者|采写|撰|执笔|署名|摄影|拍摄|谁[写拍]"
    r"|\b(?:reporters?|journalists?|correspondents?|authors?|writers?|wrote|written|filed|bylines?|photograph\w*|photos?|pictures?)\b",
    re.IGNORECASE,
)
_INTRODUCED = re.compile(r"(?:记者|通讯员|实习生)\s?(?:[一-鿿]{2,4}[、 和])*$")
_RULED_OUT = -30.0
"""Log odds of a character that may not be marked: below any that the reader gives."""


def credited(question: Question, evidence: Evidence) -> list[Span]:
    """Where a sentence names who wrote the report; nowhere for a question about that.

    Returns:
        Offsets in the sentence; the source and its day (新华社北京5月16日电) are no part of it.
    """
    if question.kind is Kind.REPORTER_OF or _WRITER_ASKED.search(question.text):
        return []
    text = evidence.reading
    start = text.rfind("\n", 0, evidence.start) + 1
    stop = text.find("\n", evidence.end)
    paragraph = text[start : stop if stop >= 0 else len(text)]
    found: list[Span] = []
    leading, trailing = leading_byline(paragraph), trailing_byline(paragraph)
    if leading and (leading[0].reporters or leading[0].correspondents):
        alone = leading[1] >= len(paragraph.rstrip())
        opened = (
            0 if alone else min((at for at in map(paragraph[: leading[1]].find, OPEN) if at >= 0), default=0)
        )
        found.append((opened, leading[1]))
    if trailing and (trailing[0].reporters or trailing[0].correspondents):
        found.append((trailing[1], len(paragraph)))
    offset, size = start - evidence.start, evidence.end - evidence.start
    inside = ((max(0, a + offset), min(size, b + offset)) for a, b in found)
    return [span for span in inside if span[0] < span[1]]


def outside(spans: list[Span], byline: list[Span]) -> list[Span]:
    """The spans that no part of the byline touches."""
    return [span for span in spans if not any(a < span[1] and span[0] < b for a, b in byline)]


def unwritten(question: Question, quote: str, people: list[Span]) -> list[Span]:
    """The people without those whom running text brings in as its reporters, unless there are no others."""
    if question.kind is not Kind.PERSON or _WRITER_ASKED.search(question.text):
        return people
    return [span for span in people if not _INTRODUCED.search(quote[: span[0]])] or people


def read_without(reading: Reading, byline: list[Span]) -> Reading | None:
    """The reader's best words outside of the byline; None where nothing else was read."""
    if not byline or not reading.edges.size:
        return reading
    edges = reading.edges.copy()
    for a, b in byline:
        edges[a:b] = _RULED_OUT
    # What lies between its parts each by itself: no words run over one.
    bounds = [0, *(end for part in byline for end in part), len(edges)]
    parts = [(a, b) for a, b in zip(bounds[::2], bounds[1::2], strict=True) if a < min(b, len(edges))]
    found = [(span, a + start, a + end) for a, b in parts for start, end, span in [best_span(edges[a:b])]]
    if not found:
        return None
    span, start, end = max(found)
    return replace(reading, start=start, end=end, span=span, edges=edges)
