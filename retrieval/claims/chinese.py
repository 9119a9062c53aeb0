"""The proof of a Chinese sentence: hard words, places, yes and no, subjects, the rest.

hard words    every number, date, hour, name and code stands in the quotes
clauses       every clause is laid over the sentence that says most of it
gaps          what a clause has in the place of something else is no other thing of the article's
polarity      what is negated is what the quote negates; no more for less, no first for last
pairing       figures, dates and names stand with the words that the quotes give them
coverage      most of what is said is in the quotes
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from retrieval.claims.alignment import UNSET, gaps, in_order
from retrieval.claims.deeds import deeds_agree
from retrieval.claims.errors import Struck
from retrieval.claims.exchanges import LEAST_PHRASE, judge_gap
from retrieval.claims.hardwords import places_stand, stands, titles_stand, with_full_names
from retrieval.claims.hedges import hedges_agree
from retrieval.claims.laying import Laid, clauses, lay, one_after_another
from retrieval.claims.models import Reason, Support, Verdict
from retrieval.claims.pairing import Surroundings
from retrieval.claims.polarity import flipped
from retrieval.claims.roles import exchanged
from retrieval.claims.sources import Source
from retrieval.claims.splices import another_person, longer_name, one_character, quoted_whole, turned_round
from retrieval.claims.substitution import not_substituted
from retrieval.claims.things import LEAST_NOUN, held, is_thing, text_at, words_at
from retrieval.text.figures import Figure
from retrieval.text.folding import folded
from retrieval.text.people import people_in
from retrieval.text.relations import say_the_same
from retrieval.text.slots import slots
from retrieval.text.tokens import CLAUSE_ENDS, Kind, Token, tokens

COVERED = 0.52
"""Share of a sentence's words that its quotes must hold. How it was chosen is not on record: no sweep was
kept. With it the figures of docs/quality.md were measured."""


_NAMES = ("nr", "ns")
"""Tags of the names of people and places."""

CLAUSE_COVERED = 0.4
"""The same of each clause that says anything: a sentence may not carry an unproved clause along."""


def prove_chinese(sentence: str, read: Sequence[Source], question: str) -> Verdict:
    """Prove a Chinese sentence.

    Args:
        sentence: Without citations.
        read: The sources that it cites.
        question: Whose words may be repeated.
    """
    try:
        laid = _proved(folded(sentence), read, question)
        quoted_whole(sentence, laid, read)
    except Struck as struck:
        return Verdict(kept=False, reason=Reason(struck.reason), detail=struck.detail)
    return Verdict(kept=True, reason=Reason.PROVED, support=tuple(_support(laid)))


def _proved(text: str, read: Sequence[Source], question: str) -> list[Laid]:
    text = with_full_names(text, read)
    names = frozenset().union(people_in(text), *(source.people for source in read))
    dated = next(
        (s.cited.article.dateline_date or s.cited.article.date for s in read if s.cited.article), None
    )
    claim = tokens(text, dated, names=names)
    if not any(token.weight for token in claim):
        raise Struck(Reason.EMPTY)
    for token in claim:
        if token.hard:
            stands(token, read)
    options = [lay(clause, read) for clause in clauses(claim)]
    places_stand(claim, read)
    not_substituted(text, read)
    laid = one_after_another(options)
    asked = set(folded(question))
    total = matched = 0.0
    for one in laid:
        weight, found = _clause(one, read, asked)
        total, matched = total + weight, matched + found
    hedges_agree(laid, text)
    titles_stand(text, read)
    rows, beside_them = _compared(read)
    for part in [tokens(slot, dated, names=names) for slot in slots(text)] or [claim]:
        wrong = Surroundings(rows, beside_them).mispaired(
            part, [at for at, token in enumerate(part) if token.hard]
        )
        if wrong:
            raise Struck(
                Reason.PAIR, f"{wrong.token.text} for {wrong.rival.text if wrong.rival else 'nothing'}"
            )
    if total and matched / total < COVERED:
        raise Struck(Reason.UNLIKE, f"{matched / total:.2f} covered")
    return laid


def _compared(read: Sequence[Source]) -> tuple[list[Sequence[Token]], int]:
    """The rows for pairing, headlines first, and how many headlines."""
    every = [row for source in read for row in source.rows]
    titles: list[Sequence[Token]] = [row.tokens for row in every if row.beside]
    return titles + [part for row in every if not row.beside for part in (row.slots or (row.tokens,))], len(
        titles
    )


def _clause(laid: Laid, read: Sequence[Source], asked: set[str]) -> tuple[float, float]:
    """Check one clause.

    Returns:
        The weight of its words that count, and of those that are proved.

    Raises:
        Struck: It says something else than its row.
    """
    laid = _without_halves(laid, read)
    clause, row, to = laid.clause, laid.row.tokens, list(laid.alignment.to)
    _not_glued(clause, row, to)
    one_character(laid, read, to)
    another_person(laid, read, to)
    turned_round(laid, read, to)
    for gap in gaps(clause, row, to):
        longer_name(laid, gap, to)
        judge_gap(laid, gap, read, to)
    if flipped(clause, row, laid.alignment.to):
        raise Struck(Reason.NEGATION, "".join(token.text for token in clause))
    _bounds(clause, row, to)
    exchanged(laid)
    deeds_agree(laid, read)
    weight = found = 0.0
    for at, token in enumerate(clause):
        if token.free or (to[at] == UNSET and token.text in asked and not token.hard):
            continue
        weight += token.weight
        # A date stands with the sentence before as often; pairing has seen to it.
        found += token.weight * (to[at] != UNSET or token.kind is Kind.DAY)
    _something_is_told(clause, to)
    if weight >= 4 and found / weight < CLAUSE_COVERED:  # noqa: PLR2004
        raise Struck(Reason.UNLIKE, "".join(token.text for token in clause))
    return weight, found


def _not_glued(clause: Sequence[Token], row: Sequence[Token], to: Sequence[int]) -> None:
    """一楼东侧的 and 地方文献室 of two clauses side by side, what the first tells behind them."""
    steady = sorted(in_order(clause, to))
    for a, b in pairwise(steady):
        between = range(to[a] + 1, to[b])
        if (
            b - a > 1
            or clause[a].hard
            or clause[a].kind is Kind.MARK
            or not any(row[at].kind is Kind.MARK and row[at].text in CLAUSE_ENDS for at in between)
        ):
            continue
        # what stands before both is only told first
        moved = [
            at
            for at, there in enumerate(to)
            if at > b and there in between and clause[at].weight and not clause[at].free
        ]
        if sum(clause[at].weight for at in moved) >= LEAST_PHRASE:
            raise Struck(Reason.PAIR, f"{text_at(clause, moved)} is told of what stands before it")


def _something_is_told(clause: Sequence[Token], to: Sequence[int]) -> None:
    """Not only the subject is proved: 大桥已拆除 needs more than a sentence that names the 大桥."""
    words = [w for w in words_at(clause, range(len(clause))) if not clause[w[0]].free]
    deeds = [w for w in words if clause[w[0]].tag[:1] == "v" and len(w) >= LEAST_NOUN]
    lost = [w for w in deeds if all(to[at] == UNSET for at in w)]
    if not lost or len(lost) < len(deeds) or any(clause[w[0]].value is not None for w in words):
        return
    if not any(to[at] != UNSET for w in words if w[0] > lost[0][-1] for at in w):
        raise Struck(Reason.UNLIKE, f"{text_at(clause, lost[0])} is not told")


def _bounds(clause: Sequence[Token], row: Sequence[Token], to: Sequence[int]) -> None:
    for at, token in enumerate(clause):
        ours = token.value
        theirs = row[to[at]].value if to[at] >= 0 else None
        if (
            isinstance(ours, Figure)
            and isinstance(theirs, Figure)
            and ours.bound
            and ours.bound != theirs.bound
        ):
            near = "".join(t.text for t in row[max(0, to[at] - 6) : to[at] + 4])
            if theirs.bound or not re.search(
                r"超|过|逾|突破|满|上|以上|多|余|不少于|不低于|至少"
                if ours.bound > 0
                else r"不足|不到|以下|以内|少于|低于|不超过|最多|至多",
                near,
            ):
                raise Struck(Reason.NEGATION, token.text)


def _without_halves(laid: Laid, read: Sequence[Source]) -> Laid:
    """Take back the match of half a noun whose whole stands elsewhere in the sources, but not in this row.

    稻 of 稻叶 stands in 粳稻 too: what is said is another thing.
    """
    clause, to = laid.clause, list(laid.alignment.to)
    for word in words_at(clause, range(len(clause))):
        token = clause[word[0]]
        whole = token.word
        if token.kind is not Kind.CHARACTER:
            continue
        for at in word:
            if _by_chance(clause, laid.row.tokens, to, at):
                to[at] = UNSET
        if len(whole) < LEAST_NOUN or not is_thing(clause, word):
            continue
        places = [to[at] for at in word if to[at] != UNSET]
        if not places or whole in laid.row.text or not held(whole, read):
            continue
        theirs = {laid.row.tokens[there].word for there in places}
        if len(theirs) == 1 and len(places) >= LEAST_NOUN and whole.endswith(tuple(theirs)):
            continue  # 公交线路 of what the row calls 线路
        if not any(say_the_same(whole, laid.row.tokens[there].word) for there in places):
            for at in word:
                to[at] = UNSET
    return replace(laid, alignment=replace(laid.alignment, to=tuple(to)))


def _by_chance(clause: Sequence[Token], row: Sequence[Token], to: Sequence[int], at: int) -> bool:
    """Whether a character of a name is matched alone, as one of another name's: 拉 of 拉素 and 哈拉尔德."""
    there = to[at]
    if there == UNSET or not (clause[at].tag.startswith(_NAMES) or row[there].tag.startswith(_NAMES)):
        return False
    if clause[at].text == clause[at].word or row[there].kind is not Kind.CHARACTER:
        return False
    beside = [(at - 1, there - 1), (at + 1, there + 1)]
    if any(0 <= a < len(clause) and to[a] == b for a, b in beside):
        return False
    taken = set(to)
    return any(0 <= b < len(row) and row[b].place == row[there].place and b not in taken for _, b in beside)


def _support(laid: Sequence[Laid]) -> list[Support]:
    seen: dict[Support, float] = {}
    for one in laid:
        if not one.row.beside:
            key = (one.row.n, one.row.start, one.row.end)
            seen[key] = seen.get(key, 0.0) + one.alignment.covered * len(one.clause)
    return sorted(seen, key=lambda key: -seen[key])
