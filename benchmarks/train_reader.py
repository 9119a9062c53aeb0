"""Trains the readers of `evidence.reader` on the development sets; needs torch, two cores and half an hour.

    python -m benchmarks.train_reader --store FOLDER [--genres reference,news] [--folds 0,all] [--out READERS]

writes for each genre `reader-N.npz`, trained without every fourth paragraph, for figures on paragraphs that
were not seen, and `reader-all.npz`, trained on all, of which `retrieval/evidence/weights` holds a copy.
FOLDER is what `benchmarks.quality --store` keeps; drcd-dev's store is added to it.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from benchmarks.quality import LOCAL_NEWS, SHARED
from benchmarks.reader_data import FOLDS, GIVEN, Candidate, Example, examples
from benchmarks.trained_weights import write_weights
from retrieval.evidence.trained import Genre
from retrieval.question.analysis import Kind
from vectorstore.embedding import open_embedder

SETS = (("xquad-zh", 1), ("cmrc-trial", 1), ("drcd-dev", 2), ("xquad-en", 1))
"""Set and step: every second question of drcd-dev is as much as all others together."""

NEWS = {Genre.REFERENCE: 0, Genre.NEWS: 1}
"""How many times the local news is shown in an epoch. Once is worth 0.12 of the marks' F1 on unseen articles
of it and costs 0.02 of cmrc-trial's (docs/reader.md): hence a reader for each."""

EPOCHS, BATCH, RATE, DECAY, DROPOUT = 4, 16, 2e-3, 0.05, 0.35
"""With dropout 0.25 and decay 0.01 the choice of the sentence grew worse from the fourth epoch on."""

AXES, WIDTH, STATE = 192, 48, 64
"""Principal axes of the token states that are read (they hold 0.81 of the variance), the projections' width
and the convolutions'."""

AT_ONCE = 4
"""Sentences of a question in training."""

NONE = 0.15
"""Share of questions that are shown without the sentences that answer: they learn "none of them"."""


class Head(nn.Module):
    """The reader, as `retrieval.evidence.reader` runs it."""

    def __init__(self, told: int, kinds: int, known: int) -> None:
        super().__init__()
        self.content, self.asked = nn.Linear(AXES, WIDTH), nn.Linear(AXES, WIDTH)
        self.keys, self.queries = nn.Linear(AXES, WIDTH, bias=False), nn.Linear(AXES, WIDTH, bias=False)
        self.weigh = nn.Linear(AXES, 1)
        self.join = nn.Linear(5 * WIDTH + told + kinds, STATE)
        self.first = nn.Conv1d(STATE, STATE, 5, padding=2)
        self.second = nn.Conv1d(STATE, STATE, 5, padding=2)
        self.edges = nn.Linear(STATE, 2)
        self.whole = nn.Linear(STATE + known, 1)
        self.none = nn.Parameter(torch.zeros(1))
        self.drop = nn.Dropout(DROPOUT)

    def forward(self, batch: Batch) -> tuple[Tensor, Tensor]:
        """Log odds of each character as first and last, and of each sentence."""
        states = self.drop(batch.states)
        content, asked = self.content(states), self.asked(batch.question)
        weight = self.weigh(batch.question).squeeze(-1).masked_fill(~batch.question_mask, -1e9)
        gist = (torch.softmax(weight, -1)[..., None] * asked).sum(1)[batch.which]
        odds = torch.einsum("nld,nmd->nlm", self.keys(states), self.queries(batch.question)[batch.which]) / 7
        odds = odds.masked_fill(~batch.question_mask[batch.which][:, None], -1e9)
        heard = torch.softmax(odds, -1) @ asked[batch.which]
        at = batch.token_of[..., None].expand(-1, -1, WIDTH)
        content, heard = content.gather(1, at), heard.gather(1, at)
        size = batch.token_of.shape[1]
        gists = gist[:, None].expand(-1, size, -1)
        kinds = batch.kinds[batch.which][:, None].expand(-1, size, -1)
        parts = [content, heard, content * heard, content * gists, gists, batch.told, kinds]
        state = self.drop(torch.relu(self.join(torch.cat(parts, -1)))) * batch.mask[..., None]
        line = state.transpose(1, 2)
        for part in (self.first, self.second):
            line = (line + self.drop(torch.relu(part(line)))) * batch.mask[:, None]
        state = line.transpose(1, 2)
        highest = state.masked_fill(~batch.mask[..., None], -1e4).amax(1)
        sentence = self.whole(torch.cat([highest, batch.known], -1)).squeeze(-1)
        return self.edges(state), sentence


class Batch:
    """Some questions and their sentences, padded."""

    def __init__(self, chosen: Sequence[tuple[Example, list[Candidate], bool | None]], scale: Scale) -> None:
        rows = [(at, one) for at, (_, candidates, _) in enumerate(chosen) for one in candidates]
        tokens = max(len(one.read.states) for _, one in rows)
        size = max(len(one.told) for _, one in rows)
        states = np.zeros((len(rows), tokens, AXES), np.float32)
        token_of = np.zeros((len(rows), size), np.int64)
        told = np.zeros((len(rows), size, rows[0][1].told.shape[1]), np.float32)
        mask, gold = np.zeros((len(rows), size), bool), np.zeros((2, len(rows), size), bool)
        for place, (at, one) in enumerate(rows):
            length = len(one.told)
            states[place, : len(one.read.states)] = scale.projected(one.read.states)
            token_of[place, :length] = one.read.token_of[:length]
            told[place, :length], mask[place, :length] = one.told, True
            for start, end in one.golds if chosen[at][2] is False else ():
                gold[0, place, start] = gold[1, place, end - 1] = True
        longest = max(len(example.read.states) for example, _, _ in chosen)
        question = np.zeros((len(chosen), longest, AXES), np.float32)
        question_mask = np.zeros((len(chosen), longest), bool)
        for at, (example, _, _) in enumerate(chosen):
            question[at, : len(example.read.states)] = scale.projected(example.read.states)
            question_mask[at, : len(example.read.states)] = True
        known = (np.stack([one.known for _, one in rows]) - scale.mean) / scale.deviation
        made = torch.from_numpy
        self.states, self.token_of, self.told = made(states), made(token_of), made(told)
        self.mask, self.gold = made(mask), made(gold)
        self.question, self.question_mask = made(question), made(question_mask)
        self.known = made(known.astype(np.float32))
        self.kinds = made(np.stack([example.kind for example, _, _ in chosen]))
        self.which = torch.tensor([at for at, _ in rows])
        self.none = torch.tensor([none is True for _, _, none in chosen])
        self.counts = torch.tensor([none is not None for _, _, none in chosen])


class Scale:
    """Principal axes of the token states, and what the sentences' features are like."""

    def __init__(self, learnt: Sequence[Example]) -> None:
        texts = {id(one.read): one.read for example in learnt for one in example.candidates}
        states = np.concatenate(
            [one.states for one in texts.values()] + [example.read.states for example in learnt]
        ).astype(np.float32)
        mean, deviation = states.mean(0), states.std(0) + 1e-6
        values, axes = np.linalg.eigh(np.cov(((states - mean) / deviation).T))
        order = np.argsort(-values)[:AXES]
        length = float(np.sqrt(values[order].mean()))
        self.axes = (axes[:, order] / deviation[:, None] / length).astype(np.float32)
        self.shift = -(mean @ self.axes)
        known = np.stack([one.known for example in learnt for one in example.candidates[:AT_ONCE]])
        self.mean, self.deviation = known.mean(0), known.std(0) + 1e-6

    def projected(self, states: NDArray[np.float16]) -> NDArray[np.float32]:
        """States on the axes."""
        return np.asarray(states.astype(np.float32) @ self.axes + self.shift, np.float32)


def chosen_of(example: Example, rng: random.Random) -> tuple[Example, list[Candidate], bool | None] | None:
    """The sentences that a question is shown with, and whether none of them answers; None: not known."""
    given = [one for one in example.candidates if one.place < AT_ONCE or one.golds]
    if not example.answers:
        return (example, given, True) if given else None
    none: bool | None = False
    if rng.random() < NONE:
        without = [one for one in given if not one.holds and not one.golds]
        given, none = (without, True) if without else (given, none)
    if none is False and not any(one.golds for one in given):
        none = None
    right = [one for one in given if one.golds][:3]
    other = [one for one in given if not one.golds]
    given = right + other[: max(0, AT_ONCE - len(right))] if len(given) > AT_ONCE else given
    return (example, given, none) if given else None


def loss_of(head: Head, batch: Batch) -> Tensor:
    """Of beginning and end, each over all characters of all sentences of a question, and none of them."""
    edges, sentence = head(batch)
    questions = len(batch.none)
    none = head.none.expand(questions)
    total = torch.zeros(())
    for side in (0, 1):
        odds = (edges[..., side] + sentence[:, None]).masked_fill(~batch.mask, -1e9)
        every = torch.logaddexp(_together(torch.logsumexp(odds, 1), batch.which, questions), none)
        right = torch.logsumexp(odds.masked_fill(~batch.gold[side], -1e9), 1)
        wanted = torch.where(batch.none, none, _together(right, batch.which, questions))
        total = total + (every - wanted)[batch.counts].clamp(max=30).mean()
    return total


def _together(odds: Tensor, which: Tensor, questions: int) -> Tensor:
    highest = torch.full((questions,), -1e9).scatter_reduce(0, which, odds.detach(), "amax")
    sums = torch.zeros(questions).scatter_add(0, which, torch.exp(odds - highest[which]))
    return highest + torch.log(sums + 1e-20)


def train(learnt: Sequence[Example]) -> tuple[Head, Scale]:
    """Train one reader."""
    torch.manual_seed(0)
    rng = random.Random(0)  # noqa: S311 (no secret)
    scale = Scale(learnt)
    first = learnt[0].candidates[0]
    head = Head(first.told.shape[1], len(learnt[0].kind), len(first.known))
    optimiser = torch.optim.AdamW(head.parameters(), lr=RATE, weight_decay=DECAY)
    steps = EPOCHS * (len(learnt) // BATCH + 1)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, RATE, total_steps=steps, pct_start=0.1)
    for epoch in range(EPOCHS):
        head.train()
        order = rng.sample(range(len(learnt)), len(learnt))
        total = 0.0
        for at in range(0, len(order), BATCH):
            drawn = [chosen_of(learnt[place], rng) for place in order[at : at + BATCH]]
            batch = Batch([one for one in drawn if one], scale)
            loss = loss_of(head, batch)
            optimiser.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            nn.utils.clip_grad_norm_(head.parameters(), 2.0)
            optimiser.step()
            schedule.step()
            total += loss.item()
        print(f"epoch {epoch}: loss {total * BATCH / len(order):.3f}", flush=True)
    return head, scale


def save(head: Head, scale: Scale, path: Path) -> None:
    """Write the weights as `evidence.reader` reads them, the axes multiplied in; large ones in float16."""
    w = {name: value.detach().numpy() for name, value in head.named_parameters()}

    def over_states(*names: str) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        weight = np.concatenate([w[f"{name}.weight"].T for name in names], axis=1)
        zero = [np.zeros(WIDTH, np.float32)]
        bias = np.concatenate([w.get(f"{name}.bias", zero[0]) for name in names])
        return scale.axes @ weight, scale.shift @ weight + bias

    sentence, sentence_bias = over_states("content", "keys")
    question, question_bias = over_states("asked", "queries", "weigh")
    join = w["join.weight"].T
    told = join.shape[0] - 5 * WIDTH
    kinds = len(list(Kind)) + 3  # retrieval.evidence.reader_inputs.of_question
    made = {
        "sentence": sentence,
        "sentence_bias": sentence_bias,
        "question": question,
        "question_bias": question_bias,
        "tokens": join[: 4 * WIDTH],
        "gist": join[4 * WIDTH : 5 * WIDTH],
        "told": join[5 * WIDTH : 5 * WIDTH + told - kinds],
        "kind": join[5 * WIDTH + told - kinds :],
        "bias": w["join.bias"],
        "edges": w["edges.weight"].T,
        "edges_bias": w["edges.bias"],
        "whole": w["whole.weight"][0],
        "whole_bias": w["whole.bias"],
        "none": w["none"],
        "mean": scale.mean,
        "deviation": scale.deviation,
    }
    for name in ("first", "second"):
        made[name], made[f"{name}_bias"] = w[f"{name}.weight"].transpose(2, 1, 0), w[f"{name}.bias"]
    write_weights(path, made, large=500)


def main() -> int:
    """Train the folds asked for."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--store", type=Path, required=True, help="made by benchmarks.quality --store")
    parser.add_argument("--genres", default="reference,news")
    parser.add_argument("--folds", default="0,1,2,3,all")
    parser.add_argument("--every", type=int, default=1, help="learn from one question of so many")
    parser.add_argument("--out", type=Path, default=Path("readers"))
    options = parser.parse_args()
    embedder = open_embedder("", options.store / "cache")
    every = options.every
    read = [
        examples(name, SHARED / "eval" / name, options.store, embedder, step * every) for name, step in SETS
    ]
    news = examples("local-news", LOCAL_NEWS, options.store, embedder, every)
    for genre in map(Genre, options.genres.split(",")):
        known = [one for some in (*read, *[news] * NEWS[genre]) for one in some if one.candidates]
        folder = options.out / genre
        folder.mkdir(parents=True, exist_ok=True)
        print(genre, len(known), "questions,", FOLDS, "folds,", GIVEN, "sentences each")
        for fold in options.folds.split(","):
            head, scale = train([one for one in known if fold == "all" or one.fold != int(fold)])
            save(head, scale, folder / f"reader-{fold}.npz")
    return 0


if __name__ == "__main__":
    sys.exit(main())
