"""Whether marked words can be a person or a body of people, for a question that asks who."""

from __future__ import annotations

import re

from retrieval.models import Span
from retrieval.text.quantities import quantities, times

_PLACE_END = re.compile(r"(?:[路街巷桥楼馆]|大道|交叉口)$")
_CLAUSE = re.compile(r"[，。；：！？]")


def can_be_who(words: str) -> bool:
    """Whether the words may name someone: no clause, no figure or time alone, no street, no bare verb."""
    if not words or _CLAUSE.search(words) or _PLACE_END.search(words):
        return False
    whole = [(0, len(words))]
    if times(words) == whole or quantities(words) == whole:
        return False
    return any(not tag.startswith(("v", "d", "p", "u")) for tag in _tags(words))


def people_named(quote: str, known: str) -> list[Span]:
    """The people that a sentence names and `known` does not, in order, by titles, speech and segmenter."""
    from retrieval.text.people import people_in  # loads the segmenter

    names = [name for name in people_in(quote) if name not in known]
    return sorted({match.span() for name in names for match in re.finditer(re.escape(name), quote)})


def _tags(words: str) -> list[str]:
    from retrieval.text.tokens import words_of  # loads the segmenter

    return [tag for word, tag in words_of(words) if word.strip()]
