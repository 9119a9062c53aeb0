"""An English claim and a Chinese quote in one form: rows of atoms and word stems.

A quote's word carries the stems of all its English glosses; a claim's word is one stem. Figures, dates,
hours and people are atoms on both sides.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from retrieval.claims.sources import Row
from retrieval.text.figures import Figure
from retrieval.text.glosses import STOP, gloss, phrases, stem, stems
from retrieval.text.measures import one_scale, same_unit
from retrieval.text.moments import Day, Hour, agrees, agrees_hour, days, hours
from retrieval.text.numerals import LABEL, english_figures
from retrieval.text.tokens import Kind, Token

_ORDINALS = ("第", "届", "楼", "期", "年级", "层", "轮", "批", "次", "季", "组", "部分")
"""Units whose number names one of a row: 三楼 is the third floor."""
ALWAYS_ORDINAL = 5
"""How many of them count nothing: 5层 is as often five floors."""
_LABELS = ("路", "号", "号线", "线", "第", "", "期", "届")


_WEEKDAYS = dict(
    zip(
        ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"],
        "一二三四五六日",
        strict=True,
    )
)


_WEEKDAY = re.compile(rf"\b(?:{'|'.join(_WEEKDAYS)})s?\b")


_JOINTS = frozenset(("and", "while", "but", "whereas"))


PLACE = "@"
"""What the atom of a place begins with, to tell it from a person's."""
_DIVISION = re.compile(r"(?<=[一-鿿]{2})[省市县区镇乡村州]$")


def place_atom(name: str) -> str:
    """The atom of a place's name in Chinese characters: 南乐县 and 南乐 are one."""
    return PLACE + _DIVISION.sub("", name)


@dataclass(frozen=True, slots=True)
class Item:
    """A word or an atom.

    Attributes:
        at: Its place, counted in words.
        clause: Its clause.
        stems: What it may say in English; empty for an atom.
        atom: A figure, day or hour, the name of a person in Chinese characters or of a place
            (`place_atom`), or 周一.
        text: As written.
    """

    at: int
    clause: int
    stems: frozenset[str]
    atom: Figure | Day | Hour | str | None
    text: str


def claim_items(  # noqa: C901 (a branch a kind of word)
    text: str, names: Sequence[tuple[int, int, str]], day: datetime.date | None
) -> list[Item]:
    """Read a lower-case English claim.

    Args:
        text: The claim.
        names: (from, to, Chinese characters) of the people that it names.
        day: The day that the cited article is dated, or None.
    """
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


def row_items(row: Sequence[Token], places: frozenset[str]) -> list[Item]:
    """Read a row of a quote.

    Args:
        row: Its tokens.
        places: Names of places that are each one atom wherever they are a whole word.
    """
    items: list[Item] = []
    run: list[Token] = []
    for token in [*row, None]:
        if token is not None and token.kind is Kind.CHARACTER:
            if token.word not in places:
                run.append(token)
                continue
            items.extend(_glossed(run, len(items)))
            run = []
            name = place_atom(token.word)
            if not items or items[-1].atom != name:
                items.append(Item(len(items), token.clause, frozenset(), name, token.word))
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


def proves(  # noqa: PLR0911 (a return a kind of atom)
    claim: Figure | Day | Hour | str, quote: Figure | Day | Hour | str | None
) -> bool:
    """Whether a quote's atom says what a claim's says."""
    if isinstance(claim, Figure) and isinstance(quote, Figure):
        if claim.value != quote.value:
            return False
        if claim.unit == LABEL:
            return quote.unit in _LABELS
        if claim.unit == "第":
            return quote.unit in _ORDINALS
        return (
            same_unit(claim.unit, quote.unit)
            or (claim.unit == "" and quote.unit != "第")
            or (claim.unit, quote.unit) in _LOOSELY
            or (claim.unit in ("年", "岁") and quote.unit in ("年", "岁"))
        )
    if isinstance(claim, Day) and isinstance(quote, Day):
        return agrees(claim, quote)
    if isinstance(claim, Figure) and isinstance(quote, Day):  # the 19th
        return claim.unit == "第" and claim.value == quote.day
    if isinstance(claim, Hour) and isinstance(quote, Hour):
        return agrees_hour(claim, quote)
    return isinstance(claim, str) and claim == quote


_LOOSELY = frozenset({("家", "户"), ("家", ""), ("人", "人次"), ("人", ""), ("人", "口"), ("人", "户")})
"""Units of an English noun and of a Chinese counter that may count the same: firms are 户 too."""


def alike(  # noqa: PLR0911 (a return a kind of atom)
    claim: Figure | Day | Hour | str, quote: Figure | Day | Hour | str | None
) -> bool:
    """Whether the quote's atom could stand where the claim's does."""
    if isinstance(claim, Figure) and isinstance(quote, Figure):
        if claim.unit == LABEL:
            return quote.unit in _LABELS
        if claim.unit == "第":
            return quote.unit in _ORDINALS[:ALWAYS_ORDINAL]
        return not quote.soft and one_scale(claim.unit, quote.unit)
    if isinstance(claim, Figure) and isinstance(quote, Day):  # the 20th
        return claim.unit == "第" and quote.day is not None
    if isinstance(claim, Day) and isinstance(quote, Day):
        # October stands against 5月17日 too, never against a day of October
        return (claim.day is None) == (quote.day is None) or (claim.month is not None and claim.day is None)
    if isinstance(claim, str) and isinstance(quote, str):
        return all(claim.startswith(mark) == quote.startswith(mark) for mark in ("周", PLACE))
    return isinstance(claim, Hour) and isinstance(quote, Hour)


def places_of(rows: Sequence[Row], city: str | None) -> frozenset[str]:
    """The words of some rows that name places; not the paper's own city, which may go unsaid."""
    own = place_atom(city) if city else None
    return frozenset(
        token.word
        for row in rows
        for token in row.tokens
        if token.kind is Kind.CHARACTER
        and token.tag.startswith("ns")
        and len(token.word) >= LEAST_PLACE
        and place_atom(token.word) != own
    )


LEAST_PLACE = 2


def rows_of(rows: Sequence[Row], places: frozenset[str]) -> list[list[Item]]:
    """All rows of the quotes; a 分别 sentence slot by slot."""
    return [row_items(part, places) for row in rows for part in (row.slots or (row.tokens,))]
