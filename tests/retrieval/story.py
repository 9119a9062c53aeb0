"""A story's sentences as evidence, for rules that look at no scores."""

from __future__ import annotations

from retrieval.evidence.sentences import Evidence
from retrieval.evidence.weighing import Features
from retrieval.models import Passage
from tests.retrieval.memory import article

FEATURES = Features(1.0, 1.0, 1.0, 0.9, 0.0, 1.0, 0.5)


def evidence(*sentences: str) -> list[Evidence]:
    """The sentences of one story, the first one best."""
    text = "".join(sentences)
    passage = Passage(article(text, id="a"), "s.txt", 0, len(text), 1.0)
    starts = [sum(map(len, sentences[:n])) for n in range(len(sentences))]
    return [
        Evidence(passage, start, start + len(one), FEATURES, 1.0)
        for start, one in zip(starts, sentences, strict=True)
    ]
