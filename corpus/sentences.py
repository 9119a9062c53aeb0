"""Where sentences begin and end, in Chinese and English text, as character offsets.

A sentence ends behind 。！？…… (with the closing quotes and brackets that follow), behind an English
. ! ? that white space and no lower-case letter follows, and at a newline. Offsets count characters of
the text as given; the white space between two sentences belongs to neither.
"""

from __future__ import annotations

import re

Span = tuple[int, int]
"""Offsets [start, end)."""

_CLOSERS = "”’』」）)】》〉\"'"
_END = re.compile(rf"[。！？!?…]+[{_CLOSERS}]*|\.(?=[{_CLOSERS}]*\s+[^a-z\s])[{_CLOSERS}]*|\n")
_CLAUSE = re.compile(rf"[；;][{_CLOSERS}]*|[，,：:](?!\d)[{_CLOSERS}]*|、")
_STRONG_CLAUSE = re.compile(rf"[；;][{_CLOSERS}]*")


def sentence_spans(text: str) -> list[Span]:
    """Find the sentences of `text`, in order; between and around them is only white space."""
    return _pieces(text, 0, len(text), _END)


def clause_spans(text: str, start: int, end: int, *, strong: bool = False) -> list[Span]:
    """Split `text[start:end]` behind its clause marks: ； alone when `strong`, else also ，：、."""
    return _pieces(text, start, end, _STRONG_CLAUSE if strong else _CLAUSE)


def _pieces(text: str, start: int, end: int, boundary: re.Pattern[str]) -> list[Span]:
    spans = []
    at = start
    for match in boundary.finditer(text, start, end):
        spans.append(_trimmed(text, at, match.end()))
        at = match.end()
    spans.append(_trimmed(text, at, end))
    return [span for span in spans if span[0] < span[1]]


def _trimmed(text: str, start: int, end: int) -> Span:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
