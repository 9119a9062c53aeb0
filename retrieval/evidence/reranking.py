"""Passages for an English question, put into a better order than two searches across languages give.

Cosines across languages lie close together, and BM25 finds little. Four things tell more, all of them read
from the passages at question time: the best sentence of a passage is a sharper likeness than the whole; the
question's figures stand in it (47.5 billion in 475亿元); it holds the characters that a name spells (Puyang,
Wang Qinghong); the article has the question's words, by a dictionary (`retrieval.evidence.bridge`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from retrieval.evidence.sentences import Evidence
from retrieval.models import Passage
from retrieval.text.figures import figures
from retrieval.text.folding import folded
from retrieval.text.numerals import english_figures
from retrieval.text.pinyin import names_in, spells

DEPTH = 20
"""Passages that figures and names may lift into the first places."""

FIGURES = 1.0
"""What all of the question's figures add to a fused score, which is in deviations of a search's scores."""

NAMES = 1.5
"""What all of its names add. Set by hand: no set at hand asks in English for people of Chinese papers."""

SENTENCE = 50.0
"""What a cosine of 1 adds, the weight of the same cosine among the evidence (`evidence.sentences`): passages
are ranked as their sentences are. On xquad-en hit@1 is 0.790 without, 0.843 at 30, 0.851 at 50, 0.843 at 80,
0.858 at 50 with figures as well; with the weights chosen on four fifths of the paragraphs it is 0.856 on the
fifths left out (benchmarks/reranking.py)."""

ARTICLE = 5.0
"""What all of a question's words in the article add. On xquad-en hit@1 is 0.858 without, 0.900 at 3, 0.913
at 4, 0.915 at 5, 0.913 at 6 and at 10; chosen on four fifths of the paragraphs it is 0.908 on the fifths
left out."""


def by_atoms(question: str, passages: Sequence[Passage]) -> tuple[Passage, ...]:
    """Lift the passages that hold the question's figures and spell its names."""
    values = {figure.value for figure in english_figures(question.lower()) if not figure.soft}
    names = names_in(question)
    if not values and not names:
        return tuple(passages)
    lifted = []
    for passage in passages:
        article = passage.article
        text = folded("\n".join(filter(None, (article.headline, article.byline, passage.text))))
        held = {figure.value for figure in figures(text) if not figure.soft} if values else set()
        score = FIGURES * len(values & held) / max(1, len(values))
        score += NAMES * sum(spells(text, name) for name in names) / max(1, len(names))
        lifted.append(replace(passage, score=passage.score + score))
    return tuple(sorted(lifted, key=lambda passage: -passage.score))


def by_sentences(passages: Sequence[Passage], evidence: Sequence[Evidence]) -> tuple[Passage, ...]:
    """Order passages by their article's best sentence and words; those without evidence count as worst."""
    if not evidence:
        return tuple(passages)
    best: dict[str, float] = {}
    words = {item.article.id: item.shared.article for item in evidence if item.shared}
    for item in evidence:
        best[item.article.id] = max(best.get(item.article.id, -1.0), item.features.similarity)
    floor = min(best.values())
    raised = []
    for passage in passages:
        same = passage.article.id
        worth = SENTENCE * (best.get(same, floor) - floor) + ARTICLE * words.get(same, 0.0)
        raised.append(replace(passage, score=passage.score + worth))
    return tuple(sorted(raised, key=lambda passage: -passage.score))
