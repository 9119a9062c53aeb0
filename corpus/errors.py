"""What can go wrong while a source is read.

    CorpusError
    ├── SourceUnreadable      the operating system would not give us the bytes
    ├── SourceTooLarge        there are more bytes than a source of its kind can have
    ├── SourceUndecodable     the bytes are no text in any encoding that we read
    ├── SourceMalformed       the text is not what its suffix promises
    └── SourceEmpty           there is nothing in it

Each message is one line for a person and names what to do.
"""

from __future__ import annotations


class CorpusError(Exception):
    """A source could not be turned into articles."""


class SourceUnreadable(CorpusError):
    """The operating system would not give us the bytes."""


class SourceTooLarge(CorpusError):
    """There are more bytes than a source of its kind can have."""


class SourceUndecodable(CorpusError):
    """The bytes are no text in any encoding that we read."""


class SourceMalformed(CorpusError):
    """The text is not what its suffix promises."""


class SourceEmpty(CorpusError):
    """The source holds no characters."""
