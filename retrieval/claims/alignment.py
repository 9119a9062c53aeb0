"""Which words of a claim stand where in a sentence of its quote.

Greedy string tiling (Wise 1993): the longest common run first, so that clauses may stand in another order;
then single characters in the gaps between runs that do keep their order; then synonyms.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from retrieval.text.tokens import Kind, Token, same, synonymous

UNSET = -1
LEAST_RUN = 2.0
"""Weight from which a common run is a tile wherever it stands: two characters, or one figure."""


@dataclass(frozen=True, slots=True)
class Gap:
    """What stands in a claim where the quote has something else, between two places that agree.

    Attributes:
        claim: Unmatched tokens of the claim, [from, to).
        quote: Unmatched tokens of the quote there, [from, to); empty where the claim inserts.
        leading: Whether nothing matched stands before it in its clause.
    """

    claim: tuple[int, int]
    quote: tuple[int, int]
    leading: bool


@dataclass(frozen=True, slots=True)
class Alignment:
    """A claim's clause (or a claim) laid over one sentence.

    Attributes:
        to: For each token of the claim the token of the quote, or -1.
        covered: Share of the weight of the claim's tokens that count (`Token.free` do not), [0, 1].
    """

    to: tuple[int, ...]
    covered: float


def align(claim: Sequence[Token], quote: Sequence[Token]) -> Alignment:
    """Lay `claim` over `quote`."""
    to = [UNSET] * len(claim)
    used = [False] * len(quote)
    grid = [[same(a, b) for b in quote] for a in claim]
    while tile := _longest(claim, quote, grid, to, used):
        at, there, length = tile
        for step in range(length):
            to[at + step] = there + step
            used[there + step] = True
    _fill(claim, quote, grid, to, used)
    _synonyms(claim, quote, to, used)
    return Alignment(tuple(to), coverage(claim, to))


def coverage(claim: Sequence[Token], to: Sequence[int]) -> float:
    """Share of the weight of the tokens that count which is matched."""
    weights = [(token.weight, to[at] != UNSET) for at, token in enumerate(claim) if not token.free]
    total = sum(weight for weight, _ in weights)
    return sum(weight for weight, matched in weights if matched) / total if total else 1.0


def _longest(
    claim: Sequence[Token], quote: Sequence[Token], grid: list[list[bool]], to: list[int], used: list[bool]
) -> tuple[int, int, int] | None:
    best: tuple[float, float, tuple[int, int, int]] | None = None
    ends = [[0] * (len(quote) + 1) for _ in range(len(claim) + 1)]
    for i in range(len(claim) - 1, -1, -1):
        for j in range(len(quote) - 1, -1, -1):
            if grid[i][j] and to[i] == UNSET and not used[j]:
                ends[i][j] = ends[i + 1][j + 1] + 1
    for i in range(len(claim)):
        for j in range(len(quote)):
            length = ends[i][j]
            if not length or (i and j and ends[i - 1][j - 1] == length + 1):
                continue
            weight = sum(token.weight for token in claim[i : i + length])
            if weight < LEAST_RUN or not _whole(claim, quote, i, j, length):
                continue
            order = -_disorder(i, j, to)
            if best is None or (weight, order) > best[:2]:
                best = weight, order, (i, j, length)
    return best[2] if best else None


def _whole(claim: Sequence[Token], quote: Sequence[Token], i: int, j: int, length: int) -> bool:
    """Whether a short run of characters is a word in either text rather than halves of two (年/产业)."""
    if length > 2 or any(token.kind is not Kind.CHARACTER for token in claim[i : i + length]):  # noqa: PLR2004
        return True
    return any(
        row[at].place == row[at + length - 1].place or (row[at - 1].place != row[at].place if at else True)
        for row, at in ((claim, i), (quote, j))
    )


def _disorder(i: int, j: int, to: Sequence[int]) -> float:
    """How far a tile at (i, j) stands from where its nearest matched neighbour would put it."""
    near = (
        min((abs(k - i), abs((j - i) - (to[k] - k))) for k in range(len(to)) if to[k] != UNSET)
        if any(there != UNSET for there in to)
        else (0, abs(i - j) / 1000)
    )
    return near[1]


def _fill(
    claim: Sequence[Token], quote: Sequence[Token], grid: list[list[bool]], to: list[int], used: list[bool]
) -> None:
    for (a, b), (c, d) in list(_gaps(quote, to)):
        floor = c
        for i in range(a, b):
            for j in range(floor, d):
                if grid[i][j] and not used[j] and claim[i].kind is Kind.CHARACTER:
                    to[i], used[j], floor = j, True, j + 1
                    break


def _synonyms(claim: Sequence[Token], quote: Sequence[Token], to: list[int], used: list[bool]) -> None:
    """Whole words that say the same: all characters of the one stand for the other's."""
    for i, token in enumerate(claim):
        if to[i] != UNSET or token.kind is not Kind.CHARACTER:
            continue
        options = [j for j, other in enumerate(quote) if synonymous(token, other)]
        if options:
            to[i] = min(options, key=lambda j: (used[j], _disorder(i, j, to)))
            used[to[i]] = True


def _gaps(quote: Sequence[Token], to: Sequence[int]) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    """Pairs of stretches of claim and quote between matched places that keep their order."""
    left, there = -1, -1
    for i in [*(k for k in range(len(to)) if to[k] != UNSET), len(to)]:
        right = to[i] if i < len(to) else len(quote)
        if i - left > 1:
            yield (left + 1, i), (there + 1, right) if there < right else (0, 0)
        left, there = i, to[i] if i < len(to) else len(quote)


def gaps(claim: Sequence[Token], quote: Sequence[Token], to: Sequence[int]) -> list[Gap]:
    """What claim and quote have in each other's place, clause marks being borders on both sides.

    A word that the quote has, but in another place than its neighbours in the claim do, belongs to the gap:
    what it pushed out is what counts.

    Args:
        claim: Tokens of one clause.
        quote: Tokens.
        to: Of an `Alignment`.
    """
    steady = in_order(claim, to)
    found = []
    matched = {to[at] for at in steady}  # what only moved does not bound a gap: it may have been pushed out
    i = 0
    while i < len(claim):
        if i in steady or claim[i].kind is Kind.MARK:
            i += 1
            continue
        end = i
        while end < len(claim) and end not in steady and claim[end].kind is not Kind.MARK:
            end += 1
        left = to[i - 1] if i - 1 in steady else UNSET
        right = to[end] if end in steady else UNSET
        found.append(Gap((i, end), _between(quote, matched, left, right), left == UNSET))
        i = end
    return found


def in_order(claim: Sequence[Token], to: Sequence[int]) -> set[int]:
    """The matched tokens that stand in one order in both: the heaviest increasing row of places."""
    places = [at for at, there in enumerate(to) if there != UNSET]
    best: list[tuple[float, int]] = []
    for n, at in enumerate(places):
        before = [(best[k][0], k) for k in range(n) if to[places[k]] <= to[at]]
        value, k = max(before, default=(0.0, -1))
        best.append((value + max(claim[at].weight, 0.1), k))
    steady: set[int] = set()
    n = max(range(len(best)), key=lambda k: best[k][0], default=-1)
    while n >= 0:
        steady.add(places[n])
        n = best[n][1]
    return steady


def _between(quote: Sequence[Token], matched: set[int], left: int, right: int) -> tuple[int, int]:
    if left == UNSET and right == UNSET:
        return (0, 0)
    if UNSET not in (left, right):
        return (left + 1, right) if left < right else (0, 0)
    if left != UNSET:  # to the end of the clause, or to what is matched
        end = left + 1
        while end < len(quote) and end not in matched and quote[end].kind is not Kind.MARK:
            end += 1
        return (left + 1, end)
    start = right
    while start > 0 and start - 1 not in matched and quote[start - 1].kind is not Kind.MARK:
        start -= 1
    return (start, right)
