"""How likely it is that a sentence answers a question, rather than speaks of the same thing.

A sentence on a bridge tells nothing of who designed it, however well all else fits: the word that tells the
relation (设计, 职业, 跑道) has no counterpart. So every token of the question is compared with the tokens of
the sentence, of the clause around the words that would answer, and of what else was read (late interaction,
Khattab and Zaharia 2020, arXiv:2004.12832), and a small network that has learnt which tokens matter weighs
their best likenesses together with what the reader made of the sentence. It tells two things: whether there
is an answer at all, and which of the sentences read holds it. It has learnt from questions with their
sentence, without it but with the rest of the article (as Rajpurkar et al. 2018, arXiv:1806.03822, ask of a
reader), and without the article. Trained by `benchmarks/train_answerable.py` (its card is
docs/reader.md), run by numpy.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from retrieval.evidence.bridge import Bridge
from retrieval.evidence.reader import LONGEST, Reading
from retrieval.evidence.renderings import Renderings
from retrieval.question.analysis import Kind, Question
from vectorstore.embedding.engine import TextStates

Floats = NDArray[np.float32]

AXES = 64
"""Principal axes of the token states that are compared: they hold half of the variance."""

SHOWN = 48
"""Axes of the question's tokens that tell the network which token it is."""

_FLATTER = 0.3
"""Added to an axis' variance before it is evened out, lest the last axes be noise made large."""

_CLAUSE_MARKS = "，。；：！？,;"
_KINDS = tuple(Kind)
"""In the order in which the network has learnt them: a new kind needs a new training."""

_ALONE = 3.0
"""How far a sentence's score lies above the next one's where there is no other."""


class Told(Protocol):
    """What is known of a sentence before it is read; `retrieval.evidence.sentences.Features`.

    What it says of the neighbours and the passage's rank is left out: it is weighed in
    `retrieval.evidence.support`, and in training, where sentences are taken out of an article, it would
    tell which were.
    """

    @property
    def characters(self) -> float: ...  # noqa: D102
    @property
    def similarity(self) -> float: ...  # noqa: D102
    @property
    def fits(self) -> float: ...  # noqa: D102
    @property
    def hints(self) -> float: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class Tokens:
    """A text's tokens on the axes.

    Attributes:
        states: Shape (tokens, AXES), float16.
        token_of: For each character its token, shape (characters,).
    """

    states: NDArray[np.float16]
    token_of: NDArray[np.int16]


class Seen(NamedTuple):
    """A sentence that the reader has read for the question.

    Attributes:
        article: Its article's id.
        text: In simplified characters.
        tokens: Its tokens.
        told: What was known of it.
        reading: What the reader made of it.
        score: What the sentences are ranked by.
        whole: For an English question its article with its titles, in simplified characters: names that the
            sentence leaves out stand there.
    """

    article: str
    text: str
    tokens: Tokens
    told: Told
    reading: Reading
    score: float
    whole: str = ""


class Judged(NamedTuple):
    """What the network says of a sentence.

    Attributes:
        answers: Log odds that the archive answers, where this is the best of the sentences read.
        holds: Log odds of this sentence, but for a number that all sentences read for the question share,
            that it and no other holds the answer.
    """

    answers: float
    holds: float


class Answerable:
    """The trained network. Thread-safe."""

    def __init__(self, path: Path) -> None:
        """Load the weights, 0.1 MB."""
        with np.load(path) as weights:
            self._w = {name: weights[name].astype(np.float32) for name in weights.files}

    def tokens(self, text: str, states: TextStates) -> Tokens:
        """Project a text's states."""
        return tokens_on(self._w["axes"], self._w["shift"], text, states)

    def judge(
        self, question: Question, asked: Tokens, seen: Sequence[Seen], bridge: Bridge | None = None
    ) -> list[Judged]:
        """Judge the sentences read for a question; `bridge` for an English one."""
        compared = Compared(question, asked, seen, self._w["variance"], bridge)
        return [self._judged(compared.tokens(at), compared.whole(at)) for at in range(len(seen))]

    def _judged(self, tokens: Floats, whole: Floats) -> Judged:
        w = self._w
        scaled = (tokens - w["token_mean"]) / w["token_deviation"]
        likenesses, shown = scaled[:, :-SHOWN], scaled[:, -SHOWN:]
        state = np.concatenate([likenesses, shown @ w["which"] + w["which_bias"]], axis=1)
        for name in ("first", "second"):
            state = np.maximum(state @ w[name] + w[f"{name}_bias"], 0)
        weigh = shown @ w["weigh"]
        share = np.exp(weigh - weigh.max())
        share = share / share.sum()
        known = (whole - w["mean"]) / w["deviation"]
        joined = np.concatenate([known, share @ state, state.max(0), state.mean(0)])
        hidden = np.maximum(joined @ w["join"] + w["join_bias"], 0)
        return Judged(*map(float, hidden @ w["out"] + w["out_bias"]))


def tokens_on(axes: Floats, shift: Floats, text: str, states: TextStates) -> Tokens:
    """A text's states on axes of shape (dimension, AXES), its prompt left out."""
    first = min(int(np.searchsorted(states.ends, 0, side="right")), len(states.ends) - 1)
    ends = states.ends[first:]
    token_of = np.minimum(np.searchsorted(ends, np.arange(len(text)), side="right"), len(ends) - 1)
    return Tokens((states.states[first:] @ axes + shift).astype(np.float16), token_of.astype(np.int16))


class Compared:
    """A question's tokens, compared with those of the sentences that were read for it."""

    def __init__(
        self,
        question: Question,
        asked: Tokens,
        seen: Sequence[Seen],
        variance: Floats,
        bridge: Bridge | None = None,
    ) -> None:
        """Compare.

        Args:
            question: Analysed.
            asked: Its tokens.
            seen: All sentences read for it, at least one.
            variance: Of the axes, shape (AXES,).
            bridge: The words of an English question.
        """
        self._question, self._seen = question, seen
        self._pieces = _pieces(question.text, asked)
        tokens = len(asked.states)
        self._renderings = Renderings(bridge, question.text, asked.token_of, tokens) if bridge else None
        scale = 1 / np.sqrt(variance + _FLATTER)
        wanted = asked.states.astype(np.float32)
        self._grids = [_grids(wanted, one.tokens.states.astype(np.float32), scale) for one in seen]
        self._near = [grid.max(2).T for grid in self._grids]
        self._highest = np.max(self._near, axis=0)
        content = question.content.lower()
        self._what = np.concatenate(
            [
                np.array([[piece not in content, len(piece)] for piece in self._pieces], np.float32),
                np.arange(len(wanted), dtype=np.float32)[:, None] / len(wanted),
                wanted[:, :SHOWN] / np.sqrt(variance[:SHOWN]),
            ],
            axis=1,
        )

    def tokens(self, at: int) -> Floats:
        """What the network is told of each token of the question, of one sentence; shape (tokens, 62 or 67).

        Its two greatest cosines (of the axes as they are, and evened out) in the sentence, in the clause of
        the words that would answer, in the article's other sentences and in all; whether its very letters
        stand in the first three of these, or for an English question what a dictionary knows of that
        (`retrieval.evidence.renderings`); whether it asks, its length, its place, and what it is.
        """
        one = self._seen[at]
        first, behind = clause(one.text, one.reading.start, one.reading.end)
        places = np.unique(one.tokens.token_of[first:behind])
        close = self._grids[at][:, :, places].max(2).T if len(places) else self._near[at]
        own = [k for k, two in enumerate(self._seen) if two.article == one.article]
        others = [self._near[k] for k in own if k != at]
        around = np.max(others, axis=0) if others else np.zeros_like(self._highest)
        letters = self._written(at, own, (first, behind))
        rows = [self._near[at], close, around, self._highest, letters, self._what]
        return np.concatenate(rows, axis=1).astype(np.float32)

    def _written(self, at: int, own: Sequence[int], near: tuple[int, int]) -> Floats:
        """Whether each token stands in the sentence, its article, the clause; shape (tokens, 3 or 8)."""
        one = self._seen[at]
        if self._renderings:
            return self._renderings.written(one.text, one.whole, near)
        sentence = one.text.lower()
        where = sentence, "".join(self._seen[k].text for k in own).lower(), sentence[near[0] : near[1]]
        return np.array([[bool(p) and p in text for text in where] for p in self._pieces], np.float32)

    def whole(self, at: int) -> Floats:
        """What it is told of one sentence as a whole, shape (30,)."""
        one = self._seen[at]
        read, told = one.reading, one.told
        rest = [two.score for k, two in enumerate(self._seen) if k != at]
        kind = [float(kind is self._question.kind) for kind in _KINDS]
        row = [
            told.characters,
            told.similarity,
            told.fits,
            told.hints,
            read.span,
            read.sentence,
            read.share,
            np.log(read.share + 1e-3),
            read.none,
            max(two.reading.share for two in self._seen),
            one.score - max(rest) if rest else _ALONE,
            len(one.text) / 100,
            read.end - read.start,
            bool(self._question.units),
            bool(self._question.focus),
            self._question.lang == "en",
            *kind,
        ]
        return np.array(row, np.float32)


def clause(text: str, start: int, end: int) -> tuple[int, int]:
    """The clause around `text[start:end]`, as offsets; none reaches beyond what is read of a sentence."""
    read = text[:LONGEST]
    first = max(read.rfind(mark, 0, start) for mark in _CLAUSE_MARKS) + 1
    behind = [at for at in (read.find(mark, end) for mark in _CLAUSE_MARKS) if at >= 0]
    return first, min(behind, default=len(read))


def _grids(wanted: Floats, states: Floats, scale: Floats) -> Floats:
    """Cosines as the axes are and with the axes evened out, shape (2, the question's tokens, tokens)."""
    return np.stack([_unit(wanted) @ _unit(states).T, _unit(wanted * scale) @ _unit(states * scale).T])


def _unit(states: Floats) -> Floats:
    made: Floats = states / (np.linalg.norm(states, axis=-1, keepdims=True) + 1e-6)
    return made


def _pieces(text: str, tokens: Tokens) -> list[str]:
    """What each token says, in lower case."""
    said = [""] * len(tokens.states)
    for character, token in zip(text, tokens.token_of, strict=True):
        said[token] += character.lower()
    return [piece.strip() for piece in said]
