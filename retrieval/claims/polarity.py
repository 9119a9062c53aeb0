"""Yes and no: which words of a text are negated, and by what."""

from __future__ import annotations

from collections.abc import Sequence

from retrieval.text.tokens import Kind, Token
from retrieval.text.words import NEGATION, NOT_NEGATIVE

SCOPE = 4
"""Tokens behind a negation that it may negate: its predicate, an adverb between."""


def negations(row: Sequence[Token]) -> list[tuple[int, int]]:
    """The negations of a row of tokens, as [first, behind the last)."""
    text = "".join(token.text for token in row)
    offsets: list[int] = []
    for index, token in enumerate(row):
        offsets.extend([index] * len(token.text))
    harmless = [match.span() for match in NOT_NEGATIVE.finditer(text)]
    found = []
    for match in NEGATION.finditer(text):
        if any(a <= match.start() and match.end() <= b for a, b in harmless):
            continue
        first, last = offsets[match.start()], offsets[match.end() - 1]
        if row[first].kind is Kind.CHARACTER:  # inside a figure it is a bound
            found.append((first, last + 1))
    return found


def negated(row: Sequence[Token], negation: tuple[int, int]) -> list[int]:
    """The tokens that a negation speaks of, nearest first; those before it for 取消 at a clause's end."""
    behind: list[int] = []
    for at in range(negation[1], len(row)):
        if row[at].kind is Kind.MARK or len(behind) == SCOPE:
            break
        if row[at].kind is not Kind.CHARACTER or row[at].word not in (
            "的",
            "了",
            "再",
            "能",
            "会",
            "有",
            "是",
        ):
            behind.append(at)
    if behind:
        return behind
    before = [at for at in range(max(0, negation[0] - 2), negation[0]) if row[at].kind is not Kind.MARK]
    return before[::-1]


def flipped(claim: Sequence[Token], quote: Sequence[Token], to: Sequence[int]) -> bool:
    """Whether claim and quote negate different things.

    Args:
        claim: Tokens.
        quote: Tokens of the sentence that proves it.
        to: For each token of the claim the one of the quote, or -1.
    """
    back = {there: at for at, there in enumerate(to) if there >= 0}
    ours, theirs = negations(claim), negations(quote)
    for negation in ours:
        places = [to[at] for at in negated(claim, negation)[:2] if to[at] >= 0]
        if not places and any(
            to[at] >= 0 and any(a <= to[at] < b for a, b in theirs) for at in range(*negation)
        ):
            continue  # 不能放松 for 不能松: what is negated is told in other words
        if not any(_negated_near(quote, theirs, place) for place in places):
            return True
    for negation in theirs:
        spoken = negated(quote, negation)
        # 不再通行机动车 speaks of 机动车 too, for a claim that has another verb with it
        places = [back[at] for at in spoken[:2] if at in back] or [
            back[at] for at in spoken[2:] if at in back
        ]
        if places and not any(_negated_near(claim, ours, place) for place in places):
            return True
    return False


def _negated_near(row: Sequence[Token], found: Sequence[tuple[int, int]], place: int) -> bool:
    # 驳回 negates what is rejected, and is not itself negated by that
    return any(
        (a - 3 <= place < a or b <= place < b + SCOPE + 2) and row[a].clause == row[place].clause
        for a, b in found
    )
