"""The words that give a reason, in a sentence that says that it gives one.

A newspaper builds reasons in few ways: 因……，; 受……影响，; 为……，; 多亏……; 主要是因为……。 What the reader
marks there begins or ends with the thing to be explained now and then, or is it.
"""

from __future__ import annotations

import re

from retrieval.models import Span
from retrieval.question.analysis import Kind, Question

_BEHIND = (
    r"(?:主要|就)?(?:是)?(?:因为|由于|缘于|源于|归因于|得益于|多亏了?|原因(?:之一)?(?:主要)?(?:是|在于|为)|旨在|目的是)"
    r"(?P<reason>[^。；！？]{3,60}?)(?=，(?:所以|导致|致使|造成|使|让|因此|因而|从而|今年|目前)|[。；！？]|$)"
)
_SUFFERS = r"受(?=[^，。；]{2,24}(?:影响|冲击|制约|拖累|带动|阻碍|波及))"
_AHEAD = (
    r"(?:(?<![原基诱病成起内])因(?![此为而素病])|(?=因病)"
    rf"|(?:^|(?<=[，。；：“]))(?:近期|目前|近日|日前)?(?:由于|{_SUFFERS}|为了?(?!期|民|主)))"
    r"(?P<reason>[^，。；！？]{3,30})(?=，)"
)
_CALLED = r"是(?P<called>[^，。；！？]{2,24}?)(?:的缘故|所致|造成的?|的结果)"
_TOLD = re.compile(f"{_CALLED}|{_AHEAD}|{_BEHIND.replace('<reason>', '<cause>')}")


def reason_in(question: Question, quote: str, span: Span) -> Span:
    """The one reason that a sentence gives, for a question of why; else the words chosen already.

    Args:
        question: Analysed, in Chinese.
        quote: A sentence in simplified characters.
        span: What the reader chose in it; kept where it lies in the reason.
    """
    if question.kind is not Kind.WHY or question.lang != "zh":
        return span
    left, right = _part_asked(question, quote)
    found = [match for match in _TOLD.finditer(quote) if left <= match.start() < right]
    if len(found) != 1:
        return span
    match = found[0]
    start, end = next(match.span(name) for name in ("reason", "cause", "called") if match[name])
    if start <= span[0] and span[1] <= end:
        return span
    return start, end


def _part_asked(question: Question, quote: str) -> Span:
    """The part of a sentence between ； that says most of the question."""
    asked = question.content
    pairs = {asked[at : at + 2] for at in range(len(asked) - 1)}
    parts = [match.span() for match in re.finditer(r"[^；]+", quote)]
    return max(
        parts, key=lambda part: sum(pair in quote[slice(*part)] for pair in pairs), default=(0, len(quote))
    )
