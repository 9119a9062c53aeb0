"""Whose office a holder has: who coaches the swimmers is not told by 篮球队教练.

The office that is asked for stands in a story behind another body's name, and the body that the question
names stands nowhere in the sentence. An office without a body before it may be anybody's. A short name is its
body's: its characters stand in the long one in the same order (住建局 in 住房和城乡建设局, 一中 in 第一中学).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from retrieval.evidence.offices import holders, office_of, printed
from retrieval.evidence.sentences import Evidence
from retrieval.question.analysis import Question

_MARKS = "，。；：、（"
_PHRASE = re.compile(rf"[{_MARKS}\s]")
_BEFORE = re.compile(r"(?:的|新任?|现任|前任|原|历任|第.任)+$")
_PLACE = re.compile(
    r"^(?:[省市县区](?!场)|[这那我本该]|全[省市县]|(?P<name>[^省市县区]{2,3})[省市县区])(?=[一-鿿]{2})"
)
"""Whose the body is, as a reader says it and a paper of that town does not: 雁浦市中医院; no 市场."""

_NUMERAL = "[一二三四五六七八九十百]"
_PIECE = re.compile(rf"{_NUMERAL}+|.")

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
    office, body = _asked(question)
    if not body:
        return False
    story = [item.text for item in evidence if item.article.id == evidence[0].article.id][:READ]
    of_whom = [whose for text in story for whose in _bodies(office, text)]
    return bool(of_whom) and not any(_may_be(body, before, text) for before, text in of_whom)


def holder_told(question: Question, evidence: Sequence[Evidence]) -> bool:
    """Whether the best sentence names somebody who holds the office asked for, in the body asked about.

    Args:
        question: Analysed; False for one that asks for no holder of an office, or for that of no body.
        evidence: Best first, not empty.
    """
    office, body = _asked(question)
    of_whom = [before for before, _ in _bodies(office, evidence[0].text)] if body else []
    return any(len(one) >= _OWN and (shortens(body, one) or shortens(one, body)) for one in of_whom)


def _asked(question: Question) -> tuple[str, str]:
    """The office asked for and the body whose it is; "" where the question says none."""
    office = office_of(question)
    before = question.text.partition(office)[0].strip() if office else ""
    body = _BEFORE.sub("", _PHRASE.split(before)[-1])
    return office, body if len(body) >= _OWN else ""


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
    if not own or not theirs or len(before) < _OWN or shortens(body, before) or shortens(before, body):
        return True
    return any(re.search(_whole(part), text) for part in (own[:_OWN], own[-_OWN:]))


def shortens(short: str, full: str) -> bool:
    """Whether a name may be a short one for another: its characters in their order, the same place's."""
    places = [_PLACE.match(name) for name in (short, full)]
    named = [place["name"] for place in places if place and place["name"]]
    if len(named) > 1 and named[0] != named[1]:
        return False
    told = map(_whole, _PIECE.findall(_PLACE.sub("", short)))
    return bool(re.search(".*?".join(told), _PLACE.sub("", full)))


def _whole(part: str) -> str:
    """A part of a name as a regular expression, its numerals whole: 二中 is not 第十二中学."""
    first, last = (bool(re.match(_NUMERAL, end)) for end in (part, part[-1]))
    return f"{f'(?<!{_NUMERAL})' * first}{re.escape(part)}{f'(?!{_NUMERAL})' * last}"
