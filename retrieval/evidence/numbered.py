"""What a report tells of 3路 is no answer about 5路, nor one on 二年级 about 一年级.

A question that names one of several like things by its number is answered by what is said of that one. A
clause is about what it names; one that names none is about what its sentence named last, or first where it
named none yet; a sentence that names none is about what the last one did and what the story is about, by its
headline or its first sentence. 与16路换乘 names 16路 by the way and goes on about what it was about. Where a
report tells of others and never of the one asked about what is asked, the question stays open.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from corpus.models import Article
from corpus.sentences import sentence_spans
from retrieval.evidence.cells import is_row
from retrieval.evidence.sentences import Evidence
from retrieval.evidence.shapes import fits
from retrieval.models import Span
from retrieval.question.analysis import Kind, Question
from retrieval.text.designations import TRANSPORT, Designation, asked_designations, designations
from vectorstore.catalogue.script import simplified

Kinds = frozenset[str]

_SHAPED = {Kind.NUMBER, Kind.DATE, Kind.DURATION}
"""Kinds whose answers have a shape: what is told of the thing without it does not answer."""

_MARKS = re.compile(r"[，。；：！？、\n]")
_JOINED = re.compile(r"(?:[、，,和与及或]|以及|公交|汽车|线路?|车|\s)*")
_BY_THE_WAY = re.compile(r"(?:与|同|跟|换乘|改乘|转乘|接驳|连接|衔接|换|转|乘坐?|改为|比)$")
_OF_ALL = re.compile(
    r"[各每]条|各线|各年级|各期|所有|全[部线市县区](?:公交|线路|车次|年级)|其[他余它]|上述|以上[各\d一-十两]"
)
"""Clauses about every one of the kind (其余线路末班车20时)."""

_LONE = {"级", "期", "楼"}
"""Classes too loose for a story that never names the one asked: it may mean it all the same."""


def of_number(question: Question, evidence: Sequence[Evidence]) -> list[Evidence]:
    """Leave out what a story tells of another of the numbered things that the question names one of.

    Args:
        question: Analysed.
        evidence: Best first.

    Returns:
        The sentences that may answer, in the same order.
    """
    kept = list(evidence)
    for kinds, values in asked_designations(question.text, question.lang).items():
        kept = [e for e in kept if _tells(question, e, kinds, values)]
    return kept


def own_part(question: Question, quote: str, spans: Sequence[Span]) -> list[Span]:
    """The candidates that a sentence tells of the numbered thing asked about: 16路's of 7路…；16路….

    A sentence that does not name it rules none out.
    """
    kept = list(spans)
    for kinds, values in asked_designations(question.text, question.lang).items():
        named = [one for one in designations(quote) if one.kind in kinds]
        if not any(values & one.values for one in named):
            continue
        about = _about(quote, 0, len(quote), named, frozenset())
        kept = [s for s in kept if any(a <= s[0] < b and values & of for a, b, of in about)]
    return kept


def _tells(question: Question, item: Evidence, kinds: Kinds, values: frozenset[str]) -> bool:
    parts = _parts(item.reading, _titles(item.article), kinds)
    if parts is None:
        return not kinds & TRANSPORT
    told = frozenset[str]().union(*(of for _, _, of in parts))
    if not values & told and kinds <= _LONE:
        return True
    own = [
        item.reading[max(a, item.start) : min(b, item.end)]
        for a, b, of in parts
        if values & of and a < item.end and item.start < b
    ]
    if any(question.kind not in _SHAPED or fits(question, part) > 0 for part in own):
        return True
    return not values & told and any(fits(question, part) > 0 for part in _of_others(item.text, kinds))


def _of_others(sentence: str, kinds: Kinds) -> list[str]:
    """The clauses of a sentence on all those that it does not name: 其余年级8月31日."""
    others = re.compile(rf"其[余他它][^，。]{{0,3}}[{''.join(kinds)}]")
    return [clause for clause in _MARKS.split(sentence) if others.search(clause)]


def _titles(article: Article) -> str:
    return simplified("\n".join(filter(None, (article.kicker, article.headline, article.deck))))


@lru_cache(maxsize=256)
def _parts(text: str, titles: str, kinds: Kinds) -> tuple[tuple[int, int, frozenset[str]], ...] | None:
    """Parts of a text and the values that each is about; None where it names no thing of the classes."""
    named = [one for one in designations(text) if one.kind in kinds]
    subject = _values(one for one in designations(titles) if one.kind in kinds)
    if not named and not subject:
        return None
    parts: list[tuple[int, int, frozenset[str]]] = []
    every = subject | _values(named)
    last = subject
    for start, end in sentence_spans(text):
        inside = [one for one in named if start <= one.start < end]
        if inside:
            parts += _about(text, start, end, inside, subject)
            last = _values(inside)
            subject = subject or last
        elif is_row(text[start:end].strip("\n")):
            continue  # a table's row is about what stands in it
        elif _OF_ALL.search(text[start:end]):
            parts.append((start, end, every))
        else:
            parts.append((start, end, last | subject))
    return tuple(parts)


def _about(
    text: str, start: int, end: int, named: Sequence[Designation], subject: frozenset[str]
) -> list[tuple[int, int, frozenset[str]]]:
    """The parts of the sentence `text[start:end]`, which names at least one thing, and what each is about."""
    groups: list[list[Designation]] = []
    for one in named:
        if groups and _JOINED.fullmatch(text[groups[-1][-1].end : one.start]):
            groups[-1].append(one)
        else:
            groups.append([one])
    parts: list[tuple[int, int, frozenset[str]]] = []
    topic = frozenset[str]()
    for n, group in enumerate(groups):
        at = start if n == 0 else parts[-1][1]
        behind = groups[n + 1][0].start if n + 1 < len(groups) else end
        own = _values(group)
        if _BY_THE_WAY.search(text[start : group[0].start]) and (topic or subject):
            clause = _MARKS.search(text, group[-1].end, behind)
            stop = clause.start() if clause else behind
            topic = topic or subject
            parts += [(at, stop, own | topic), (stop, _break(text, stop, behind, end), topic)]
            continue
        topic = own
        parts.append((at, _break(text, group[-1].end, behind, end), own))
    return parts


def _break(text: str, start: int, behind: int, end: int) -> int:
    """Where the part that begins at `start` ends before the next thing, at its clause's beginning."""
    if behind == end:
        return end
    marks = [mark.end() for mark in _MARKS.finditer(text, start, behind)]
    return marks[-1] if marks else behind


def _values(named: Iterable[Designation]) -> frozenset[str]:
    return frozenset[str]().union(*(one.values for one in named))
