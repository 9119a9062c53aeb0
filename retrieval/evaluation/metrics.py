"""What an evaluation counts, each measure a pure function.

Answers are compared without white space and commas, as docs/contract.md lays down.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

_IGNORED = re.compile(r"[\s,，]+")


def normalised(text: str) -> str:
    """Without white space and commas."""
    return _IGNORED.sub("", text)


def holds(text: str, any_of: Sequence[str], all_of: Sequence[str]) -> bool:
    """Whether `text` holds one of `any_of`, or, where that is empty, each of `all_of`."""
    found = normalised(text)
    if any_of:
        return any(normalised(answer) in found for answer in any_of)
    return bool(all_of) and all(normalised(answer) in found for answer in all_of)


def quotes_hold(quotes: Sequence[str], any_of: Sequence[str], all_of: Sequence[str]) -> bool:
    """Whether a quote holds one of `any_of`, or the quotes together each of `all_of`.

    A single answer must stand within one quote: two quotes side by side prove nothing across
    their seam.
    """
    if any_of:
        return any(holds(quote, any_of, ()) for quote in quotes)
    return bool(all_of) and all(any(holds(quote, (one,), ()) for quote in quotes) for one in all_of)


def first_rank(ranked: Sequence[str], gold: Collection[str]) -> int | None:
    """The place, from 1, of the first gold article; None where none is ranked."""
    return next((place for place, article in enumerate(ranked, start=1) if article in gold), None)


def hit_at(ranks: Sequence[int | None], k: int) -> float:
    """Share of questions whose gold article is among the first `k`."""
    return mean([rank is not None and rank <= k for rank in ranks])


def reciprocal_rank(ranks: Sequence[int | None]) -> float:
    """Mean reciprocal rank; an article that is not ranked counts 0 (Voorhees, TREC-8, 1999)."""
    return mean([1 / rank if rank else 0.0 for rank in ranks])


def character_f1(said: str, gold: str) -> float:
    """F1 of the characters of two texts as bags, SQuAD's measure with characters for words."""
    left, right = Counter(normalised(said)), Counter(normalised(gold))
    common = (left & right).total()
    if not common:
        return 0.0
    precision, recall = common / left.total(), common / right.total()
    return 2 * precision * recall / (precision + recall)


@dataclass(frozen=True, slots=True)
class Refusal:
    """How well an answerer refuses: of its refusals and of what it should refuse."""

    precision: float
    recall: float
    f1: float


def refusal(refused: Sequence[bool], unanswerable: Sequence[bool]) -> Refusal:
    """Precision, recall and F1 of refusing; 0 where nothing is refused or to be refused."""
    right = sum(said and due for said, due in zip(refused, unanswerable, strict=True))
    precision = right / sum(refused) if any(refused) else 0.0
    recall = right / sum(unanswerable) if any(unanswerable) else 0.0
    f1 = 2 * precision * recall / (precision + recall) if right else 0.0
    return Refusal(precision, recall, f1)


def mean(values: Sequence[float]) -> float:
    """Arithmetic mean; 0 of nothing."""
    return sum(values) / len(values) if values else 0.0


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that at least `share` of all values do not exceed (nearest rank)."""
    if not values:
        return 0.0
    ordered = sorted(values)
    place = max(1, -(-round(share * 100) * len(ordered) // 100))
    return ordered[place - 1]
