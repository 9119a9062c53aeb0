"""The proof of an English sentence over Chinese quotes.

atoms      every number with its unit, date, hour and name stands in the quotes (names by their spelling)
pairing    each stands with the words that the quotes give it, words being compared by their glosses
titles     Mayor Zhu Liangcai: the article puts 市长 beside 朱良才
polarity   not and no where the quotes have them, more for more, first for first
likeness   enough of the words, by their glosses, and near enough in meaning, by the embedding model
"""

from __future__ import annotations

from collections.abc import Sequence

from retrieval.claims.bilingual import (
    PLACE,
    Item,
    claim_items,
    place_atom,
    places_of,
    proves,
    row_items,
    rows_of,
)
from retrieval.claims.contrast import bounds_agree, changes_agree, contrasts_agree, polarity_agrees
from retrieval.claims.english_hedges import doubts_stand
from retrieval.claims.errors import Struck
from retrieval.claims.models import Reason, Support, Verdict
from retrieval.claims.parallel import Parallel, changed
from retrieval.claims.predicates import deeds_stand
from retrieval.claims.sources import Row, Source
from retrieval.claims.spelling import HAN_RUN, named_people, titles_agree
from retrieval.claims.units_kept import spelt_out
from retrieval.evidence.vectors import SentenceVectors
from retrieval.text.figures import Figure
from retrieval.text.folding import folded
from retrieval.text.moments import Day, agrees
from retrieval.text.tokens import Kind

MARGIN = 0.05
"""How far a rival's place must fit better before a figure or name is called another's: a twentieth of one
word right beside. Chosen on the first half of tests/data/claims.jsonl."""


COVERED = 0.58
"""Share of the words and atoms that the quotes must hold by their glosses. Of 42 true sentences over the
sample pages none had less than 0.71, of 168 that cite a wrong article one in twenty had more than 0.43."""

SHORT, SHORT_COVERED = 4, 0.7
"""A sentence of so few words and atoms must be held by so much: "The bridge is closed" is half held by any
sentence that has a bridge in it."""

SIMILAR = 0.75
"""Cosine of the sentence and the best of its quotes under multilingual-e5-small. Of the true sentences over
the sample pages none had less than 0.755; opposites have as much (a bridge that collapsed for one that
opened: 0.80), so that it stops what is foreign and no more. A model with another scale needs it fitted
anew."""


ADDS = 0.1
"""Share of the claim that a second sentence must add to be called a proof of it."""


def prove_english(
    sentence: str, read: Sequence[Source], question: str, vectors: SentenceVectors | None
) -> Verdict:
    """Prove an English sentence.

    Args:
        sentence: Without citations.
        read: The sources that it cites.
        question: Not used for proof: an English question's words say nothing of a Chinese quote.
        vectors: The embedding model's; None strikes a sentence that words alone do not carry.
    """
    del question
    try:
        rows = _proved(spelt_out(sentence), read, vectors)
    except Struck as struck:
        return Verdict(kept=False, reason=Reason(struck.reason), detail=struck.detail)
    support: tuple[Support, ...] = tuple((row.n, row.start, row.end) for row in rows if not row.beside)
    return Verdict(kept=True, reason=Reason.PROVED, support=support)


def _proved(sentence: str, read: Sequence[Source], vectors: SentenceVectors | None) -> list[Row]:
    article = next((source.cited.article for source in read if source.cited.article), None)
    dated = (article.dateline_date or article.date) if article else None
    read_rows = [row for source in read for row in source.rows]
    places = places_of(read_rows, article.city if article else None)
    names = list(named_people(sentence, read, sorted({place_atom(name) for name in places})))
    text = sentence.lower()
    claim = claim_items(text, names, dated)
    # a question proves nothing
    every = [row for row in read_rows if row.text[-1:] not in ("?", "？")]
    if not claim or not every:
        raise Struck(Reason.EMPTY)
    titles = [row for row in every if row.beside]
    rest = [row for row in every if not row.beside]
    parallel = Parallel(rows_of([*titles, *rest], places), len(titles), changed(rest))
    for item in claim:
        if item.atom is not None:
            _stands(item, parallel, read)
    wrong = parallel.rival(claim, MARGIN)
    if wrong:
        raise Struck(Reason.PAIR, f"{wrong[0].text} for {wrong[1].text}")
    titles_agree(text, [name for name in names if not name[2].startswith(PLACE)], read)
    printed = [folded(han.group()) for han in HAN_RUN.finditer(sentence)]
    best = _that_names(printed, _best(claim, every, places, parallel), every)
    polarity_agrees(text, claim, best)
    contrasts_agree(text, best)
    deeds_stand(text, claim, best, places)
    doubts_stand(text, best)
    bounds_agree(claim, parallel)
    changes_agree(text, claim, parallel)
    for han in printed:
        if not any(han in row.text for row in best):
            raise Struck(Reason.PAIR, han)
    covered = parallel.covered(claim, [row_items(row.tokens, places) for row in best])
    if covered < (SHORT_COVERED if len(claim) <= SHORT else COVERED):
        raise Struck(Reason.UNLIKE, f"{covered:.2f} of the words")
    if vectors is None:
        raise Struck(Reason.UNLIKE, "no embedding model")
    made = vectors.of([sentence, *(row.text for row in best)])
    similar = float((made[1:] @ made[0]).max())
    if similar < SIMILAR:
        raise Struck(Reason.UNLIKE, f"cosine {similar:.3f}")
    return best


def _stands(  # noqa: C901 (a branch a kind of atom)
    item: Item, parallel: Parallel, read: Sequence[Source]
) -> None:
    atom = item.atom
    assert atom is not None
    if isinstance(atom, Figure) and atom.soft:
        return
    held = [other.atom for row in parallel.rows for other in row if other.atom is not None]
    if any(proves(atom, other) for other in held):
        return
    if isinstance(atom, Figure):
        if any(isinstance(other, Figure) and other.value == atom.value for other in held):
            raise Struck(Reason.UNIT, item.text)
        if atom.unit in ("", "第") and any(
            item.text == code.text
            for source in read
            for row in source.rows
            for code in row.tokens
            if code.kind is Kind.CODE
        ):
            return
        raise Struck(Reason.NUMBER, item.text)
    if isinstance(atom, Day):
        for source in read:
            article = source.cited.article
            for day in (article.date, article.dateline_date) if article else ():
                if day and agrees(atom, Day(day.year, day.month, day.day, 0, 0)):
                    return
        raise Struck(Reason.DATE, item.text)
    if isinstance(atom, str):
        if any(atom.removeprefix(PLACE) in source.whole for source in read):
            return
        raise Struck(Reason.DATE if atom.startswith("周") else Reason.NAME, item.text)
    raise Struck(Reason.DATE, item.text)


def _that_names(printed: Sequence[str], best: list[Row], every: Sequence[Row]) -> list[Row]:
    """The rows of a proof, with the one that holds all names left in Chinese where they lack one.

    A headline says in few words what a list of firms below it tells at length.
    """
    if all(any(han in row.text for row in best) for han in printed):
        return best
    named = next((row for row in every if all(han in row.text for han in printed)), None)
    return [named, best[0]] if named else best


def _best(
    claim: Sequence[Item], every: Sequence[Row], places: frozenset[str], parallel: Parallel
) -> list[Row]:
    """The row that covers most of the claim, and the one that adds most to it where it adds enough."""
    read = {id(row): row_items(row.tokens, places) for row in every}
    first = max(every, key=lambda row: parallel.covered(claim, [read[id(row)]]))
    one = parallel.covered(claim, [read[id(first)]])
    rest = [row for row in every if row is not first]
    second = max(
        rest, key=lambda row: parallel.covered(claim, [read[id(first)], read[id(row)]]), default=None
    )
    if second is not None and parallel.covered(claim, [read[id(first)], read[id(second)]]) > one + ADDS:
        return [first, second]
    return [first]
