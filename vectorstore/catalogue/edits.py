"""What an edit of the catalogue is given, and what it changed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from corpus.models import Article, Chunk
from vectorstore.models import StoredSource

Chunker = Callable[[Article], Sequence[Chunk]]


@dataclass(frozen=True, slots=True)
class Entry:
    """One source of the next generation.

    Attributes:
        source: As it will be kept.
        articles: As they were just read, with the ids that the source gave ("" for none); None where
            they stand in the catalogue already.
        problems: A line for each part of the source that could not be read; nothing where `articles` is
            None: the catalogue has them.
    """

    source: StoredSource
    articles: Sequence[Article] | None
    problems: Sequence[str] = ()


@dataclass(slots=True)
class Edit:
    """What an edit changed among the chunks: a chunk whose vector stays right is in neither list."""

    removed: list[str] = field(default_factory=list)
    added: list[Chunk] = field(default_factory=list)
