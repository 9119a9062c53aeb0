"""What an English sentence says may be so, against Chinese quotes."""

from __future__ import annotations

import re
from collections.abc import Sequence

from retrieval.claims.errors import Struck
from retrieval.claims.hedges import is_hearsay, leaves_open
from retrieval.claims.models import Reason
from retrieval.claims.sources import Row

_LEADING = "in of by for from since until till before after during last next late early mid every"
_MONTH_BEFORE = "".join(rf"(?<!\b{word} )" for word in _LEADING.split())
_PERMITTED = (
    "borrow|ride|call|dial|phone|register|use|apply|enter|book|reserve|park|contact|sign|enroll?|renew|consult|download"
    "|scan|request|make|choose|bring"
)
_ENGLISH_DOUBT = re.compile(
    r"\b(?:might|possibly|perhaps|probably|(?:un)?likely"
    rf"|{_MONTH_BEFORE}(?<!\d )(?<!\d(?:st|nd|rd|th) )(?<!mid-)may "
    r"(?=be\b|have\b|not\b|[a-z]{3,}\b)(?!and\b|the\b|was\b|were\b|but\b"
    rf"|(?:also |only |now )?(?:{_PERMITTED})\b))"
)
"""The month of May stands behind other words, or is followed by them or by a day; and what readers may do,
borrow ten books or ride free, they are permitted to, which a Chinese notice tells without 可."""
_ENGLISH_HEARSAY = re.compile(r"\b(?:reportedly|allegedly|supposedly|rumou?red|rumou?rs?)\b")


def doubts_stand(text: str, best: Sequence[Row]) -> None:
    """What an English sentence says may be so is left open by one of its quotes, or is hearsay there.

    Args:
        text: The sentence, in lower case.
        best: The rows that prove it.

    Raises:
        Struck: They tell it as a fact.
    """
    doubt, hearsay = _ENGLISH_DOUBT.search(text), _ENGLISH_HEARSAY.search(text)
    if doubt and not any(map(leaves_open, best)):
        raise Struck(Reason.NEGATION, f"{doubt.group().strip()} is added")
    if hearsay and not any(map(is_hearsay, best)):
        raise Struck(Reason.NEGATION, f"{hearsay.group()} is added")
