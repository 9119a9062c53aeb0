"""An item's paragraphs → its text, its byline, and the jumps that were printed into it."""

from __future__ import annotations

from dataclasses import dataclass

from corpus.bylines import Byline, leading_byline, trailing_byline, whole_byline
from corpus.characters import squeeze
from corpus.models import LeftOut
from corpus.reflow import reflow
from corpus.splitting.jumps import split_jumps
from corpus.splitting.tables import reflowed
from corpus.splitting.turns import by_turns


@dataclass(frozen=True, slots=True)
class Body:
    """An item's body after reflow.

    Attributes:
        text: Its paragraphs, one newline between two.
        byline: From its start, its end, or a line above it.
        left_out: Jumps to other pages.
    """

    text: str
    byline: Byline | None
    left_out: tuple[LeftOut, ...]


LEADING = 2
"""Bylines at a body's start: who wrote it in a line of its own, and 本报讯 before the first sentence."""


def read_body(paragraphs: list[str], author: str | None = None) -> Body:
    """Part text from bylines and jumps.

    Args:
        paragraphs: As printed, each with its line breaks; at least one.
        author: A bare name that was printed above them.

    Returns:
        The body; a body of nothing but a byline keeps it as its text.
    """
    paragraphs, jumps = _take_jumps(paragraphs)
    bylines = [Byline(text=reflow(author), reporters=(squeeze(author),))] if author else []
    for _ in range(LEADING):
        lead = leading_byline(paragraphs[0])
        if not lead or not squeeze(paragraphs[0][lead[1] :] + "".join(paragraphs[1:])):
            break
        bylines.append(lead[0])
        rest = paragraphs[0][lead[1] :]
        paragraphs = [rest, *paragraphs[1:]] if squeeze(rest) else paragraphs[1:]
        if squeeze(rest):
            break
    alone = whole_byline(paragraphs[-1]) if squeeze("".join(paragraphs[:-1])) else None
    end = trailing_byline(paragraphs[-1])
    if alone:
        bylines.append(alone)
        paragraphs = paragraphs[:-1]
    elif end and squeeze("".join(paragraphs[:-1]) + paragraphs[-1][: end[1]]):
        bylines.append(end[0])
        paragraphs = [*paragraphs[:-1], paragraphs[-1][: end[1]]]
    text = "\n".join(reflowed(by_turns(paragraphs)))
    return Body(text, _together(bylines), tuple(LeftOut(jump.strip(), "jump") for jump in jumps))


def _take_jumps(paragraphs: list[str]) -> tuple[list[str], list[str]]:
    """Take the jumps out; an item that is nothing but a jump keeps it as its text."""
    kept, jumps = [], []
    for paragraph in paragraphs:
        rest, _, jump = split_jumps(paragraph)
        kept.append(rest)
        if jump:
            jumps.append(jump)
    return (kept, jumps) if squeeze("".join(kept)) else (paragraphs, [])


def _together(bylines: list[Byline]) -> Byline | None:
    if not bylines:
        return None
    return Byline(
        text=" ".join(byline.text for byline in bylines),
        reporters=tuple(dict.fromkeys(name for byline in bylines for name in byline.reporters)),
        correspondents=tuple(dict.fromkeys(name for byline in bylines for name in byline.correspondents)),
    )
