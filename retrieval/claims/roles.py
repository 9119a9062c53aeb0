"""Who did it to whom: two doers of one clause exchanged around a deed that both texts have.

Names need not be known: a run of nouns that the claim shares with its quote is a party, whatever its tag.
Voice is read from its markers: behind 被 and 由, or before 获 and 受, the parties change places.
"""

from __future__ import annotations

from collections.abc import Sequence

from corpus.characters import words as listed
from retrieval.claims.alignment import UNSET
from retrieval.claims.errors import Struck
from retrieval.claims.laying import Laid
from retrieval.claims.models import Reason
from retrieval.claims.things import LEAST_NOUN, is_thing, text_at, words_at
from retrieval.text.tokens import Kind, Token, in_dictionary

_PASSIVE = listed("被 遭 遭到 遭受 受 受到 获 获得 获评 得到 由 接受 荣获 收到 领到 拿到")
_TOWARDS = listed("给 向 对 把 将 为 给予 与 同 跟 和 比")
_PLACE = listed("在 位于 到 赴 去 于 前往 来到 抵达 沿 经 途经 至")
_SUFFIXES = tuple("局厅部委办院校会社团队军厂站馆所店行庄县市区镇乡村省国司方党家人员长")
"""Last characters of what acts: bodies, places, people. From the names of the sample pages and the sets."""

_ACTING = ("nr", "ns", "nt", "nz")
_LIES = tuple("河江湖海山路街道桥线岛港湾湖渠")
"""Last characters of what lies somewhere and does nothing."""


def exchanged(laid: Laid) -> None:
    """Two parties of a clause do not change places around a deed.

    Raises:
        Struck: They do.
    """
    clause, row, to = laid.clause, laid.row.tokens, laid.alignment.to
    parties = _parties(clause, to, row)
    for at, a in enumerate(parties):
        for b in parties[at + 1 :]:
            low, high = sorted((a, b), key=lambda party: min(to[i] for i in party))
            here = _between(clause, a[-1], b[0])
            there = _between(row, max(to[i] for i in low), min(to[i] for i in high))
            if here is None or there is None or not _same_deed(clause, row, to, a, low, high):
                continue
            passive = (_passive(clause, here) + _passive(row, there)) % 2
            if (low is not a) != bool(passive):
                raise Struck(Reason.SUBJECT, f"{text_at(clause, a)} and {text_at(clause, b)} exchanged")


def _parties(clause: Sequence[Token], to: Sequence[int], row: Sequence[Token]) -> list[list[int]]:
    """The runs of nouns that stand in the row too, by what of them is their own there."""
    runs: list[list[int]] = []
    before: list[int] = []
    for word in words_at(clause, range(len(clause))):
        token = clause[word[0]]
        noun = token.kind in (Kind.CHARACTER, Kind.NAME) and (
            is_thing(clause, word) or token.tag[:1] in ("n", "j")
        )
        if noun and runs and runs[-1][-1] == word[0] - 1:
            runs[-1].extend(word)
        elif noun:
            # 远大 of 远大公司 is an adjective to the segmenter
            named = before if before and before[-1] == word[0] - 1 else []
            runs.append([*named, *word])
        before = word if token.tag in ("b", "a", "an", "ad", "z") and len(word) >= LEAST_NOUN else []
    found = []
    for run in runs:
        placed = _together([i for i in run if to[i] != UNSET], to)
        opening = clause[run[0] - 1].word if run[0] else ""
        if placed and opening not in _PLACE and _acts(clause, run):
            at = min(to[i] for i in placed)
            if not at or row[at - 1].word not in _PLACE:
                found.append(placed)
    return found


def _together(places: Sequence[int], to: Sequence[int]) -> list[int]:
    """The longest part of a run that stands together in the row: 远大 of 远大公司 where 公司 is another's."""
    parts: list[list[int]] = []
    for i in places:
        if parts and to[i] == to[parts[-1][-1]] + 1:
            parts[-1].append(i)
        else:
            parts.append([i])
    return max(parts, key=len, default=[])


def _acts(clause: Sequence[Token], run: Sequence[int]) -> bool:
    """Whether a run may act: a person, a body, a place, or what no dictionary has."""
    words = [clause[i] for i in run]
    if words[-1].text.endswith(_LIES):
        return False
    return (
        any(token.kind is Kind.NAME or token.tag.startswith(_ACTING) for token in words)
        or words[-1].text.endswith(_SUFFIXES)
        or any(not in_dictionary(token.word) for token in words)
    )


def _between(row: Sequence[Token], left: int, right: int) -> range | None:
    """What stands between two parties of one clause that are not of one list."""
    if left >= right or row[left].clause != row[right].clause:
        return None
    inside = range(left + 1, right)
    if not any(row[at].tag[:1] in ("v", "p") or row[at].word in _TOWARDS | _PASSIVE for at in inside):
        return None
    return inside


def _same_deed(  # noqa: PLR0917 (the two texts, and what was found in them)
    clause: Sequence[Token],
    row: Sequence[Token],
    to: Sequence[int],
    first: Sequence[int],
    low: Sequence[int],
    high: Sequence[int],
) -> bool:
    """Whether a verb behind the first party stands behind the first party of the row too."""
    start = min(to[i] for i in low)
    number = row[to[high[0]]].clause
    for word in words_at(clause, range(first[-1] + 1, len(clause))):
        token = clause[word[0]]
        if (
            token.tag[:1] != "v"
            or token.clause != clause[first[0]].clause
            or any(to[i] == UNSET for i in word)
        ):
            continue
        if token.free and token.word not in _TOWARDS:
            continue
        if row[to[word[0]]].clause == number and to[word[0]] > start:
            return True
    return False


def _passive(row: Sequence[Token], inside: range) -> int:
    return int(any(row[at].word in _PASSIVE for at in inside))
