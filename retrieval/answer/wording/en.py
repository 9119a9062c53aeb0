"""The English sentences around the quotes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from corpus.models import Article
from retrieval.answer.amounts import in_english
from retrieval.answer.wording.words import NAMED_ISSUES, Missing
from retrieval.language import ENGLISH_NUMERALS
from retrieval.models import Citation, ListCount, Period

_EDGE = "，。；：、！？,;:!? \n"


class English:
    """What stands around the quotes of an answer in English (`words.Wording`)."""

    def source_line(self, article: Article) -> str:
        """《headline》 (paper, date, page 1)."""
        headline = f"《{article.headline}》" if article.headline else None
        day = article.date.isoformat() if article.date else None
        page = f"page {article.page}" if article.page else None
        place = ", ".join(filter(None, (article.paper, day, page)))
        if not headline:
            return place
        return f"{headline} ({place})" if place else headline

    def quoted(self, citation: Citation, *, marked: bool, again: bool) -> str:
        """The quote in a frame that names its source, and behind it the marked words with their glosses."""
        source = "" if again else self.source_line(citation.article)
        words = "; ".join(_answer_words(citation)) if marked else ""
        answer = f" Answer: {words}." if words else ""
        frame = f"According to {source}: " if source else "It also says: " if again else "The paper says: "
        return f"{frame}“{citation.quote}”{answer}"

    def list_line(self, count: ListCount, items: Sequence[str]) -> str:
        """All six named: …."""
        asked, found, told = count.asked, count.found, count.told
        named = ", ".join(items)
        if told > found:
            corrected = f"The article speaks of {_number(told)}, not {_number(asked)}; "
            return f"{corrected if asked not in {0, told} else ''}{found} of {told} found: {named}"
        if asked and asked != found:
            return f"The article names {_number(found)}, not {_number(asked)}: {named}"
        return (
            f"All {_number(found)} named: {named}"
            if asked
            else f"{_number(found).capitalize()} named: {named}"
        )

    def headlines_line(self, period: Period | None, total: int, shown: int, issues: Sequence[date]) -> str:
        """9 stories of 2023-05-18:."""
        left = f", {shown} of them here" if shown < total else ""
        of = f" of {_dated(period)}" if period else ""
        days = ", ".join(map(str, issues[:NAMED_ISSUES]))
        printed = f", printed on {days}{' and later' if issues[NAMED_ISSUES:] else ''}" if issues else ""
        return f"{total} {'story' if total == 1 else 'stories'}{of}{printed}{left}:"

    def period_line(self, period: Period) -> str:
        """From the reports of 2023-05-18:."""
        return f"From the reports of {_dated(period)}:"

    def refusal(self, missing: Missing) -> str:
        """The archive does not say."""
        period = missing.period
        if missing.nothing_there and missing.no_paper:
            said = f"The archive has no paper of the name {missing.no_paper}."
        elif missing.nothing_there:
            fit = " that fits the filters" if missing.filtered else ""
            said = (
                f"The archive has no report of {_dated(period)}{fit}."
                if period
                else "No report fits the filters."
            )
        else:
            said = f"The reports of {_dated(period)} do not say." if period else "The archive does not say."
        about = f" The nearest stories: {'; '.join(missing.titles)}." if missing.nearest else ""
        first, last = missing.days
        return said + about + (f" The archive covers {_span(first, last)}." if first and last else "")


def _span(first: date, last: date) -> str:
    return first.isoformat() if first == last else f"{first.isoformat()} to {last.isoformat()}"


def _dated(period: Period) -> str:
    """The days that a question's time words were taken for and, where they count, from which day."""
    days = _span(period.first, period.last)
    if period.counted_from is None:  # "on 1 June" names its day
        return days
    day = "today" if period.by == "today" else f"the newest paper indexed, of {period.counted_from}"
    return f"{days} (going by {day})"


def _answer_words(citation: Citation) -> list[str]:
    """The marked words for an English reader: as printed, figures and dates rendered beside them.

    What is more than half of the quote says nothing that the quote does not.
    """
    whole = citation.article.field(citation.field)
    words = [whole[start:end] for start, end in citation.spans]
    words = [bare for word in words if (bare := word.strip(_EDGE)) and 2 * len(bare) <= len(citation.quote)]
    glosses = [in_english(word) for word in words]
    return [f"{word} ({gloss})" if gloss else word for word, gloss in zip(words, glosses, strict=True)]


def _number(n: int) -> str:
    return ENGLISH_NUMERALS[n] if n < len(ENGLISH_NUMERALS) else str(n)
