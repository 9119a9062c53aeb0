"""The newest of the reports that answer about as well, where the latest is asked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from retrieval.evidence.sentences import Evidence

LATEST_WITHIN = 1.0
"""How far below the best evidence, in units of `fits`, a newer report's may lie and still be preferred
where the latest is asked for: one feature's worth. Set by hand; no set at hand asks for the latest."""


_AHEAD = 1e-6  # no tie


def newer_first(evidence: Sequence[Evidence]) -> list[Evidence]:
    """Put the newest report first whose best sentence is nearly as good as the best of all.

    Args:
        evidence: Best first, not empty.

    Returns:
        The same sentences, best first by scores in which that report's are raised to the top.
    """
    top = evidence[0]
    best: dict[str, Evidence] = {}
    for item in evidence:
        if item.article.date and item.score >= top.score - LATEST_WITHIN:
            best.setdefault(item.article.id, item)
    newest = max(best.values(), key=lambda e: (e.article.date, e.score), default=top)
    raised = top.score - newest.score + _AHEAD
    same = newest.article.id
    moved = [replace(e, score=e.score + raised) if e.article.id == same else e for e in evidence]
    return sorted(moved, key=lambda e: -e.score)
