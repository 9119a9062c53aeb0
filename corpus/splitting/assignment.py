"""Which item each headline between two items belongs to: the one above it or the one below.

Papers set headlines before bodies, but extraction reads a page in the order of its frames and often
delivers them behind. So every way of dividing each gap's display blocks between the items on its two
sides is weighed: by what headline and body say alike, and by what a page looks like, where an item has
one headline and rarely display on both sides. The best division of the whole page is found by dynamic
programming over the gaps (Viterbi 1967).
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from corpus.models import ArticleKind
from corpus.splitting.blocks import Block, BlockKind
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

PROMISING = -1.0
"""Odds from which the first line of an article without any heading is its headline: 97 of 100 headlines as
wide as their column reach them, and 11 of 100 first lines (see `firstlines`)."""

PARTED = -0.3
"""Two displays that touch but belong to two items: on no page of tests/corpus/pages, nor on the seed page;
half of `NO_HEADING`, so that an item without any other heading may still have it."""

CAPTION_HEADING = -0.5
"""A caption with a heading of its own: it must share half of its weight with the caption to have it."""


@dataclass(frozen=True, slots=True)
class _Division:
    """The best way to divide the gaps so far, linked to the way it extends."""

    score: float
    split: int
    before: _Division | None


def assign(page: Sequence) -> None:
    """Divide the page's gaps: fill every item's `heading`, empty the gaps."""
    if not page.items:
        return
    likeness = Likeness([item.text for item in page.items])
    # by whether the item above the next gap has taken display before its body
    best: dict[bool, _Division] = {False: _Division(0.0, 0, None)}
    for at in range(len(page.items) + 1):
        best = _divide(page, likeness, at, best)
    last: _Division | None = max(best.values(), key=lambda division: division.score)
    for at in reversed(range(len(page.items) + 1)):
        assert last is not None
        gap, split = page.gaps[at], last.split
        if at > 0:
            page.items[at - 1].heading.extend(gap[:split])
        if at < len(page.items):
            page.items[at].heading[:0] = gap[split:]
        gap.clear()
        last = last.before
    for item in page.items:
        _promote(item)


def _promote(item: Item) -> None:
    """Take the first line of an article that has no heading for its headline, if it may well be one."""
    first = item.body[0]
    if item.kind is ArticleKind.ARTICLE and not item.heading and first.promise >= PROMISING:
        item.heading = [Block(BlockKind.DISPLAY, first.lines[:1])]
        item.body[0] = replace(first, lines=first.lines[1:])


def _divide(
    page: Sequence, likeness: Likeness, at: int, best: dict[bool, _Division]
) -> dict[bool, _Division]:
    """Extend the best divisions of the gaps before `at` by every division of gap `at`."""
    gap, items = page.gaps[at], page.items
    above = [_worth(likeness, block, items, at - 1) for block in gap] if at > 0 else []
    below = [_worth(likeness, block, items, at) for block in gap] if at < len(items) else []
    following: dict[bool, _Division] = {}
    gained = sum(below)
    for split in range(len(gap) + 1):
        takes = split < len(gap)
        if (at > 0 or split == 0) and (at < len(items) or not takes):
            beside = BEFORE + TOUCHING * (items[at].body[0].blanks == 0) if takes else 0.0
            if 0 < split < len(gap) and not gap[split].blanks:
                beside += PARTED
            for took, division in best.items():
                layout = _layout(items[at - 1], behind=split > 0, took=took) if at else 0.0
                total = division.score + gained + beside + layout
                if takes not in following or total > following[takes].score:
                    following[takes] = _Division(total, split, division)
        if takes:
            gained += (above[split] if above else 0.0) - (below[split] if below else 0.0)
    return following


def _worth(likeness: Likeness, block: Block, items: list[Item], at: int) -> float:
    """What speaks for a display block heading an item, by their words."""
    notice = items[at].kind is ArticleKind.NOTICE
    caption = items[at].kind is ArticleKind.PHOTO_CAPTION
    return (
        likeness.of(block.raw, at)
        + (is_notice_title(block) * (1 if notice else -1))
        + CAPTION_HEADING * caption
    )


def _layout(item: Item, *, behind: bool, took: bool) -> float:
    if took and behind:
        return BOTH_SIDES
    if not took and not behind and item.kind is not ArticleKind.PHOTO_CAPTION:
        # its own first line may be its headline
        return NO_HEADING / 2 if item.body[0].promise >= PROMISING else NO_HEADING
    return 0.0
