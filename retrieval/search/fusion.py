"""Two ranked lists into one.

A weighted sum of z-scores: each list's scores are brought to mean 0 and deviation 1, and a chunk that
one search did not return counts there as the worst that it did return. Over CMRC 2018's paragraphs
this beat reciprocal rank fusion, which throws the margins between the scores away (docs/quality.md).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np

from vectorstore.models import Hit


def fuse(
    dense: Sequence[Hit], lexical: Sequence[Hit], *, dense_weight: float, every_match: bool = False
) -> list[tuple[str, float]]:
    """Fuse two searches over the same chunks.

    Args:
        dense: Best first, cosine similarities.
        lexical: Best first, BM25 scores.
        dense_weight: Weight of the dense list in [0, 1]; the lexical one gets the rest.
        every_match: Whether the lexical list was not cut off: what it lacks shares no term and scored 0. In a
            small archive the one chunk that has the question's word must stand out from those that have not.

    Returns:
        (chunk id, fused score), best first; ties in the order of the ids.
    """
    fused = dict.fromkeys((hit.chunk_id for hit in (*dense, *lexical)), 0.0)
    if every_match and lexical:
        matched = {hit.chunk_id for hit in lexical}
        lexical = [*lexical, *(Hit(id_, 0.0) for id_ in fused if id_ not in matched)]
    for hits, weight in ((dense, dense_weight), (lexical, 1.0 - dense_weight)):
        z_scores = _z_scores(hits)
        floor = min(z_scores.values(), default=0.0)
        for chunk_id in fused:
            fused[chunk_id] += weight * z_scores.get(chunk_id, floor)
    return sorted(fused.items(), key=lambda item: (-item[1], item[0]))


def capped(ranked: Sequence[str], article_of: Mapping[str, str], *, most: int, among: int) -> list[str]:
    """Keep one article from filling the first places.

    Args:
        ranked: Chunk ids, best first.
        article_of: Chunk id → article id.
        most: Chunks of one article allowed among the first `among`.
        among: How many places are watched.

    Returns:
        The same ids; those that their article had too many of stand behind the watched places, in
        their order.
    """
    first: list[str] = []
    put_back: list[str] = []
    taken: Counter[str] = Counter()
    for place, chunk_id in enumerate(ranked):
        if len(first) == among:
            return [*first, *_in_order(put_back, ranked[place:], ranked)]
        article = article_of[chunk_id]
        if taken[article] < most:
            taken[article] += 1
            first.append(chunk_id)
        else:
            put_back.append(chunk_id)
    return [*first, *put_back]


def _in_order(put_back: Sequence[str], rest: Sequence[str], ranked: Sequence[str]) -> list[str]:
    place = {chunk_id: at for at, chunk_id in enumerate(ranked)}
    return sorted([*put_back, *rest], key=place.__getitem__)


def _z_scores(hits: Sequence[Hit]) -> dict[str, float]:
    if not hits:
        return {}
    scores = np.array([hit.score for hit in hits])
    deviation = float(scores.std()) or 1.0  # one hit, or all alike: no one stands out
    mean = float(scores.mean())
    return {hit.chunk_id: (hit.score - mean) / deviation for hit in hits}
