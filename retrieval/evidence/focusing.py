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

from retrieval.evidence.cells import is_head
from retrieval.evidence.occasion import another_day, names_day
from retrieval.evidence.rivals import other_side
from retrieval.evidence.sentences import Evidence
from retrieval.evidence.shapes import fits
from retrieval.evidence.sites import site_asked, sited
from retrieval.question.analysis import Kind, Question
from retrieval.question.focus import speaks_of
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
    told = _told(question, evidence)
    if told is None:
        return list(evidence)
    best = evidence[0]
    raised = replace(told, score=best.score + _ABOVE)
    return [raised, *(e for e in evidence if e is not told)]


def _told(question: Question, evidence: Sequence[Evidence]) -> Evidence | None:
    """The sentence to raise; None where the best one speaks of what is asked, or none of its story does."""
    if not evidence:
        return None
    best = evidence[0]
    same = [e for e in evidence if e.article.id == best.article.id]
    if question.kind is Kind.PERSON and question.focus and not speaks_of(best.text, question.focus):
        return next((e for e in same if speaks_of(e.text, question.focus)), None)
    if question.lang == "en":
        return None
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
    if question.kind is Kind.NUMBER and len(question.focus) >= _NOUN and question.focus not in best:
        told = next((e for e in near if question.focus in e.text and fits(question, e.text) == 1.0), None)
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


_NOUN = 2
"""Characters of what is counted (车位) that a sentence must have whole to come before one without it."""

_TIME = re.compile(r"[今去本上明]年|[今本]月|目前|现在")
_OF_ALL = re.compile(r"平均|人均|全[市县区省国镇乡村]")
"""What a figure of all is told with: asked for the yield, the county's stands before one farmer's."""

NEAR = 3.0
"""The same for a sentence on the day, the side or the site that is asked for."""
