"""Reads a sentence for a question: which of its words answer, and how likely it is that they do.

A small span reader over the embedding model's own token states, which are there anyway: two projections,
one attention from the sentence to the question, two convolutions, and for every character the odds that the
answer begins and ends there (after Seo et al. 2017, arXiv:1611.01603, and Chen et al. 2017,
arXiv:1704.00051). The sentences of one question compete with each other and with "none of them" (Clark and
Gardner 2018, arXiv:1710.10723). Trained by `benchmarks/train_reader.py` (its card is docs/reader.md), run by
numpy.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from retrieval.evidence.reader_inputs import SEEN, asked, of_characters, of_question
from retrieval.question.analysis import Question
from vectorstore.embedding.engine import TextStates

Floats = NDArray[np.float32]

LONGEST = 160
"""Characters of a sentence in which an answer is sought: as in training."""

LONGEST_SPAN = 90
"""Characters of the longest answer: 0.97 of the training sets' are shorter."""


@dataclass(frozen=True, slots=True)
class SentenceStates:
    """A sentence's token states as the reader needs them; half the size of a vector a token.

    Attributes:
        tokens: Content and key of each token, float16, shape (tokens, 2 · width).
        token_of: For each character the token that it lies in, shape (characters,).
    """

    tokens: NDArray[np.float16]
    token_of: NDArray[np.int16]


@dataclass(frozen=True, slots=True)
class QuestionStates:
    """A question's token states as the reader needs them.

    Attributes:
        content: Shape (tokens, width).
        keys: Shape (tokens, width).
        gist: The tokens' weighted mean, shape (width,).
    """

    content: Floats
    keys: Floats
    gist: Floats


@dataclass(frozen=True, slots=True)
class Reading:
    """What the reader makes of one sentence.

    Attributes:
        start: Where the answer would begin, in characters of the sentence.
        end: Behind its last character.
        span: Log odds of these words' beginning and end together.
        sentence: Log odds of the sentence.
        share: Probability of these words among all words of all sentences read for the question, and none
            of them: the geometric mean of beginning's and end's.
        none: Log probability of none of them, the same for every sentence read for the question.
        edges: Log odds of each character as first and as last, shape (characters, 2).
    """

    start: int
    end: int
    span: float
    sentence: float
    share: float
    edges: Floats = field(repr=False, compare=False)
    none: float = 0.0


class Reader:
    """The trained reader. Thread-safe."""

    def __init__(self, path: Path) -> None:
        """Load the weights, 0.3 MB."""
        with np.load(path) as weights:
            self._w = {name: weights[name].astype(np.float32) for name in weights.files}

    def sentence(self, text: str, states: TextStates) -> SentenceStates:
        """Project a sentence's states."""
        first = int(np.searchsorted(states.ends, 0, side="right"))  # the tokens before are the prompt's
        ends = states.ends[first:]
        if not len(ends):
            return SentenceStates(np.zeros((1, 2 * self._width), np.float16), np.zeros(len(text), np.int16))
        tokens = (states.states[first:] @ self._w["sentence"] + self._w["sentence_bias"]).astype(np.float16)
        token_of = np.minimum(np.searchsorted(ends, np.arange(len(text)), side="right"), len(ends) - 1)
        return SentenceStates(tokens, token_of.astype(np.int16))

    def question(self, states: TextStates) -> QuestionStates:
        """Project a question's states."""
        first = int(np.searchsorted(states.ends, 0, side="right"))
        made = states.states[min(first, len(states.ends) - 1) :] @ self._w["question"]
        made = made + self._w["question_bias"]
        width = self._width
        weight = _softmax(made[:, -1])
        content = made[:, :width]
        return QuestionStates(content, made[:, width : 2 * width], weight @ content)

    def read(
        self,
        question: Question,
        states: QuestionStates,
        sentences: Sequence[tuple[str, SentenceStates]],
        about: Floats,
    ) -> list[Reading]:
        """Read the sentences of one question against each other.

        Args:
            question: Analysed.
            states: Its states.
            sentences: Text and states, best first.
            about: What is known of each sentence as a whole, shape (sentences, 9):
                `retrieval.evidence.sentences.Features`, its score less the best one's, and its place / 5.

        Returns:
            One reading a sentence, in their order.
        """
        prepared, kind = asked(question), of_question(question)
        odds = []
        for (text, sentence), known in zip(sentences, about, strict=True):
            told = of_characters(prepared, text[:SEEN])[:LONGEST]
            odds.append(self._odds(states, sentence, told, kind, known))
        none = float(self._w["none"][0])
        totals = [
            np.logaddexp.reduce(np.concatenate([*(edges[:, side] + bias for edges, bias in odds), [none]]))
            for side in (0, 1)
        ]
        readings = []
        for edges, bias in odds:
            start, end, span = best_span(edges)
            share = np.exp((span + 2 * bias - totals[0] - totals[1]) / 2)
            left = float(none - (totals[0] + totals[1]) / 2)
            readings.append(Reading(start, end, span, float(bias), float(share), edges, left))
        return readings

    @property
    def _width(self) -> int:
        return int(self._w["sentence"].shape[1]) // 2

    def _odds(
        self, question: QuestionStates, sentence: SentenceStates, told: Floats, kind: Floats, known: Floats
    ) -> tuple[Floats, float]:
        """Log odds of each character as first and as last, shape (characters, 2), and the sentence's."""
        w, width, size = self._w, self._width, len(told)
        tokens = sentence.tokens.astype(np.float32)
        content, keys = tokens[:, :width], tokens[:, width:]
        heard = _softmax(keys @ question.keys.T / _TEMPERATURE) @ question.content
        at = sentence.token_of[:size]
        gist = np.broadcast_to(question.gist, content.shape)
        joined = np.concatenate([content, heard, content * heard, content * gist], axis=1) @ w["tokens"]
        state = joined[at] + told @ w["told"] + (question.gist @ w["gist"] + kind @ w["kind"] + w["bias"])
        state = np.maximum(state, 0)
        for name in ("first", "second"):
            state = state + np.maximum(_convolved(state, w[name], w[f"{name}_bias"]), 0)
        edges: Floats = state @ w["edges"] + w["edges_bias"]
        scaled = (known - w["mean"]) / w["deviation"]
        bias = float(np.concatenate([state.max(0), scaled]) @ w["whole"] + w["whole_bias"][0])
        return edges, bias


_TEMPERATURE = 7.0
"""About the square root of the width, as in training."""


def best_span(edges: Floats) -> tuple[int, int, float]:
    """The likeliest words by the log odds of each character as first and as last, and their log odds."""
    size = len(edges)
    both = edges[:, 0][:, None] + edges[:, 1][None]
    between = np.arange(size)[None] - np.arange(size)[:, None]
    both = np.where((between >= 0) & (between < LONGEST_SPAN), both, -np.inf)
    start, last = divmod(int(both.argmax()), size)
    return start, last + 1, float(both[start, last])


def _convolved(state: Floats, weights: Floats, bias: Floats) -> Floats:
    """One convolution over the characters, zeros outside; weights of shape (taps, in, out)."""
    taps = len(weights)
    padded = np.pad(state, ((taps // 2, taps // 2), (0, 0)))
    made: Floats = sum(padded[tap : tap + len(state)] @ weights[tap] for tap in range(taps)) + bias
    return made


def _softmax(x: Floats) -> Floats:
    raised = np.exp(x - x.max(-1, keepdims=True))
    return np.asarray(raised / raised.sum(-1, keepdims=True), np.float32)
