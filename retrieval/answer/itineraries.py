"""Where somebody went: the stops of a visit, each with the sentence that tells it.

A report of a visit names its stops one after the other, each in a sentence of its own behind a verb of
going (来到, 走进, 第一站是), and seldom as a list. A question for the places wants those, and not an
enumeration that the same report happens to have.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.sentences import sentence_spans
from retrieval.evidence.sentences import Evidence
from retrieval.models import Citation, Span
from retrieval.question.analysis import Question

_ASKED = re.compile(
    r"(?:去|到|走|来|跑|看)(?:过|了)?(?:哪里|哪儿|哪(?:些|几个)地[方点]|什么地方|哪(?:几|一)站)"
    r"|(?:走访|考察|调研|视察|参观|检查|走进|访问|看望|慰问)(?:过|了)?(?:哪里|哪儿|哪(?:些|几[个家])(?:地[方点]|企业|公司|单位|园区|项目|村|学校|社区)|什么地方)"
)
_STOP = re.compile(
    r"(?:(?<=[。；\n])在|^在|走进|来到|前往|赶到|赶赴|抵达|走访了?|参观了?|察看了?|考察了?|去了|看了|第[一二三四五六]站(?:是|为|到)|[，。；还又先后一行才]到|^到)"
    r"(?P<place>[^，。；：！？\n“”、]{2,40}?(?:[、和][^，。；：！？\n“”]{2,40}?)*?)"
    r"(?=所在地|调研|考察|走访|看望|慰问|检查|视察|参观|指导|进行|座谈|了解|察看|[，。；：！？\n]|$)"
)
_PLACE = re.compile(
    r"(?:[市县区镇乡村园路街院校厂站馆所室店港桥岛库场房]|公司|集团|中心|基地|广场|企业|学院|大学|社区|车间|项目(?:（[^）]*）)?|工地|现场|工程|机关|单位|小区|大棚|[户家])$"
)
MOST = 5
"""Stops that are quoted. A choice: reports of a visit name two to four."""


def stops(question: Question, evidence: Sequence[Evidence]) -> list[Citation]:
    """The sentences of the best story that tell where its people went, the places marked; in its order.

    Args:
        question: Analysed; one that does not ask where somebody went has no stops.
        evidence: Best first.
    """
    if question.lang == "en" or not evidence or not _ASKED.search(question.text):
        return []
    story = evidence[0]
    text = story.reading
    told: list[tuple[Span, tuple[Span, ...]]] = []
    for start, end in sentence_spans(text):
        places = tuple(
            match.span("place") for match in _STOP.finditer(text, start, end) if _PLACE.search(match["place"])
        )
        if places:
            told.append(((start, end), places))
    article, source = story.article, story.passage.source
    return [
        Citation(n, article, source, "text", start, end, article.text[start:end], places)
        for n, ((start, end), places) in enumerate(told[:MOST], start=1)
    ]
