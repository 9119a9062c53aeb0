"""The tables of a catalogue.

`articles` are what is searched and quoted; `copies` the same articles as other sources have them
(`catalogue.copies`); `problems` what could not be read of a source that is in the archive for its rest.
"""

from __future__ import annotations

from corpus.models import Article
from vectorstore.catalogue import lexical

LAYOUT = 3
"""Of these tables, kept as the file's user_version; part of the store's fingerprint."""

INDEXES = "CREATE INDEX IF NOT EXISTS articles_by_date ON articles (date)"
"""What only makes questions faster: a catalogue without it reads the same, so it is no part of the layout,
and the next generation gets it when its base is edited."""

SCHEMA = f"""
CREATE TABLE sources (
    row INTEGER PRIMARY KEY,
    position INTEGER NOT NULL,
    root TEXT NOT NULL, path TEXT NOT NULL, name TEXT NOT NULL,
    sha256 TEXT NOT NULL, issue TEXT NOT NULL,
    UNIQUE (root, path)
);
CREATE INDEX sources_in_order ON sources (position);
CREATE TABLE articles (
    row INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    given_id TEXT NOT NULL,
    content TEXT NOT NULL,
    source INTEGER NOT NULL REFERENCES sources (row),
    place INTEGER NOT NULL,
    headline TEXT, date TEXT, data TEXT NOT NULL
);
CREATE INDEX articles_in_order ON articles (source, place, row, id, content);
CREATE INDEX articles_by_content ON articles (content);
CREATE TABLE copies (
    row INTEGER PRIMARY KEY,
    given_id TEXT NOT NULL,
    content TEXT NOT NULL,
    source INTEGER NOT NULL REFERENCES sources (row),
    place INTEGER NOT NULL,
    data TEXT NOT NULL
);
CREATE INDEX copies_in_order ON copies (source, place, row, content);
CREATE TABLE problems (source INTEGER NOT NULL REFERENCES sources (row), problem TEXT NOT NULL);
CREATE INDEX problems_by_source ON problems (source);
CREATE TABLE chunks (
    row INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    article INTEGER NOT NULL REFERENCES articles (row),
    start INTEGER NOT NULL, end INTEGER NOT NULL, context TEXT NOT NULL
);
CREATE INDEX chunks_in_order ON chunks (article, start);
{lexical.SCHEMA};
{INDEXES};
PRAGMA user_version = {LAYOUT};
"""


def indexed_text(article: Article, start: int, end: int) -> str:
    """What the lexical index is given for the chunk `article.text[start:end]`: frame, newline, text."""
    frame = (article.field(name) for name in ("kicker", "headline", "deck", "byline"))
    return "\n".join([*filter(None, frame), article.text[start:end]])
