"""`.jsonl`: articles already split, one a line, as newspapers export them (docs: the machine interface)."""

from __future__ import annotations

import json
import re
from datetime import date
from typing import Any

from corpus.dateline import dateline_of, resolve
from corpus.decoding import decode
from corpus.errors import SourceMalformed
from corpus.headline import make_headline
from corpus.issue import date_in
from corpus.models import Article, ArticleKind, Issue, ParsedSource
from corpus.readers.known import Known


class _BadLine(Exception):
    """A line is no article; the message says why."""


def read_jsonl(data: bytes, known: Known) -> ParsedSource:
    """Read articles, one a line; blank lines are passed by.

    Returns:
        The articles, and one problem for each line that is none.

    Raises:
        SourceEmpty: There is nothing in it.
        SourceUndecodable: The bytes are no text.
        SourceMalformed: No line of it is an article.
    """
    articles, problems = [], []
    # JSON strings may hold U+2028 and its kind as they are: only \n ends a line
    for number, line in enumerate(decode(data).split("\n"), start=1):
        if not line.strip():
            continue
        try:
            articles.append(_article(line, known))
        except _BadLine as exc:
            problems.append(f"line {number}: {exc}")
    if not articles:
        raise SourceMalformed(f"no line is an article in JSON; {problems[0]}")
    return ParsedSource(tuple(articles), problems=tuple(problems))


def _article(line: str, known: Known) -> Article:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as exc:
        raise _BadLine(f"not JSON ({str(exc).splitlines()[0]})") from exc
    if not isinstance(row, dict):
        raise _BadLine("not a JSON object")
    text = (_string(row, "text") or "").replace("\r\n", "\n")
    if not text.strip():
        raise _BadLine("no text")
    issue = known.with_page(
        Issue(_string(row, "paper"), _string(row, "city"), _date(row), _string(row, "page", int))
    )
    headline = _string(row, "headline")
    dateline = dateline_of(text)
    return Article(
        id=_string(row, "id", int) or "",
        kind=_kind(row),
        headline=headline or make_headline(text),
        headline_made=headline is None,
        text=text,
        kicker=_string(row, "kicker"),
        deck=_string(row, "deck"),
        byline=_string(row, "byline"),
        reporters=_names(row, "reporters"),
        correspondents=_names(row, "correspondents"),
        dateline=dateline,
        dateline_date=resolve(dateline, issue.date) if dateline else None,
        date=issue.date,
        paper=issue.paper,
        city=issue.city,
        page=issue.page,
        url=_string(row, "url"),
    )


def _string(row: dict[str, Any], key: str, *also: type) -> str | None:
    """The field's string; None where it is absent, null or blank."""
    value = row.get(key)
    if value is None:
        return None
    if not isinstance(value, (str, *also)) or isinstance(value, bool):
        raise _BadLine(f"{key} is no string")
    value = str(value)
    if "\0" in value or re.search("[\ud800-\udfff]", value):
        raise _BadLine(f"{key} holds NULs or broken characters")
    return value if value.strip() else None


def _date(row: dict[str, Any]) -> date | None:
    printed = _string(row, "date")
    if printed is None:
        return None
    found = date_in(printed)
    if found is None:
        raise _BadLine(f"date is no day: {printed[:40]!r}")
    return found


def _kind(row: dict[str, Any]) -> ArticleKind:
    try:
        return ArticleKind(_string(row, "kind") or ArticleKind.ARTICLE)
    except ValueError as exc:
        kinds = ", ".join(ArticleKind)
        raise _BadLine(f"kind is none of {kinds}") from exc


def _names(row: dict[str, Any], key: str) -> tuple[str, ...]:
    value = row.get(key)
    if isinstance(value, list) and all(isinstance(name, str) for name in value):
        return tuple(name.strip() for name in value if name.strip())
    text = _string(row, key)
    return tuple(name for name in re.split(r"[、，,;；\s]+", text) if name) if text else ()
