"""Who somebody is, in the paper's own words: 公交集团运营部负责人冯志刚, 52岁的他是…的投递员.

A newspaper introduces a person once, by a title right before the name or a predicate right behind it, and
then uses the bare name. Those places are looked for in every article that has the name, and what is said
there is marked; a search would weigh the sentence's other words.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from corpus.sentences import sentence_spans
from retrieval.answer.bylines import authors, authors_in
from retrieval.models import Citation, Span
from retrieval.question.analysis import Question
from retrieval.question.identity import who_is
from retrieval.text.people import people_in
from retrieval.text.tokens import words_of
from retrieval.text.words import TITLES
from vectorstore.archive import Archive
from vectorstore.catalogue.script import simplified
from vectorstore.models import CatalogueEntry

MOST = 2
"""Introductions that are quoted, of different articles or wordings: a choice."""

_BEFORE = re.compile(r"[^，。；：、！？\s“”《》（）()—]*$")
_TITLE_END = re.compile(rf"(?:{TITLES})$")
_IS = re.compile(
    r"(?:(?:是|任|担任|出任|现任|曾任|系|为)|(?:当选|被(?:[认评选]\S{0,2}|授予)|获评|荣获|入选)(?:为|了)?)(?P<what>[^，。；！？\n]{2,40})"
)
_HE_IS = re.compile(r"[他她](?:今年\d+岁，)?(?:是|现任|曾任|担任)(?P<what>[^，。；！？\n]{2,40})")
_BEFORE_HE = 8
"""Characters before 他 in a sentence that names nobody itself (今年52岁的他是…); more hold a subject."""

_LED = re.compile(r"的+|师从")
_NOUNISH = ("n", "a", "b", "m", "q", "j", "l", "s", "f", "x", "eng", "nz", "vn", "i", "t", "g", "k", "h")
_AGED = re.compile(r"\d{1,3}岁的?$")


@dataclass(frozen=True, slots=True)
class _Told:
    entry: CatalogueEntry
    quote: Span
    marked: Span
    worth: float


def introductions_of(
    question: Question, archive: Archive, within: Sequence[CatalogueEntry] | None
) -> list[Citation]:
    """Where the archive says who the person is that a Chinese question asks about; empty for other questions.

    Args:
        question: In simplified characters.
        archive: That is asked.
        within: The articles that the question is confined to; None for all.
    """
    name = who_is(question.text) if question.lang == "zh" else None
    if name is None:
        return []
    holding = archive.entries_holding(name)
    if within is not None:
        allowed = {entry.article.id for entry in within}
        holding = [entry for entry in holding if entry.article.id in allowed]
    return introductions(name, holding)


def introductions(name: str, entries: Sequence[CatalogueEntry]) -> list[Citation]:
    """Where articles say who somebody is, best first; the person's byline where they say no more.

    Args:
        name: In simplified characters.
        entries: The articles that have the name, in the archive's order.
    """
    told = [one for entry in entries for one in _told(name, entry)]
    chosen: list[_Told] = []
    for one in sorted(told, key=lambda t: -t.worth):
        if len(chosen) < MOST and not any(_same(one, other) for other in chosen):
            chosen.append(one)
    if chosen:
        return [_cited(n, one) for n, one in enumerate(chosen, start=1)]
    wrote = next((entry for entry in entries if name in authors(entry.article)), None)
    byline = authors_in(wrote, 1) if wrote else None
    if byline is None:
        return []
    own = tuple(span for span in byline.spans if simplified(byline.quote[slice(*span)]) == name)
    return [replace(byline, spans=own)]


def _cited(n: int, one: _Told) -> Citation:
    article = one.entry.article
    start, end = one.quote
    return Citation(n, article, one.entry.source, "text", start, end, article.text[start:end], (one.marked,))


def _same(one: _Told, other: _Told) -> bool:
    """Whether two quotes lie in one sentence, or say the same."""
    mine, theirs = (simplified(t.entry.article.text[slice(*t.marked)]) for t in (one, other))
    overlap = one.entry is other.entry and one.quote[0] < other.quote[1] and other.quote[0] < one.quote[1]
    return overlap or mine in theirs or theirs in mine


def _told(name: str, entry: CatalogueEntry) -> list[_Told]:
    text = simplified(entry.article.text)
    spans = sentence_spans(text)
    found: list[_Told] = []
    for at, (start, end) in enumerate(spans):
        for match in re.finditer(re.escape(name), text[start:end]):
            a, b = start + match.start(), start + match.end()
            found.extend(_named(text, entry, (start, end), (a, b)))
        before = spans[at - 1][0] if at else start
        follows = name in text[before:start] and "\n" not in text[before:start]
        here = name in text[start:end]
        he = _HE_IS.search(text, start, end) if follows or here else None
        first = start if here else before
        between = text[text.rindex(name, first, end) + len(name) : he.start()] if he else ""
        near = here or (he is not None and he.start() - start <= _BEFORE_HE)
        if he and near and not people_in(between):
            found.append(_Told(entry, (first, end), he.span("what"), 3.0))
    return found


def _named(text: str, entry: CatalogueEntry, quote: Span, name: Span) -> list[_Told]:
    found = []
    start = _description(text, quote[0], name[0])
    lead = text[start : name[0]]
    if lead:
        titled = bool(_TITLE_END.search(lead))
        aged = bool(_AGED.search(lead))
        # A fuller title says more than 市长 alone; beyond a dozen characters no more is gained.
        worth = (2.0 if titled else 0.5 if aged else 1.0) + min(len(lead), 12) / 12
        found.append(_Told(entry, quote, (start, name[0] - (lead[-1] == "的")), worth))
    match = _IS.match(text, name[1], quote[1])
    if match:
        found.append(_Told(entry, quote, match.span("what"), 2.5))
    return found


def _description(text: str, start: int, end: int) -> int:
    """Where the noun phrase begins that stands right before a name."""
    before = _BEFORE.search(text, start, end)
    at = end
    if before is None:
        return at
    for word, tag in reversed(words_of(text[before.start() : end])):
        fits = tag.startswith(_NOUNISH) or word == "的" or bool(_TITLE_END.search(word))
        if not fits or (tag.startswith("nr") and not _TITLE_END.search(word)):
            break
        at -= len(word)
    led = _LED.match(text, at, end)
    at = led.end() if led else at
    if text[at - 1 : at] == "、":  # 市人大常委会党组书记、主任邵景良 has two offices
        earlier = _description(text, start, at - 1)
        return earlier if _TITLE_END.search(text[earlier : at - 1]) else at
    return at
