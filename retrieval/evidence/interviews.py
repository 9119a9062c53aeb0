"""An interview's turn is read with the question that it answers, and a question in print answers nothing.

记者：为什么不歇着？ 丁某：老街坊舍不得扔旧伞。 Why he does not rest is told by a turn that shares no word
with the reader's question; the reporter's line above it shares most of them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple

from retrieval.evidence.sentences import Evidence
from retrieval.evidence.shapes import fits
from retrieval.evidence.weighing import Features
from retrieval.question.analysis import Kind, Question, analyse

_TURN = re.compile(r"^(?P<who>[一-鿿·]{1,8})[：:]", re.MULTILINE)
_ASKING = re.compile(r"(?:记者|问|主持人|编辑|读者|网友)$")
_LEAST = 2
"""Turns of a reporter's from which a story counts as an interview."""

_TOLD_APART = {Kind.WHY, Kind.HOW, Kind.DATE}
"""Kinds of question that a reporter's line is seldom of by chance."""

ALIKE = 0.1
"""How much less near than another sentence a reporter's line of the question's own kind may be. A reader
names whom the reporter calls 您, and each answer begins with that name: in the interviews of two invented
papers the line that was meant lay 0.03 to 0.09 behind the nearest answer."""

_ABOVE = 1e-6  # no tie


class Turn(NamedTuple):
    """What one speaker says, `text[start:end]`, the words from `said` on; whether it is the reporter's."""

    start: int
    said: int
    end: int
    asks: bool


@lru_cache(maxsize=256)
def turns_of(text: str) -> tuple[Turn, ...]:
    """The turns of an interview, in order; empty for a text that is none."""
    found = list(_TURN.finditer(text))
    ends = [*(match.start() for match in found[1:]), len(text)][: len(found)]
    turns = tuple(
        Turn(match.start(), match.end(), end, bool(_ASKING.search(match["who"])))
        for match, end in zip(found, ends, strict=True)
    )
    return turns if sum(turn.asks for turn in turns) >= _LEAST else ()


def with_what_was_asked(question: Question, evidence: Sequence[Evidence]) -> list[Evidence]:
    """Weigh each answering turn with the reporter's question above it; leave out the questions themselves.

    Where of all sentences of the interview a reporter's line is nearest to the question, the turn below it
    comes first: its sentence of the form asked for, else its first one.

    Args:
        question: Analysed.
        evidence: Best first.
    """
    kept = list(evidence)
    if question.lang != "zh":
        return kept
    for article in dict.fromkeys(e.article.id for e in evidence):
        own = [e for e in kept if e.article.id == article]
        turns = turns_of(own[0].reading)
        if turns:
            kept = sorted(
                [*(e for e in kept if e.article.id != article), *_answers(question, own, turns)],
                key=lambda e: -e.score,
            )
    return kept


def _answers(question: Question, own: Sequence[Evidence], turns: Sequence[Turn]) -> list[Evidence]:
    asking = {turn for turn in turns if turn.asks}
    inside = {e: next((t for t in turns if t.start <= e.start < t.end), None) for e in own}
    answers = [e for e in own if inside[e] not in asking]
    asked = [e for e in own if inside[e] in asking]
    if not asked or not answers:
        return answers
    alike = [e for e in asked if question.kind in _TOLD_APART and analyse(e.text).kind is question.kind]
    nearest = max(alike or asked, key=lambda e: e.features.similarity)
    least = max(e.features.similarity for e in answers) - (ALIKE if alike else 0.0)
    if nearest.features.similarity < least or _said_elsewhere(question, nearest, answers, inside):
        return answers
    at = next(n for n, turn in enumerate(turns) if turn == inside[nearest])
    told = [e for e in answers if at + 1 < len(turns) and inside[e] == turns[at + 1]]
    if not told:
        return answers
    told.sort(key=lambda e: e.start)
    beyond = [e for e in told if _says_more(e.text, question)]
    if not beyond:
        return answers
    first = next((e for e in beyond if fits(question, e.text) == 1.0), None)
    first = first or (beyond[0] if question.kind in _RUNS_ON else max(beyond, key=lambda e: e.score))
    top = max(nearest.score, *(e.score for e in answers)) + _ABOVE
    raised = replace(first, score=top, features=_joined(first.features, nearest.features))
    return [raised if e is first else e for e in answers]


def _said_elsewhere(
    question: Question, line: Evidence, answers: Sequence[Evidence], inside: Mapping[Evidence, Turn | None]
) -> bool:
    """Whether a turn has words of the question, of which the reporter's line has none.

    河水为什么黑 is not asked by 为什么干这行.
    """
    asked = {question.content[at : at + 2] for at in range(len(question.content) - 1)}
    pairs = [pair for pair in asked if not re.search(r"\s", pair)]
    if any(pair in line.text for pair in pairs):
        return False
    turns = [e.text.split("：", 1)[-1] for e in answers if inside[e]]
    return any(pair in words for words in turns for pair in pairs)


def _says_more(sentence: str, question: Question) -> bool:
    """Whether a turn's sentence says more than 可以 or the question's own words again (怕清明)."""
    words = sentence.split("：", 1)[-1].strip("。！？，” ")
    return sum(character not in question.text for character in words) > _LEAST_SAID


_LEAST_SAID = 2
_RUNS_ON = {Kind.WHY, Kind.HOW, Kind.WHAT, Kind.WHETHER}
"""Kinds that a turn answers from its beginning on."""


def _joined(answer: Features, asked: Features) -> Features:
    """What speaks for a turn together with the question above it; its form is its own."""
    return Features(*map(max, answer, asked))._replace(fits=answer.fits, hints=answer.hints)


def turn_of(text: str, start: int, end: int) -> tuple[int, int] | None:
    """What is said in a turn's first sentence `text[start:end]`; None for any other sentence."""
    turn = next((t for t in turns_of(text) if t.start == start and not t.asks), None)
    if turn is None or turn.said >= end:
        return None
    stop = end
    while stop > turn.said and text[stop - 1] in "。！”’ ":
        stop -= 1
    return turn.said, stop
