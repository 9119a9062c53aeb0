"""What ends the proof of a sentence.

Struck        the sentence is not proved; never leaves this package, whose `prove` gives a verdict
"""

from __future__ import annotations


class Struck(Exception):
    """The sentence is not proved.

    Attributes:
        reason: One of `retrieval.claims.models.Reason`.
        detail: The words that failed.
    """

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(detail)
        self.reason = reason
        self.detail = detail
