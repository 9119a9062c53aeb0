"""What each language must be able to say around the quotes of an answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from corpus.models import Article
from retrieval.models import Citation, ListCount, Nearest, Period

NAMED_ISSUES = 3
"""Days of issues that a heading names. A choice: it is a heading."""


@dataclass(frozen=True, slots=True)
class Missing:
    """What a refusal may tell; the fields are the arguments of `wording.refusal`."""

    nearest: tuple[Nearest, ...]
    days: tuple[date | None, date | None]
    period: Period | None
    nothing_there: bool
    filtered: bool
    no_paper: str
    paper: str

    @property
    def titles(self) -> list[str]:
        """The nearest stories' headlines, each with its day."""
        return [f"《{near.headline}》" + (f"（{near.date}）" if near.date else "") for near in self.nearest]


class Wording(Protocol):
    """One language's sentences; what each says is told beside the function of its name in `wording`."""

    def source_line(self, article: Article) -> str:
        """Headline, paper, date and page."""
        ...

    def quoted(self, citation: Citation, *, marked: bool, again: bool) -> str:
        """One claim."""
        ...

    def list_line(self, count: ListCount, items: Sequence[str]) -> str:
        """The line above a list's quotes."""
        ...

    def headlines_line(self, period: Period | None, total: int, shown: int, issues: Sequence[date]) -> str:
        """The line above a list of headlines."""
        ...

    def period_line(self, period: Period) -> str:
        """The line above an answer from some days' reports."""
        ...

    def refusal(self, missing: Missing) -> str:
        """What is said where the archive does not say."""
        ...
