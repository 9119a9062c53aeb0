"""A newspaper named in a question: 5月19日《甲市日报》有哪些文章 asks of that paper and of no other.

A paper that the archive has confines the question wherever it is named as a source; one that it has not is
told apart by its name's ending, and only where the question asks what stands in it. 甲市日报社 and 日报记者
are what a report may tell of, and confine nothing.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable
from dataclasses import dataclass

from retrieval.text.timewords import time_words
from vectorstore.catalogue.script import simplified

_HAN = "一-鿿"
_ANY_DAY = datetime.date(2000, 1, 1)  # whichever: only where the words stand is looked at
_ENDING = r"(?:[日晚晨时早商新周快导]报|都市报|青年报|法治报|农民报|工人报|教育报)(?![道告])"
_UNKNOWN = re.compile(rf"《(?P<title>[{_HAN}]{{1,8}}?报)》|(?P<name>[{_HAN}]{{2,8}}?{_ENDING})")
_LEADING = re.compile(
    r"^(?:请问|问一?下|告诉我|我?想?(?:知道|看看|看)|查一?下|看一?下|[在从据的是有上这那]|今天|昨天|前天|最近"
    r"|最新|近日|本周|上周|今年|去年|当天)+"
)
_NO_SOURCE = re.compile(
    r"》?(?:报?社|集团|报业|的?(?:总编|社长|记者|通讯员|编辑|地址|电话|发行|订)|创刊|客户端|公众号|是)"
)
_STANDS_IN = re.compile(
    r"》?(?:(?:今天|昨天|当天|那天|都|还|一共|头版|第?[\d一二三四五六七八九十]+版)*)"
    r"(?:[上里中](?!市)|的?(?:报道|新闻|文章|消息|头版|头条|内容)(?![，,])|(?:有|刊登|登|刊发|刊|发|写|报道)了?(?:过|的)?(?:是)?(?:哪|什么|啥|几|多少)|有没有)"
)
"""What says, behind a paper's name, that something standing in it is asked for."""


@dataclass(frozen=True, slots=True)
class PaperNamed:
    """A paper that a question is confined to.

    Attributes:
        name: As the archive spells it, where it has the paper.
        known: Whether it has.
        rest: The question with 报纸 in the name's place, which says of time words that they choose an issue.
    """

    name: str
    known: bool
    rest: str


def paper_named(text: str, papers: Iterable[str]) -> PaperNamed | None:
    """The paper that a Chinese question asks of; None where it names none as a source.

    Args:
        text: The question, in simplified characters.
        papers: The names of the archive's papers.
    """
    for paper in sorted(papers, key=len, reverse=True):
        at = text.find(simplified(paper))
        end = at + len(paper)
        if at >= 0 and not _NO_SOURCE.match(text, end):
            return PaperNamed(paper, known=True, rest=_plainly(text, at, end))
    for match in _UNKNOWN.finditer(text):
        group = "title" if match["title"] else "name"
        start = _name_start(text, *match.span(group)) if group == "name" else match.start(group)
        name, end = text[start : match.end(group)], match.end(group)
        if len(name) > _SHORTEST and _STANDS_IN.match(text, end) and not _NO_SOURCE.match(text, end):
            return PaperNamed(name, known=False, rest=_plainly(text, start, end))
    return None


_SHORTEST = 2
"""日报 alone names no paper."""


def _plainly(text: str, start: int, end: int) -> str:
    before, behind = text[:start].rstrip("《"), text[end:].lstrip("》")
    return f"{before}报纸{behind}"


def _name_start(text: str, start: int, end: int) -> int:
    """Where a name begins that no mark opens: behind the time words and what leads up to it."""
    times = [words.end for words in time_words(text, "zh", _ANY_DAY) if words.end < end]
    start = max([start, *times])
    lead = _LEADING.match(text[start:end])
    return start + lead.end() if lead else start
