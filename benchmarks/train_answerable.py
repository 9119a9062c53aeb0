"""Trains the network of `evidence.answerable` on the development sets; needs torch and minutes of one core.

    python -m benchmarks.train_answerable --store FOLDER --readers READERS [--genres news] [--folds 0,all]

writes into READERS for each genre `answerable-N.npz`, trained without every fourth paragraph, for figures on
paragraphs that were not seen, and `answerable-all.npz`, of which `retrieval/evidence/weights` holds a copy.
FOLDER is what `benchmarks.quality --store` keeps, READERS what `benchmarks.train_reader --out` wrote: every
question is read by the genre's reader that has not seen its paragraph, in all folds and in "all", since a
reader is surer of what it has learnt.

Each question is shown three times: as it is, without the sentences that hold its answer, and without its
article; one that the local news does not answer once. What is known of the other sentences stays as it was.
Of what is shown the best sentence teaches whether there is an answer, and of a question as it is all
sentences teach which of them holds it.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from benchmarks.quality import LOCAL_NEWS, SHARED
from benchmarks.reader_data import FOLDS, GIVEN, Candidate, Example, Read, examples
from benchmarks.trained_weights import write_weights
from retrieval.evidence.answerable import AXES, SHOWN, Compared, Seen, tokens_on
from retrieval.evidence.reader import Reader
from retrieval.evidence.trained import Genre
from retrieval.evidence.weighing import READ_WEIGHTS, Features
from vectorstore.embedding import open_embedder
from vectorstore.embedding.engine import TextStates

Floats = NDArray[np.float32]

SETS = (("xquad-zh", 1), ("cmrc-trial", 1), ("drcd-dev", 2))
"""Set and step, as the reader learns from them, beside the local news. English questions are a part of the
latter only, and a network of their own judges them (`benchmarks.train_answerable_english`)."""

EPOCHS, BATCH, RATE, DECAY, DROPOUT, STEEPEST = 9, 64, 4e-3, 0.05, 0.3, 2.0
WHICH, TOKEN, WHOLE = 8, 24, 32
"""Widths: what a token is told to be, a token's state, the sentence's."""

NEWS = {Genre.REFERENCE: 1, Genre.NEWS: 3}
"""How many times the local news counts: 0.849 for 0.843 of AUC on unseen articles of it, 0.003 less on
xquad-zh."""

REMOVED = 0.5
"""What a question without its article weighs: such are easy, and the odds of support weigh them anyway."""


@dataclass(frozen=True, slots=True)
class Trial:
    """One question with sentences that it is shown with.

    Attributes:
        tokens: `Compared.tokens` of each sentence, best first.
        wholes: `Compared.whole` of each, shape (sentences, 30).
        holds: Which of them hold the answer, shape (sentences,).
        answered: Whether the archive, as shown, answers.
        weight: In the loss.
        fold: Of its paragraph.
    """

    tokens: list[Floats]
    wholes: Floats
    holds: NDArray[np.bool_]
    answered: bool
    weight: float
    fold: int


@dataclass(frozen=True, slots=True)
class Axes:
    """Principal axes of the token states, and the variance along each."""

    axes: Floats
    shift: Floats
    variance: Floats

    @staticmethod
    def of(states: Floats) -> Axes:
        """Of states of shape (tokens, dimension)."""
        mean, deviation = states.mean(0), states.std(0) + 1e-6
        values, axes = np.linalg.eigh(np.cov(((states - mean) / deviation).T))
        order = np.argsort(-values)[:AXES]
        turned = (axes[:, order] / deviation[:, None]).astype(np.float32)
        return Axes(turned, -(mean @ turned), values[order].astype(np.float32))


def trials_of(example: Example, reader: Reader, axes: Axes) -> Iterator[Trial]:
    """The question as it is, without its sentences, without its article, as far as there are others."""
    candidates = example.candidates
    given = [one for one in candidates if one.place < GIVEN]
    shown: list[tuple[list[Candidate], bool, float]] = [(given, bool(example.answers), 1.0)]
    if any(one.holds or one.golds for one in candidates):
        rest = [one for one in candidates if not one.holds and not one.golds]
        shown.append((rest[:GIVEN], False, 1.0))
        shown.append(([one for one in candidates if not one.own][:GIVEN], False, REMOVED))
    asked = tokens_on(axes.axes, axes.shift, example.question.text, states_of(example.read))
    for chosen, answered, weight in shown:
        if chosen:
            seen = _seen(example, chosen, reader, axes)
            compared = Compared(example.question, asked, seen, axes.variance)
            held = {one.text for one in chosen if answered and (one.holds or one.golds)}
            places = range(len(seen) if held else 1)
            yield Trial(
                [compared.tokens(at) for at in places],
                np.stack([compared.whole(at) for at in places]),
                np.array([seen[at].text in held for at in places]),
                answered,
                weight,
                example.fold,
            )


def states_of(read: Read) -> TextStates:
    """As an embedding model tells them."""
    ends = np.searchsorted(read.token_of, np.arange(len(read.states)), side="right")
    return TextStates(np.zeros(0, np.float32), read.states.astype(np.float32), np.maximum(ends, 1))


def _seen(example: Example, chosen: Sequence[Candidate], reader: Reader, axes: Axes) -> list[Seen]:
    question, weights = example.question, READ_WEIGHTS[example.question.lang]
    states = [states_of(one.read) for one in chosen]
    about = np.stack([one.known for one in chosen])
    about[:, -2] -= about[:, -2].max()
    about[:, -1] = np.arange(len(chosen)) / (GIVEN - 1)
    pairs = [(one.text, reader.sentence(one.text, s)) for one, s in zip(chosen, states, strict=True)]
    readings = reader.read(question, reader.question(states_of(example.read)), pairs, about)
    seen = []
    for one, state, reading in zip(chosen, states, readings, strict=True):
        told = Features(*map(float, one.known[: len(Features._fields)]))
        score = float(np.dot(weights.features, told))
        score += weights.span * reading.span + weights.sentence * reading.sentence
        tokens = tokens_on(axes.axes, axes.shift, one.text, state)
        seen.append(Seen("own" if one.own else "other", one.text, tokens, told, reading, score))
    return sorted(seen, key=lambda one: -one.score)


class Network(nn.Module):
    """The network, as `retrieval.evidence.answerable` runs it."""

    def __init__(self, tokens: int, whole: int) -> None:
        super().__init__()
        self.which, self.weigh = nn.Linear(SHOWN, WHICH), nn.Linear(SHOWN, 1, bias=False)
        self.first = nn.Linear(tokens - SHOWN + WHICH, TOKEN)
        self.second = nn.Linear(TOKEN, TOKEN)
        self.join, self.out = nn.Linear(whole + 3 * TOKEN, WHOLE), nn.Linear(WHOLE, 2)
        self.drop = nn.Dropout(DROPOUT)

    def forward(self, tokens: Tensor, mask: Tensor, whole: Tensor) -> Tensor:
        """Log odds that the archive answers, and that the sentence holds it; shape (sentences, 2)."""
        shown = self.drop(tokens[..., -SHOWN:])
        state = torch.cat([tokens[..., :-SHOWN], self.which(shown)], -1)
        state = torch.relu(self.second(self.drop(torch.relu(self.first(state)))))
        share = torch.softmax(self.weigh(shown).squeeze(-1).masked_fill(~mask, -1e9), -1)
        there = mask[..., None]
        pooled = [
            (share[..., None] * state).sum(1),
            state.masked_fill(~there, -1e4).amax(1),
            (state * there).sum(1) / there.sum(1),
        ]
        joined = torch.cat([whole, *pooled], -1)
        found: Tensor = self.out(self.drop(torch.relu(self.join(joined))))
        return found


@dataclass(frozen=True, slots=True)
class Trained:
    """A network and what its inputs are like."""

    network: Network
    scale: dict[str, Floats]


def train(learnt: Sequence[Trial]) -> Trained:
    """Train one network."""
    torch.manual_seed(0)
    tokens = np.concatenate([tokens for one in learnt for tokens in one.tokens[:1]])
    wholes = np.concatenate([one.wholes for one in learnt])
    scale = {
        "token_mean": tokens.mean(0),
        "token_deviation": tokens.std(0) + 1e-3,
        "mean": wholes.mean(0),
        "deviation": wholes.std(0) + 1e-3,
    }
    network = Network(tokens.shape[1], wholes.shape[1])
    optimiser = torch.optim.AdamW(network.parameters(), lr=RATE, weight_decay=DECAY)
    steps = EPOCHS * -(-len(learnt) // BATCH)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, RATE, total_steps=steps, pct_start=0.15)
    for epoch in range(EPOCHS):
        network.train()
        total = 0.0
        for batch in torch.randperm(len(learnt)).split(BATCH):  # type: ignore[no-untyped-call]
            trials = [learnt[at] for at in batch.tolist()]
            loss = _loss(network(*_padded(trials, scale)), trials)
            optimiser.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            nn.utils.clip_grad_norm_(network.parameters(), STEEPEST)
            optimiser.step()
            schedule.step()
            total += loss.item() * len(trials)
        print(f"epoch {epoch}: loss {total / len(learnt):.3f}", flush=True)
    return Trained(network, scale)


def _loss(said: Tensor, trials: Sequence[Trial]) -> Tensor:
    """Of the best sentences, whether there is an answer; of the sentences that compete, which holds it."""
    own = torch.split(said, [len(one.holds) for one in trials])
    first = torch.stack([sentences[0, 0] for sentences in own])
    wanted = torch.tensor([float(one.answered) for one in trials])
    weight = torch.tensor([one.weight for one in trials])
    loss = nn.functional.binary_cross_entropy_with_logits(first, wanted, weight)
    shares = [
        torch.logsumexp(sentences[:, 1], 0) - torch.logsumexp(sentences[torch.from_numpy(one.holds), 1], 0)
        for sentences, one in zip(own, trials, strict=True)
        if one.holds.any()
    ]
    return loss + torch.stack(shares).mean() if shares else loss


def _padded(trials: Sequence[Trial], scale: dict[str, Floats]) -> tuple[Tensor, Tensor, Tensor]:
    """All sentences of some trials, one below the other."""
    said = [tokens for one in trials for tokens in one.tokens]
    tokens = np.zeros((len(said), max(map(len, said)), said[0].shape[1]), np.float32)
    mask = np.zeros(tokens.shape[:2], bool)
    for place, one in enumerate(said):
        tokens[place, : len(one)] = (one - scale["token_mean"]) / scale["token_deviation"]
        mask[place, : len(one)] = True
    wholes = (np.concatenate([one.wholes for one in trials]) - scale["mean"]) / scale["deviation"]
    return torch.from_numpy(tokens), torch.from_numpy(mask), torch.from_numpy(wholes.astype(np.float32))


def save(trained: Trained, axes: Axes, path: Path) -> None:
    """Write the weights as `evidence.answerable` reads them; large ones in float16."""
    made = {"axes": axes.axes, "shift": axes.shift, "variance": axes.variance, **trained.scale}
    for name, value in trained.network.named_parameters():
        layer, _, kind = name.partition(".")
        weight = value.detach().numpy()
        made[f"{layer}_bias" if kind == "bias" else layer] = weight.T if kind == "weight" else weight
    made["weigh"] = made["weigh"][:, 0]
    write_weights(path, made, large=2_000)


def main() -> int:
    """Train the folds asked for."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--store", type=Path, required=True, help="made by benchmarks.quality --store")
    parser.add_argument("--readers", type=Path, required=True, help="made by benchmarks.train_reader --out")
    parser.add_argument("--folds", default="0,1,2,3,all")
    parser.add_argument("--every", type=int, default=1, help="learn from one question of so many")
    parser.add_argument("--genres", default="reference,news")
    options = parser.parse_args()
    embedder = open_embedder("", options.store / "cache")
    places = [(name, SHARED / "eval" / name, step) for name, step in SETS] + [("local-news", LOCAL_NEWS, 1)]
    known = [
        example
        for name, place, step in places
        for example in examples(name, place, options.store, embedder, step * options.every)
        if example.candidates
    ]
    states = [one.read.states for example in known for one in example.candidates[:2]]
    axes = Axes.of(np.concatenate(states).astype(np.float32))
    for genre in map(Genre, options.genres.split(",")):
        folder = options.readers / genre
        readers = [Reader(folder / f"reader-{fold}.npz") for fold in range(FOLDS)]
        trials = [
            trial
            for example in known
            for trial in trials_of(example, readers[example.fold], axes)
            for _ in range(NEWS[genre] if example.name == "local-news" else 1)
        ]
        print(genre, len(known), "questions,", len(trials), "trials")
        for fold in options.folds.split(","):
            trained = train([one for one in trials if fold == "all" or one.fold != int(fold)])
            save(trained, axes, folder / f"answerable-{fold}.npz")
    return 0


if __name__ == "__main__":
    sys.exit(main())
