"""Claims made by rule from sentences of articles, and what they are made of."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Made:
    """A claim made from a sentence.

    Attributes:
        kind: One of `HARD` or `SOFT`, or how a true one was made.
        text: The claim.
        passage: The text that it cites.
    """

    kind: str
    text: str
    passage: str


@dataclass(frozen=True, slots=True)
class Material:
    """A sentence to make claims of.

    Attributes:
        sentence: As printed.
        passage: What is cited: the sentence and those around it.
        before: The sentence before it in the passage; "" where there is none.
        behind: The one behind.
        names: Names of the article: gold answers, people behind titles.
        tagged: Names of the article by the tagger.
        elsewhere: A sentence of another article.
    """

    sentence: str
    passage: str
    before: str
    behind: str
    names: tuple[str, ...]
    tagged: tuple[str, ...]
    elsewhere: str


UNITS = "美元|元|人|名|家|个百分点|个|%|％|公里|米|吨|岁|亩|平方米|台|辆|项|件|次|倍|小时|分钟|天|户|座"
COUNTED = re.compile(rf"(?<![\d.,，\-A-Za-z第])(\d+(?:\.\d+)?)((?:余|多)?(?:万|亿|千)*(?:{UNITS}))")
"""A figure and its unit, as plain patterns find them."""


def sample(made: Sequence[Made], count: int, chance: random.Random) -> list[Made]:
    """`count` of them, each kind as near to its even share as there are."""
    kinds: dict[str, list[Made]] = {}
    for one in made:
        kinds.setdefault(one.kind, []).append(one)
    for row in kinds.values():
        chance.shuffle(row)
    out: list[Made] = []
    while len(out) < count and any(kinds.values()):
        for row in kinds.values():
            if row and len(out) < count:
                out.append(row.pop())
    return out
