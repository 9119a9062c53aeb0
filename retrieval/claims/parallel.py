"""Does a figure, date or name of an English claim stand with the words that its Chinese quote gives it?

The same question as `retrieval.claims.pairing` asks in Chinese; words are compared by the stems of their
glosses, and their order says less.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence

from retrieval.claims.bilingual import Item, alike, proves
from retrieval.claims.pairing import changes
from retrieval.claims.sources import Row
from retrieval.text.figures import Figure
from retrieval.text.moments import Day, Hour
from retrieval.text.numerals import LABEL
from retrieval.text.tokens import SENTENCE_AWAY as SENTENCE_CLAUSES

Value = Figure | Day | Hour
"""What a token of a quote is worth."""
REACH = 8.0
"""Distance in words at which what stands around an atom counts 1/e; wider than in Chinese alone, for English
puts time, place and subject elsewhere."""


CLAUSE_AWAY = 3.0


SENTENCE_AWAY = 10.0


FARTHEST = 40


ATOM_WORTH = 1.2
"""What an atom counts beside another, in words: 24 degrees beside the 21st says which day is meant."""


ROW_WEIGHT = 0.15
"""What a word counts that stands anywhere in the row."""


HEAD_BEHIND = 3.0
"""What is added to the distance of what stands before a count: in five national ones and 14 provincial ones
each number goes with what follows."""


TOPIC_AWAY = 5.0
"""How far at most a route's number stands from what its sentence tells of it."""


class Parallel:
    """The rows of the quotes, in which the places of an English claim's atoms are compared."""

    def __init__(
        self, rows: Sequence[Sequence[Item]], beside: int = 0, changed: Sequence[tuple[Value, Value]] = ()
    ) -> None:
        """Take the rows in.

        Args:
            rows: Of the quotes.
            beside: How many of them, from the first, are headlines, too short to be held against a claim.
            changed: What was, and what became of it.
        """
        self.rows = rows
        self._changed = changed
        self._beside = {id(row) for row in rows[:beside]}
        counts: Counter[str] = Counter()
        for row in rows:
            counts.update(frozenset().union(*(item.stems for item in row)) if row else ())
        self._rarity = {s: 1.0 / (1.0 + math.log(count)) for s, count in counts.items()}

    def known(self, word: str) -> bool:
        """Whether any word of the quotes may be said with this stem."""
        return word in self._rarity

    def covered(self, claim: Sequence[Item], rows: Sequence[Sequence[Item]]) -> float:
        """Share of the claim's words and atoms that the rows hold, [0, 1]."""
        held = frozenset().union(*(item.stems for row in rows for item in row))
        atoms = [item.atom for row in rows for item in row if item.atom is not None]
        total = matched = 0.0
        for item in claim:
            weight = 2.0 if item.atom is not None else 1.0
            total += weight
            if (item.atom is None and item.stems & held) or (
                item.atom is not None and any(proves(item.atom, a) for a in atoms)
            ):
                matched += weight
        return matched / total if total else 0.0

    def rival(self, claim: Sequence[Item], margin: float) -> tuple[Item, Item] | None:
        """The first atom of the claim whose words stand around another of its kind, with that other."""
        places = [(row, item) for row in self.rows for item in row if item.atom is not None]
        atoms = [item for item in claim if item.atom is not None]
        for item in atoms:
            own = [place for place in places if proves(_atom(item), place[1].atom)]
            if not own and not isinstance(item.atom, str):
                continue
            first = own[0][1].atom if own else item.atom
            kind = (
                first
                if isinstance(item.atom, Figure) and not item.atom.unit and first is not None
                else _atom(item)
            )
            for place in places:
                other = place[1]
                if (
                    id(place[0]) in self._beside
                    or not alike(kind, other.atom)
                    or proves(_atom(item), other.atom)
                    or any(
                        other.atom == old
                        and proves(_atom(item), new)
                        and any(proves(a.atom, old) for a in atoms if a.atom)
                        for old, new in self._changed
                    )
                ):
                    continue
                if self._exchanged(claim, item, own, place, margin):
                    return item, other
        return None

    def _exchanged(
        self,
        claim: Sequence[Item],
        item: Item,
        own: Sequence[tuple[Sequence[Item], Item]],
        place: tuple[Sequence[Item], Item],
        margin: float,
    ) -> bool:
        """Whether the claim's words around `item` fit `place`, which is another's, better than its own."""
        theirs = [
            word
            for word in claim
            if word is not item and word.atom is not None and proves(word.atom, place[1].atom)
        ]
        # What the two contend for says nothing of either.
        around = [word for word in claim if word not in theirs]
        here = self._fit(around, item, *place)
        held = max((self._fit(around, item, *home) for home in own), default=0.0)
        if here <= held + margin:
            return False
        # Where the claim has that one too: do both fit better exchanged?
        for rival in theirs:
            if _one_range(claim, item, rival, own, place):
                return False
            rest = [word for word in claim if word is not item]
            there = max((self._fit(rest, rival, *home) for home in own), default=0.0)
            if here + there <= held + self._fit(rest, rival, *place) + margin:
                return False
        return True

    def _fit(self, claim: Sequence[Item], item: Item, row: Sequence[Item], there: Item) -> float:
        total = 0.0
        for word in claim:
            if word is item:
                continue
            best = 0.0
            for other in row:
                if other is there or abs(other.at - there.at) > FARTHEST:
                    continue
                if word.atom is not None:
                    worth = ATOM_WORTH if proves(word.atom, other.atom) else 0.0
                else:
                    shared = word.stems & other.stems
                    worth = max((self._rarity[s] for s in shared), default=0.0)
                if worth:
                    far = max(_away(item, word), _away(there, other, row))
                    if isinstance(item.atom, Figure) and not item.atom.unit and word.at < item.at:
                        far += HEAD_BEHIND
                    if (
                        isinstance(word.atom, Figure)
                        and word.atom.unit == LABEL
                        and abs(there.clause - other.clause) < SENTENCE_CLAUSES
                    ):
                        far = min(far, TOPIC_AWAY)
                    best = max(best, worth * math.exp(-(far - 1) / REACH))
            total += best
        return total + self._of_row(claim, row)

    def _of_row(self, claim: Sequence[Item], row: Sequence[Item]) -> float:
        held = frozenset().union(*(item.stems for item in row))
        return ROW_WEIGHT * sum(
            max((self._rarity[s] for s in item.stems & held), default=0.0) for item in claim
        )


def changed(rows: Sequence[Row]) -> list[tuple[Value, Value]]:
    """What was and what became of it in some rows: 由6时30分提前到6时."""
    return [
        (before, after)
        for row in rows
        for new, old in changes(row.tokens).items()
        if (before := row.tokens[old].value) is not None and (after := row.tokens[new].value) is not None
    ]


def _one_range(
    claim: Sequence[Item],
    a: Item,
    b: Item,
    own: Sequence[tuple[Sequence[Item], Item]],
    place: tuple[Sequence[Item], Item],
) -> bool:
    """Whether the two are the ends of one range, in one order, in claim and quote (18:00 to 21:00)."""
    del claim
    row, there = place
    return abs(a.at - b.at) <= 1 and any(
        home is row and abs(other.at - there.at) <= NEAR and (other.at < there.at) == (a.at < b.at)
        for home, other in own
    )


NEAR = 2


def _atom(item: Item) -> Figure | Day | Hour | str:
    assert item.atom is not None
    return item.atom


def _away(a: Item, b: Item, row: Sequence[Item] = ()) -> float:
    clauses = abs(a.clause - b.clause)
    away = abs(a.at - b.at)
    if isinstance(a.atom, str) and not clauses:  # 甲、乙等参加: as near to each of the names
        low, high = sorted((a.at, b.at))
        names = [item.at for item in row if low < item.at < high and isinstance(item.atom, str)]
        away = min([away, *(abs(b.at - at) for at in names)])
    return away + CLAUSE_AWAY * clauses + SENTENCE_AWAY * (clauses >= SENTENCE_CLAUSES)
