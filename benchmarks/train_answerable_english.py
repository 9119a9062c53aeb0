"""Trains the network of `evidence.answerable` for English questions; needs torch and minutes of one core.

    python -m benchmarks.train_answerable_english --store FOLDER --readers READERS [--folds 0,all]

writes into READERS for each genre `answerable-en-N.npz`, trained without every fourth paragraph, and
`answerable-en-all.npz`, of which `retrieval/evidence/weights` holds a copy. FOLDER is what
`benchmarks.quality --store` keeps, READERS what `benchmarks.train_reader` and `benchmarks.train_answerable`
wrote: every question is read by the reader of its article's genre that has not seen its paragraph, and the
axes on which tokens are compared are those of the network for Chinese questions.

Each question of xquad-en and of local news in English is searched and its sentences ranked as they are when
it is answered, by the dictionary too: as it is, with the sentences that hold its answer cut out of their
article, and with the archive less its article; one that the local news does not answer once. The sentence
that came first teaches whether there is an answer, and of a question as it is all that were read teach which
of them holds it.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import cast

import numpy as np
from numpy.typing import NDArray

from benchmarks.asked import Without
from benchmarks.near_absent import left_over
from benchmarks.quality import indexed, sets
from benchmarks.reader_data import FOLDS, fold_of
from benchmarks.train_answerable import NEWS, REMOVED, Axes, Trial, save, train
from retrieval.evaluation.evaluate import GoldQuestion, load_questions
from retrieval.evaluation.metrics import holds
from retrieval.evidence.answerable import Answerable, Compared, Judged, Seen, Tokens, tokens_on
from retrieval.evidence.bridge import Bridge
from retrieval.evidence.reader import Reader
from retrieval.evidence.reranking import DEPTH, by_atoms
from retrieval.evidence.sentences import gather
from retrieval.evidence.trained import Genre, Trained, genre_of
from retrieval.evidence.vectors import SentenceVectors
from retrieval.evidence.weighing import UNJUDGED
from retrieval.models import Passage
from retrieval.question.analysis import Question, analyse
from retrieval.search.rarity import Rarity
from retrieval.search.retriever import Found, HybridRetriever
from vectorstore.archive import Archive
from vectorstore.catalogue.script import simplified
from vectorstore.embedding import Embedder, open_embedder
from vectorstore.embedding.engine import TextStates

NAMES = "xquad-en", "local-news"


@dataclass(frozen=True, slots=True)
class Read:
    """One question with the sentences that were read for it, their tokens' states whole.

    Attributes:
        name: Of its set.
        fold: Of its paragraph.
        question: Analysed.
        asked: Its tokens, shape (tokens, dimension).
        seen: The sentences.
        holds: Which of them hold the answer.
        best: The place among them of the best before they are judged.
        bridge: Its words.
        answered: Whether the archive answers.
        weight: In the loss.
    """

    name: str
    fold: int
    question: Question
    asked: Tokens
    seen: Sequence[Seen]
    holds: Sequence[bool]
    best: int
    bridge: Bridge
    answered: bool
    weight: float


class _Whole:
    """In a network's place: keeps states as they are, and what it is asked to judge."""

    def __init__(self) -> None:
        self.asked: Tokens | None = None
        self.seen: list[Seen] = []

    def tokens(self, text: str, states: TextStates) -> Tokens:
        """The states themselves."""
        size = states.states.shape[1]
        return tokens_on(np.eye(size, dtype=np.float32), np.zeros(size, np.float32), text, states)

    def judge(
        self, question: Question, asked: Tokens, seen: Sequence[Seen], bridge: Bridge | None = None
    ) -> list[Judged]:
        """Nothing; what was asked is kept."""
        del question, bridge
        self.asked, self.seen = asked, list(seen)
        return [UNJUDGED] * len(seen)


def questions_read(name: str, store: Path, readers: Path, embedder: Embedder) -> Iterator[Read]:
    """Ask a set's English questions, each as it is, without its sentences, without its article."""
    one = next(one for one in sets(store) if one.name == name)
    archive = Without(indexed(one, store, embedder).get())
    retriever = HybridRetriever(archive=cast("Archive", archive), embedder=embedder)
    judge = _Whole()
    network = cast("Answerable", judge)
    vectors = [
        {
            genre: SentenceVectors(
                embedder, genre, Trained(Reader(readers / genre / f"reader-{fold}.npz"), network, network)
            )
            for genre in Genre
        }
        for fold in range(FOLDS)
    ]
    for gold in load_questions(one.questions):
        question = analyse(simplified(gold.question))
        if question.lang != "en" or not gold.question.strip():
            continue
        for found, answered, weight in _shown(question, gold, archive, retriever):
            passages = by_atoms(question.text, found.passages)
            own = vectors[fold_of(gold.id)][genre_of(passages[0].article)]
            rarity = Rarity(chunk.text for chunk in found.pool)
            judge.asked = None
            evidence = gather(question, passages, found.vector, rarity, own)
            best = max(range(len(judge.seen)), key=lambda at: judge.seen[at].score, default=0)
            held = [
                answered and s.article in gold.articles and holds(s.text, gold.answers_any, gold.answers_all)
                for s in judge.seen
            ]
            if judge.asked and evidence and evidence[0].bridge:
                yield Read(
                    name,
                    fold_of(gold.id),
                    question,
                    judge.asked,
                    judge.seen,
                    held,
                    best,
                    evidence[0].bridge,
                    answered,
                    weight,
                )


def _shown(
    question: Question, gold: GoldQuestion, archive: Without, retriever: HybridRetriever
) -> Iterator[tuple[Found, bool, float]]:
    """What the search finds, whether it answers, and what that weighs."""
    archive.gone = frozenset()
    found = retriever.search(question.text, DEPTH)
    if found.passages:
        yield found, not gold.unanswerable, 1.0
    if gold.unanswerable:
        return
    answers = (*gold.answers_any, *gold.answers_all)
    cut = [_cut(p, answers) if p.article.id in gold.articles else p for p in found.passages]
    left = tuple(passage for passage in cut if passage)
    if left and cut != list(found.passages) and None not in cut:
        yield replace(found, passages=left), False, 1.0
    archive.gone = frozenset(gold.articles)
    found = retriever.search(question.text, DEPTH)
    if found.passages:
        yield found, False, REMOVED


def _cut(passage: Passage, answers: Sequence[str]) -> Passage | None:
    """A passage of its article without the sentences that hold an answer; None where too little is left."""
    text = passage.article.text
    spans = left_over(text, answers)
    kept = np.zeros(len(text) + 1, int)
    for start, end in spans:
        kept[start + 1 : end + 1] = 1
    place = kept.cumsum()
    article = replace(passage.article, text="".join(text[start:end] for start, end in spans))
    moved = replace(passage, article=article, start=int(place[passage.start]), end=int(place[passage.end]))
    return moved if spans else None


def trial_of(read: Read, axes: Axes) -> Trial:
    """What the network is told of the sentence that came first, and then of those that compete with it."""
    known: dict[int, Tokens] = {}

    def on_axes(tokens: Tokens) -> Tokens:
        states: NDArray[np.float32] = tokens.states.astype(np.float32) @ axes.axes + axes.shift
        return known.setdefault(id(tokens), Tokens(states.astype(np.float16), tokens.token_of))

    seen = [one._replace(tokens=on_axes(one.tokens)) for one in read.seen]
    compared = Compared(read.question, on_axes(read.asked), seen, axes.variance, read.bridge)
    rest = [at for at in range(len(seen)) if at != read.best] if any(read.holds) else []
    places = [read.best, *rest]
    return Trial(
        [compared.tokens(at) for at in places],
        np.stack([compared.whole(at) for at in places]),
        np.array([read.holds[at] for at in places]),
        read.answered,
        read.weight,
        read.fold,
    )


def axes_of(path: Path) -> Axes:
    """The axes of a network that has been trained."""
    with np.load(path) as weights:
        return Axes(*(weights[name].astype(np.float32) for name in ("axes", "shift", "variance")))


def main() -> int:
    """Train the folds asked for."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--store", type=Path, required=True, help="made by benchmarks.quality --store")
    parser.add_argument("--readers", type=Path, required=True, help="made by benchmarks.train_answerable")
    parser.add_argument("--folds", default="0,1,2,3,all")
    options = parser.parse_args()
    embedder = open_embedder("", options.store / "cache")
    read: Mapping[str, list[Read]] = {
        name: list(questions_read(name, options.store, options.readers, embedder)) for name in NAMES
    }
    for genre in Genre:
        axes = axes_of(options.readers / genre / "answerable-all.npz")
        trials = [
            trial
            for name, asked in read.items()
            for trial in (trial_of(one, axes) for one in asked)
            for _ in range(NEWS[Genre.NEWS] if name == "local-news" else 1)
        ]
        print(genre, sum(map(len, read.values())), "questions shown,", len(trials), "trials")
        for fold in options.folds.split(","):
            trained = train([one for one in trials if fold == "all" or one.fold != int(fold)])
            save(trained, axes, options.readers / genre / f"answerable-en-{fold}.npz")
    return 0


if __name__ == "__main__":
    sys.exit(main())
