"""Which articles a question may be answered from: those of its days, and those that its filters let pass."""

from __future__ import annotations

import datetime
from enum import Enum

from corpus.issue import plain_page
from corpus.models import Article
from retrieval.models import Filters, Period
from retrieval.text.timewords import DAY, spelt
from vectorstore.archive import Archive
from vectorstore.models import CatalogueEntry

PRINTED_AFTER = 3
"""Days after which a paper still reports on a day without naming it: over a weekend. A choice."""

MENTIONED_WITHIN = 31
"""Days around a day within whose issues M月D日 is taken to mean it, and not another year's."""


class Asks(Enum):
    """What time words choose."""

    PRINTED = "what was printed then"
    REPORTED = "what was reported of then"
    FACT = "what happened then"


def allowed(
    archive: Archive, filters: Filters, period: Period | None, asks: Asks
) -> tuple[CatalogueEntry, ...]:
    """The articles that pass the filters and, where there is one, are of the period."""
    if period:
        reach = MENTIONED_WITHIN * DAY
        entries = archive.entries_between(_earlier(period.first, reach), _later(period.last, reach))
        short = (period.last - period.first).days <= MENTIONED_WITHIN
        days = frozenset(spelt(period.first, period.last)) if short else frozenset()
        entries = [entry for entry in entries if _of(entry.article, period, days, asks)]
    elif filters.first or filters.last:
        entries = archive.entries_between(filters.first, filters.last)
    elif filters.reporter:
        entries = archive.entries_holding(filters.reporter)
    else:
        entries = list(archive.entries())
    return tuple(entry for entry in entries if passes(entry.article, filters))


def passes(article: Article, filters: Filters) -> bool:
    """Whether an article is among those that the caller confined the question to."""
    day = article.date or article.dateline_date
    if (filters.first or filters.last) and day is None:
        return False
    if day and ((filters.first and day < filters.first) or (filters.last and day > filters.last)):
        return False
    if filters.paper is not None and article.paper != filters.paper:
        return False
    if filters.page is not None and _page_of(article.page or "") != _page_of(filters.page):
        return False
    return filters.reporter is None or filters.reporter in (*article.reporters, *article.correspondents)


def _page_of(text: str) -> str:
    return plain_page(text.strip()) or text.strip().upper()


def _of(article: Article, period: Period, days: frozenset[str], asks: Asks) -> bool:
    """Whether an article was printed in the period or, unless that is asked for, reports of it."""
    if article.date and period.first <= article.date <= period.last:
        return True
    if _dated(article, period, days):
        return asks is not Asks.PRINTED or article.date is None  # undated pages have datelines at best
    if asks is not Asks.FACT or article.date is None:
        return False
    after = article.date - period.last
    said = DAY <= after <= PRINTED_AFTER * DAY and any(_says(article.text, day) for day in days)
    return after == DAY or said


def _dated(article: Article, period: Period, days: frozenset[str]) -> bool:
    """Whether the dateline is of the period."""
    if article.dateline_date:
        return period.first <= article.dateline_date <= period.last
    return any(_says(article.dateline or "", day) for day in days)


def _says(text: str, day: str) -> bool:
    at = text.find(day)
    return at >= 0 and not text[at - 1 : at].isdigit()  # 11月5日 does not say 1月5日


def _earlier(day: datetime.date, by: datetime.timedelta) -> datetime.date:
    return day - by if day - datetime.date.min > by else datetime.date.min


def _later(day: datetime.date, by: datetime.timedelta) -> datetime.date:
    return day + by if datetime.date.max - day > by else datetime.date.max
