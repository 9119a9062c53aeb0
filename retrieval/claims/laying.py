"""Which sentence of the quotes each clause of a claim is taken from."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.characters import words as listed
from retrieval.claims.alignment import UNSET, Alignment, align
from retrieval.claims.errors import Struck
from retrieval.claims.models import Reason
from retrieval.claims.sources import Row, Source
from retrieval.claims.things import is_thing, words_at
from retrieval.text.tokens import Kind, Token, same
from retrieval.text.words import FREE, PRONOUNS, SAYING

LOOKED_AT = 4
"""Quoted sentences over which a clause is laid: those that share most with it."""


STAY = 0.45
"""What is added to the coverage of a clause by the sentence that covers most of the claim, times the share
that it covers: a clause that fits it half, and another sentence whole, has something of that other in its
place."""


LEAST_LOST = 2
"""Figures, dates and codes that a row lacks and another has: one alone may stand in a dateline."""


SAME_EDGE = 2
"""Tokens with which two clauses begin, or end, alike."""


EVERYWHERE = listed("全市 我市 本市 全省 我省 全国 全县 我县 全区 时间 情况 方面 一批 年度")
"""What a sentence may begin with and a claim leave out."""


@dataclass(frozen=True, slots=True)
class Laid:
    """A clause of the claim laid over a row of its source."""

    clause: tuple[Token, ...]
    source: Source
    at: int
    alignment: Alignment

    @property
    def told(self) -> float:
        """The share covered, what is said counting double: a subject may stand in the sentence before."""
        verb = next(
            (at for at, t in enumerate(self.clause) if t.tag[:1] == "v" and not t.free), len(self.clause)
        )
        total = found = 0.0
        for at, token in enumerate(self.clause):
            weight = 0.0 if token.free else token.weight * (2.0 if at >= verb else 1.0)
            total, found = total + weight, found + weight * (self.alignment.to[at] != UNSET)
        return found / total if total else self.alignment.covered

    @property
    def key(self) -> tuple[int, int]:
        """Which row of which source."""
        return self.source.cited.n, self.at

    @property
    def row(self) -> Row:
        """The row."""
        return self.source.rows[self.at]


def clauses(claim: Sequence[Token]) -> list[tuple[Token, ...]]:
    """The clauses, each with those before it that say too little to stand alone (5月17日，)."""
    found: list[tuple[Token, ...]] = []
    held: list[Token] = []
    for at, token in enumerate(claim):
        held.append(token)
        last = at + 1 == len(claim)
        if last or claim[at + 1].clause != token.clause:
            weight = sum(t.weight for t in held if not t.free and t.kind is not Kind.DAY)
            if weight >= 4 or last:  # noqa: PLR2004
                found.append(tuple(held))
                held = []
    if len(found) > 1 and sum(t.weight for t in found[-1] if not t.free) < 4:  # noqa: PLR2004
        found[-2:] = [found[-2] + found[-1]]
    return found


def lay(clause: tuple[Token, ...], read: Sequence[Source]) -> list[Laid]:
    """The clause over the rows that share most with it, best first."""
    bag = [token for token in clause if not token.free] or list(clause)
    options: list[tuple[float, Source, int]] = []
    for source in read:
        for at, row in enumerate(source.rows):
            held = {token.text for token in row.tokens}
            shared = sum(
                t.weight
                for t in bag
                if t.text in held or (t.kind is not Kind.CHARACTER and any(same(t, o) for o in row.tokens))
            )
            if shared:
                options.append((shared - 0.01 * row.beside, source, at))
    options.sort(key=lambda option: -option[0])
    return sorted(
        (
            Laid(clause, source, at, align(clause, source.rows[at].tokens))
            for _, source, at in options[:LOOKED_AT]
        ),
        key=lambda one: -one.told,
    )


def one_after_another(options: Sequence[list[Laid]]) -> list[Laid]:
    """Choose a row for each clause: the best, but rather the one that covers most of the claim."""
    if any(not row for row in options):
        raise Struck(Reason.UNLIKE, "a clause shares nothing with the quotes")
    weights: dict[tuple[int, int], float] = {}
    total = 0.0
    for row in options:
        weight = sum(token.weight for token in row[0].clause if not token.free) + 0.01
        total += weight
        for one in row:
            weights[one.key] = weights.get(one.key, 0.0) + one.told * weight
    most = max(weights, key=lambda key: weights[key])
    share = weights[most] / total
    chosen = [max(row, key=lambda one: one.told + STAY * share * (one.key == most)) for row in options]
    chosen = [_rather(one, row, chosen, most) for one, row in zip(chosen, options, strict=True)]
    chosen = [_where_it_is_dated(one, row) for one, row in zip(chosen, options, strict=True)]
    _subject_kept(chosen, most)
    _no_clause_exchanged(chosen, most)
    return chosen


def _rather(one: Laid, row: Sequence[Laid], chosen: Sequence[Laid], most: tuple[int, int]) -> Laid:
    """The main sentence's own clause for one that begins or ends like it, though another has it whole.

    根据美国绿卡 before what 根据美国宪法 goes before was not taken from where 美国绿卡 stands.
    """
    main = next((other for other in row if other.key == most), None)
    if one.key == most or main is None:
        return one
    quote = main.row.tokens
    taken = {
        quote[there].clause
        for other in chosen
        if other.key == most
        for there in other.alignment.to
        if there != UNSET
    }
    words = [token.text for token in one.clause if token.kind is not Kind.MARK]
    for number in {token.clause for token in quote} - taken:
        theirs = [token.text for token in quote if token.clause == number and token.kind is not Kind.MARK]
        near = number + 1 in taken or number - 1 in taken
        alike = words[:SAME_EDGE] == theirs[:SAME_EDGE] or words[-SAME_EDGE:] == theirs[-SAME_EDGE:]
        if near and alike and len(theirs) > SAME_EDGE:
            return main
    return one


def _where_it_is_dated(one: Laid, row: Sequence[Laid]) -> Laid:
    """The sentence that has what a clause counts or dates, for one that has none of it.

    A long subject may have all its words elsewhere: what is told of it stands with the figures.
    """
    lost = _hard(one, matched=False)
    if len(lost) < LEAST_LOST or _hard(one, matched=True):
        return one
    return next((other for other in row if not _hard(other, matched=False)), one)


def _hard(one: Laid, *, matched: bool) -> list[Token]:
    """The figures, dates and codes of a clause that its row has, or lacks."""
    to = one.alignment.to
    return [
        token
        for at, token in enumerate(one.clause)
        if token.hard and token.kind is not Kind.NAME and (to[at] != UNSET) == matched
    ]


def _subject_kept(chosen: Sequence[Laid], most: tuple[int, int]) -> None:
    """What stands before the claim's main sentence may not be another's subject put before its predicate."""
    first = next((at for at, one in enumerate(chosen) if one.key == most), 0)
    if not first:
        return
    main = chosen[first]
    row = main.row.tokens
    opening = next(
        (t for t, there in zip(main.clause, main.alignment.to, strict=True) if there != UNSET and not t.free),
        None,
    )
    attributed = _is_attribution(chosen[first - 1].clause)
    if opening is None or (opening.noun and not attributed):
        return  # the clause has a subject of its own
    places = [there for one in chosen if one.key == most for there in one.alignment.to if there != UNSET]
    said = "".join(token.text for one in chosen for token in one.clause)
    subject: list[str] = []
    for word in words_at(row, range(min(places, default=0))):
        token = row[word[0]]
        if token.word in PRONOUNS or (token.tag[:1] == "v" and token.word not in FREE):
            break
        if token.kind is Kind.NAME or (is_thing(row, word) and token.word not in EVERYWHERE):
            subject.append(token.word)
    shared = sum(word in said for word in subject)
    if subject and (not shared or (attributed and 2 * shared < len(subject))):
        raise Struck(Reason.SUBJECT, f"said of {''.join(subject)}")


def _no_clause_exchanged(chosen: Sequence[Laid], most: tuple[int, int]) -> None:
    """A clause of another sentence may not stand where the main sentence has one of its own.

    Before or behind them all it is an exchange only where it tells nothing of its own (俗名龙尖，…).
    """
    for at, one in enumerate(chosen):
        if one.key == most or _is_attribution(one.clause):
            continue
        left = _numbers(chosen[at - 1]) if at and chosen[at - 1].key == most else None
        right = _numbers(chosen[at + 1]) if at + 1 < len(chosen) and chosen[at + 1].key == most else None
        if left and right:
            between = list(range(max(left) + 1, min(right)))
        elif right and _tells_nothing(one.clause):
            between = [min(right) - 1]
        elif left and _tells_nothing(one.clause):
            between = [max(left) + 1]
        else:
            continue
        row = next(other for other in chosen if other.key == most).row.tokens
        theirs = [token for token in row if token.clause in between and not token.free]
        taken = {n for other in chosen if other.key == most for n in _numbers(other)}
        if theirs and not taken & set(between):
            said, own = "".join(t.text for t in one.clause), "".join(t.text for t in theirs)
            raise Struck(Reason.PAIR, f"{said} for {own}")


def _numbers(one: Laid) -> set[int]:
    """The clauses of its row on which a clause lies."""
    return {
        one.row.tokens[there].clause
        for at, there in enumerate(one.alignment.to)
        if there != UNSET and not one.clause[at].free
    }


def _tells_nothing(clause: Sequence[Token]) -> bool:
    opening = clause[0].tag == "p"
    return not any(
        (token.tag in ("v", "vi") and not token.free and not opening)
        or token.value is not None
        or token.kind is Kind.NAME
        for token in clause
    )


def _is_attribution(clause: Sequence[Token]) -> bool:
    """Whether a clause only says who says what follows (馆长何慧敏说)."""
    words = [token for token in clause if token.kind is not Kind.MARK]
    return (bool(words) and re.fullmatch(rf"(?:{SAYING}|显示)", words[-1].word[-2:]) is not None) or (
        bool(words) and re.fullmatch(SAYING, words[-1].word) is not None
    )
