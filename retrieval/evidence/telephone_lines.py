"""Which of several telephone numbers is asked for, by what the line says that each is for."""

from __future__ import annotations

import re
from collections.abc import Sequence

from retrieval.models import Span

_FOR = (
    (re.compile(r"报修|抢修|修|坏"), re.compile(r"报修|抢修|维修")),
    (re.compile(r"举报|投诉|反映|告"), re.compile(r"举报|投诉|监督")),
    (re.compile(r"报名"), re.compile(r"报名")),
    (re.compile(r"预约|挂号"), re.compile(r"预约|挂号")),
    (re.compile(r"值班|救援|求助|险"), re.compile(r"值班|救援|求助|应急")),
    (re.compile(r"问|咨询|了解|联系|打听"), re.compile(r"咨询|联系|服务|热线|问询")),
)
"""What a reader wants of the call, and the name of the line for it."""

_LABEL = 12


def is_line_asked(asked: str, sentence: str) -> bool | None:
    """Whether a sentence's line is for what the reader wants of the call; None where they do not say."""
    line = next((line for wants, line in _FOR if wants.search(asked)), None)
    return None if line is None else bool(line.search(sentence))


def line_asked(asked: str, quote: str, spans: Sequence[Span]) -> list[Span]:
    """The numbers whose label says that they are for what is asked; all where no label decides.

    Args:
        asked: The question.
        quote: A sentence or line, in simplified characters.
        spans: The numbers in it, in order.
    """
    labels = {}
    for n, span in enumerate(spans):
        left = max(spans[n - 1][1] if n else 0, span[0] - _LABEL)
        labels[span] = quote[left : span[0]]
    for wants, line in _FOR:
        if wants.search(asked):
            return [span for span in spans if line.search(labels[span])] or list(spans)
    return list(spans)
