"""The sentence that speaks of what is asked, before neighbours that share only the question's other words.

师父是谁 is told where the story has 师从, whatever else it says of the pupil; 馆长是谁 where it has 馆长. A
sentence's cosine and terms weigh the name that every sentence of the story shares as much as the one noun
that is asked about. 为什么封闭 likewise is told where 封闭 has its 为了 or 因为, 在哪里 where the thing has
its 位于; what 6月18日 brings is not told by the row of 6月17日, nor the men's match by the women's.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from retrieval.evidence.building_costs import asks_building_cost, tells_building_cost
from retrieval.evidence.cells import is_head
from retrieval.evidence.interviews import turn_of
from retrieval.evidence.occasion import another_day, names_day
from retrieval.evidence.rivals import other_side
from retrieval.evidence.sentences import Evidence
from retrieval.evidence.shapes import fits
from retrieval.evidence.sites import site_asked, sited
from retrieval.evidence.telephone_lines import is_line_asked
from retrieval.question.analysis import Kind, Question
from retrieval.question.focus import speaks_of
from retrieval.text.telephones import asks_telephone, telephones
from retrieval.text.units import AGE
from vectorstore.catalogue.terms import terms

_ABOVE = 1e-6  # no tie


_REASON = re.compile(r"因为|由于|为了|为的是|旨在|以便|导致|造成|多亏|得益于|鉴于|因(?![此而])")

REASON_WITHIN = 2.0
"""How far below the best a sentence with a reason may lie and still come first, in units of `fits`: set by
hand on the sample pages."""


def focused(question: Question, evidence: Sequence[Evidence]) -> list[Evidence]:
    """Raise the best article's best sentence that speaks of what is asked to the top.

    Args:
        question: Analysed.
        evidence: Best first.

    Returns:
        The same sentences, best first, but for a table's names of columns; as they were where the best speaks
        of the focus already, or none does.
    """
    evidence = [e for e in evidence if not is_head(e.reading, e.start, e.end)] or evidence
    told = _told(question, evidence) if evidence else None
    if told is None:
        return list(evidence)
    best = evidence[0]
    raised = replace(told, score=best.score + _ABOVE)
    return [raised, *(e for e in evidence if e is not told)]


def _told(question: Question, evidence: Sequence[Evidence]) -> Evidence | None:
    """The sentence to raise; None where the best one speaks of what is asked, or none of its story does."""
    best = evidence[0]
    same = [e for e in evidence if e.article.id == best.article.id]
    if question.kind is Kind.PERSON and question.focus and not speaks_of(best.text, question.focus):
        return next((e for e in same if speaks_of(e.text, question.focus)), None)
    if asks_building_cost(question) and not tells_building_cost(best.text):
        return next((e for e in same if tells_building_cost(e.text)), None)
    if question.lang == "en":
        return None
    if question.kind is Kind.WHY and turn_of(best.reading, best.start, best.end):
        return None  # a turn is raised with the question above it
    if question.kind is Kind.WHY and not _REASON.search(best.text):
        asked = set(terms(question.content))
        reasons = [e for e in same if e.score >= best.score - REASON_WITHIN]
        told = next((e for e in reasons if _REASON.search(e.text) and asked & set(terms(e.text))), None)
        return told or next((e for e in same if _cause_behind(best, e)), None)
    return _beside(question, [e for e in same if e.score >= best.score - NEAR])


_CAUSE = re.compile(r"^(?:[^，。；]{0,8}的?原因|起因)(?:初步)?(?:[是为系]|在于|查明)")


def _cause_behind(best: Evidence, item: Evidence) -> bool:
    """起火原因是短路 right behind the sentence on the fire: it names the cause, and not again the thing."""
    between = item.start - best.end
    return 0 <= between <= 1 and bool(_CAUSE.search(item.text))


def _beside(question: Question, near: Sequence[Evidence]) -> Evidence | None:
    """The one on the day, the side or the site that is asked for, where the best is on another."""
    best, asked = near[0].text, question.text
    if another_day(asked, best):
        return next((e for e in near if names_day(e.text) and not another_day(asked, e.text)), None)
    if other_side(asked, best):
        return next((e for e in near if not other_side(asked, e.text) and fits(question, e.text) > 0), None)
    told = _of_noun(question, near) or _of_line(question, near) or _of_name(question, near)
    if told:
        return told
    if question.kind is Kind.NUMBER and question.units and not _OF_ALL.search(asked + best):
        said = set(terms(_TIME.sub(" ", question.content))) & set(terms(best))
        whole = (e for e in near if _OF_ALL.search(e.text) and fits(question, e.text) == 1.0)
        return next((e for e in whole if said <= set(terms(e.text))), None)
    subject = site_asked(question)
    if subject and not sited(subject, best):
        return next((e for e in near if sited(subject, e.text)), None)
    return None


_ATTRIBUTE = re.compile(
    r"(价值|估价|定价|收购价|成交价|起拍价|月租|年租金|亩产|身高|体重|海拔|罚|赔|捐|奖|欠|亏|赚)(?:了|款|偿)?(?:是|为|达)?(?:多少|几)"
)


_AGED = re.compile(
    r"(?P<name>[一-鿿]{2,4}?)(?:今年|现在|去世时|当年)?(?:的年[龄纪]|活了|多大|几岁|多少岁|有多)"
)
"""Whose age is asked for."""


def _of_noun(question: Question, near: Sequence[Evidence]) -> Evidence | None:
    """The one with the figure of the noun or the verb that is asked for, where the best one has neither."""
    if question.kind is not Kind.NUMBER:
        return None
    best, fitting = near[0].text, [e for e in near if fits(question, e.text) == 1.0]
    if len(question.focus) >= _NOUN and question.focus not in best:
        told = next((e for e in fitting if question.focus in e.text), None)
        if told:
            return told
    led = _led(question)
    return next((e for e in fitting if led.search(e.text)), None) if led and not led.search(best) else None


def _of_line(question: Question, near: Sequence[Evidence]) -> Evidence | None:
    """The one with the number for what the reader wants to call about, where the best has another's."""
    if not asks_telephone(question.text) or is_line_asked(question.text, near[0].text) is not False:
        return None
    return next((e for e in near if telephones(e.text) and is_line_asked(question.text, e.text)), None)


_NAME = re.compile(r"[一-鿿]{3,}")


def _of_name(question: Question, near: Sequence[Evidence]) -> Evidence | None:
    """Of sentences built alike, rows of a notice, the one that has the question's own word: 东关街."""
    if question.kind not in {Kind.DATE, Kind.NUMBER, Kind.DURATION} or not names_day(near[0].text):
        return None
    for name in _NAME.findall(question.content):
        held = [e for e in near if name in e.text and fits(question, e.text) == 1.0]
        if name not in near[0].text and len(held) == 1:
            return held[0]
    return None


def _led(question: Question) -> re.Pattern[str] | None:
    """What leads up to the figure asked for: 价值 for 实际价值多少钱, which 花9.8万元 does not have."""
    if question.units == AGE:
        who = _AGED.match(question.text)
        name = re.escape(who["name"]) if who else ""
        return (
            re.compile(rf"\d岁的?{name}|{name}(?:[，、（]|[今现享]年|[男女]){{0,3}}\d+岁") if name else None
        )
    match = _ATTRIBUTE.search(question.text) if question.kind is Kind.NUMBER else None
    return re.compile(rf"{match[1]}[^，。；\d]{{0,4}}(?:约|近|超)?\d") if match else None


_NOUN = 2
"""Characters of what is counted (车位) that a sentence must have whole to come before one without it."""

_TIME = re.compile(r"[今去本上明]年|[今本]月|目前|现在")
_OF_ALL = re.compile(r"平均|人均|全[市县区省国镇乡村]")
"""What a figure of all is told with: asked for the yield, the county's stands before one farmer's."""

NEAR = 3.0
"""The same for a sentence on the day, the side or the site that is asked for."""
