"""One article printed into several sources: which of them stands for it.

A page that lies in the archive twice (a copy under another name, the text beside its export) is one article
with one id, quoted once; the others are remembered beside it (table `copies`), so that one of them takes over
when the source of the first goes. Copies are articles of the same printed characters whose issues do not
contradict each other: what one does not say (its name gives no date) the other may.

The same text in another issue, a notice repeated the next day, is an article of its own. Of such the one of
the earliest issue has the plain id and the others running numbers, whatever their files are called: a later
issue does not change the ids of earlier ones.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.identity import content_id
from corpus.models import Article


@dataclass(frozen=True, slots=True)
class Print:
    """What tells a copy from another article.

    Attributes:
        content: The id that the printed characters give.
        date: Of the issue.
        paper: Of the issue.
        page: Of the issue.
    """

    content: str
    date: datetime.date | None
    paper: str | None
    page: str | None

    @property
    def known(self) -> int:
        """How many facts of its issue are known."""
        return sum(fact is not None for fact in (self.date, self.paper, self.page))

    def is_copy_of(self, other: Print) -> bool:
        """Whether both are the same article, as far as they say."""
        pairs = ((self.date, other.date), (self.paper, other.paper), (self.page, other.page))
        return self.content == other.content and all(
            mine is None or theirs is None or mine == theirs for mine, theirs in pairs
        )


def print_of(article: Article) -> Print:
    """An article's characters and issue; the id that its source gave is no part of them."""
    return Print(content_id(article), article.date, article.paper, article.page)


def standing_for(prints: Sequence[Print]) -> list[int]:
    """Choose who stands for whom among articles that would share an id.

    Args:
        prints: In the archive's order.

    Returns:
        For each the index of the one that stands for it, its own for one that stands for itself: the one
        that knows most of its issue, and of such the first.
    """
    chosen: list[int] = []
    standing = [0] * len(prints)
    for at in sorted(range(len(prints)), key=lambda at: (-prints[at].known, at)):
        first = next((one for one in chosen if prints[at].is_copy_of(prints[one])), None)
        if first is None:
            chosen.append(at)
        standing[at] = at if first is None else first
    return standing


def by_issue(prints: Sequence[Print], chosen: Sequence[int]) -> list[int]:
    """Those that stand for themselves in the order in which they get ids: the earliest issue first."""

    def rank(at: int) -> tuple[datetime.date, str, str, int]:
        one = prints[at]
        return one.date or datetime.date.max, one.paper or "", one.page or "", at

    return sorted(chosen, key=rank)
