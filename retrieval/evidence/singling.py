"""Which of several figures, times and names the question's own words rule out.

A newspaper's sentence lists one figure beside another: 国家级、省级绿色工厂分别奖100万元、50万元. What
tells them apart is not how near a word stands but how the sentence is built, so each rule here reads one
construction and keeps the candidates that the question can mean; where it can mean none of them, the rule
does not speak and all stay.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Sequence
from itertools import pairwise

from retrieval.evidence.numbered import own_part
from retrieval.evidence.rivals import apart, other_side
from retrieval.models import Span
from retrieval.question.analysis import Kind, Question
from retrieval.text.quantities import CLOCK
from retrieval.text.slots import slots
from vectorstore.catalogue.terms import terms

Rule = Callable[[Question, str, Sequence[Span]], list[Span]]

_DIFFERENCE_ASKED = re.compile(
    r"比[^，。；？]{1,14}?(?:多|少|高|低|长|短|快|慢|增|减|升|降)[^，。；？]{0,3}?(?:多少|几)"
    r"|\bhow\s+(?:much|many)\s+(?:\w+\s+){0,2}?(?:more|less|fewer|higher|lower)\b",
    re.IGNORECASE,
)
_DIFFERENCE = re.compile(
    r"[比较][^，。；\d]{0,14}?(?:多|少|高|低|长|短|快|慢|增加|增长|提高|上升|减少|下降|降低)(?:出|了)?$"
)
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

_CONDITION = re.compile(r"(?:若(?!干)|如果|假如|倘若|要是|一旦)[^。；]*$")
_CONDITION_ASKED = re.compile(r"若(?!干)|如果|假如|倘若|要是|一旦|\bif\b|\bunless\b", re.IGNORECASE)
_ASKED_NOUN = re.compile(
    r"([一-鿿]{2,12}?)(?:一共|总共|大约|约|要|将|会|可以|应|需要?)*(?:达到?|升到|是|为|有|到)?(?:多少|几何|几)"
)
_SAYS_SO = (
    r"(?:[由从][^，。；、]{1,12}?|总共?|共|约|大约|要|将|会|达到?|[提升升回延推降][高长升迟后低]?|为|是|有"
    r"|至|到|超过?|：)*$"
)
_LEAST_NOUN = 2
_LEVEL = re.compile(r"(?:国家|世界|省|市|县|区|乡|村)级")
_YEAR = re.compile(r"(今年|去年|上年|前年|明年)|(?<!\d)((?:19|20)\d\d)年")
_AWAY = {"今年": 0, "去年": -1, "上年": -1, "前年": -2, "明年": 1}


def singled(question: Question, quote: str, spans: Sequence[Span]) -> list[Span]:
    """The candidates that the question can mean.

    Args:
        question: Analysed.
        quote: A sentence in simplified characters.
        spans: Candidates in it, in order.

    Returns:
        At least one of them, in order, where there are any.
    """
    kept = list(spans)
    for rule in _RULES.get(question.kind, ()):
        if len(kept) > 1:
            kept = rule(question, quote, kept) or kept
    return kept


def may_say(question: Question, sentence: str, printed: datetime.date | None) -> bool:
    """Whether a sentence can be the one that answers, as far as years, conditions and levels tell.

    Args:
        question: Analysed.
        sentence: In simplified characters.
        printed: The date of its issue, by which 今年 and 去年 are read; None where it is unknown.
    """
    asked, said = _years(question.text, printed), _years(_COMPARED.sub("", sentence), printed)
    if asked and said and not asked & said:
        return False
    if another_day(question.text, sentence):
        return False
    if _CONDITION.search(sentence.rstrip("。；！？”")) and not _CONDITION_ASKED.search(question.text):
        return False
    return all(level in sentence for level in _LEVEL.findall(question.text))


_DAY = re.compile(r"(?<!\d)(?:(\d{1,2})月)?(\d{1,2})[日号](?![线楼院])")
_DAYS = re.compile(r"(?:(\d{1,2})月)?(\d{1,2})[日号]?\s?(?:至|到|[-—–~～])\s?(?:(\d{1,2})月)?(\d{1,2})[日号]")


_PUT_OFF = re.compile(r"改[到为在期]|顺延|推迟|延[期后]|提前|的话|如果|若")
"""Asks for another day than the one that it names."""


def another_day(asked: str, sentence: str) -> bool:
    """Whether a sentence names days and the one that the question names is not among them: rows of a table.

    A month that one of the two leaves out is not compared. Where another day is asked for (改到哪天), a
    sentence on the one that the question names is the other one.
    """
    wanted, told = _DAY.findall(asked), _DAY.findall(sentence)
    if not wanted or not told or _DAYS.search(sentence):
        return False
    if _PUT_OFF.search(asked):
        return set(told) <= set(wanted)
    return not any(
        day == other and (not month or not its or month == its)
        for month, day in wanted
        for its, other in told
    )


def names_day(sentence: str) -> bool:
    """Whether a sentence names a day of a month."""
    return bool(_DAY.search(sentence))


_COMPARED = re.compile(r"[比较与超][过]?[去上前]年")
"""A year that this one is held against: 比去年增加 is said of this year."""


def _years(text: str, printed: datetime.date | None) -> set[int]:
    found = set()
    for near, year in _YEAR.findall(text):
        if year:
            found.add(int(year))
        elif printed:
            found.add(printed.year + _AWAY[near])
    return found


def _no_condition(question: Question, quote: str, spans: Sequence[Span]) -> list[Span]:
    """若边通车边施工，工期要延长到300天: what would be is not what is."""
    if _CONDITION_ASKED.search(question.text):
        return []
    return [span for span in spans if not _CONDITION.search(quote[: span[0]])]


def _difference(question: Question, quote: str, spans: Sequence[Span]) -> list[Span]:
    """亩产620公斤，比去年多30公斤: how much more is 30."""
    if not _DIFFERENCE_ASKED.search(question.text):
        return [span for span in spans if not _DIFFERENCE.search(quote[: span[0]])]
    return [span for span in spans if _DIFFERENCE.search(quote[: span[0]])]


def _respectively(question: Question, quote: str, spans: Sequence[Span]) -> list[Span]:
    """甲级、乙级队，分别奖8万元、5万元: each figure with its own of the things before 分别."""
    asked = set(terms(question.content))
    best: list[Span] = []
    most = 0.0
    at = 0
    for piece in re.split(r"(?<=[；。！？\n])", quote):
        inside = [span for span in spans if at <= span[0] and span[1] <= at + len(piece)]
        for slot in slots(piece) if len(inside) > 1 else ():
            said = len(asked & set(terms(slot))) * (1.0 - apart(question, slot).rival)
            held = [span for span in inside if quote[slice(*span)] in slot]
            if said > most and len(held) == 1:
                best, most = held, said
        at += len(piece)
    return best if 2 * most > len(asked) else []


def _nearest_noun(question: Question, quote: str, spans: Sequence[Span]) -> list[Span]:
    """资金达到560亿元，产能达到2250亿元: the noun right before the interrogative stands right before 2250."""
    match = _ASKED_NOUN.search(question.text)
    noun = match.group(1) if match else ""
    for start in range(len(noun) - _LEAST_NOUN + 1):
        if noun[start:] in quote:
            pattern = re.compile(re.escape(noun[start:]) + _SAYS_SO)
            said = [span for span in spans if pattern.search(quote[: span[0]])]
            return said if len(said) == 1 else []
    return []


def _of_focus(question: Question, quote: str, spans: Sequence[Span]) -> list[Span]:
    """藏书38万册，设座位1600个: of 座位 there are as many as stand right behind or right before the word."""
    focus = question.focus
    if len(focus) < _LEAST_NOUN or focus not in quote:
        return []
    before = re.compile(re.escape(focus) + _SAYS_SO)
    behind = re.compile(rf"(?:的|余|多)?{re.escape(focus)}")
    said = [s for s in spans if before.search(quote[: s[0]]) or behind.match(quote, s[1])]
    return said if len(said) == 1 else []


_SUBJECT = re.compile(
    r"^([一-鿿\d]{3,8}?)(?:的|要|得|卖|需要?|现在|一|每|是|有|共|总|今年|去年)*(?:多少|几|多[大高长远重])"
)


def _of_subject(question: Question, quote: str, spans: Sequence[Span]) -> list[Span]:
    """三价疫苗每剂48元，四价疫苗每剂128元: what 四价疫苗 costs is told by the clause that it begins."""
    match = _SUBJECT.match(question.text)
    if match is None or quote.count(match[1]) != 1:
        return []
    at = quote.index(match[1]) + len(match[1])
    clause = re.split(r"[，。；]", quote[at:])[0]
    inside = [span for span in spans if at <= span[0] < at + len(clause)]
    return inside if len(inside) == 1 else []


def _no_rival(question: Question, quote: str, spans: Sequence[Span]) -> list[Span]:
    """首班车提前至5点50分，末班车推迟至21点40分: a clause on the first bus tells nothing of the last one."""
    asked = question.text
    if question.lang == "en":
        asked = " ".join(said for pattern, said in _EN_SIDES if pattern.search(asked))
    return [span for span in spans if not other_side(asked, _clause_of(quote, span))]


_RUN = r"\s+(?:bus|train|tram|ferry|run|leave|depart)"
_EN_SIDES = (
    (re.compile(rf"\blast{_RUN}", re.IGNORECASE), "末班"),
    (re.compile(rf"\bfirst{_RUN}", re.IGNORECASE), "首班"),
)
"""What an English question says of a side, in a report's words."""


_CHANGED = re.compile(
    r"(?:提前|延后|推迟|延长|缩短|调整|增加|增至|提高|上升|回升|降低|减少|下降|扩大|扩建|扩|改|变|增|降|升|压缩?|缩|减)[到至为成]?"
)
_CHANGED_FROM = re.compile(r"(?:[由从]|原来的?|原先的?)(?:约|近)?$")
_FROM_ASKED = re.compile(
    r"原[来先本有]?|以前|之前|过去|曾|从多少|由多少|\b(?:before|previously|originally|formerly|used\s+to|from\s+how)\b",
    re.IGNORECASE,
)


def _end_of_change(question: Question, quote: str, spans: Sequence[Span]) -> list[Span]:
    """床位由30张增加到75张: there are 75, and there were 30."""
    changes = [
        (a, b)
        for a, b in pairwise(spans)
        if _CHANGED.fullmatch(quote[a[1] : b[0]]) and _CHANGED_FROM.search(quote[: a[0]])
    ]
    past = bool(_FROM_ASKED.search(question.text))
    left = {b if past else a for a, b in changes}
    return [span for span in spans if span not in left]


_THEN = re.compile(r"刚开始|起初|以前|过去|原来|原先|当年|最初|那时|早先")


def _now(question: Question, quote: str, spans: Sequence[Span]) -> list[Span]:
    """刚开始180块，现在1400块: what was is not what is, unless it is asked for."""
    then = bool(_THEN.search(question.text))
    return [span for span in spans if bool(_THEN.search(_clause_of(quote, span))) is then]


def _clause_of(quote: str, span: Span) -> str:
    """The clause around a span, from one mark to the next."""
    before = max(quote.rfind(mark, 0, span[0]) for mark in "，。；！？\n") + 1
    behind = re.search(r"[，。；！？\n]", quote[span[1] :])
    return quote[before : span[1] + behind.start() if behind else len(quote)]


def _clock(question: Question, quote: str, spans: Sequence[Span]) -> list[Span]:
    """几点 is answered by an hour."""
    if not _CLOCK_ASKED.search(question.text):
        return []
    return [span for span in spans if CLOCK.search(quote[slice(*span)])]


_WEEKDAY_ASKED = re.compile(r"星期几|周几|礼拜几|\b(?:what|which)\s+days?\s+of\s+the\s+week\b", re.IGNORECASE)
_WEEKDAY = re.compile(r"(?:周|星期|礼拜)[一二三四五六日天末]")
_DENIED = re.compile(r"[不未没](?:会|能|再)?[开闭关营上]")


def _weekday(question: Question, quote: str, spans: Sequence[Span]) -> list[Span]:
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


def _until(question: Question, quote: str, spans: Sequence[Span]) -> list[Span]:
    """定于5月20日22时至5月21日6时停水: until when is 5月21日6时."""
    if not _UNTIL_ASKED.search(question.text):
        return []
    return [span for span in spans if _UNTIL.search(quote[: span[0]])]


def _end_asked(question: Question, quote: str, spans: Sequence[Span]) -> list[Span]:
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
    r"[，,]?\s?(?:本报)?记者|[，,]\s?(?:来自|据)?[^，。；]{0,16}(?:对外|消息|通报|发布|公布|介绍|披露|获悉|了解到)"
)
_TOLD_ASKED = re.compile(
    r"公布|发布|介绍|通报|披露|获悉|\b(?:announce|report|publish|learn|releas|say|said|told|tell)",
    re.IGNORECASE,
)


def _not_told(question: Question, quote: str, spans: Sequence[Span]) -> list[Span]:
    """5月17日，记者获悉…将于6月1日起试开放: the day of the telling is not that of the thing told."""
    if _TOLD_ASKED.search(question.text):
        return []
    return [span for span in spans if not _TELLING.match(quote, span[1])]


_RULES: dict[Kind, tuple[Rule, ...]] = {
    Kind.NUMBER: (
        own_part,
        _no_condition,
        _end_of_change,
        _difference,
        _no_rival,
        _now,
        _of_focus,
        _of_subject,
        _respectively,
        _nearest_noun,
    ),
    Kind.DURATION: (own_part, _no_condition, _difference),
    Kind.DATE: (own_part, _weekday, _clock, _no_rival, _until, _end_asked, _no_condition, _not_told),
}
