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
