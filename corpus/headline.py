"""A headline for an article whose own was lost, made of its first sentence and marked as made."""

from __future__ import annotations

import re

from corpus.dateline import dateline_of
from corpus.sentences import sentence_spans

LONGEST = 36
"""Characters of a made headline; the headlines of the seed page and the samples stay below."""

ORNAMENTS = "▲△▼▽◆◇■□●○★☆▶► "
"""What points from a caption to its picture, or heads a brief."""

_FORMULA = re.compile(
    r"[，,\s]*(?:(?:本报)?记者|笔者)?\s*(?:\d{1,2}日)?(?:自|从|在)[^，。；]{2,24}?(?:获悉|了解到|得知|采访时了解到|看到)[，,：:]?\s*"
)
_LEADING = re.compile(
    r"^(?:(?:近日|日前|昨日|昨天|今日|今天|连日来|近期|目前|据了解|据悉)(?=[，,]|记者)|[，,、：:；;\s])+"
)
_CLAUSE_END = re.compile(r"[，,；;。！？!?]")


def make_headline(text: str) -> str | None:
    """Make a headline of an article's first sentence.

    Args:
        text: The body after reflow.

    Returns:
        A verbatim piece of the first sentence, without its dateline and the 记者从…获悉 formula, cut at a
        clause's end; None for a text without a word.
    """
    spans = sentence_spans(text[:2000])
    if not spans:
        return None
    sentence = text[slice(*spans[0])]
    day = dateline_of(sentence)
    if day:
        sentence = sentence[len(day) :]
    sentence = _LEADING.sub("", sentence.lstrip(ORNAMENTS))
    formula = _FORMULA.match(sentence)
    if formula and len(sentence) - formula.end() > 4:  # noqa: PLR2004
        sentence = _LEADING.sub("", sentence[formula.end() :])
    return _cut(sentence) or _cut(text[slice(*spans[0])]) or None


def _cut(sentence: str) -> str:
    ends = [match.start() for match in _CLAUSE_END.finditer(sentence[: LONGEST + 1])]
    if ends and ends[-1] >= LONGEST // 4:
        return sentence[: ends[-1]].strip()
    if len(sentence) <= LONGEST:
        return sentence.rstrip("。.！!？?；;，, ")
    cut = sentence[:LONGEST]
    # an English headline is cut between words
    return (cut.rsplit(" ", 1)[0] if cut.isascii() and " " in cut else cut).strip()
