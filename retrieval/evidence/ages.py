"""Whose age a sentence tells: 鲍小曼多大 is not told by 演员最大的74岁.

A report that names somebody seldom gives no age at all: it gives another's. An age belongs to the person in
its clause or before it in its row, no other name between; 最大的74岁 and 平均年龄41岁 are nobody's by name.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from retrieval.evidence.sentences import Evidence
from retrieval.question.analysis import Question
from retrieval.text.tokens import words_of

_ASKED = re.compile(
    r"^(?P<who>[一-鿿·]{2,8}?)\s?(?:(?:今年|现在|现年|已经)(?:有|是)?多大|(?:今年)?(?:多大(?:岁数|年[纪龄])|多大[了啦]|几岁|多少岁|年[龄纪](?:有|是)?多大))"
    r"(?:年[纪龄]|岁数)?[了啦]?[？?]?$"
)
"""A follow-up has a space behind the name that it is lent."""

_AGE = re.compile(r"(?:\d{1,3}|[一二三四五六七八九十]{1,3})\s?(?:多|余|来)?周?岁")
_NOBODYS = re.compile(r"(?:平均|最[大小年老][^，。；]{0,4}|以[上下内])[^，。；]{0,4}$|[大小]了?$")
_BORN = re.compile(r"年[^，。；]{0,8}(?:生|出生)|生于|出生")
_PRONOUN = re.compile(r"^[^，。；]{0,8}[他她]")
_OF_PRONOUN = re.compile(r"的?[他她](?![们人乡])")
_MARKS = re.compile(r"[，。；！？\n]")
_ROWS = "；。\n"
_SENTENCE = re.compile(r"[。！？\n]")

READ = 4
"""Sentences of the story that are looked at, the best first."""


def of_nobody_asked(question: Question, evidence: Sequence[Evidence]) -> bool:
    """Whether a question asks the age of somebody whom the best story never tells, others' at most.

    Args:
        question: Analysed, in Chinese; False for others.
        evidence: Best first, not empty.
    """
    asked = _ASKED.match(question.text) if question.lang == "zh" else None
    best = evidence[0]
    if asked is None or not (asked["who"] in best.reading or _is_name(asked["who"], question.text)):
        return False
    story = [item.text for item in evidence if item.article.id == best.article.id][:READ]
    return not any(tells_age(text, asked["who"]) for text in story)


def age_told(question: Question, evidence: Sequence[Evidence]) -> bool:
    """Whether the best sentence tells the age of the one asked about, by name or as 52岁的他 behind it.

    Args:
        question: Analysed, in Chinese; False for others.
        evidence: Best first, not empty.
    """
    asked = _ASKED.match(question.text) if question.lang == "zh" else None
    best = evidence[0]
    if asked is None or not tells_age(best.text, asked["who"]):
        return False
    before = _SENTENCE.split(best.reading[: best.start].rstrip("。！？\n"))[-1]
    return asked["who"] in best.text or asked["who"] in before


def _is_name(who: str, asked: str) -> bool:
    """Whether the segmenter takes all of it for a person's name: then a story without it is another's."""
    return len(who) > 1 and any(word == who and tag.startswith("nr") for word, tag in words_of(asked))


def tells_age(text: str, who: str) -> bool:
    """Whether a sentence may tell somebody's age; one that only says 他 is taken for theirs."""
    if _BORN.search(text) and who in text:
        return True
    return any(_is_of(text, who, *match.span()) for match in _AGE.finditer(text))


def _is_of(text: str, who: str, start: int, end: int) -> bool:
    row = max(text.rfind(mark, 0, start) for mark in _ROWS) + 1
    mark = _MARKS.search(text, end)
    stop = mark.start() if mark else len(text)
    if who in text[end:stop] or _OF_PRONOUN.match(text, end):
        return True
    if _NOBODYS.search(text, row, start):
        return False
    before = text.rfind(who, row, start)
    if before < 0:
        return bool(_PRONOUN.match(text[row:start]))
    between = text[before + len(who) : start]
    return not any(tag.startswith("nr") and len(word) > 1 for word, tag in words_of(between))
