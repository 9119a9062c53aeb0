"""A source file → its articles: the way in to this package."""

from __future__ import annotations

from pathlib import Path, PurePath

from corpus.discovery import read_bytes
from corpus.errors import SourceMalformed
from corpus.issue import date_in, issue_of_path
from corpus.models import Issue, ParsedSource
from corpus.readers import READERS
from corpus.readers.known import Known


def read_source(path: Path, root: Path, issue: Issue = Issue()) -> ParsedSource:  # noqa: B008 (frozen)
    """Read one source file.

    Args:
        path: The file.
        root: The root that it was found under (the file itself where the root is a file).
        issue: What the person who refreshes says of the issue; it wins over page and names.

    Returns:
        Its articles in page order, their ids not yet assigned.

    Raises:
        CorpusError: The source cannot be read; the message is one line.
    """
    return parse_source(read_bytes(path), path, root, issue)


def parse_source(
    data: bytes,
    path: Path,
    root: Path,
    issue: Issue = Issue(),  # noqa: B008 (frozen)
) -> ParsedSource:
    """Read a source from bytes that the caller has already read (and hashed).

    Args:
        data: The file's bytes.
        path: Where they come from; nothing is read from there.
        root: As for `read_source`.
        issue: As for `read_source`.

    Raises:
        CorpusError: The source cannot be read; the message is one line.
    """
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        raise SourceMalformed(
            f"no reader for {path.suffix or 'a file without suffix'}: use {', '.join(READERS)}"
        )
    return reader(data, Known(given=issue, named=_named(path, root)))


def _named(path: Path, root: Path) -> Issue:
    """What the names of a file and its folders say of the issue.

    Folders above the root are somebody's disk, not the newspaper's: a page in /backup/p7/papers is on no
    seventh page. The root itself, or the folder that a file stands in which is one, may tell; and where it
    is a day's (濮阳日报/2023-05-19), the one above it tells whose day.
    """
    inside: PurePath
    try:
        inside = path.relative_to(root)
    except ValueError:
        inside = PurePath(path.name)
    above = (path.parent if inside == PurePath() else root).absolute()
    own = PurePath(above.name, *(inside.parts or (path.name,)))
    told = issue_of_path(own)
    if date_in(above.name) is None:
        return told
    whose = issue_of_path(PurePath(above.parent.name) / own)
    return told.or_else(Issue(paper=whose.paper, city=whose.city))
