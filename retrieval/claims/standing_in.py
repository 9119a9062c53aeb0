"""A word or a phrase of another sentence right where this one has its own.

下降 where the row has 担心, 垂死恒星 where it has 中子星: what the words on both sides agree on is a place
for one word, and the article has the claim's somewhere else.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from retrieval.claims.alignment import UNSET, Gap
from retrieval.claims.errors import Struck
from retrieval.claims.laying import Laid
from retrieval.claims.models import Reason
from retrieval.claims.sources import Source
from retrieval.claims.things import LEAST_NOUN, held, is_thing, text_at
from retrieval.claims.whereabouts import own_city
from retrieval.text.relations import say_the_same
from retrieval.text.tokens import Kind

SLOT = 8
"""Tokens of a place that is one word's: longer ones are told in other words as a whole."""
_TOLD = frozenset("vazbilnjts")
"""Tags of words that say something."""

LEAST_TAKEN = 4
"""Characters in a row that two sentences of an article share as a name and not as a turn of phrase."""


@dataclass(frozen=True, slots=True)
class Place:
    """One gap, read.

    Attributes:
        laid: The clause.
        gap: Where it and its row differ.
        ours: The claim's words there that say something, as places in the clause.
        theirs: The row's words there that nothing of the claim matches.
        rivals: Those of them that name something.
        pronoun: Whether the row has a pronoun there.
    """

    laid: Laid
    gap: Gap
    ours: list[list[int]]
    theirs: list[list[int]]
    rivals: list[list[int]]
    pronoun: bool

    @property
    def reason(self) -> Reason:
        """What an exchange here is called."""
        return Reason.SUBJECT if self.gap.leading else Reason.PAIR

    @property
    def stands_for(self) -> str:
        """What the row has there."""
        return text_at(self.laid.row.tokens, [i for v in self.theirs for i in v])


def in_its_slot(place: Place, w: Sequence[int], read: Sequence[Source], to: Sequence[int]) -> None:
    """A word of another sentence, of whatever kind, right where this one has a word of its own.

    下降 where the row has 担心, 垂死恒星 where it has 中子星: what the neighbours on both sides agree on is a
    place for one word, and the article has the claim's somewhere else.
    """
    laid, gap, row = place.laid, place.gap, place.laid.row.tokens
    word = text_at(laid.clause, w)
    if (
        len(w) < LEAST_NOUN
        or laid.clause[w[0]].kind is not Kind.CHARACTER
        or laid.clause[w[0]].tag[:1] not in _TOLD
        or any(to[i] != UNSET for i in w)
        or word in laid.row.text
        or not held(word, read)
        or place.pronoun
        or own_city(word, laid)
    ):
        return
    end = next((at for at in range(*gap.quote) if row[at].kind is Kind.MARK), gap.quote[1])
    against = [
        v
        for v in place.theirs
        if v[-1] < end and not row[v[0]].free and (len(v) >= LEAST_NOUN or row[v[0]].kind is Kind.FIGURE)
    ]
    if not against or end - gap.quote[0] > SLOT:
        return
    others = [text_at(row, v) for v in against]
    name = laid.clause[w[0]].tag.startswith(("nr", "ns"))  # of which one character is shared by chance
    told = [text_at(row, v) for v in against if row[v[0]].kind is not Kind.FIGURE]  # 亩产 is not 350万亩
    if any(say_the_same(word, other) or (set(word) & set(other) and not name) for other in told):
        return
    raise Struck(place.reason, f"{word} in the place of {'、'.join(others)}")


def phrase_exchanged(place: Place, read: Sequence[Source], to: Sequence[int]) -> None:
    """A phrase of another sentence where this one has something, which the segmenter took for no noun."""
    clause, row = place.laid.clause, place.laid.row.tokens
    phrase = text_at(clause, [at for w in place.ours for at in w])
    against = text_at(row, [at for v in place.theirs if not row[v[0]].free for at in v])
    if (
        not place.gap.leading
        and all(to[at] == UNSET for w in place.ours for at in w)
        and any(is_thing(clause, w) for w in place.ours)
        and len(phrase) >= LEAST_TAKEN
        and len(against) >= LEAST_NOUN
        and held(phrase, read)
        and phrase not in place.laid.row.text
    ):
        raise Struck(place.reason, f"{phrase} for {against}")


def object_left_out(place: Place) -> None:
    """A verb's own object left out for one of another clause: 拥有每个州 of 拥有学士学位，…任教的州."""
    clause, row, gap = place.laid.clause, place.laid.row.tokens, place.gap
    end = next((at for at in range(*gap.quote) if row[at].kind is Kind.MARK), None)
    if end is None or gap.leading or gap.claim[1] == len(clause) or clause[gap.claim[1]].kind is Kind.MARK:
        return
    verb = row[gap.quote[0] - 1]
    objects = [v for v in place.rivals if v[-1] < end]
    if (
        verb.tag == "v"
        and objects
        and end - gap.quote[0] <= SLOT
        and text_at(row, objects[0]) not in text_at(clause, range(len(clause)))
    ):
        raise Struck(Reason.PAIR, f"{text_at(row, objects[0])} is left out of {verb.word}")
