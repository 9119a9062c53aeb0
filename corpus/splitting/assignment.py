"""Which item each headline between two items belongs to: the one above it or the one below.

Papers set headlines before bodies, but extraction reads a page in the order of its frames and often
delivers them behind. So every way of dividing each gap's display blocks between the items on its two
sides is weighed: by what headline and body say alike, and by what a page looks like, where an item has
one headline and rarely display on both sides. The best division of the whole page is found by dynamic
programming over the gaps (Viterbi 1967).
"""

from __future__ import annotations

from corpus.models import ArticleKind
from corpus.splitting.blocks import Block
from corpus.splitting.bodylines import is_notice_title
from corpus.splitting.items import Item, Sequence
from corpus.splitting.similarity import Likeness

NO_HEADING = -0.6
"""An article without any heading: as bad as a headline that says only half of what it should."""

BOTH_SIDES = -0.15
"""Display before and behind one body: seen (a deck set below), but seldom."""

BEFORE = 0.1
"""Before the body is where a headline belongs if the words do not tell."""

TOUCHING = 0.05
"""Display directly above a body, without a blank line: a slight sign only, for extraction drops frames
and blank lines alike (on the seed page a deck touches the article that it does not belong to)."""

CAPTION_HEADING = -0.5
"""A caption with a heading of its own: it must share half of its weight with the caption to have it."""


def assign(page: Sequence) -> None:
    """Divide the page's gaps: fill every item's `heading`, empty the gaps."""
    items = page.items
    if not items:
        return
    likeness = Likeness([item.text for item in items])
    # best[took] = (score, splits): took tells whether the item above has taken display before its body
    best: dict[bool, tuple[float, list[int]]] = {False: (0.0, [])}
    for at in range(len(items) + 1):
        best = _step(page, likeness, at, best)
    _, splits = max(best.values(), key=lambda scored: scored[0])
    for at, split in enumerate(splits):
        gap = page.gaps[at]
        if at > 0:
            items[at - 1].heading.extend(gap[:split])
        if at < len(items):
            items[at].heading[:0] = gap[split:]
        gap.clear()


def _step(
    page: Sequence, likeness: Likeness, at: int, best: dict[bool, tuple[float, list[int]]]
) -> dict[bool, tuple[float, list[int]]]:
    """Extend the best divisions of the gaps before `at` by every division of gap `at`."""
    gap = page.gaps[at]
    last = len(gap) if at > 0 else 0
    following: dict[bool, tuple[float, list[int]]] = {}
    for split in range(last + 1) if at < len(page.items) else [len(gap)]:
        above, below = gap[:split], gap[split:]
        gained = _words(likeness, above, page.items, at - 1) + _words(likeness, below, page.items, at)
        if below:
            gained += BEFORE + TOUCHING * (page.items[at].body[0].blanks == 0)
        for took, (score, splits) in best.items():
            total = score + gained + (_layout(page.items[at - 1], above, took=took) if at else 0.0)
            key = bool(below)
            if key not in following or total > following[key][0]:
                following[key] = (total, [*splits, split])
    return following


def _words(likeness: Likeness, blocks: list[Block], items: list[Item], at: int) -> float:
    score = 0.0
    for block in blocks:
        score += likeness.of(block.raw, at)
        notice = items[at].kind is ArticleKind.NOTICE
        score += 1.0 * is_notice_title(block) * (1 if notice else -1)
        score += CAPTION_HEADING * (items[at].kind is ArticleKind.PHOTO_CAPTION)
    return score


def _layout(item: Item, behind: list[Block], *, took: bool) -> float:
    if took and behind:
        return BOTH_SIDES
    if not took and not behind and item.kind is not ArticleKind.PHOTO_CAPTION:
        return NO_HEADING
    return 0.0
