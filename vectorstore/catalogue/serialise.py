"""Articles and issues as JSON, in the field names of the machine interface (docs/contract.md)."""

from __future__ import annotations

import datetime
import json
from dataclasses import asdict
from typing import Any

from corpus.models import Article, ArticleKind, Issue


def article_fields(article: Article) -> dict[str, Any]:
    """The article's fields with dates in ISO form, ready for JSON; the id comes first."""
    fields = asdict(article)
    for name in ("date", "dateline_date"):
        fields[name] = fields[name].isoformat() if fields[name] else None
    return fields


def article_to_json(article: Article) -> str:
    """Serialise all fields but the id, which the catalogue keeps in a column of its own."""
    fields = article_fields(article)
    del fields["id"]
    return json.dumps(fields, ensure_ascii=False)


def article_from_json(data: str, *, article_id: str) -> Article:
    """The inverse of `article_to_json`."""
    fields = json.loads(data)
    for name in ("date", "dateline_date"):
        fields[name] = _day(fields[name])
    for name in ("reporters", "correspondents"):
        fields[name] = tuple(fields[name])
    return Article(id=article_id, **fields | {"kind": ArticleKind(fields["kind"])})


def issue_to_json(issue: Issue) -> str:
    """Serialise an issue; equal issues give equal text."""
    day = issue.date.isoformat() if issue.date else None
    return json.dumps(
        {"paper": issue.paper, "city": issue.city, "date": day, "page": issue.page}, ensure_ascii=False
    )


def issue_from_json(data: str) -> Issue:
    """The inverse of `issue_to_json`."""
    fields = json.loads(data)
    return Issue(**fields | {"date": _day(fields["date"])})


def _day(text: str | None) -> datetime.date | None:
    return datetime.date.fromisoformat(text) if text else None
