"""An answer as one JSON object: the machine interface (docs/contract.md)."""

from __future__ import annotations

from typing import Any

from retrieval.models import Answer, Citation


def answer_to_json(answer: Answer, id: object = None) -> dict[str, Any]:  # noqa: A002  # the contract's name
    """Spell an answer out.

    Args:
        answer: To be written.
        id: The question's id in a batch; echoed.
    """
    return {
        "id": id,
        "question": answer.question,
        "lang": answer.lang,
        "status": answer.status,
        "kind": answer.kind,
        "text": answer.text,
        "claims": [{"text": claim.text, "citations": list(claim.citations)} for claim in answer.claims],
        "citations": [_citation(citation) for citation in answer.citations],
        "list": (
            {
                "asked": answer.list_count.asked,
                "found": answer.list_count.found,
                "told": answer.list_count.told,
            }
            if answer.list_count
            else None
        ),
        "period": (
            {
                "from": answer.period.first.isoformat(),
                "to": answer.period.last.isoformat(),
                "by": answer.period.by,
            }
            if answer.period
            else None
        ),
        "understood": answer.understood,
        "passages": [
            {
                "article_id": passage.article.id,
                "start": passage.start,
                "end": passage.end,
                "score": round(passage.score, 4),
            }
            for passage in answer.passages
        ],
        "reason": answer.reason,
        "notice": answer.notice,
        "nearest": [
            {"headline": near.headline, "date": near.date, "article_id": near.article_id}
            for near in answer.nearest
        ],
        "timing_ms": {
            "embed": round(answer.timing.embed, 1),
            "search": round(answer.timing.search, 1),
            "answer": round(answer.timing.answer, 1),
            "total": round(answer.timing.total, 1),
        },
        "generation": answer.generation,
    }


def _citation(citation: Citation) -> dict[str, Any]:
    article = citation.article
    return {
        "n": citation.n,
        "article_id": article.id,
        "headline": article.headline,
        "headline_made": article.headline_made,
        "paper": article.paper,
        "city": article.city,
        "date": article.date.isoformat() if article.date else None,
        "page": article.page,
        "reporters": list(article.reporters),
        "correspondents": list(article.correspondents),
        "source": citation.source,
        "field": citation.field,
        "start": citation.start,
        "end": citation.end,
        "quote": citation.quote,
        "spans": [list(span) for span in citation.spans],
        "also": [
            {
                "article_id": other.article_id,
                "headline": other.headline,
                "paper": other.paper,
                "date": other.date.isoformat() if other.date else None,
                "page": other.page,
                "source": other.source,
            }
            for other in citation.also
        ],
    }
