"""What a thing cost to build: told by an investment, and not by the fee that is charged in it.

The new hall's 总投资2.8亿元 and its car park's 每小时2元 are both money of one story. An English question
shares no word with either, and a Chinese one the thing's name with both.
"""

from __future__ import annotations

import re

from retrieval.question.analysis import Question

_ASKED = re.compile(
    r"\bhow\s+much\s+(?:money\s+)?(?:did|has|have|was|were|will|would)\b.*\b(?:cost|invested|spent|spend|build)\b"
    r"|\bcosts?\s+(?:of|to)\s+(?:build|construct)|\b(?:construction|building)\s+costs?\b|\btotal\s+investment\b",
    re.IGNORECASE,
)
_FEE_ASKED = re.compile(r"\b(?:tickets?|fares?|fees?|park|parking|admission|rent|per|each)\b", re.IGNORECASE)
_BUILT = re.compile(
    r"(?:投资(?![者商人])|造价|耗资|斥资|投入|概算|预算|决算|总价|费用|花费)[^，。；]{0,8}?\d[\d.]*[余多]?[万亿]?元"
    r"|\d[\d.]*[余多]?[万亿]元的?(?:投资|资金)"
)


def asks_building_cost(question: Question) -> bool:
    """Whether a question asks what something cost to build."""
    if question.lang == "zh":
        return question.focus == "造价"
    return bool(_ASKED.search(question.text)) and not _FEE_ASKED.search(question.text)


def tells_building_cost(sentence: str) -> bool:
    """Whether a sentence tells an investment's sum."""
    return bool(_BUILT.search(sentence))
