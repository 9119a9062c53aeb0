"""What speaks for a sentence, and how much each of it is worth, before and after the sentence is read.

The weights come from `benchmarks/calibrate.py`, on the development sets.
"""

from __future__ import annotations

from typing import NamedTuple, Protocol

import numpy as np

from retrieval.evidence.answerable import Judged
from retrieval.evidence.bridge import Shared
from retrieval.evidence.reader import Reading
from retrieval.models import Language

UNJUDGED = Judged(0.0, 0.0)


class Features(NamedTuple):
    """What speaks for a sentence.

    Attributes:
        context: Share of the question's term weight in the sentence, those before and behind it
            and the headline, rarity taken over the chunks that the search stirred up; [0, 1].
        local: The same in the sentence alone, rarity taken over the sentences of this article:
            which sentence of the article, rather than which article; [0, 1].
        characters: Share of the question's content characters in the sentence; [0, 1].
        similarity: Cosine of sentence and question.
        rank: Its passage's fused score less the best passage's, ≤ 0.
        fits: Whether it holds a figure, time or list where one is asked for; 0.5 elsewhere.
        hints: Whether it holds words that go with a person, place, reason …; 0.5 elsewhere.
    """

    context: float
    local: float
    characters: float
    similarity: float
    rank: float
    fits: float
    hints: float


WEIGHTS: dict[Language, Features] = {
    # Random search for the best first, second and third choice over the candidates of cmrc-trial and
    # xquad-zh (zh) and of xquad-en (en), in units of `fits`: `python -m benchmarks.calibrate sentences`.
    # A share of terms over all chunks got a negative weight from a free fit (an article's first
    # sentence holds its subject and seldom the answer): it is left out, lest full matches lose.
    "zh": Features(0.6, 0.9, 1.6, 6.2, 0.9, 1.0, 0.45),
    "en": Features(0.0, 0.3, 0.0, 50.0, 1.0, 1.0, 0.4),
}

SHARED = Shared(4.0, 2.7, 3.2)
"""What the words that an English question shares with a sentence add to its score, `python -m
benchmarks.calibrate bridge`. Cross-validated over xquad-en's paragraphs the first sentence holds the answer
for 0.771 of the questions, 0.660 without, and stands in a right article for 0.913 instead of 0.839."""


class ReadSentence(Protocol):
    """A sentence that has been read, as far as it is weighed; `retrieval.evidence.sentences.Evidence`."""

    @property
    def features(self) -> Features: ...  # noqa: D102
    @property
    def read(self) -> Reading | None: ...  # noqa: D102
    @property
    def judged(self) -> Judged: ...  # noqa: D102
    @property
    def shared(self) -> Shared | None: ...  # noqa: D102


class Weights(NamedTuple):
    """What everything is worth once the reader has read.

    Attributes:
        features: As before.
        span: Log odds of the words that it would give.
        sentence: Log odds of the sentence.
        answers: What the network says of the sentence, `Judged.answers`.
        holds: And of the sentence among those read, `Judged.holds`.
        words: By how much what the shared words of an English question add is multiplied.
    """

    features: Features
    span: float
    sentence: float
    answers: float = 0.0
    holds: float = 0.0
    words: float = 1.0

    def of(self, sentence: ReadSentence) -> float:
        """What a sentence that has been read is worth."""
        worth = float(np.dot(self.features, sentence.features)) + self.words * of_words(sentence.shared)
        if sentence.read:
            worth += self.span * sentence.read.span + self.sentence * sentence.read.sentence
        return worth + self.answers * sentence.judged.answers + self.holds * sentence.judged.holds


READ_WEIGHTS: dict[Language, Weights] = {
    # Conditional logistic regression over the sentences read, by readers that had not seen the paragraph:
    # `python -m benchmarks.calibrate read`. The network is told of them by these.
    "zh": Weights(Features(6.22, 0.48, 1.34, 3.03, 1.09, 0.90, 0.60), 0.31, 0.66),
    "en": Weights(Features(0.0, 0.3, 0.0, 50.0, 1.0, 1.0, 0.4), 0.29, 0.14),
}

JUDGED_WEIGHTS: dict[Language, Weights] = {
    # The same once the network has judged them too, and on local news besides: `python -m
    # benchmarks.calibrate judged`.
    "zh": Weights(Features(2.28, -0.30, -0.28, 1.93, 0.50, -0.18, -0.03), -0.01, -0.19, 0.41, 0.85),
    "en": Weights(Features(0.0, 0.15, 0.0, 25.0, 0.5, 0.5, 0.2), 0.18, -0.34, 0.92, 0.17, 0.33),
}


def of_words(shared: Shared | None) -> float:
    """What the words that a sentence shares with an English question add to its score."""
    return float(np.dot(SHARED, shared)) if shared else 0.0
