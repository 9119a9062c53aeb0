"""Whose office a holder has: who coaches the swimmers is not told by 篮球队教练.

The office that is asked for stands in a story behind another body's name, and the body that the question
names stands nowhere in the sentence. An office without a body before it may be anybody's.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from retrieval.evidence.offices import holders, office_of, printed
from retrieval.evidence.sentences import Evidence
from retrieval.question.analysis import Question

_MARKS = "，。；：、（"
_BEFORE = re.compile(r"(?:的|新任?|现任|前任|原|历任|第.任)+$")
_OWN = 2
"""Characters of a body's own name that are compared, its first or its last: 市轮渡公司 is 轮渡公司."""

READ = 4
"""Sentences of the story that are looked at, the best first."""


def of_another_body(question: Question, evidence: Sequence[Evidence]) -> bool:
    """Whether all whom the best story calls holders of the office asked for hold another body's.

    Args:
        question: Analysed; one that asks for no holder of an office, or for that of no body, is left alone.
        evidence: Best first, not empty.
    """
    office = office_of(question)
    body = _BEFORE.sub("", question.text.partition(office)[0]) if office else ""
    if len(body) < _OWN:
        return False
    story = [item.text for item in evidence if item.article.id == evidence[0].article.id][:READ]
    of_whom = [whose for text in story for whose in _bodies(office, text)]
    return bool(of_whom) and not any(_may_be(body, before, text) for before, text in of_whom)


def _bodies(office: str, text: str) -> list[tuple[str, str]]:
    """What stands in its phrase before each office that somebody holds in a sentence, and the sentence."""
    if not holders(office, text):
        return []
    found = [match.start() for match in re.finditer(printed(office), text)]
    begins = [max(text.rfind(mark, 0, at) for mark in _MARKS) + 1 for at in found]
    return [(_BEFORE.sub("", text[begin:at]), text) for begin, at in zip(begins, found, strict=True)]


def _may_be(body: str, before: str, text: str) -> bool:
    """Whether an office behind `before` may be the body's: 自来水公司 is not 市公交公司, and has 公司 too."""
    own, theirs = body, before
    while own and theirs and own[-1] == theirs[-1]:
        own, theirs = own[:-1], theirs[:-1]
    if not own or not theirs or len(before) < _OWN:
        return True
    return own[:_OWN] in text or own[-_OWN:] in text
