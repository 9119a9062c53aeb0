"""What a clause has in the place of something else.

A name, a noun or a deed that the article has elsewhere, in the place of this sentence's own, is how a false
claim is made of true words; a word that the article does not have is a paraphrase, unless it is a name.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from retrieval.claims.alignment import UNSET, Gap
from retrieval.claims.deeds import LIGHT
from retrieval.claims.errors import Struck
from retrieval.claims.laying import Laid
from retrieval.claims.models import Reason
from retrieval.claims.pairing import alike
from retrieval.claims.sources import Source
from retrieval.claims.standing_in import Place, in_its_slot, object_left_out, phrase_exchanged
from retrieval.claims.things import (
    LEAST_NOUN,
    held,
    is_thing,
    short_for,
    text_at,
    unknown_noun,
    verbs_at,
    words_at,
)
from retrieval.claims.whereabouts import (
    headline_says,
    own_city,
    person_between,
    unknown_name,
    unknown_place,
    where,
)
from retrieval.text.relations import exclude, say_the_same
from retrieval.text.tokens import Kind, Token, same
from retrieval.text.words import PRONOUNS

SIDES = frozenset("东西南北前后新旧老左右上下")
"""Characters that make one name of another: 西罗马, 东罗马."""


LEAST_PHRASE = 3
"""Characters in a row that a claim shares with another place of the article by chance seldom."""


def judge_gap(laid: Laid, gap: Gap, read: Sequence[Source], to: list[int]) -> None:
    """Judge what the clause has in the place of something else.

    Args:
        laid: The clause.
        gap: Where claim and row differ.
        read: All sources.
        to: Of the alignment; what comes from the sentences before is marked in it as proved.

    Raises:
        Struck: It is another thing of the article's, or a name that the quotes do not hold.
    """
    clause, row = laid.clause, laid.row.tokens
    taken = {there for there in laid.alignment.to if there != UNSET}
    _figures_exchanged(clause, row, gap)
    words = words_at(clause, range(*gap.claim))
    theirs = words_at(row, [at for at in range(*gap.quote) if at not in taken])
    _opposites(laid, words, theirs, to)
    # figures and dates that only moved are the pairing's business
    kinds = (Kind.CHARACTER, Kind.NAME)
    ours = [w for w in words if not clause[w[0]].free and clause[w[0]].kind in kinds]
    rivals = [v for v in theirs if is_thing(row, v) or text_at(row, v) in SIDES] or unknown_noun(row, theirs)
    pronoun = any(row[v[0]].word in PRONOUNS or text_at(row, v) in PRONOUNS for v in theirs)
    place = Place(laid, gap, ours, theirs, rivals, pronoun)
    object_left_out(place)
    if not ours:
        return
    if headline_says(laid, gap, to) or short_for(
        text_at(clause, [i for w in ours for i in w]), place.stands_for
    ):
        _mark(to, ours, gap)
        return
    if not pronoun:
        phrase_exchanged(place, read, to)
        for run in _runs(clause, ours, gap):
            if held(run, read) and _pushed_out(run, theirs, rivals, laid, gap):
                raise Struck(place.reason, f"{run} for {place.stands_for}")
    _deeds_exchanged(laid, gap, [w for w in ours if all(to[i] == UNSET for i in w)], theirs, read)
    if not gap.leading and not theirs:
        _put_in(laid, gap, ours, read)
    for w in ours:
        in_its_slot(place, w, read, to)
        _judge_word(place, w, read, to)


def _opposites(
    laid: Laid, ours: Sequence[Sequence[int]], theirs: Sequence[Sequence[int]], to: Sequence[int]
) -> None:
    """More for less, first for last."""
    clause, row = laid.clause, laid.row.tokens
    for word in ours:
        # what only a synonym elsewhere in the row matched counts as new here
        fresh = [i for i in word if to[i] == UNSET or row[to[i]].text != clause[i].text]
        for v in theirs if fresh else ():
            if clause[fresh[0]].tag == "n" and row[v[0]].tag == "d":
                continue  # a 行动计划 that 已经 began
            if exclude(clause[fresh[0]].word, row[v[0]].word) or exclude(
                text_at(clause, fresh), text_at(row, v)
            ):
                raise Struck(Reason.NEGATION, f"{text_at(clause, fresh)} for {text_at(row, v)}")


def _judge_word(place: Place, w: Sequence[int], read: Sequence[Source], to: list[int]) -> None:
    """Judge one word of a gap by where else the sources have it."""
    laid, gap, clause, row = place.laid, place.gap, place.laid.clause, place.laid.row.tokens
    if unknown_name(clause, w, laid, place.theirs) or unknown_place(clause[w[0]], laid):
        raise Struck(Reason.NAME, f"{text_at(clause, w)} for {place.stands_for}")
    if not is_thing(clause, w) or all(to[i] != UNSET for i in w):
        return
    word = text_at(clause, w)
    if own_city(word, laid):
        _mark(to, [w], gap)
        return
    name = clause[w[0]].kind is Kind.NAME
    place_of = where(word, laid)
    known = place_of != "nowhere" or held(word, read)
    if not known or any(say_the_same(word, text_at(row, v)) for v in place.theirs):
        return
    weighty = len(word) > LEAST_NOUN or (len(word) == LEAST_NOUN and (gap.leading or name))
    if place.rivals and not place.pronoun and weighty:
        raise Struck(place.reason, f"{word} for {place.stands_for}")
    _from_before(place, w, place_of, to)


def _from_before(place: Place, w: Sequence[int], place_of: str, to: list[int]) -> None:
    """A word that only other sentences have: those before may lend a subject, those behind may not."""
    clause = place.laid.clause
    name, word = clause[w[0]].kind is Kind.NAME, text_at(clause, w)
    if place_of in ("before", "beside"):
        if place_of == "before" and not name and len(w) >= LEAST_NOUN and _is_told_of(clause, w[0]):
            raise Struck(Reason.PAIR, f"{word} is told in another sentence")
        if name and person_between(word, place.laid):
            raise Struck(Reason.SUBJECT, f"{word} is not the last one named")
        _mark(to, [w], place.gap)
    elif name or (place.gap.leading and place_of == "elsewhere"):
        raise Struck(Reason.SUBJECT, f"{word} stands elsewhere")


def _is_told_of(clause: Sequence[Token], at: int) -> bool:
    """Whether a word stands behind a verb or 在 of its clause: what a sentence before lends is a subject."""
    before = [t for t in clause[:at] if t.clause == clause[at].clause]
    return any(
        token.tag in ("v", "vi") and not token.free and token.word not in LIGHT for token in before
    ) or (bool(before) and before[-1].word in ("在", "于"))


def _runs(clause: Sequence[Token], ours: Sequence[Sequence[int]], gap: Gap) -> Iterable[str]:
    """What a gap of the claim may have taken from elsewhere: its nouns together, each of them, all of it."""
    things = [w for w in ours if is_thing(clause, w)]
    runs = [text_at(clause, [i for w in things for i in w]), *(clause[w[0]].word for w in things)]
    said = text_at(clause, [i for w in ours for i in w])
    raw = text_at(clause, range(*gap.claim))
    if any(clause[w[0]].kind is Kind.CHARACTER for w in ours) and (things or len(raw) >= LEAST_PHRASE):
        runs.append(raw)
    return dict.fromkeys([r for r in runs if len(r) >= LEAST_NOUN] + [said] * (len(said) >= LEAST_PHRASE))


def _pushed_out(
    run: str, theirs: Sequence[Sequence[int]], rivals: Sequence[Sequence[int]], laid: Laid, gap: Gap
) -> bool:
    """Whether a run that the article has elsewhere stands in the place of another thing."""
    row = laid.row.tokens
    whole = "".join(row[v[0]].word if row[v[0]].kind is Kind.CHARACTER else text_at(row, v) for v in rivals)
    if rivals:
        return not (run in whole or whole in run or _same_thing(run, rivals, row, laid))
    if where(run, laid) in ("before", "beside") or run in laid.row.text:
        return False
    return gap.leading and bool(verbs_at(row, theirs))


def _deeds_exchanged(
    laid: Laid,
    gap: Gap,
    ours: Sequence[Sequence[int]],
    theirs: Sequence[Sequence[int]],
    read: Sequence[Source],
) -> None:
    """A clause begins with a deed of another sentence in the place of its own."""
    against = verbs_at(laid.row.tokens, theirs) if gap.leading else []
    for verb in verbs_at(laid.clause, ours) if against else ():
        if verb not in laid.row.text and held(verb, read) and not any(say_the_same(verb, v) for v in against):
            raise Struck(Reason.SUBJECT, f"{verb} for {'、'.join(against)}")


def _figures_exchanged(clause: Sequence[Token], row: Sequence[Token], gap: Gap) -> None:
    """A figure, date or hour in the very place of another one of its kind."""
    ours = [clause[at] for at in range(*gap.claim) if clause[at].hard and clause[at].value is not None]
    theirs = [row[at] for at in range(*gap.quote) if row[at].hard and row[at].value is not None]
    if len(ours) == len(theirs) == 1 and alike(ours[0], theirs[0]) and not same(ours[0], theirs[0]):
        raise Struck(Reason.PAIR, f"{ours[0].text} for {theirs[0].text}")


def _put_in(laid: Laid, gap: Gap, ours: Sequence[Sequence[int]], read: Sequence[Source]) -> None:
    """A name made of a piece of the row and one from elsewhere: 同源基因 where the row has 基因转殖生物."""
    clause, row, to = laid.clause, laid.row.tokens, laid.alignment.to
    end = gap.claim[1]
    while end < len(clause) and to[end] != UNSET and (end == gap.claim[1] or to[end] == to[end - 1] + 1):
        end += 1
    if end == gap.claim[1] or not all(is_thing(clause, w) for w in ours):
        return
    cut = to[end - 1] + 1
    taken = {there for there in to if there != UNSET}
    name = text_at(clause, [i for w in ours for i in w]) + clause[gap.claim[1]].text
    if (
        cut < len(row)
        and cut not in taken
        and row[cut].kind is Kind.CHARACTER
        and is_thing(row, [cut])
        and held(name, read)
        and name not in laid.row.text
    ):
        raise Struck(Reason.PAIR, f"{name} for what goes on {row[cut].word}")


def _mark(to: list[int], words: Sequence[Sequence[int]], gap: Gap) -> None:
    """Count words as proved that the sentences before the row hold."""
    for word in words:
        for at in word:
            if to[at] == UNSET:
                to[at] = gap.quote[0]


def _same_thing(run: str, rivals: Sequence[Sequence[int]], row: Sequence[Token], laid: Laid) -> bool:
    """Whether a run names what the row names there: its city, a synonym, a short form."""
    return own_city(run, laid) or any(
        say_the_same(run, text_at(row, v)) or short_for(run, text_at(row, v)) for v in rivals
    )
