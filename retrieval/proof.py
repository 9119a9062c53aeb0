"""The one check that every citation passes just before an answer leaves.

`article.field(field)[start:end] == quote`, spans inside the quote, and the article's characters as
the archive holds them. What fails is dropped, and with it the claims that nothing else proves.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from corpus.models import TEXT_FIELDS
from retrieval.errors import ProofFailed
from retrieval.models import Citation, Claim


def check(citation: Citation) -> None:
    """Prove one citation against its article.

    Raises:
        ProofFailed: The quote is empty, does not stand where the citation says, or a span leaves it.
    """
    if citation.field not in TEXT_FIELDS:
        raise ProofFailed(f"there is no field {citation.field} to quote from")
    whole = citation.article.field(citation.field)
    if not 0 <= citation.start < citation.end <= len(whole):
        raise ProofFailed(f"[{citation.start}, {citation.end}) leaves the {citation.field} of {len(whole)}")
    if whole[citation.start : citation.end] != citation.quote:
        raise ProofFailed(f"the quote does not stand at {citation.start} of {citation.article.id}")
    for start, end in citation.spans:
        if not citation.start <= start < end <= citation.end:
            raise ProofFailed(f"the span [{start}, {end}) leaves its quote")


def proved(
    claims: Sequence[Claim], citations: Sequence[Citation]
) -> tuple[tuple[Claim, ...], tuple[Citation, ...]]:
    """Keep what is proved, numbered from 1 without gaps.

    Returns:
        The claims that at least one proved citation supports, and the citations that such claims
        name, both in their order.
    """
    good = {}
    for citation in citations:
        try:
            check(citation)
        except ProofFailed:
            continue
        good[citation.n] = citation
    kept = [(claim, tuple(dict.fromkeys(n for n in claim.citations if n in good))) for claim in claims]
    kept = [(claim, numbers) for claim, numbers in kept if numbers]
    used = {n for _, numbers in kept for n in numbers}
    order = [n for n in good if n in used]
    number = {old: new for new, old in enumerate(order, start=1)}
    return (
        tuple(replace(claim, citations=tuple(number[n] for n in numbers)) for claim, numbers in kept),
        tuple(replace(good[old], n=number[old]) for old in order),
    )
