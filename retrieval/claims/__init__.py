"""The proof of generated sentences: names, numbers, dates, units, their pairing, yes and no.

    sentence + cited texts → `prove` → `Verdict`: kept, or struck with a reason

`Prover` carries the embedding model, which English sentences over Chinese texts need.
"""

from __future__ import annotations

from retrieval.claims.fence import fenced
from retrieval.claims.models import CitedText, Reason, Verdict
from retrieval.claims.prover import Prover, prove

__all__ = ["CitedText", "Prover", "Reason", "Verdict", "fenced", "prove"]
