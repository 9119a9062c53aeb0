"""An English claim and a Chinese quote in one form: rows of atoms and word stems.

A quote's word carries the stems of all its English glosses; a claim's word is one stem. Figures, dates, hours and
people are atoms on both sides.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from retrieval.claims.figures import Figure, one_scale, same_unit
from retrieval.claims.glosses import STOP, gloss, phrases, stem, stems
from retrieval.claims.moments import Day, Hour, agrees, agrees_hour, days, hours
from retrieval.claims.numerals import LABEL, english_figures
from retrieval.claims.sources import Row
from retrieval.claims.tokens import SENTENCE_AWAY as SENTENCE_CLAUSES
from retrieval.claims.tokens import Kind, Token

REACH = 8.0
"""Distance in words at which what stands around an atom counts 1/e; wider than in Chinese alone, for English puts
time, place and subject elsewhere."""
CLAUSE_AWAY = 3.0
SENTENCE_AWAY = 10.0
FARTHEST = 40

ATOM_WORTH = 1.2
"""What an atom counts beside another, in words: 24 degrees beside the 21st says which day is meant."""
ROW_WEIGHT = 0.15
"""What a word counts that stands anywhere in the row."""
_LABELS = ("路", "号", "号线", "线", "第", "", "期", "届")

_WEEKDAYS = dict(
    zip("monday tuesday wednesday thursday friday saturday sunday".split(), "一二三四五六日", strict=True)
)  # noqa: SIM905
_WEEKDAY = re.compile(rf"\b(?:{'|'.join(_WEEKDAYS)})s?\b")
_JOINTS = frozenset(("and", "while", "but", "whereas"))
HEAD_BEHIND = 3.0
"""What is added to the distance of what stands before a count: in five national ones and 14 provincial ones each
number goes with what follows."""
TOPIC_AWAY = 5.0
"""How far at most a route's number stands from what its sentence tells of it."""


@dataclass(frozen=True, slots=True)
class Item:
    """A word or an atom.

    Attributes:
        at: Its place, counted in words.
        clause: Its clause.
        stems: What it may say in English; empty for an atom.
        atom: A figure, day or hour, the name of a person in Chinese characters, or 周一.
        text: As written.
    """

    at: int
    clause: int
    stems: frozenset[str]
    atom: Figure | Day | Hour | str | None
    text: str


def claim_items(text: str, names: Sequence[tuple[int, int, str]], dated: object) -> list[Item]:
    """Read a lower-case English claim.

    Args:
        text: The claim.
        names: (from, to, Chinese characters) of the people that it names.
        dated: The day that the cited article is dated, or None.
    """
    import datetime

    day = dated if isinstance(dated, datetime.date) else None
    found: list[tuple[int, int, Figure | Day | Hour | str]] = [(a, b, name) for a, b, name in names]
    found += [(m.start(), m.end(), "周" + _WEEKDAYS[m.group().rstrip("s")]) for m in _WEEKDAY.finditer(text)]
    found += [(d.start, d.end, d) for d in days(text, day)]
    found += [(h.start, h.end, h) for h in hours(text)]
    found += [(f.start, f.end, f) for f in english_figures(text)]
    taken = [False] * (len(text) + 1)
    atoms: dict[int, tuple[int, Figure | Day | Hour | str]] = {}
    for start, end, value in found:
        if not any(taken[start:end]):
            taken[start:end] = [True] * (end - start)
            atoms[start] = end, value
    items: list[Item] = []
    clause = 0
    for match in re.finditer(r"[㐀-鿿·]+|[a-zà-ÿ]+(?:['’-][a-zà-ÿ]+)*|[,;:.!?](?=\s|$)|\d", text):
        if match.start() in atoms:
            end, value = atoms[match.start()]
            items.append(Item(len(items), clause, frozenset(), value, text[match.start() : end]))
        elif taken[match.start()]:
            start = max((a for a in atoms if a <= match.start()), default=-1)
            if start >= 0 and not any(item.text == text[start : atoms[start][0]] for item in items[-3:]):
                items.append(
                    Item(len(items), clause, frozenset(), atoms[start][1], text[start : atoms[start][0]])
                )
        elif match.group()[0] > "㐀":
            continue  # a name that is left in Chinese is looked for as it stands
        elif not match.group()[0].isalpha():
            clause += 3 if match.group() in ";.!?" else 1
        else:
            for part in re.split(r"[-’']", match.group()):
                clause += part in _JOINTS
                if part not in STOP and len(part) > 1:
                    items.append(Item(len(items), clause, frozenset({stem(part)}), None, part))
    return items


def row_items(row: Sequence[Token], people: frozenset[str]) -> list[Item]:
    """Read a row of a quote."""
    del people
    items: list[Item] = []
    run: list[Token] = []
    for token in [*row, None]:
        if token is not None and token.kind is Kind.CHARACTER:
            run.append(token)
            continue
        items.extend(_glossed(run, len(items)))
        run = []
        if token is None or token.kind is Kind.MARK:
            continue
        atom = (
            token.value
            if token.value is not None
            else token.text
            if token.kind is Kind.NAME or token.text[0] == "周"
            else None
        )
        latin = frozenset(stems(token.text)) if token.kind is Kind.CODE else frozenset()
        items.append(Item(len(items), token.clause, latin, atom, token.text))
    return items


def _glossed(run: Sequence[Token], first: int) -> Iterator[Item]:
    text = "".join(token.text for token in run)
    starts: dict[int, int] = {}
    for word, start, end in phrases(text):
        if start not in starts:
            starts[start] = first + len(starts)
        yield Item(starts[start], run[start].clause, gloss(text[start:end]), None, word)


def proves(claim: Figure | Day | Hour | str, quote: Figure | Day | Hour | str | None) -> bool:
    """Whether a quote's atom says what a claim's says."""
    if isinstance(claim, Figure) and isinstance(quote, Figure):
        if claim.value != quote.value:
            return False
        if claim.unit == LABEL:
            return quote.unit in _LABELS
        return (
            same_unit(claim.unit, quote.unit)
            or claim.unit == ""
            or (claim.unit in ("年", "岁") and quote.unit in ("年", "岁"))
        )
    if isinstance(claim, Day) and isinstance(quote, Day):
        return agrees(claim, quote)
    if isinstance(claim, Figure) and isinstance(quote, Day):  # the 19th
        return claim.unit == "第" and claim.value == quote.day
    if isinstance(claim, Hour) and isinstance(quote, Hour):
        return agrees_hour(claim, quote)
    return isinstance(claim, str) and claim == quote


def alike(claim: Figure | Day | Hour | str, quote: Figure | Day | Hour | str | None) -> bool:
    """Whether the quote's atom could stand where the claim's does."""
    if isinstance(claim, Figure) and isinstance(quote, Figure):
        if claim.unit == LABEL:
            return quote.unit in _LABELS
        return not quote.soft and one_scale(claim.unit, quote.unit)
    if isinstance(claim, Day) and isinstance(quote, Day):
        return (claim.day is None) == (quote.day is None)
    if isinstance(claim, str) and isinstance(quote, str):
        return claim.startswith("周") == quote.startswith("周")
    return isinstance(claim, Hour) and isinstance(quote, Hour)


class Parallel:
    """The rows of the quotes, in which the places of an English claim's atoms are compared."""

    def __init__(self, rows: Sequence[Sequence[Item]], beside: int = 0) -> None:
        """Take the rows in, of which the first `beside` are headlines: too short to be held against a claim."""
        self.rows = rows
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


def rows_of(rows: Sequence[Row], people: frozenset[str]) -> list[list[Item]]:
    """All rows of the quotes; a 分别 sentence slot by slot."""
    return [row_items(part, people) for row in rows for part in (row.slots or (row.tokens,))]
