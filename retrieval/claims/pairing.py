"""Does a figure, date or name stand with the words that its quote gives it?

Every one of a claim is held against every one of its kind in the quotes: the words around it in the claim
must fit its own place there at least as well as a rival's. Swapped figures, names and dates fit the
rival's; so do the halves of a 分别 sentence, once it is read slot by slot.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from retrieval.text.figures import Figure
from retrieval.text.measures import one_scale
from retrieval.text.moments import Day
from retrieval.text.tokens import Kind, Token, same

REACH = 6.0
"""Distance in tokens at which a word of the surroundings counts 1/e."""
CLAUSE_AWAY = 4.0
"""Tokens that a clause mark between counts for."""
WRONG_SIDE = 0.5
"""What a word counts that stands before in the claim and behind in the quote."""
FREE_WEIGHT = 0.25
"""What 由, 到, 为 count beside words that say something: 由6时30分提前到6时 hangs on them."""
FARTHEST = 24
ROW_WEIGHT = 0.12
"""What a word counts that stands anywhere in the row: 5月17日 belongs to the sentence that says the rest."""
_LISTING = ("、", "和", "与", "及")
AHEAD = 0.01
"""How far a rival's place must fit better, in words right beside: a tenth of what one a clause away adds."""
HEAD_BEHIND = 4.0
"""What is added to the distance of what stands before a count whose noun follows it: 5家国家级、14家省级."""
STANDING = 0.04
"""Share of the best fit that a place can have which a figure's own place must reach: see docs/quality.md."""


@dataclass(frozen=True, slots=True)
class Mispaired:
    """An atom of the claim whose words belong to a rival."""

    token: Token
    rival: Token | None


class Surroundings:
    """The rows of the quotes, in which places are compared."""

    def __init__(self, rows: Sequence[Sequence[Token]], beside: int = 0) -> None:
        """Take the rows in; the first `beside` are headlines, too short to be held against a claim."""
        self._rows = rows
        self._beside = beside
        counts: Counter[str] = Counter()
        for row in rows:
            counts.update({token.text for token in row})
        self._rarity = {text: 1.0 / (1.0 + math.log(count)) for text, count in counts.items()}
        self._was = {id(row): changes(row) for row in rows}
        self._shared: dict[tuple[int, int], float] = {}
        self._atoms = [
            (at, there)
            for at, row in enumerate(rows)
            for there, token in enumerate(row)
            if token.hard or token.kind is Kind.FIGURE
        ]

    def mispaired(  # noqa: C901 (each way in which a figure is another's)
        self, claim: Sequence[Token], atoms: Iterable[int]
    ) -> Mispaired | None:
        """The first of the claim's atoms that fits another's place better than any of its own.

        Args:
            claim: A clause or a sentence.
            atoms: Indexes of its hard tokens.
        """
        chosen = list(atoms)
        scores: dict[tuple[int, int, tuple[int, ...]], float] = {}

        def fit(i: int, place: int, without: tuple[int, ...] = ()) -> float:
            if (i, place, without) not in scores:
                row, there = self._atoms[place]
                scores[i, place, without] = self._fit(claim, i, self._rows[row], there, without)
            return scores[i, place, without]

        for i in chosen:
            token = claim[i]
            kin = [p for p, (row, there) in enumerate(self._atoms) if alike(token, self._rows[row][there])]
            own = [p for p in kin if same(token, self._token(p))]
            if not own:
                continue
            best = max(fit(i, p) for p in own)
            for p in kin:
                if p in own or self._atoms[p][0] < self._beside:
                    continue
                rival = self._token(p)
                # What the two contend for says nothing of either.
                if any(self._is_one_change(q, p) for q in own):
                    continue
                theirs = tuple(k for k in chosen if k != i and same(claim[k], rival))
                here, held = fit(i, p, theirs), max(fit(i, q, theirs) for q in own)
                if here <= held + AHEAD:
                    continue
                # Where the claim has that one too: do both fit better exchanged?
                there = {k: (max(fit(k, q, (i,)) for q in own), fit(k, p, (i,))) for k in theirs}
                if all(here + away > held + at_home + AHEAD for away, at_home in there.values()):
                    return Mispaired(token, rival)
            was = self._told_as_now(claim, token, own)
            if was:
                return Mispaired(token, was)
            if isinstance(token.value, Figure) and best < STANDING * self._most(claim, i):
                return Mispaired(token, None)
        return None

    def _is_one_change(self, own: int, rival: int) -> bool:
        """Whether the rival is what the claim's figure was before: 由15分钟压到8分钟 is of one thing."""
        (row, there), (other, old) = self._atoms[own], self._atoms[rival]
        return row == other and self._was[id(self._rows[row])].get(there) == old

    def _told_as_now(self, claim: Sequence[Token], token: Token, own: Sequence[int]) -> Token | None:
        """What became of a figure that the claim tells as if it still were so."""
        now = self._became(own)
        if now is None or any(same(other, now) for other in claim if other is not token):
            return None
        return None if _TOLD_AS_PAST.search("".join(other.text for other in claim)) else now

    def _became(self, own: Sequence[int]) -> Token | None:
        """What became of a figure, where the quotes tell it only as what was before."""
        now = []
        for place in own:
            row, there = self._atoms[place]
            new = next((n for n, old in self._was[id(self._rows[row])].items() if old == there), None)
            if new is None:
                return None
            now.append(self._rows[row][new])
        return now[0] if now else None

    def _token(self, place: int) -> Token:
        row, there = self._atoms[place]
        return self._rows[row][there]

    def _most(self, claim: Sequence[Token], i: int) -> float:
        """The fit of a place that has all the claim's words where the claim has them."""
        return sum(
            self._worth(token) * math.exp(-(_distance(claim, i, k) - 1) / REACH)
            for k, token in enumerate(claim)
            if k != i and token.kind is not Kind.MARK and not token.free
        )

    def _worth(self, token: Token) -> float:
        return token.weight * (FREE_WEIGHT if token.free else 1.0) * self._rarity.get(token.text, 1.0)

    def _fit(
        self, claim: Sequence[Token], i: int, row: Sequence[Token], j: int, without: tuple[int, ...] = ()
    ) -> float:
        near: dict[str, list[int]] = {}
        heads = i + 1 < len(claim) and claim[i + 1].tag[:1] in _HEADS and not claim[i + 1].free
        low, high = max(0, j - FARTHEST), min(len(row), j + FARTHEST + 1)
        for there in range(low, high):
            if there != j:
                near.setdefault(_key(row[there]), []).append(there)
        total = 0.0
        for k in range(max(0, i - FARTHEST), min(len(claim), i + FARTHEST + 1)):
            token = claim[k]
            if k == i or k in without or token.kind is Kind.MARK:
                continue
            options = near.get(_key(token), ())
            best = 0.0
            for there in options:
                if token.kind is not Kind.CHARACTER and not same(token, row[there]):
                    continue
                far = max(_distance(claim, i, k), _distance(row, j, there)) + HEAD_BEHIND * (heads and k < i)
                sides = (k < i) == (there < j) or (heads and k > i)
                value = math.exp(-(far - 1) / REACH) * (1.0 if sides else WRONG_SIDE)
                best = max(best, value)
            total += best * self._worth(token)
        return total + self._of_row(claim, row)

    def _of_row(self, claim: Sequence[Token], row: Sequence[Token]) -> float:
        """What the row shares with the claim wherever it stands."""
        key = id(claim), id(row)
        if key not in self._shared:
            held = {token.text for token in row}
            self._shared[key] = ROW_WEIGHT * sum(
                self._worth(token)
                for token in claim
                if not token.free and not token.hard and token.text in held
            )
        return self._shared[key]


_HEADS = frozenset("nbj")
_TOLD_AS_PAST = re.compile(r"[由从原曾]|此前|之前|以前|过去|先前|本来")
CHANGE = 9
"""Tokens between what was and what became of it."""


def changes(row: Sequence[Token]) -> dict[int, int]:
    """What became of a figure → what was before: 由15分钟压到8分钟.

    由 or 从 stands before the one, 到, 至 or 为 before the next of its kind in that clause.
    """
    found: dict[int, int] = {}
    for old, token in enumerate(row):
        if token.value is None or not old or row[old - 1].text not in ("由", "从"):
            continue
        for new in range(old + 1, min(len(row), old + CHANGE)):
            if row[new].clause != token.clause:
                break
            if alike(token, row[new]) and row[new - 1].text in ("到", "至", "为", "成"):
                found[new] = old
                break
    return found


def _key(token: Token) -> str:
    return token.text if token.kind is Kind.CHARACTER else f"<{token.kind}>"


def _distance(row: Sequence[Token], i: int, k: int) -> float:
    away = abs(i - k)
    if row[i].kind is Kind.NAME and row[i].clause == row[k].clause and away > 1:
        # 甲、乙等参加: what stands behind a list is as near to each of its names
        step = 1 if k > i else -1
        between = range(i + step, k, step)
        if any(row[at].text in _LISTING for at in between):
            names = [at for at in between if row[at].kind is Kind.NAME]
            away = min(away, abs(k - names[-1])) if names else away
    return away + CLAUSE_AWAY * abs(row[i].clause - row[k].clause)


def alike(a: Token, b: Token) -> bool:
    """Whether one could stand in the other's place."""
    if a.kind is not b.kind:
        return False
    if isinstance(a.value, Figure) and isinstance(b.value, Figure):
        return one_scale(a.value.unit, b.value.unit)
    if isinstance(a.value, Day) and isinstance(b.value, Day):
        return (a.value.day is None) == (b.value.day is None)
    if a.kind is Kind.NAME:
        return (a.text[0] == "《") == (b.text[0] == "《")
    return True
