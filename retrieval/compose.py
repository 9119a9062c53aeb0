"""Evidence into claims, citations and the text that a reader sees."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from retrieval.evidence import Evidence
from retrieval.models import Citation, Claim, ListCount
from retrieval.question import Kind, Question
from retrieval.rarity import Rarity
from retrieval.spans import answer_spans
from retrieval.wording import list_line, quoted

SENTENCES = 2
LENGTH = 110
"""Characters of an answer's quotes together, beyond which no second sentence is added."""


@dataclass(frozen=True, slots=True)
class Draft:
    """An answer before its proof."""

    text: str
    claims: tuple[Claim, ...]
    citations: tuple[Citation, ...]
    list_count: ListCount | None


def compose(question: Question, evidence: Sequence[Evidence], rarity: Rarity) -> Draft:
    """Make an answer of the best evidence."""
    chosen = [evidence[0]]
    length = len(evidence[0].text)
    for more in evidence[1:]:
        if len(chosen) >= (3 if question.lang == "en" else SENTENCES):
            break
        if length + len(more.text) <= LENGTH and more.passage.article.id == chosen[0].passage.article.id:
            chosen.append(more)
            length += len(more.text)
    citations = []
    for n, item in enumerate(chosen, start=1):
        article = item.passage.article
        spans = answer_spans(question, article.text, item.start, item.end, rarity) if n == 1 else ()
        citations.append(
            Citation(n, article, item.passage.source, "text", item.start, item.end, item.text, spans)
        )
    claims = [Claim(quoted(citation, question.lang), (citation.n,)) for citation in citations]
    count = None
    text = "\n".join(claim.text for claim in claims)
    if question.kind is Kind.LIST and len(citations[0].spans) > 1:
        whole = citations[0].article.text
        count = ListCount(question.asked, len(citations[0].spans))
        items = [whole[a:b] for a, b in citations[0].spans]
        text = f"{list_line(count, question.lang, items)}\n{text}"
    return Draft(text, tuple(claims), tuple(citations), count)
