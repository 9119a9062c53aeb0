"""Which sentences of the passages answer the question.

Every sentence of the best passages is a candidate. It is scored by the share of the question's terms
that it holds (rare ones weigh more), by the share that it holds together with its surroundings, by its
own vector's nearness to the question, by its passage's rank, and by whether it holds the kind of thing
that was asked for.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from corpus.sentences import sentence_spans
from retrieval.models import Passage
from retrieval.quantities import durations, quantities, times
from retrieval.question import Kind, Question
from retrieval.rarity import Rarity
from retrieval.vectors import SentenceVectors
from vectorstore.terms import terms

PASSAGES = 5
"""Passages whose sentences are read: the gold article is among the first five for 0.996 of the
questions of cmrc-trial and 0.976 of xquad-en."""

EMBEDDED = 24
"""Sentences whose vectors are made for one question; about a third of a second on two cores."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """One sentence and what speaks for it.

    Attributes:
        passage: Where it was found.
        start: Offset in the article's text.
        end: Offset behind it.
        overlap: Share of the question's term weight in the sentence, in [0, 1].
        context: The same with the sentences around it and the headline, in [0, 1].
        similarity: Cosine of sentence and question; None where it was not embedded.
        rank: Its passage's score less the best passage's, ≤ 0.
        fits: Whether it holds the kind of thing asked for.
        score: All of this in one number; higher is better.
    """

    passage: Passage
    start: int
    end: int
    overlap: float
    context: float
    similarity: float | None
    rank: float
    fits: bool
    score: float

    @property
    def text(self) -> str:
        """The sentence."""
        return self.passage.article.text[self.start : self.end]


def gather(
    question: Question,
    passages: Sequence[Passage],
    vector: NDArray[np.float32],
    rarity: Rarity,
    vectors: SentenceVectors,
) -> list[Evidence]:
    """Score the sentences of the best passages.

    Returns:
        Best first.
    """
    asked = list(dict.fromkeys(terms(question.content)))
    drafts: dict[tuple[str, int], Evidence] = {}
    best = passages[0].score if passages else 0.0
    for passage in passages[:PASSAGES]:
        article = passage.article
        spans = [s for s in sentence_spans(article.text) if s[0] < passage.end and s[1] > passage.start]
        words = [set(terms(article.text[a:b])) for a, b in spans]
        headline = set(terms(" ".join(filter(None, (article.headline, article.kicker, article.deck)))))
        for at, (a, b) in enumerate(spans):
            if (article.id, a) in drafts:
                continue
            around = set().union(headline, *words[max(0, at - 1) : at + 2])
            drafts[article.id, a] = Evidence(
                passage,
                a,
                b,
                overlap=rarity.covered(asked, words[at]),
                context=rarity.covered(asked, around),
                similarity=None,
                rank=passage.score - best,
                fits=fits(question, article.text[a:b]),
                score=0.0,
            )
    return _scored(question, list(drafts.values()), vector, vectors)


def fits(question: Question, sentence: str) -> bool:
    """Whether a sentence holds the kind of thing that the question asks for."""
    if question.kind is Kind.NUMBER:
        found = quantities(sentence)
        return (
            any(question.unit[:1] in sentence[a : b + 1] for a, b in found) if question.unit else bool(found)
        )
    if question.kind is Kind.DATE:
        return bool(times(sentence))
    if question.kind is Kind.DURATION:
        return bool(durations(sentence))
    if question.kind is Kind.LIST:
        return "、" in sentence
    return True


def _scored(
    question: Question, drafts: list[Evidence], vector: NDArray[np.float32], vectors: SentenceVectors
) -> list[Evidence]:
    from dataclasses import replace

    drafts.sort(key=lambda e: -(e.overlap + 0.5 * e.context + 0.3 * e.rank + 0.2 * e.fits))
    chosen = drafts[:EMBEDDED]
    matrix = vectors.of([e.text for e in chosen])
    cosines = matrix @ vector if len(chosen) else np.zeros(0)
    done = [
        replace(
            e,
            similarity=float(c),
            score=e.overlap + 0.5 * e.context + 0.3 * e.rank + 0.2 * e.fits + 6.0 * (float(c) - 0.85),
        )
        for e, c in zip(chosen, cosines, strict=True)
    ]
    del question
    return sorted(done, key=lambda e: -e.score)
