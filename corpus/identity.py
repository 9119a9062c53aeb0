"""Article and chunk ids that come from the content and nothing else.

A renamed or re-read file keeps its ids, and two articles never share one: identical articles
are told apart by a running number, given in the order of the archive.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import replace

from corpus.models import TEXT_FIELDS, Article

ID_BITS = 64
"""Bits of a content id: among a million articles two collide with a chance below 3 in 10⁸
(the birthday bound n²/2^65), and a collision only costs a running number."""

_SPACE = re.compile(r"\s+")


def content_digest(*parts: str) -> str:
    """Digest the parts, white space aside, as `ID_BITS` bits of hex."""
    digest = hashlib.sha256()
    for part in parts:
        digest.update(_SPACE.sub("", part).encode("utf-8", "surrogatepass"))
        digest.update(b"\0")
    return digest.hexdigest()[: ID_BITS // 4]


def content_id(article: Article) -> str:
    """Make the id of what is printed: a made headline, a date or a page number is no part of it."""
    printed = (
        "" if name == "headline" and article.headline_made else article.field(name) for name in TEXT_FIELDS
    )
    return content_digest(*printed)


def assign_ids(articles: Iterable[Article]) -> list[Article]:
    """Give every article of the archive an id of its own.

    Args:
        articles: The whole archive in its order; an id that a source gave is kept.

    Returns:
        The articles in the same order. The second of two that would share an id gets
        "-2" behind it, the third "-3".
    """
    given = list(articles)
    ids = unique_ids(article.id or content_id(article) for article in given)
    return [replace(article, id=unique) for article, unique in zip(given, ids, strict=True)]


def unique_ids(wanted: Iterable[str]) -> list[str]:
    """Tell equal ids apart by a running number.

    Args:
        wanted: The id that each article of the archive would have alone, in the archive's order.

    Returns:
        As many ids, all different.
    """
    taken: set[str] = set()
    counts: dict[str, int] = {}  # wanted id → its last running number: a thousand equal articles stay cheap
    ids = []
    for one in wanted:
        unique, count = one, counts.get(one, 1)
        while unique in taken:
            count += 1
            unique = f"{one}-{count}"
        taken.add(unique)
        counts[one] = count
        ids.append(unique)
    return ids
