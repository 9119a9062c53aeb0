"""Where something lies: questions that ask for a site, and the clauses that tell one."""

from __future__ import annotations

import re

from retrieval.evidence.rivals import other_side
from retrieval.models import Span
from retrieval.question.analysis import Kind, Question

_ASKED = re.compile(
    r"(?P<subject>[一-鿿\d]{2,12}?)(?:具体|到底|现在)?(?:位于|坐落[于在]|地处|设在|在)(?:哪里?|哪儿|什么地方|何处|什么位置)"
    r"[？?]?$"
)
_TOLD = re.compile(
    r"(?P<subject>[一-鿿\d]{2,16}?)(?:位于|坐落[于在]|地处|设在|地址(?:在|是|为|：|:))(?P<site>[^，。；：]{2,24})"
)

_OF_SUBJECT = 2
"""Last characters of a thing's name that are looked for before 位于: a story calls 夜间儿科门诊 夜间门诊."""


def site_asked(question: Question) -> str:
    """The thing of which it is asked where it lies (新校区 in 新校区在哪里); "" for other questions."""
    match = _ASKED.match(question.text) if question.kind is Kind.PLACE else None
    return match["subject"] if match else ""


def sited(subject: str, text: str) -> list[Span]:
    """Where a text tells the site of a thing, as offsets of the site."""
    return [
        match.span("site")
        for match in _TOLD.finditer(text)
        if subject[-_OF_SUBJECT:] in match["subject"] and not other_side(subject, match["subject"])
    ]
