"""The stories nearest to a question that the archive does not answer."""

from __future__ import annotations

from collections.abc import Sequence

from retrieval.models import Nearest, Passage

NEAREST = 3
"""Headlines that a refusal names."""

_HEADLINE_MADE_LENGTH = 24


def nearest_stories(passages: Sequence[Passage]) -> tuple[Nearest, ...]:
    """Whose passages the search found, each once; one without a headline is named by how it begins.

    Args:
        passages: Best first.
    """
    nearest: dict[str, Nearest] = {}
    for passage in passages:
        article = passage.article
        headline = article.headline or article.text[:_HEADLINE_MADE_LENGTH]
        day = article.date.isoformat() if article.date else None
        nearest.setdefault(article.id, Nearest(headline, day, article.id))
    return tuple(nearest.values())[:NEAREST]
