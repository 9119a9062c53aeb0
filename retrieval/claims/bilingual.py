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
from retrieval.claims.numerals import english_figures
from retrieval.claims.sources import Row
from retrieval.claims.tokens import Kind, Token

REACH = 8.0
"""Distance in words at which what stands around an atom counts 1/e; wider than in Chinese alone, for English puts
time, place and subject elsewhere."""
CLAUSE_AWAY = 3.0
FARTHEST = 26

_WEEKDAYS = dict(zip("monday tuesday wednesday thursday friday saturday sunday".split(), "一二三四五六日", strict=True))  # noqa: SIM905
_WEEKDAY = re.compile(rf"\b(?:{'|'.join(_WEEKDAYS)})s?\b")
_WORD = re.compile(r"[a-zà-ÿ]+(?:['’-][a-zà-ÿ]+)*")


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
    for match in re.finditer(r"[a-zà-ÿ]+(?:['’-][a-zà-ÿ]+)*|[,;:.!?](?=\s|$)|\d", text):
        if match.start() in atoms:
            end, value = atoms[match.start()]
            items.append(Item(len(items), clause, frozenset(), value, text[match.start() : end]))
        elif taken[match.start()]:
            start = max((a for a in atoms if a <= match.start()), default=-1)
            if start >= 0 and not any(item.text == text[start : atoms[start][0]] for item in items[-3:]):
                items.append(Item(len(items), clause, frozenset(), atoms[start][1], text[start : atoms[start][0]]))
        elif not match.group()[0].isalpha():
            clause += 3 if match.group() in ";.!?" else 1
        else:
            for part in re.split(r"[-’']", match.group()):
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
        atom = token.value if token.value is not None else token.text if token.kind is Kind.NAME or token.text[0] == "周" else None
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
        return same_unit(claim.unit, quote.unit) or claim.unit == "" or (claim.unit in ("年", "岁") and quote.unit in ("年", "岁"))
    if isinstance(claim, Day) and isinstance(quote, Day):
        return agrees(claim, quote)
    if isinstance(claim, Hour) and isinstance(quote, Hour):
        return agrees_hour(claim, quote)
    return isinstance(claim, str) and claim == quote


def alike(claim: Figure | Day | Hour | str, quote: Figure | Day | Hour | str | None) -> bool:
    """Whether the quote's atom could stand where the claim's does."""
    if isinstance(claim, Figure) and isinstance(quote, Figure):
        return not quote.soft and (claim.unit == "" or one_scale(claim.unit, quote.unit))
    if isinstance(claim, Day) and isinstance(quote, Day):
        return (claim.day is None) == (quote.day is None)
    if isinstance(claim, str) and isinstance(quote, str):
        return claim.startswith("周") == quote.startswith("周")
    return isinstance(claim, Hour) and isinstance(quote, Hour)


class Parallel:
    """The rows of the quotes, in which the places of an English claim's atoms are compared."""

    def __init__(self, rows: Sequence[Sequence[Item]]) -> None:
        self.rows = rows
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
            if (item.atom is None and item.stems & held) or (item.atom is not None and any(proves(item.atom, a) for a in atoms)):
                matched += weight
        return matched / total if total else 0.0

    def rival(self, claim: Sequence[Item], margin: float) -> tuple[Item, Item] | None:
        """The first atom of the claim whose words stand around another of its kind, with that other."""
        places = [(row, item) for row in self.rows for item in row if item.atom is not None]
        atoms = [item for item in claim if item.atom is not None]
        for item in atoms:
            assert item.atom is not None
            fits = [(self._fit(claim, item, row, other), row, other) for row, other in places if alike(item.atom, other.atom)]
            fits += [(self._fit(claim, item, row, other), row, other) for row, other in places if proves(item.atom, other.atom)]
            own = [fit for fit, _, other in fits if proves(item.atom, other.atom)]
            if not own:
                continue
            for fit, row, other in fits:
                if proves(item.atom, other.atom) or fit <= max(own) + margin:
                    continue
                taken = any(
                    rival is not item and rival.atom is not None and proves(rival.atom, other.atom)
                    and self._fit(claim, rival, row, other) >= fit
                    for rival in atoms
                )  # fmt: skip
                if not taken:
                    return item, other
        return None

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
                    worth = 1.0 if proves(word.atom, other.atom) else 0.0
                else:
                    shared = word.stems & other.stems
                    worth = max((self._rarity[s] for s in shared), default=0.0)
                if worth:
                    far = max(_away(item, word), _away(there, other))
                    best = max(best, worth * math.exp(-(far - 1) / REACH))
            total += best
        return total


def _away(a: Item, b: Item) -> float:
    return abs(a.at - b.at) + CLAUSE_AWAY * abs(a.clause - b.clause)


def rows_of(rows: Sequence[Row], people: frozenset[str]) -> list[list[Item]]:
    """All rows of the quotes; a 分别 sentence slot by slot."""
    return [row_items(part, people) for row in rows for part in (row.slots or (row.tokens,))]
