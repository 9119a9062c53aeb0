"""One reader a kind of file, found by suffix.

A reader takes the file's bytes and what is known of its issue, and gives the articles. A new format is a
new module here and a line in `READERS`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from corpus.models import ParsedSource
from corpus.readers.jsonl import read_jsonl
from corpus.readers.known import Known
from corpus.readers.markdown import read_markdown
from corpus.readers.text import read_text

Reader = Callable[[bytes, Known], ParsedSource]
"""Bytes and what is known beforehand → articles; raises CorpusError kinds only."""

READERS: Mapping[str, Reader] = MappingProxyType(
    {".txt": read_text, ".jsonl": read_jsonl, ".md": read_markdown, ".markdown": read_markdown}
)
"""By suffix, in lower case."""

LARGEST_PAGE = 2_000_000
"""Bytes of a page, or of a whole issue in one file: the seed page has 17 kB, so that a hundred such fit. Text
made to be slow (captions or remarks alone, unclosed brackets in Markdown) takes up to 9 s of processor time a
MB and prose 2, both in proportion to their length: the limit bounds what one file can cost."""

LARGEST_EXPORT = 256_000_000
"""Bytes of a `.jsonl` export, some 100,000 articles of 800 characters: it is held in memory whole, about
four times over."""


def largest(suffix: str) -> int:
    """Bytes that a source of this suffix may have."""
    return LARGEST_EXPORT if suffix.lower() == ".jsonl" else LARGEST_PAGE
