"""Evidence into claims, citations and the text that a reader sees."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from retrieval.evidence import Evidence
from retrieval.lists import FoundList, find_list
from retrieval.models import Citation, Claim, ListCount, Span
from retrieval.question import Question
from retrieval.rarity import Rarity
from retrieval.spans import answer_spans
from retrieval.wording import list_line, quoted

SENTENCES = 4
LENGTH = 150
MARGIN = 1.0
NEIGHBOUR = 0.3
SAME_ARTICLE = 0.15
"""An answer quotes up to `SENTENCES` sentences of at most `LENGTH` characters together, the second and
later ones only if their score lies within `MARGIN` of the best; one that adjoins the best sentence gets
`NEIGHBOUR`, one of the same article `SAME_ARTICLE` on top. Swept over cmrc-trial, xquad-zh and xquad-en
(`python -m benchmarks.calibrate quotes`): the best that keeps quotes at 120 characters on average."""


@dataclass(frozen=True, slots=True)
class Draft:
    """An answer before its proof."""

    text: str
    claims: tuple[Claim, ...]
    citations: tuple[Citation, ...]
    list_count: ListCount | None = None


def compose(question: Question, evidence: Sequence[Evidence], rarity: Rarity) -> Draft:
    """Make an answer of the evidence, best first and not empty."""
    found = find_list(question, evidence, rarity)
    if found:
        return _list_draft(question, found)
    citations = []
    for n, (item, start, end) in enumerate(_quotes(choose(evidence)), start=1):
        article = item.article
        spans = answer_spans(question, article.text, item.start, item.end, rarity) if n == 1 else ()
        citations.append(
            Citation(n, article, item.passage.source, "text", start, end, article.text[start:end], spans)
        )
    return plain(question, citations)


def plain(question: Question, citations: Sequence[Citation]) -> Draft:
    """One claim a citation."""
    claims = [Claim(quoted(citation, question.lang), (citation.n,)) for citation in citations]
    return Draft("\n".join(claim.text for claim in claims), tuple(claims), tuple(citations))


def choose(evidence: Sequence[Evidence]) -> list[Evidence]:
    """The sentences to quote, the best one first."""
    best = evidence[0]
    chosen, length = [best], len(best.text)
    rest = sorted(evidence[1:], key=lambda e: -(e.score + _closeness(best, e)))
    for item in rest:
        if len(chosen) == SENTENCES or item.score + _closeness(best, item) < best.score - MARGIN:
            break
        if length + len(item.text) <= LENGTH:
            chosen.append(item)
            length += len(item.text)
    return chosen


def _closeness(best: Evidence, item: Evidence) -> float:
    if item.article.id != best.article.id:
        return 0.0
    between = item.start - best.end if item.start >= best.end else best.start - item.end
    return NEIGHBOUR if between <= 1 else SAME_ARTICLE


def _quotes(chosen: Sequence[Evidence]) -> list[tuple[Evidence, int, int]]:
    """Join sentences that adjoin; the quote with the best sentence first, the rest as they stand."""
    joined: list[tuple[Evidence, int, int]] = []
    for item in sorted(chosen, key=lambda e: (e.article.id, e.start)):
        if joined:
            last, start, end = joined[-1]
            gap = item.article.text[end : item.start]
            if last.article.id == item.article.id and not gap.strip() and "\n" not in gap:
                joined[-1] = (max(last, item, key=lambda e: e.score), start, item.end)
                continue
        joined.append((item, item.start, item.end))
    return sorted(joined, key=lambda quote: -quote[0].score)


def _list_draft(question: Question, found: FoundList) -> Draft:
    article, source = found.evidence.article, found.evidence.passage.source
    text = article.text
    citations: list[Citation] = []
    claims: list[Claim] = []
    for n, (start, end) in enumerate(found.quotes, start=1):
        spans = tuple(span for span in found.items if start <= span[0] and span[1] <= end)
        citations.append(Citation(n, article, source, "text", start, end, text[start:end], spans))
        claims.extend(Claim(text[a:b], (n,)) for a, b in spans)
    count = ListCount(question.asked, len(found.items))
    lines = [list_line(count, question.lang, _items(text, found.items))]
    lines.extend(quoted(citation, question.lang) for citation in citations)
    return Draft("\n".join(lines), tuple(claims), tuple(citations), count)


def _items(text: str, spans: Sequence[Span]) -> list[str]:
    return [text[start:end] for start, end in spans]
