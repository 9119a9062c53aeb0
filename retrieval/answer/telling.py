"""Which quotes tell something beside the sentence that answers, and which only share the question's words.

A quote beside the best one is there in case that one is wrong, or to say of whom it speaks. Where the form
of the answer leaves no doubt, a sentence that cannot hold it adds nothing: one without a figure in the unit
asked for, beside 市长甲乙丙 one that names neither the office nor the person, a table's other rows.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from retrieval.evidence.candidates import persons, titled
from retrieval.evidence.interviews import turn_of, turns_of
from retrieval.evidence.occasion import another_day
from retrieval.evidence.offices import holders, office_of
from retrieval.evidence.rivals import other_side
from retrieval.evidence.sentences import Evidence
from retrieval.evidence.shapes import fits
from retrieval.question.analysis import Kind, Question
from retrieval.text.telephones import asks_telephone

_DATE_LINE = re.compile(r"(?:\d{4}年)?\d{1,2}月\d{1,2}日")
_TELEPHONE_LINE = re.compile(r"[一-鿿]{0,6}(?:电话|热线)[:：]?[\d\s\-、转—–（）()]+[。；]?")
_SIGNED = re.compile(r"[一-鿿]{4,24}(?:公司|局|委员会|办公室|指挥部|管理处|政府|中心)")
_ASKED_TELEPHONE = re.compile(r"电话|号码|热线|联系|咨询|phone|number|contact|call", re.IGNORECASE)
_ASKED_SIGNED = re.compile(
    r"发布|发出|发的|落款|署名|日期|哪家|哪个(?:单位|公司|部门)|谁|\b(?:issued|signed|who)\b"
)


def telling(question: Question, evidence: Sequence[Evidence]) -> list[Evidence]:
    """The sentences that say something: no date, telephone or signature line, where there are others.

    A notice's last lines share its words, and tell nothing unless asked for: until when the water is off is
    not told by the day on which the notice was signed.

    Args:
        question: Analysed.
        evidence: Best first, not empty.
    """
    telephone = bool(_ASKED_TELEPHONE.search(question.text))
    lines = (_DATE_LINE, _SIGNED) if telephone else (_DATE_LINE, _SIGNED, _TELEPHONE_LINE)
    if _ASKED_SIGNED.search(question.text):
        return list(evidence)
    said = [e for e in evidence if not any(line.fullmatch(e.text.strip()) for line in lines)]
    return said if said and said[0].article.id == evidence[0].article.id else [evidence[0], *said]


def needed(
    question: Question, chosen: Sequence[Evidence], answering: Evidence, *, alone: bool = False
) -> list[Evidence]:
    """Of the sentences chosen, those that may hold the answer, and the one right before the answering one.

    Args:
        question: Analysed.
        chosen: Best first.
        answering: The one whose words are marked.
        alone: Whether these are sure to answer (`retrieval.answer.certainty`): no other need hold it too.
    """
    return [
        e
        for e in chosen
        if e is answering or _leads(e, answering) or (not alone and _may_hold(question, e, answering))
    ]


def _may_hold(question: Question, item: Evidence, answering: Evidence) -> bool:
    """Whether a sentence may hold the answer too, as far as the form of the answering one leaves a doubt."""
    if question.lang == "en":
        return True
    if another_day(question.text, item.text) or other_side(question.text, item.text):
        return False
    shaped = bool(question.units) or asks_telephone(question.text)
    if shaped and fits(question, answering.text) == 1.0:
        return fits(question, item.text) == 1.0
    if turn_of(answering.reading, answering.start, answering.end):
        return _same_turn(item, answering)
    if question.kind is Kind.PERSON and _held(question, answering.text):
        names = [answering.text[a:b] for a, b in persons(question, answering.text)]
        return _held(question, item.text) or any(name in item.text for name in names)
    return True


def _held(question: Question, sentence: str) -> bool:
    """Whether a sentence names somebody right behind the office or the noun that is asked for."""
    office = office_of(question)
    return bool(titled(question, sentence) or (office and holders(office, sentence)))


def _same_turn(item: Evidence, answering: Evidence) -> bool:
    """Whether a sentence goes on in the turn of an interview that answers."""
    if item.article.id != answering.article.id:
        return False
    turns = turns_of(item.reading)
    return any(t.start <= item.start < t.end and t.start <= answering.start < t.end for t in turns)


def _leads(item: Evidence, answering: Evidence) -> bool:
    """Whether a sentence stands right before the answering one, in its paragraph: it says whom 他 means."""
    if item.article.id != answering.article.id or item.end > answering.start:
        return False
    between = item.reading[item.end : answering.start]
    return not between.strip() and "\n" not in between
