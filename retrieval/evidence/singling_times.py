"""Which of several times and days a question's own words rule out: its hour, its weekday, its end.

Each rule reads one construction of a newspaper's sentence, as in `singling`, whose rules for times these are.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from retrieval.models import Span
from retrieval.question.analysis import Kind, Question
from retrieval.text.quantities import CLOCK

_CLOCK_ASKED = re.compile(
    r"几[点时]|什么时间|什么钟点|[首末]班车?是?(?:什么时候|何时)"
    r"|\bwhat\s+time\b(?!\s+of\s+(?:the\s+)?(?:year|month))|\b(?:what|which|opening|visiting)\s+hours\b"
    r"|^when\s+(?:is|are|do|does|will|must)\b.*\b(?:first|last)\s+(?:bus|train|tram|ferry|run|leave|depart)",
    re.IGNORECASE,
)
_ENDS = (
    (
        re.compile(
            r"开[馆门放业园诊始工盘播售幕课学]|营业|\b(?:open|start|begin)(?:s|ing)?\b", re.IGNORECASE
        ),
        re.compile(r"开[馆门放业园诊始工盘播售幕课学]|起[试，。]|首班"),
    ),
    (
        re.compile(
            r"[闭关][馆门园幕]|打烊|结束|停止|截止|\b(?:clos|end|finish)(?:e|es|ing|s)?\b", re.IGNORECASE
        ),
        re.compile(r"[闭关][馆门园幕]|打烊|结束|停止|截止|末班|为止"),
    ),
)
"""Where something begins and where it ends: what asks for it, what says it behind a time."""

_BEHIND = 6
"""Characters behind a time within which its verb stands (晚上9时闭馆); a clause mark ends it sooner."""


def clock(question: Question, quote: str, spans: Sequence[Span]) -> list[Span]:
    """几点 is answered by an hour."""
    if not _CLOCK_ASKED.search(question.text):
        return []
    return [span for span in spans if CLOCK.search(quote[slice(*span)])]


_WEEKDAY_ASKED = re.compile(r"星期几|周几|礼拜几|\b(?:what|which)\s+days?\s+of\s+the\s+week\b", re.IGNORECASE)
_WEEKDAY = re.compile(r"(?:周|星期|礼拜)[一二三四五六日天末]")
_DENIED = re.compile(r"[不未没](?:会|能|再)?[开闭关营上]")


def weekday(question: Question, quote: str, spans: Sequence[Span]) -> list[Span]:
    """星期几 is answered by a day of the week, and 星期几不开门 not by one on which it opens."""
    if not _WEEKDAY_ASKED.search(question.text):
        return []
    days = [span for span in spans if _WEEKDAY.search(quote[slice(*span)])]
    if not _DENIED.search(question.text):
        return days
    opened = _ENDS[0][1]
    return [span for span in days if not opened.search(_verb_behind(quote, span[1]))] or days


_UNTIL_ASKED = re.compile(
    r"(?:到|至|截止)(?:什么时候|何时|几[点月号日时]|哪[天日])|(?:什么时候|何时|几[点时])(?:结束|截止|恢复)"
)
_UNTIL = re.compile(r"(?:至|到|—|－|-|～)$")


def until(question: Question, quote: str, spans: Sequence[Span]) -> list[Span]:
    """定于5月20日22时至5月21日6时停水: until when is 5月21日6时."""
    if not _UNTIL_ASKED.search(question.text):
        return []
    return [span for span in spans if _UNTIL.search(quote[: span[0]])]


def end_asked(question: Question, quote: str, spans: Sequence[Span]) -> list[Span]:
    """早上8时30分开馆，晚上9时闭馆: the verb behind a time says which end it is."""
    asks = [bool(asked.search(question.text)) for asked, _ in _ENDS]
    if asks[0] == asks[1]:
        return []
    own, other = _ENDS[asks.index(True)][1], _ENDS[asks.index(False)][1]
    verbs = {span: _verb_behind(quote, span[1]) for span in spans}
    said = [span for span in spans if own.search(verbs[span])]
    return said or [span for span in spans if not other.search(verbs[span])]


def _verb_behind(quote: str, at: int) -> str:
    return re.split(r"[，。；、]", quote[at : at + _BEHIND])[0]


_TELLING = re.compile(
    r"[，,]?\s?(?:本报)?记者|(?:发布|通报|公布)[^，。；]{0,10}(?:[：:]|[，,]?称|预报|预警|消息|通告|公告|通知)|[，,]\s?(?:来自|据)?[^，。；]{0,16}(?:对外|消息|通报|发布|公布|介绍|披露|获悉|了解到)"
)
_TOLD_ASKED = re.compile(
    r"公布|发布|发[的了出]|介绍|通报|披露|获悉|\b(?:announce|report|publish|learn|releas|say|said|told|tell)",
    re.IGNORECASE,
)


def not_told(question: Question, quote: str, spans: Sequence[Span]) -> list[Span]:
    """5月17日，记者获悉…将于6月1日起试开放: the day of the telling is not that of the thing told."""
    if _TOLD_ASKED.search(question.text):
        return []
    return [span for span in spans if not _TELLING.match(quote, span[1])]


_BOUND = re.compile(r"\s?(?:至|到|[~～—–－-]+)\s?")
_FROM_WHEN = re.compile(
    r"[从自](?:什么时候|何时|哪[天日]|几[月号日点])|(?:什么时候|何时|几[点号日]|哪[天日])(?:开始|起)"
)
_BOTH = re.compile(r"几[点月号日时]?[^，。]{0,2}[到至]|[到至]几[^，。]{0,4}几")
"""几点到几点 asks for the whole of it."""


def end_of_range(question: Question, quote: str, span: Span) -> Span:
    """The end of 9月18日至9月24日 that is asked for: 什么时候截止 the last day, 从哪天开始 the first."""
    if question.kind is not Kind.DATE or question.lang != "zh":
        return span
    bounds = list(_BOUND.finditer(quote, *span))
    until, since = bool(_UNTIL_ASKED.search(question.text)), bool(_FROM_WHEN.search(question.text))
    if len(bounds) != 1 or until == since or _BOTH.search(question.text):
        return span
    return (bounds[0].end(), span[1]) if until else (span[0], bounds[0].start())
