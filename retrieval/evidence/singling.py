"""Which of several figures and times the question's own words rule out.

A newspaper's sentence lists one figure beside another: 国家级、省级绿色工厂分别奖100万元、50万元. What
tells them apart is not how near a word stands but how the sentence is built, so each rule here reads one
construction and keeps the candidates that the question can mean; where it can mean none of them, the rule
does not speak and all stay.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import pairwise

from retrieval.evidence.numbered import own_part
from retrieval.evidence.occasion import asks_condition, under_condition
from retrieval.evidence.rivals import apart, other_side
from retrieval.evidence.singling_times import clock, end_asked, not_told, until, weekday
from retrieval.models import Span
from retrieval.question.analysis import Kind, Question
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
_ASKED_NOUN = re.compile(
    r"([一-鿿]{2,12}?)(?:一共|总共|大约|约|要|将|会|可以|应|需要?)*(?:达到?|升到|是|为|有|到)?(?:多少|几何|几)"
)
_SAYS_SO = (
    r"(?:[由从][^，。；、]{1,12}?|总共?|共|约|大约|要|将|会|达到?|[提升升回延推降][高长升迟后低]?|为|是|有"
    r"|至|到|超过?|：)*$"
)
_LEAST_NOUN = 2


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


def _no_condition(question: Question, quote: str, spans: Sequence[Span]) -> list[Span]:
    """若边通车边施工，工期要延长到300天: what would be is not what is."""
    if asks_condition(question.text):
        return []
    return [span for span in spans if not under_condition(quote[: span[0]])]


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


_SUFFERED = re.compile(r"[一-鿿]{0,6}被")


def _suffered(question: Question, quote: str, spans: Sequence[Span]) -> list[Span]:
    """检查食堂64家，3家食堂被责令停业: of those to which something was done there are 3."""
    if "被" not in question.text:
        return []
    return [span for span in spans if _SUFFERED.match(quote, span[1])]


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


_RULES: dict[Kind, tuple[Rule, ...]] = {
    Kind.NUMBER: (
        own_part,
        _no_condition,
        _end_of_change,
        _difference,
        _no_rival,
        _now,
        _suffered,
        _of_focus,
        _of_subject,
        _respectively,
        _nearest_noun,
    ),
    Kind.DURATION: (own_part, _no_condition, _difference),
    Kind.DATE: (own_part, weekday, clock, _no_rival, until, end_asked, _no_condition, not_told),
}
