"""What the answer to each kind of question looks like in Chinese text.

Figures, times and enumerations have a shape that can be told (`fits`). Persons, places, organisations,
reasons and ways have words that go with them and no more than that (`hints`).
"""

from __future__ import annotations

import re

from retrieval.evidence.cells import names_row
from retrieval.question.analysis import Kind, Question
from retrieval.text.free_of_charge import free
from retrieval.text.quantities import CLOCK, asks_how_often, durations, frequencies, quantities, times
from retrieval.text.telephones import asks_telephone, telephones
from retrieval.text.units import MONEY, SCORE, carries

NEUTRAL = 0.5
"""For a kind of question whose answers have no shape."""

_HOUR_ASKED = re.compile(
    r"几点|[首末]班车?是?(?:什么时候|何时)"
    r"|\bwhat\s+time\b(?!\s+of\s+(?:the\s+)?(?:year|month))|\b(?:what|which|opening|visiting)\s+hours\b"
    r"|^when\s+(?:is|are|do|does|will|must)\b.*\b(?:first|last)\s+(?:bus|train|tram|ferry|run|leave|depart)",
    re.IGNORECASE,
)
"""Asks for an hour, which a date alone does not tell; 什么时间 may mean the day."""

_HINTS = {
    Kind.PERSON: re.compile(
        r"[一-鿿]·[一-鿿]|导演|作者|总统|国王|皇帝|校长|市长|主席|教授|先生|女士|书记|主任|[父母]亲|[妻儿]子?|王|帝|公主|将军|士|记者|经理"
    ),
    Kind.PLACE: re.compile(
        r"[一-鿿](?:省|市|县|区|镇|乡|村|州|国|岛|路|街|道|山|河|湖|海|洲|城|港|部|半岛|广场|公园|车站)|位于|坐落|在|到"
    ),
    Kind.ORGANISATION: re.compile(
        r"公司|企业|大学|学院|学校|委员会|协会|局|厂|银行|组织|[部党会院队社团]|集团|中学|合作社|医院"
    ),
    Kind.WHY: re.compile(r"因|由于|为了|所以|导致|以便|原因|[致使]"),
    Kind.HOW: re.compile(r"通过|[以用]|采[用取]|方[式法]|经"),
    Kind.DEFINITION: re.compile(r"[是为指称叫名]"),
}


def fits(question: Question, sentence: str) -> float:
    """1 where the sentence holds the figure, time or list that is asked for, else 0; 0.5 elsewhere."""
    if asks_telephone(question.text):
        return float(bool(telephones(sentence)))
    if question.kind is Kind.NUMBER:
        return float(_counts(question, sentence))
    if question.kind is Kind.DATE:
        told = [sentence[start:end] for start, end in times(sentence)]
        return float(any(map(CLOCK.search, told)) if _HOUR_ASKED.search(question.text) else bool(told))
    if question.kind is Kind.DURATION:
        often = asks_how_often(question.text) and frequencies(sentence)
        return float(bool(often or durations(sentence)))
    if question.kind is Kind.LIST:
        return float("、" in sentence)
    return NEUTRAL


_SCORE = re.compile(r"(?<![\d.月日年-])\d{1,3}\s?[-–—:：]\s?\d{1,3}(?![\d.月日年时点分-])")
"""Won by so many to so many, as foreign scores are printed: 20–18 for 20比18."""

_UNPRICED = re.compile(r"[一-鿿]\s?\d+\.\d{1,2}(?![\d.]|\s?[一-鿿%％])")
LEAST_PRICES = 3
"""Figures with jiao and fen, and no unit, from which a sentence is a list of prices: 鸡蛋4.95，涨0.15；…"""


def _counts(question: Question, sentence: str) -> bool:
    """Whether a sentence holds the figure asked for: one in its unit, a table's, or none to pay."""
    if names_row(question, sentence) or free(question.text, sentence):
        return True
    if question.units == SCORE and _SCORE.search(sentence):
        return True
    if question.units == MONEY and len(_UNPRICED.findall(sentence)) >= LEAST_PRICES:
        return True
    return any(carries(sentence[start:end], question.units) for start, end in quantities(sentence))


def hints(kind: Kind, sentence: str) -> float:
    """1 where the sentence holds words that go with the answer, else 0; 0.5 for other kinds."""
    pattern = _HINTS.get(kind)
    return NEUTRAL if pattern is None else float(bool(pattern.search(sentence)))
