"""What an answer is when the model has finished: prose with its quotes, a refusal, or quotes and why."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import replace

from retrieval.answer.below import with_quotes
from retrieval.answer.compose import Draft
from retrieval.answer.whose import whose
from retrieval.answer.wording import period_line, refusal
from retrieval.answer.wording import quoted as quotation
from retrieval.generation.models import Fallback
from retrieval.generation.notices import notice
from retrieval.generation.numbering import Piece
from retrieval.generation.proofreading import Proofreader, joined, marked_words
from retrieval.models import Answer, Citation, Claim, Language, Nearest
from vectorstore.catalogue.script import simplified

NOT_SAID = "not_in_corpus"

SURE: dict[Language, float] = {"zh": 4.0, "en": 3.0}
"""Log odds of support above which the quotes stand although the model reads no answer in them.

Of every third question of the refusal set, 145 of the 147 that are answered above 4.0 have their answer in
the archive, and 19 of the 26 below; of near-xquad-zh's 72 of 90 above and 20 of 49 below; of
other-xquad-zh's, which have none, 24 are answered above and 29 below. A small model (1.5 billion
parameters) was silent in one of its two answers to 13 of 57 questions of near-xquad-zh that have no answer,
and to 3 of 137 of cmrc-trial that have one: worth about two off the log odds. Between the languages, of
half of near-xquad-en, 11 of 13 above 3.0 have their answer and 52 of 73 below."""

_LOG = logging.getLogger("wenbao.llm")


def settled(quoted: Answer, reader: Proofreader, pieces: Sequence[Piece]) -> Answer:
    """The answer when the model has finished.

    Args:
        quoted: The extractive answer.
        reader: Who has read all sentences.
        pieces: The numbered evidence.

    Returns:
        It; where it is not generated, its `reason` tells why.
    """
    if reader.silent and not reader.text:
        return fallen_back(quoted, Fallback.SILENT) if stands(quoted) else _refused(quoted, pieces)
    for _, verdict in reader.struck:  # the words that failed may name somebody: no log holds them
        _LOG.info("a sentence was struck: %s", verdict.reason if verdict else "no such passage")
    if not reader.enough:
        return fallen_back(quoted, Fallback.UNPROVED)
    if reader.beside:
        return fallen_back(quoted, Fallback.BESIDE)
    draft = reader.draft()
    if not draft.claims:
        return fallen_back(quoted, Fallback.UNPROVED)
    said = joined([claim.text for claim in draft.claims], quoted.lang)
    if _itemised(quoted) and not says_all(said, marked_words(quoted.citations)):
        return fallen_back(quoted, Fallback.INCOMPLETE)
    draft = _with_what_was_found(draft, quoted, said)
    also = {citation.article.id: citation.also for citation in quoted.citations}
    citations = tuple(replace(c, also=also.get(c.article.id, ())) for c in draft.citations)
    note = whose(citations, quoted.passages, quoted.lang)
    text = with_period(quoted, with_quotes(said, citations, quoted.lang))
    text = "\n".join(filter(None, (text, note)))
    return replace(quoted, kind="generated", text=text, claims=draft.claims, citations=citations)


def _with_what_was_found(draft: Draft, quoted: Answer, said: str) -> Draft:
    """The prose's claims and quotes, and beside them the quotes that neither takes up.

    Where the prose says the words that the best quote marks, model and extractive answer agree on what
    answers: the best quote stands beside it, and one whose own marked words it leaves out. Else they
    disagree, both with the paper's words, and a reader gets all quotes of the extractive answer.
    """
    claims, citations = list(draft.claims), list(draft.citations)
    agreed = says_all(said, marked_words(quoted.citations[:1]))
    for place, citation in enumerate(quoted.citations):
        unsaid = not says_all(said, marked_words([citation])) and not _shown(citation, citations)
        due = place == 0 or not agreed
        if unsaid or (due and not any(_overlap(citation, other) for other in citations)):
            number = len(citations) + 1
            citations.append(replace(citation, n=number))
            claims.append(Claim(citation.quote, (number,)))
    return replace(draft, claims=tuple(claims), citations=tuple(citations)).proved()


def _overlap(one: Citation, other: Citation) -> bool:
    return one.article.id == other.article.id and one.start < other.end and other.start < one.end


def _shown(citation: Citation, citations: Sequence[Citation]) -> bool:
    """Whether other quotes hold all words that are marked in one."""
    return all(
        any(c.article.id == citation.article.id and c.start <= a and b <= c.end for c in citations)
        for a, b in citation.spans
    )


def _itemised(quoted: Answer) -> bool:
    """Whether the extractive answer is a list of items, and not sentences in which a list was seen."""
    quotes = {citation.quote for citation in quoted.citations}
    return bool(quoted.list_count) and not any(claim.text in quotes for claim in quoted.claims)


def is_arranged(quoted: Answer) -> bool:
    """Whether the extractive answer says what prose would lose.

    Headlines and bylines; that a question's number is wrong; reports that disagree, side by side with their
    dates.
    """
    count = quoted.list_count
    if count and count.asked and count.asked != count.found:
        return True
    if any(citation.field != "text" for citation in quoted.citations):
        return True
    told = {citation.n: quotation(citation, quoted.lang) for citation in quoted.citations}
    return not count and any(not claim.text.startswith(told[claim.citations[0]]) for claim in quoted.claims)


def with_period(quoted: Answer, said: str) -> str:
    """What was said, below the days that the question was confined to."""
    return f"{period_line(quoted.period, quoted.lang)}\n{said}" if quoted.period else said


def says_all(text: str, words: Sequence[str]) -> bool:
    """Whether a text holds all of these words, white space and script aside."""
    said = simplified("".join(text.split()))
    return all(simplified("".join(one.split())) in said for one in words)


def fallen_back(quoted: Answer, why: Fallback) -> Answer:
    """The extractive answer with a word on why it is."""
    return replace(quoted, reason=str(why), notice=notice(why, quoted.lang))


def stands(quoted: Answer) -> bool:
    """Whether the quotes stand against a model that reads no answer in them: its silence is no verdict."""
    return bool(quoted.claims) and quoted.odds is not None and quoted.odds >= SURE[quoted.lang]


def _refused(quoted: Answer, pieces: Sequence[Piece]) -> Answer:
    """The model read the evidence and says that it does not say."""
    nearest: dict[str, Nearest] = {}
    for piece in pieces:
        article = piece.cited.article
        if article:
            day = article.date.isoformat() if article.date else None
            nearest.setdefault(article.id, Nearest(article.headline or article.text[:24], day, article.id))
    shown = tuple(nearest.values())[:3]
    return replace(
        quoted,
        status="refused",
        text=refusal(shown, quoted.lang, period=quoted.period),
        claims=(),
        citations=(),
        list_count=None,
        reason=NOT_SAID,
        nearest=shown,
    )
