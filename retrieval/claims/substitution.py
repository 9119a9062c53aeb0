"""A clause that a quote has word for word, but for one place: what another line has there instead.

`exchanges` asks what each word of a gap is, of the sentence over which a clause is laid; a phrase that the
segmenter cuts otherwise in the claim than in the article, and a clause that is laid over the sentence from
which its wrong phrase comes, slip by. Here the claim is compared character by character with every line of
the quotes. Where all but one place agrees, what stands there is the article's own elsewhere, and neither is a
way to say the other, the claim is another statement, whatever kind of phrase it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from retrieval.claims.errors import Struck
from retrieval.claims.models import Reason
from retrieval.claims.sources import Row, Source
from retrieval.claims.things import is_thing, short_for, words_at
from retrieval.text.relations import say_the_same
from retrieval.text.tokens import CLAUSE_ENDS, Kind, Token, tokens
from retrieval.text.words import PRONOUNS

LEAST_FRAME = 6
"""Characters alike around the place: fewer are a turn of phrase that two lines may share by chance."""
FRAME = 0.6
"""Share of the claim's characters that must be alike around it. Both were chosen by hand on the tuned part of
benchmarks.spoiled: no true claim there, by hand or of a model's that is kept in a cache hung on them."""
LONGEST = 14
"""Characters of what stands in the place: longer ones are a statement of their own."""
BORDER = 3
"""Characters that the two phrases may share at an end of theirs: 许县 and 襄城县."""
LEAST = 2
"""Characters of a phrase."""

_ENDS = re.compile(f"[{re.escape(CLAUSE_ENDS)}]+")
_LIGHT = frozenset("tdpcrmfuv")
"""First letters of the tags of what begins a clause that tells no subject: time, place, a verb."""
_CALLED = r"(?:[（(，]?(?:即|又名|又称|亦称|也称|也叫|简称|俗称|全称|别名|原名)|[（(]|是|为)?[“「《]?"

_SO_CALLED = r"(?:称作|称为|叫作|叫做|人称|简称|又称|俗称|改称)[“「《]?"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a claim and a line of the quotes differ.

    Attributes:
        said: What the claim has there.
        told: What the line has there.
        before: What both have before it.
        behind: What both have behind it.
        row: The row of the line.
        at: Where in its row the line begins.
    """

    said: str
    told: str
    before: str
    behind: str
    row: Row
    at: int

    @property
    def theirs(self) -> list[Token]:
        """The row's tokens that lie whole in the place; where it has only pieces, those by themselves."""
        start = self.at + len(self.before)
        end = start + len(self.told)
        inside = [t for t in self.row.tokens if start <= t.at and t.at + len(t.text) <= end]
        return [token for token in inside or _read(self.told) if token.kind is not Kind.MARK]


def not_substituted(text: str, read: Sequence[Source]) -> None:
    """A claim does not follow a line of its quotes all along with another line's phrase in one place.

    Args:
        text: The claim, folded.
        read: All sources.

    Raises:
        Struck: It does.
    """
    rows = [row for source in read for row in source.rows if not row.beside]
    lines = [(line, row, row.text.find(line)) for row in rows for line in _lines(row.text)]
    for own in dict.fromkeys(_lines(text)):
        if any(own in row.text for source in read for row in source.rows):
            continue
        for line, row, at in lines:
            place = _place(own, line, row, at)
            if place is None or not _says_something(place):
                continue
            for said, told in _bordered(place):
                if _anothers(said, place, read) and not _one_thing(said, told, read):
                    raise Struck(Reason.PAIR if place.before else Reason.SUBJECT, f"{said} for {told}")


def _lines(text: str) -> list[str]:
    """A sentence without its end, and each of its clauses."""
    whole = text.strip().strip(CLAUSE_ENDS)
    parts = [part.strip() for part in _ENDS.split(whole)]
    return [whole, *parts] if len(parts) > 1 else [whole]


def _place(own: str, line: str, row: Row, at: int) -> Place | None:
    """The one place where two lines differ, if all else agrees."""
    before = _alike(own, line)
    rest, other = own[len(before) :], line[len(before) :]
    behind = _alike(rest[::-1], other[::-1])[::-1]
    said, told = rest[: len(rest) - len(behind)], other[: len(other) - len(behind)]
    alike = len(before) + len(behind)
    if not said or not told or max(len(said), len(told)) > LONGEST or alike < LEAST_FRAME:
        return None
    if alike < FRAME * len(own) or _ENDS.search(said) or _ENDS.search(told):
        return None
    return Place(said, told, before, behind, row, at)


def _alike(a: str, b: str) -> str:
    """The characters with which both begin."""
    end = next(
        (at for at, pair in enumerate(zip(a, b, strict=False)) if pair[0] != pair[1]), min(len(a), len(b))
    )
    return a[:end]


def _says_something(place: Place) -> bool:
    """Whether what the line has there is no pronoun, no figure, and no time or adverb that opens a clause."""
    words = place.theirs
    if any(token.hard and token.value is not None for token in words):
        return False
    if not words or all(token.free for token in words):
        return False
    if words[0].word in PRONOUNS or words[-1].word in PRONOUNS or words[0].tag[:1] == "r":
        return False
    opens = not place.before or place.before[-1] in CLAUSE_ENDS
    return not opens or words[0].tag[:1] not in _LIGHT


def _bordered(place: Place) -> Iterator[tuple[str, str]]:
    """The two phrases, with as many of the characters around them as their words may share."""
    for more in range(BORDER + 1):
        for left in range(more + 1):
            right = more - left
            if left > len(place.before) or right > len(place.behind):
                continue
            head, tail = place.before[len(place.before) - left :], place.behind[:right]
            if any(sign in CLAUSE_ENDS for sign in head + tail):
                continue
            said = head + place.said + tail
            if len(said) >= LEAST:
                yield said, head + place.told + tail


def _anothers(said: str, place: Place, read: Sequence[Source]) -> bool:
    """Whether a phrase stands as words of its own, one of them a thing, in another line of the sources."""
    return any(
        said in row.text and _stands(said, row)
        for source in read
        for row in source.rows
        if said not in place.row.text or row is place.row
    )


def _stands(said: str, row: Row) -> bool:
    """Whether a row has a phrase from the beginning of a word to the end of one."""
    at = row.text.find(said)
    while at >= 0:
        inside = [number for number, token in enumerate(row.tokens) if at <= token.at < at + len(said)]
        if inside:
            first, last = inside[0], inside[-1]
            begins = not first or row.tokens[first - 1].place != row.tokens[first].place
            ends = last + 1 == len(row.tokens) or row.tokens[last + 1].place != row.tokens[last].place
            whole = (begins and ends) or len(said) > LEAST  # the segmenter may cut a longer name otherwise
            if whole and any(is_thing(row.tokens, word) for word in words_at(row.tokens, inside)):
                return True
        at = row.text.find(said, at + 1)
    return False


def _one_thing(said: str, told: str, read: Sequence[Source]) -> bool:
    """Whether two phrases are two ways to say one thing."""
    if said in told or told in said or short_for(said, told):
        return True
    ours, theirs = ({token.word for token in _read(phrase)} for phrase in (said, told))
    if any(say_the_same(a, b) for a in ours for b in theirs):
        return True
    return any(_called(a, b, source.article) for source in read for a, b in ((said, told), (told, said)))


def _called(a: str, b: str, text: str) -> bool:
    """Whether a text sets one right beside the other as its name or its office (市长张三), or calls it so."""
    return (
        re.search(f"{re.escape(a)}(?:{_CALLED}|[^。！？\\n]*?{_SO_CALLED}){re.escape(b)}", text) is not None
    )


@lru_cache(maxsize=1024)
def _read(phrase: str) -> tuple[Token, ...]:
    return tuple(tokens(phrase, None))
