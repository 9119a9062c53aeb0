"""Which reports a question is about: the days that it names, and what its asker confined it to.

"昨天有什么新闻" and "上周关于小麦的报道" ask for the reports of some days; "5月18日市长去哪里调研"
only dates the fact that it asks for, and is searched everywhere. What narrows is decided here, before the
search; nothing is widened again without a word (docs/decisions/0006-news-clock.md).
"""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass, replace

from retrieval.models import Filters, Language, Period
from retrieval.question.clock import anchor
from retrieval.question.filtering import Asks, allowed
from retrieval.question.news import HAPPENED, NEWS, PAPER, is_bare, page_asked
from retrieval.question.papers import paper_named
from retrieval.text.timeranges import with_ranges
from retrieval.text.timewords import Grain, TimeWords, time_words
from vectorstore.archive import Archive
from vectorstore.models import CatalogueEntry

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
        r"|(?:这|本|当)(?:一?期|份|张)(?:报纸|[日晚早晨新商时]报)?"
    ),
    "en": re.compile(
        r"\b(?:latest|newest|most\s+recent)\s+(?:(?:news)?papers?|issue|news|headlines|stories|reports)\b"
        r"|\bthis\s+(?:issue|edition|(?:news)?paper)\b",
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
            page = page_asked(text) if asks is Asks.PRINTED else None
            entries = allowed(archive, replace(filters, page=filters.page or page), period, asks)
            topic = _without_frame(words, text, lang) if asks is not Asks.FACT else _without(words, text)
            listing = asks is not Asks.FACT and is_bare(topic, lang, entries)
            if words.grain is Grain.LATELY and not listing:  # the newer report is preferred, no more
                continue
            # Where no article has a date, none can be told by it: only a list of headlines says so.
            if listing or archive.days[1] is not None:
                return Scope(entries, period, listing, topic, latest)
    confined = allowed(archive, filters, None, Asks.PRINTED) if filters else None
    listing = confined is not None and bool(NEWS[lang].search(text)) and is_bare(text, lang, confined)
    return Scope(confined, None, listing, text, latest)


def _newest_issue(text: str, lang: Language, archive: Archive, filters: Filters) -> Scope | None:
    """The newest issue's headlines, where the latest news or paper is asked for as a whole."""
    match = _NEWEST[lang].search(text)
    day = archive.days[1] if match else None
    if match is None or day is None:
        return None
    period = Period(day, day, "issue")
    entries = allowed(archive, filters, period, Asks.PRINTED)
    topic = f"{text[: match.start()]} {text[match.end() :]}"
    if not is_bare(topic, lang, entries):
        return None
    return Scope(entries, period, listing=True, topic=topic, latest=True)


def _asks(words: TimeWords, text: str, lang: Language, day: datetime.date) -> Asks | None:
    """What these time words choose; None where they only date the fact that is asked for.

    今天 means nowadays as often as today, and 5月18日 or 今年 belong to the fact, unless the words for
    news or a paper go with them.
    """
    before, behind = text[: words.start], text[words.end :]
    for patterns, asks in ((PAPER, Asks.PRINTED), (NEWS, Asks.REPORTED), (HAPPENED, Asks.REPORTED)):
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
    return Asks.FACT if past else None


_JOINS = 8
"""Characters that may stand between 5月17日 and 新闻, beyond which they belong to different things."""


def _without(words: TimeWords, text: str) -> str:
    return f"{text[: words.start]} {text[words.end :]}"


def _without_frame(words: TimeWords, text: str, lang: Language) -> str:
    """The question without the words that name days and paper: 昨天的报纸上…, in last week's paper."""
    # Beside a reporter, 报道 is what the reporter did.
    frame = (PAPER if _AUTHOR.search(text) else NEWS)[lang]
    if lang == "en":
        return frame.sub(" ", _without(words, text))
    return re.sub(rf"的?(?:{frame.pattern})[上里中]?(?:[说讲](?!了))?的?", " ", _without(words, text))


def _joins(between: str, lang: Language, grain: Grain) -> bool:
    if any(mark in between for mark in "，。；？！,;?!"):
        return False
    about = "关于" in between or "有关" in between or "about" in between.lower()
    most = 1 if grain is Grain.YEAR else _JOINS if lang == "zh" else 2 * _JOINS
    return about or len(between) <= most
