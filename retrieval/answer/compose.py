"""Evidence into claims, citations and the text that a reader sees."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from retrieval.answer.certainty import sure
from retrieval.answer.item_kinds import can_be
from retrieval.answer.itineraries import stops
from retrieval.answer.lists import FoundList, find_list
from retrieval.answer.telling import needed, telling
from retrieval.answer.wording import framed, list_line
from retrieval.evidence.candidates import persons, typed
from retrieval.evidence.occasion import may_say
from retrieval.evidence.sentences import Evidence
from retrieval.evidence.shapes import fits
from retrieval.evidence.spans import marked
from retrieval.models import Citation, Claim, Language, ListCount, Span
from retrieval.proof import proved
from retrieval.question.analysis import Kind, Question
from retrieval.search.rarity import Rarity
from retrieval.text.units import carries

SENTENCES = 6
LENGTH = 195
MARGIN: dict[Language, float] = {"zh": 4.2, "en": 3.8}
NEIGHBOUR = 0.4
SAME_ARTICLE = 0.0
CHARACTER = 0.01
"""An answer quotes up to `SENTENCES` sentences of at most `LENGTH` characters together, the second and
later ones only if their score lies within the question's language's `MARGIN` of the best, less `CHARACTER`
for each of their characters: of two that are as likely the answer, the short one. One that adjoins
the best sentence gets `NEIGHBOUR`, one of the same article `SAME_ARTICLE` on top. Chosen so that
quotes stay below 120 characters on average. Over what is found for the questions that have an answer (a
scratch sweep; `python -m benchmarks.calibrate quotes` searches the same constants), quote holds / characters
with (`MARGIN`, `CHARACTER`, `NEIGHBOUR`) of
(3.4, 0.01, 0.4), (3.8, 0.01, 0.4), (4.2, 0.01, 0.4), (4.2, 0.01, 0.8) and (4.6, 0.01, 0.4):
xquad-zh 0.949 / 96, 0.956 / 102, 0.959 / 110, 0.959 / 114, 0.960 / 116; cmrc-trial 0.886 / 94, 0.889 / 101,
0.889 / 108, 0.890 / 112, 0.894 / 115; local-news 0.942 / 81, 0.950 / 86, 0.954 / 90, 0.952 / 92, 0.954 / 95.
Before the network chose among the sentences 0.951 / 113, 0.879 / 119, 0.933 / 99 with (4.2, 0.015, 0.8)."""


@dataclass(frozen=True, slots=True)
class Draft:
    """An answer before or behind its proof.

    Attributes:
        claims: What it says.
        citations: What proves it.
        list_count: For a list question.
        itemised: Whether the claims are the items of a list, the quotes standing apart from them.
        sure: Whether the words marked in the first quote answer so surely that they are said first.
    """

    claims: tuple[Claim, ...]
    citations: tuple[Citation, ...]
    list_count: ListCount | None = None
    itemised: bool = False
    sure: bool = False

    def proved(self) -> Draft:
        """What is left when every citation has been checked; an item that fell is not counted."""
        claims, citations = proved(self.claims, self.citations)
        count = self.list_count
        if count and self.itemised:
            count = replace(count, found=len(claims))
        sure = self.sure and citations[:1] == self.citations[:1]
        return replace(self, claims=claims, citations=citations, list_count=count, sure=sure)

    def text(self, lang: Language) -> str:
        """What a reader sees: the claims below a sure fact, and for a list the sentences with its items."""
        said = [claim.text for claim in self.claims]
        if self.sure and lang == "zh":
            said = [f"{self._fact()}。", *said]
        if not (self.itemised and self.list_count):
            return "\n".join(said)
        quotes = framed(self.citations, lang, marked=False)
        return "\n".join([list_line(self.list_count, lang, said), *quotes])

    def _fact(self) -> str:
        """The words marked in the first quote, as printed."""
        first = self.citations[0]
        return "、".join(first.article.field(first.field)[start:end] for start, end in first.spans)


def compose(question: Question, evidence: Sequence[Evidence], rarity: Rarity) -> Draft:
    """Make an answer of the evidence, best first and not empty."""
    stopped = stops(question, evidence)
    if stopped:
        return plain(question, stopped)
    found = find_list(question, evidence, rarity)
    if found and found.sure:
        return _list_draft(question, found)
    chosen = choose(telling(question, evidence), MARGIN[question.lang])
    answering = _answering(question, chosen)
    words = _of_kind(question, answering, marked(question, answering, rarity))
    alone = len(words) == 1 and sure(question, answering, words[0])
    chosen = needed(question, chosen, answering, alone=alone)
    quotes = sorted(joined(chosen), key=lambda quote: answering not in quote[0])
    listed = found.items if found and any(_holds(quote, found) for quote in quotes) else ()
    citations = []
    for n, (items, start, end) in enumerate(quotes, start=1):
        article = items[0].article
        spans: tuple[Span, ...] = ()
        if found and listed:
            same = article.id == found.evidence.article.id
            spans = tuple((a, b) for a, b in listed if same and start <= a and b <= end)
        elif answering in items:
            spans = words
        quote = article.text[start:end]
        citations.append(Citation(n, article, items[0].passage.source, "text", start, end, quote, spans))
    draft = replace(plain(question, citations), sure=alone and not listed)
    return replace(draft, list_count=ListCount(question.asked, len(listed))) if listed else draft


def _of_kind(question: Question, item: Evidence, spans: tuple[Span, ...]) -> tuple[Span, ...]:
    """The marked words, where a list is asked for only those that its items can be.

    Behind an English frame they are printed as the answer: whether something is so no words of a quote
    answer, and how much, how long and when only those of that form.
    """
    if question.lang == "en" and question.kind in _FORMED:
        formed = [(a, b) for a, b in typed(question, item.text) if carries(item.text[a:b], question.units)]
        at = item.start
        return tuple((a, b) for a, b in spans if any(c + at < b and a < d + at for c, d in formed))
    if question.kind is not Kind.LIST or can_be(question, [item.reading[a:b] for a, b in spans]):
        return spans
    return ()


_FORMED = {Kind.WHETHER, Kind.NUMBER, Kind.DATE, Kind.DURATION}


def _holds(quote: tuple[list[Evidence], int, int], found: FoundList) -> bool:
    items, start, end = quote
    inside = (start <= a and b <= end for a, b in found.items)
    return items[0].article.id == found.evidence.article.id and all(inside)


def _answering(question: Question, chosen: Sequence[Evidence]) -> Evidence:
    """The best sentence that holds the kind of thing asked for, else the best."""
    if question.kind is Kind.PERSON:
        return next((e for e in chosen if persons(question, e.text)), chosen[0])
    fitting = [e for e in chosen if fits(question, e.text) == 1.0]
    said = (e for e in fitting if may_say(question, e.text, e.article.date))
    return next(said, (fitting or chosen)[0])


def plain(question: Question, citations: Sequence[Citation]) -> Draft:
    """One claim a citation."""
    texts = framed(citations, question.lang)
    claims = [Claim(text, (citation.n,)) for text, citation in zip(texts, citations, strict=True)]
    return Draft(tuple(claims), tuple(citations))


def choose(evidence: Sequence[Evidence], margin: float) -> list[Evidence]:
    """The sentences to quote, the best one first, none further than `margin` below it."""
    best = evidence[0]
    chosen, length = [best], len(best.text)
    rest = sorted(evidence[1:], key=lambda e: -_worth(best, e))
    for item in rest:
        if len(chosen) == SENTENCES or _worth(best, item) < best.score - margin:
            break
        if length + len(item.text) <= LENGTH:
            chosen.append(item)
            length += len(item.text)
    return chosen


def _worth(best: Evidence, item: Evidence) -> float:
    return item.score + _closeness(best, item) - CHARACTER * len(item.text)


def _closeness(best: Evidence, item: Evidence) -> float:
    if item.article.id != best.article.id:
        return 0.0
    between = item.start - best.end if item.start >= best.end else best.start - item.end
    return NEIGHBOUR if between <= 1 else SAME_ARTICLE


def joined(chosen: Sequence[Evidence]) -> list[tuple[list[Evidence], int, int]]:
    """Join sentences that adjoin: (the sentences, start, end); the best sentence's quote first."""
    quotes: list[tuple[list[Evidence], int, int]] = []
    for item in sorted(chosen, key=lambda e: (e.article.id, e.start)):
        if quotes:
            items, start, end = quotes[-1]
            gap = item.article.text[end : item.start]
            if items[0].article.id == item.article.id and not gap.strip() and "\n" not in gap:
                quotes[-1] = ([*items, item], start, item.end)
                continue
        quotes.append(([item], item.start, item.end))
    return sorted(quotes, key=lambda quote: -max(item.score for item in quote[0]))


def _list_draft(question: Question, found: FoundList) -> Draft:
    article, source = found.evidence.article, found.evidence.passage.source
    text = article.text
    citations: list[Citation] = []
    claims: list[Claim] = []
    for n, (start, end) in enumerate(found.quotes, start=1):
        spans = tuple(span for span in found.items if start <= span[0] and span[1] <= end)
        citations.append(Citation(n, article, source, "text", start, end, text[start:end], spans))
        claims.extend(Claim(text[a:b], (n,)) for a, b in spans)
    count = ListCount(question.asked, len(found.items), found.told)
    return Draft(tuple(claims), tuple(citations), count, itemised=True)
