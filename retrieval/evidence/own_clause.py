"""The clause of its own that a question of how, why or which way is answered by."""

from __future__ import annotations

import re

from retrieval.models import Span
from retrieval.question.analysis import Kind, Question

_SUBJECT = re.compile(
    r"^([一-鿿\d]{2,6}?)(?:要|会|将|应该?|该|可以)*(?:怎么|怎样|如何|为什么|为何|为啥|[走绕从经]行?哪)"
)


def own_clause(question: Question, quote: str, span: Span) -> Span:
    """The clause that begins with the question's subject, where the reader chose words of another one.

    小型车绕行北环路，货车绕行国道: how lorries go is said of lorries. 7路延长；16路缩短 likewise.
    """
    subject = _SUBJECT.match(question.text) if question.kind in {Kind.HOW, Kind.WHY, Kind.PLACE} else None
    if not subject or subject.group(1) in quote[: span[1]][-_ROUND - (span[1] - span[0]) :]:
        return span
    name = subject.group(1)
    begun = [m.start() for m in re.finditer(rf"(?:^|(?<=[，；。])){re.escape(name)}", quote)]
    if len(begun) != 1:
        return span
    stop = next((at for at in range(begun[0], len(quote)) if quote[at] in "；。"), len(quote))
    return (begun[0], stop)


_ROUND = 16
"""Characters before the reader's words within which a subject still is theirs: a clause's length."""
