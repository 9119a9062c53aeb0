"""The model's tensors as its parts need them, all float32, each matrix ready to stand right of a product."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from vectorstore.embedding.q4file import Q4File

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Linear:
    """x @ weight + bias.

    Attributes:
        weight: Shape (inputs, outputs).
        bias: Shape (outputs,).
    """

    weight: Floats
    bias: Floats


@dataclass(frozen=True, slots=True)
class Norm:
    """Layer normalisation's scale and shift, each of shape (hidden,)."""

    scale: Floats
    shift: Floats


@dataclass(frozen=True, slots=True)
class Layer:
    """One layer of a BERT encoder (Devlin et al. 2019, arXiv:1810.04805)."""

    query: Linear
    key: Linear
    value: Linear
    attended: Linear
    attended_norm: Norm
    wide: Linear
    narrow: Linear
    narrow_norm: Norm


@dataclass(frozen=True, slots=True)
class Embeddings:
    """What stands before the layers.

    Attributes:
        positions: Added to the word's row, the token type's row included, shape (positions, hidden).
        norm: Normalises the sum.
    """

    positions: Floats
    norm: Norm


def embeddings(model: Q4File) -> Embeddings:
    """Everything of the embedding but the words' own rows."""
    shape = model.architecture
    types = model.tensor("emb.type", shape.token_types, shape.hidden)
    return Embeddings(
        positions=model.tensor("emb.pos", shape.positions, shape.hidden) + types[0],
        norm=_norm(model, "emb.ln"),
    )


def layers(model: Q4File) -> Iterator[Layer]:
    """The layers in their order, one at a time: all of them are 85 MB in float32."""
    hidden, feed_forward = model.architecture.hidden, model.architecture.feed_forward
    for number in range(model.architecture.layers):
        name = f"l{number}"
        yield Layer(
            query=_linear(model, f"{name}.q", hidden, hidden),
            key=_linear(model, f"{name}.k", hidden, hidden),
            value=_linear(model, f"{name}.v", hidden, hidden),
            attended=_linear(model, f"{name}.ao", hidden, hidden),
            attended_norm=_norm(model, f"{name}.aln"),
            wide=_linear(model, f"{name}.fi", hidden, feed_forward),
            narrow=_linear(model, f"{name}.fo", feed_forward, hidden),
            narrow_norm=_norm(model, f"{name}.oln"),
        )


def _linear(model: Q4File, name: str, inputs: int, outputs: int) -> Linear:
    return Linear(model.tensor(f"{name}.w", outputs, inputs).T, model.tensor(f"{name}.b", outputs))


def _norm(model: Q4File, name: str) -> Norm:
    hidden = model.architecture.hidden
    return Norm(model.tensor(f"{name}.w", hidden), model.tensor(f"{name}.b", hidden))
