"""Turns of an interview: a line that begins with a speaker's name and a colon begins a paragraph.

A turn's last line may fill its column, and what follows then looks like the same paragraph going on. Speakers
are told by coming again: a name that begins two lines of the item, each behind the end of a sentence. One
that begins a single line may be prose broken there (他说的名字是：).
"""

from __future__ import annotations

import re
from collections import Counter

from corpus.characters import ends_sentence

_SPEAKER = re.compile(r"(?P<name>[^\s，。；：:！？、“”《》（）()\d]{1,8})\s?[：:](?=\s?\S)")

LEAST_TURNS = 2
"""Lines that a speaker begins."""


def by_turns(paragraphs: list[str]) -> list[str]:
    """Part paragraphs where another speaker's turn begins inside of them.

    Args:
        paragraphs: As printed, each with its line breaks.

    Returns:
        The same lines in the same order; as they were where nobody speaks twice.
    """
    turns = Counter(
        match["name"]
        for paragraph in paragraphs
        for _, line in _begun(paragraph)
        if (match := _SPEAKER.match(line))
    )
    speakers = {name for name, count in turns.items() if count >= LEAST_TURNS}
    if not speakers:
        return paragraphs
    out: list[str] = []
    for paragraph in paragraphs:
        lines = paragraph.split("\n")
        starts = [at for at, line in _begun(paragraph) if at and _speaks(line, speakers)]
        for first, stop in zip([0, *starts], [*starts, len(lines)], strict=True):
            out.append("\n".join(lines[first:stop]))
    return out


def _begun(paragraph: str) -> list[tuple[int, str]]:
    """The lines that stand first or behind the end of a sentence, with their places."""
    lines = paragraph.split("\n")
    return [(at, line) for at, line in enumerate(lines) if not at or ends_sentence(lines[at - 1])]


def _speaks(line: str, speakers: set[str]) -> bool:
    match = _SPEAKER.match(line)
    return match is not None and match["name"] in speakers
