"""Which reports a question is about: the days that it names, and what its asker confined it to.

"昨天有什么新闻" and "上周关于小麦的报道" ask for the reports of some days; "5月18日市长去哪里调研"
only dates the fact that it asks for, and is searched everywhere. What narrows is decided here, before the
search; nothing is widened again without a word (docs/decisions/0006-news-clock.md).
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum

from corpus.issue import plain_page
from corpus.models import Article
from retrieval.models import Filters, Language, Period
from retrieval.question.clock import anchor
from retrieval.question.papers import paper_named
from retrieval.text.timeranges import with_ranges
from retrieval.text.timewords import DAY, Grain, TimeWords, spelt, time_words
from vectorstore.archive import Archive
from vectorstore.models import CatalogueEntry

PRINTED_AFTER = 3
"""Days after which a paper still reports on a day without naming it: over a weekend. A choice."""

MENTIONED_WITHIN = 31
"""Days around a day within whose issues M月D日 is taken to mean it, and not another year's."""

_NEWS = {
    "zh": re.compile(
        r"(?:有|登了?|刊登了?|刊发了?|发了?)(?:哪[些几]篇?|什么|几篇|多少篇?)文章|报纸|报上|报刊|见报|新闻|报道|消息|头条|头版|要闻|版面|[日晚早晨新商时]报|刊登|登载|刊发|登了|[这那当本]期"
    ),
    "en": re.compile(
        r"\b(?:news(?:paper)?s?|papers?|headlines?|stor(?:y|ies)|articles?|report(?:s|ed)?|issue|edition|front\s+page"
        r"|publish(?:ed)?|printed)\b",
        re.IGNORECASE,
    ),
}
_PAPER = {
    "zh": re.compile(
        r"报纸|报上|报刊|见报|头版|版面|刊登|登载|刊发|登了|[这那当本]期|[日晚早晨新商时]报(?!道)"
    ),
    "en": re.compile(
        r"\b(?:(?:news)?papers?|issue|edition|front\s+page|publish(?:ed)?|printed)\b", re.IGNORECASE
    ),
}
"""Words that ask for what was printed on a day, not for what was reported of it."""

_HAPPENED = {
    "zh": re.compile(r"发生了?(?:什么|哪些|啥)|有(?:什么|哪些|啥)(?:大事|事情?|事儿)"),
    "en": re.compile(r"\bwhat\s+(?:else\s+)?happened\b|\banything\s+happen", re.IGNORECASE),
}
_FILLER = {
    "zh": re.compile(
        r"第?[\d一二三四五六七八九十]+版|请问?|告诉|列[出举]|看看|一下|都|有没有|有关|关于|什么|哪些|哪几|[篇条个则件]|多少|几|啥|些|发生|刊登|登载|刊发|登|"
        r"写|说|讲|发|主要|重要|重大|大事|事情|事儿|事|内容|标题|题目|全部|所有|一共|总共|在|上|里|中|当天|当日|那天|这天|"
        r"这|那|本|期|份|日报|晚报|是|有|的|了|过|吗|呢|呀|啊|我|给|想|知道|看|新|要闻|[今本]报|和|以及|为|[，。？！,.?!：:、\s“”《》]"
    ),
    "en": re.compile(
        r"\b(?:what|which|who|when|was|were|is|are|be|been|has|have|had|did|do|does|in|on|of|from|for|at|by|the|a|an|s|any|some|all|"
        r"every|show|list|give|tell|get|read|me|us|my|our|there|here|happened|happen|else|say|said|says|write|written|about|"
        r"top|main|major|latest|local|that|this|day|please|you|i|can|could|would|want|know|anything|something|to|and|it|"
        r"main|front|page|s)\b|[^\w]",
        re.IGNORECASE,
    ),
}
_PAGE = re.compile(r"第\s?([A-Za-z]?\d{1,3})\s?版|\bpage\s+([A-Za-z]?\d{1,3})\b", re.IGNORECASE)
_FRONT = re.compile(r"头版|\bfront\s+page\b", re.IGNORECASE)
_AUTHOR = re.compile(r"记者|通讯员|谁|\bwho\b|\breporter|\bcorrespondent", re.IGNORECASE)
_LATEST = {
    "zh": re.compile(r"最新|最近|近日|近期|日前|眼下|目前|如今|截至目前|到目前"),
    "en": re.compile(
        r"\b(?:latest|newest|most\s+recent(?:ly)?|recent(?:ly)?|currently|so\s+far|now)\b", re.IGNORECASE
    ),
}
_NEWEST = {
    "zh": re.compile(
        r"最[新近]的?(?:一期|一天)?的?(?:报纸|[日晚早晨新商时]报|新闻|报道|消息)|最[新近]的?一期"
    ),
    "en": re.compile(
        r"\b(?:latest|newest|most\s+recent)\s+(?:(?:news)?papers?|issue|news|headlines|stories|reports)\b",
        re.IGNORECASE,
    ),
}


@dataclass(frozen=True, slots=True)
class Scope:
    """What a question is confined to.

    Attributes:
        entries: The articles allowed, in the archive's order; None where all are.
        period: The days understood; None where the question names none, or only dates a fact.
        listing: Whether the question asks for the headlines themselves and for nothing in them.
        topic: The question without the words that say when: what is searched.
        latest: Whether the newer of two reports is wanted.
        paper: The paper that the question itself names, "" for none; the archive may have none of that name.
    """

    entries: tuple[CatalogueEntry, ...] | None
    period: Period | None
    listing: bool
    topic: str
    latest: bool
    paper: str = ""


def scope_of(text: str, lang: Language, archive: Archive, today: datetime.date, filters: Filters) -> Scope:
    """Decide what a question is confined to.

    Args:
        text: The question, in simplified characters.
        lang: Its language.
        archive: The generation that it is asked of.
        today: By the clock.
        filters: What the caller confined it to.
    """
    named = paper_named(text, archive.papers) if lang == "zh" and not filters.paper else None
    if named is None:
        return _scope_of(text, lang, archive, today, filters)
    confined = replace(filters, paper=named.name)
    if not named.known:
        return Scope((), None, listing=True, topic=text, latest=False, paper=named.name)
    scope = _scope_of(named.rest, lang, archive, today, confined)
    return replace(scope, topic=_FRAME_ZH.sub(" ", scope.topic), paper=named.name)


_FRAME_ZH = re.compile(r"在?报纸[上里中的]?(?:[说讲写](?!了))?")


def _scope_of(text: str, lang: Language, archive: Archive, today: datetime.date, filters: Filters) -> Scope:
    latest = bool(_LATEST[lang].search(text))
    newest = _newest_issue(text, lang, archive, filters)
    if newest:
        return newest
    # The archive's days are looked up only for a question that speaks of time at all.
    if time_words(text, lang, today):
        day, by = anchor(archive.days[1], today)
        for words in with_ranges(text, lang, time_words(text, lang, day)):
            asks = _asks(words, text, lang, day)
            if asks is None:
                continue
            by = by if words.anchored else "issue"
            period = Period(words.first, words.last, by, day if words.relative else None)
            page = _page(text) if asks is _Asks.PRINTED else None
            entries = _allowed(archive, replace(filters, page=filters.page or page), period, asks)
            topic = _without_frame(words, text, lang) if asks is not _Asks.FACT else _without(words, text)
            listing = asks is not _Asks.FACT and _bare(topic, lang, entries)
            if words.grain is Grain.LATELY and not listing:  # the newer report is preferred, no more
                continue
            # Where no article has a date, none can be told by it: only a list of headlines says so.
            if listing or archive.days[1] is not None:
                return Scope(entries, period, listing, topic, latest)
    confined = _allowed(archive, filters, None, _Asks.PRINTED) if filters else None
    listing = confined is not None and bool(_NEWS[lang].search(text)) and _bare(text, lang, confined)
    return Scope(confined, None, listing, text, latest)


def _newest_issue(text: str, lang: Language, archive: Archive, filters: Filters) -> Scope | None:
    """The newest issue's headlines, where the latest news or paper is asked for as a whole."""
    match = _NEWEST[lang].search(text)
    day = archive.days[1] if match else None
    if match is None or day is None:
        return None
    period = Period(day, day, "issue")
    entries = _allowed(archive, filters, period, _Asks.PRINTED)
    topic = f"{text[: match.start()]} {text[match.end() :]}"
    if not _bare(topic, lang, entries):
        return None
    return Scope(entries, period, listing=True, topic=topic, latest=True)


class _Asks(Enum):
    """What time words choose."""

    PRINTED = "what was printed then"
    REPORTED = "what was reported of then"
    FACT = "what happened then"


def _asks(words: TimeWords, text: str, lang: Language, day: datetime.date) -> _Asks | None:
    """What these time words choose; None where they only date the fact that is asked for.

    今天 means nowadays as often as today, and 5月18日 or 今年 belong to the fact, unless the words for
    news or a paper go with them.
    """
    before, behind = text[: words.start], text[words.end :]
    for patterns, asks in ((_PAPER, _Asks.PRINTED), (_NEWS, _Asks.REPORTED), (_HAPPENED, _Asks.REPORTED)):
        near = [(m.start(), m.end()) for m in patterns[lang].finditer(text)]
        if words.relative and words.grain <= Grain.WEEK:
            attached = bool(near)
        else:
            attached = any(
                _joins(before[end:] if end <= words.start else behind[: start - words.end], lang, words.grain)
                for start, end in near
                if end <= words.start or start >= words.end
            )
        if attached:
            return asks
    past = words.relative and words.grain <= Grain.WEEK and words.last < day
    return _Asks.FACT if past else None


_JOINS = 8
"""Characters that may stand between 5月17日 and 新闻, beyond which they belong to different things."""


def _without(words: TimeWords, text: str) -> str:
    return f"{text[: words.start]} {text[words.end :]}"


def _without_frame(words: TimeWords, text: str, lang: Language) -> str:
    """The question without the words that name days and paper: 昨天的报纸上…, in last week's paper."""
    # Beside a reporter, 报道 is what the reporter did.
    frame = (_PAPER if _AUTHOR.search(text) else _NEWS)[lang]
    if lang == "en":
        return frame.sub(" ", _without(words, text))
    return re.sub(rf"的?(?:{frame.pattern})[上里中]?(?:[说讲](?!了))?的?", " ", _without(words, text))


def _joins(between: str, lang: Language, grain: Grain) -> bool:
    if any(mark in between for mark in "，。；？！,;?!"):
        return False
    about = "关于" in between or "有关" in between or "about" in between.lower()
    most = 1 if grain is Grain.YEAR else _JOINS if lang == "zh" else 2 * _JOINS
    return about or len(between) <= most


def _bare(topic: str, lang: Language, entries: Sequence[CatalogueEntry]) -> bool:
    """Whether nothing is asked beyond "what is the news"."""
    for paper in {entry.article.paper for entry in entries}:
        topic = topic.replace(paper, " ") if paper else topic
    for pattern in (_PAGE, _NEWS[lang], _HAPPENED[lang], _FILLER[lang]):
        topic = pattern.sub(" ", topic)
    return len("".join(topic.split())) <= 1


def _page(text: str) -> str | None:
    if _FRONT.search(text):
        return "1"
    match = _PAGE.search(text)
    return (match.group(1) or match.group(2)).upper() if match else None


def _allowed(
    archive: Archive, filters: Filters, period: Period | None, asks: _Asks
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


def _of(article: Article, period: Period, days: frozenset[str], asks: _Asks) -> bool:
    """Whether an article was printed in the period or, unless that is asked for, reports of it."""
    if article.date and period.first <= article.date <= period.last:
        return True
    if _dated(article, period, days):
        return asks is not _Asks.PRINTED or article.date is None  # undated pages have datelines at best
    if asks is not _Asks.FACT or article.date is None:
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
