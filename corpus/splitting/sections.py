"""Display between two paragraphs: does it head a section of the article above, or an article of its own?

A headline sums up the text below and its words come back there; a subheading is one line between two
paragraphs that tell of one thing, and its words seldom come back.
"""

from __future__ import annotations

import re

from corpus.splitting.blocks import Block
from corpus.splitting.cohesion import AKIN, FOREIGN, LIKE, Cohesion
from corpus.splitting.similarity import pairs

LONGEST_SUBHEAD = 14
"""Width of a subheading inside an article, in em: it fits into one line of a column."""

SUMS_UP = 0.3
"""Share of a headline's pairs of characters that the text below has beyond what the text above has. Of the
560 headlines of news-5k that `firstlines` was fitted on, three in four reach it in their first 200
characters; of the 14 subheadings of tests/corpus/pages none does."""

LEAST_MEASURED = 40
"""Characters below and above from which cohesion is asked at all: a single sentence shares little even
with its own article."""

_LEAD = re.compile(
    r"\s*(?:\d{1,2}\s*月\s*\d{1,2}\s*日|\d{4}\s*年\s*\d{1,2}\s*月|近日|日前|昨日|昨天|今日|今天|连日来"
    r"|记者\s*(?:从|自|\d|日前|近日|昨|获悉|了解)|本报|[^，。]{0,12}(?:获悉|讯))"
)
_NUMBERED = re.compile(
    r"(?:[一二三四五六七八九十]{1,2}、|[（(][一二三四五六七八九十\d]{1,2}[）)]|\d{1,2}[.、．]|[■●◆◇▶★☆]"
    r"|第[一二三四五六七八九十百]{1,4}[章节编部篇]|[一二三四五六七八九十]{1,2}$|[问答][：:])"
)


def is_numbered(block: Block) -> bool:
    """Whether display is a section's heading by its number: 一、, （二）, 第三章, or 一 alone."""
    return bool(_NUMBERED.match(block.raw))


def heads_section(gap: list[Block], below: str, above: str, cohesion: Cohesion, *, framed: bool) -> bool:
    """Whether display between two paragraphs heads a section and not a new article.

    Args:
        gap: The display, at least one block.
        below: The paragraphs below, up to the next display.
        above: The article above.
        cohesion: Of the page.
        framed: Whether a blank line stands below the display.
    """
    if len(gap) > 1 or len(gap[0].lines) > 1:
        return False
    heading = gap[0]
    if is_numbered(heading):
        return True
    if heading.width > LONGEST_SUBHEAD or _LEAD.match(below):
        return False
    title = pairs(heading.raw)
    said_below = len(title & pairs(below)) / max(1, len(title))
    said_above = len(title & pairs(above)) / max(1, len(title))
    if said_below - said_above >= SUMS_UP:
        return False
    akin = cohesion.of(below, above)
    if heading.blanks:
        return akin >= (AKIN if framed else LIKE)
    return akin >= FOREIGN or said_below <= said_above


def begins_anew(block: Block, above: str, cohesion: Cohesion) -> bool:
    """Whether a paragraph without headline or byline begins an article.

    It opens like one behind a blank line, and tells of something else.
    """
    return (
        block.blanks > 0
        and bool(_LEAD.match(block.raw))
        and min(len(block.raw), len(above)) >= LEAST_MEASURED
        and cohesion.of(block.raw, above) < FOREIGN
    )
