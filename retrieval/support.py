"""Is the evidence strong enough to answer from?"""

from __future__ import annotations

from collections.abc import Sequence

from retrieval.evidence import Evidence
from retrieval.question import Question
from retrieval.rarity import Rarity
from retrieval.retriever import Found


def supported(question: Question, evidence: Sequence[Evidence], found: Found, rarity: Rarity) -> bool:
    """Whether the best evidence answers the question."""
    del found, rarity
    if not evidence:
        return False
    best = evidence[0]
    return best.context > 0.4 if question.lang == "zh" else (best.similarity or 0) > 0.8
