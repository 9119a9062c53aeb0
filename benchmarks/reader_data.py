"""What the reader learns from: questions of the development sets, with the sentences that it would be given.

A question's sentences are those that `evidence.sentences` ranks first without a reader, over the whole set's
archive, and any other of its article that holds the answer. Traditional characters are simplified, as they
are when questions are asked.
"""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.near_absent import occurrences
from retrieval.evaluation.metrics import holds
from retrieval.evidence.reader import LONGEST
from retrieval.evidence.reader_inputs import SEEN, asked, of_characters, of_question
from retrieval.evidence.sentences import Evidence, gather
from retrieval.evidence.vectors import SentenceVectors
from retrieval.evidence.weighing import SHARED
from retrieval.question.analysis import Question, analyse
from retrieval.search.rarity import Rarity
from retrieval.search.retriever import HybridRetriever
from vectorstore.archive import LiveArchive
from vectorstore.catalogue.script import simplified
from vectorstore.embedding import Embedder
from vectorstore.embedding.engine import Side
from vectorstore.generations import StoreFolder
from vectorstore.models import EmbeddingInfo
from vectorstore.refresh import RefreshRequest, refresh

Floats = NDArray[np.float32]
Halves = NDArray[np.float16]

FOLDS = 4

GIVEN = 6
"""Sentences a question is read with (`evidence.sentences.READ`); two more are kept to learn from."""

_SET_AND_PARAGRAPH = re.compile(r"[a-z-]+-\d+")


def fold_of(question_or_article: str) -> int:
    """The fold of a question's paragraph; xquad-zh and xquad-en ask about the same ones."""
    match = _SET_AND_PARAGRAPH.match(question_or_article)
    return zlib.crc32((match.group() if match else question_or_article).encode()) % FOLDS


@dataclass(frozen=True, slots=True)
class Read:
    """A text's token states and, for each character, its token."""

    states: Halves
    token_of: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Candidate:
    """One sentence for one question.

    Attributes:
        text: In simplified characters.
        read: Its states.
        told: What the reader is told of its characters, shape (characters, 44).
        known: What is known of it as a whole, shape (9,).
        place: Its place among the evidence, from 0.
        golds: Where the answer stands in it; empty where it does not.
        holds: Whether it holds the answer.
        own: Whether it stands in the question's article.
    """

    text: str
    read: Read
    told: Halves
    known: Floats
    place: int
    golds: tuple[tuple[int, int], ...]
    holds: bool
    own: bool


@dataclass(frozen=True, slots=True)
class Example:
    """One question; one that the whole archive does not answer has no `answers`."""

    id: str
    name: str
    fold: int
    question: Question
    read: Read
    kind: Floats
    answers: tuple[str, ...]
    candidates: list[Candidate] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Gold:
    """Where a question's answer stands.

    Attributes:
        article: Its article.
        answers: Its words, in simplified characters; empty where there is none.
        start: Where they begin in the article's text, where the set says it: the same words may stand
            elsewhere and answer something else (8天 in 18天, the first bus and the last).
    """

    article: str
    answers: tuple[str, ...]
    start: int | None

    def held(self, item: Evidence) -> bool:
        """Whether a sentence holds the answer."""
        if self.start is not None:
            return bool(self.spans(item))
        return item.article.id == self.article and holds(item.text, self.answers, ())

    def spans(self, item: Evidence) -> list[tuple[int, int]]:
        """Where the answer stands in a sentence, in characters."""
        if item.article.id != self.article:
            return []
        if self.start is None:
            return [span for answer in self.answers for span in occurrences(item.text, answer)]
        first = self.start - item.start
        last = first + len(self.answers[0])
        return [(first, last)] if first >= 0 and last <= item.end - item.start else []


@dataclass(frozen=True, slots=True)
class WithoutStates:
    """An embedding model that tells no token states: evidence is then ranked without a reader."""

    inner: Embedder

    @property
    def info(self) -> EmbeddingInfo:
        """The model's."""
        return self.inner.info

    def passages(self, texts: Sequence[str], on_progress: Callable[[int], None] | None = None) -> Floats:
        """The model's."""
        return self.inner.passages(texts, on_progress)

    def query(self, text: str) -> Floats:
        """The model's."""
        return self.inner.query(text)

    def count_tokens(self, text: str) -> int:
        """The model's."""
        return self.inner.count_tokens(text)


def examples(name: str, evaluation: Path, stores: Path, embedder: Embedder, step: int = 1) -> list[Example]:
    """Read the questions of a set, with the sentences that they would be given.

    Args:
        name: Its store in `stores`, which is brought up to date.
        evaluation: Where its articles and questions lie.
        stores: Where their stores lie.
        embedder: The bundled model.
        step: Takes every so manieth question.
    """
    pages = evaluation / "articles.jsonl"
    store = StoreFolder(stores / name)
    refresh(store, embedder, RefreshRequest(samples=pages, paths=(pages,)))
    plain = WithoutStates(embedder)
    retriever = HybridRetriever(archive=LiveArchive(store, embedder).get(), embedder=plain)
    vectors = SentenceVectors(plain)
    states = _States(embedder)
    lines = (evaluation / "questions.jsonl").read_text(encoding="utf-8").split("\n")
    rows = [json.loads(line) for line in lines if line.strip()]
    made = []
    for row in [row for row in rows if row["question"].strip()][::step]:
        question = analyse(simplified(row["question"].strip()))
        answers = tuple(simplified(answer) for answer in row.get("answers_any", ()))
        found = retriever.search(question.text)
        rarity = Rarity(chunk.text for chunk in found.pool)
        evidence = _unbridged(gather(question, found.passages, found.vector, rarity, vectors))
        one = Example(
            id=row["id"],
            name=name,
            fold=fold_of(row["article"]),
            question=question,
            read=states.of([question.text], "query")[0],
            kind=of_question(question),
            answers=answers,
        )
        gold = Gold(row["article"], answers, row.get("start"))
        one.candidates.extend(_candidates(question, evidence, gold, states))
        made.append(one)
    return made


def _unbridged(evidence: Sequence[Evidence]) -> list[Evidence]:
    """As the reader finds them: what English words add comes behind it."""
    lowered = [
        replace(e, score=e.score - float(np.dot(SHARED, e.shared))) if e.shared else e for e in evidence
    ]
    return sorted(lowered, key=lambda e: -e.score)


def _candidates(
    question: Question, evidence: Sequence[Evidence], gold: Gold, states: _States
) -> list[Candidate]:
    about = asked(question)
    kept = [(place, item, gold.held(item)) for place, item in enumerate(evidence)]
    kept = [(place, item, held) for place, item, held in kept if place < GIVEN + 2 or held]
    read = states.of([item.text for _, item, _ in kept], "passage")
    top = evidence[0].score if evidence else 0.0
    return [
        Candidate(
            text=item.text,
            read=one,
            told=of_characters(about, item.text[:SEEN])[:LONGEST].astype(np.float16),
            known=np.array([*item.features, item.score - top, place / 5], np.float32),
            place=place,
            golds=tuple(span for span in gold.spans(item) if span[1] <= LONGEST),
            holds=held,
            own=item.article.id == gold.article,
        )
        for (place, item, held), one in zip(kept, read, strict=True)
    ]


class _States:
    """Token states, each sentence's made once."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self._known: dict[tuple[str, str], Read] = {}

    def of(self, texts: Sequence[str], side: Side) -> list[Read]:
        missing = [text for text in dict.fromkeys(texts) if (text, side) not in self._known]
        for text, one in zip(missing, self._embedder.states(missing, side) or (), strict=True):
            first = min(int(np.searchsorted(one.ends, 0, side="right")), len(one.ends) - 1)
            ends = one.ends[first:]
            token_of = np.minimum(
                np.searchsorted(ends, np.arange(min(len(text), LONGEST)), side="right"), len(ends) - 1
            )
            self._known[text, side] = Read(one.states[first:].astype(np.float16), token_of.astype(np.int64))
        return [self._known[text, side] for text in texts]
