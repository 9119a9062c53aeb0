"""`.txt`: one newspaper page as extraction left it."""

from __future__ import annotations

from corpus.decoding import decode
from corpus.models import ParsedSource, RawPage
from corpus.readers.known import Known
from corpus.splitting import split_page


def read_text(data: bytes, known: Known) -> ParsedSource:
    """Read one page.

    Raises:
        SourceEmpty: There is nothing in it.
        SourceUndecodable: The bytes are no text.
    """
    return split_page(RawPage(decode(data), known.given), known.with_page)
