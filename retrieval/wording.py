"""The sentences around the quotes: what a reader sees, in the language of the question."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from corpus.models import Article
from retrieval.amounts import in_english
from retrieval.language import ENGLISH_NUMERALS
from retrieval.models import Citation, Language, ListCount, Nearest, Period


def source_line(article: Article, lang: Language) -> str:
    """Headline, paper, date and page of an article, as far as they are known."""
    day = article.date.isoformat() if article.date else None
    if lang == "zh":
        headline = f"《{article.headline}》" if article.headline else None
        page = f"第{article.page}版" if article.page else None
        return "，".join(filter(None, (headline, article.paper, day, page)))
    headline = f"“{article.headline}”" if article.headline else None
    place = ", ".join(filter(None, (article.paper, day, f"page {article.page}" if article.page else None)))
    if not headline:
        return place
    return f"{headline} ({place})" if place else headline


def quoted(citation: Citation, lang: Language) -> str:
    """One claim: the quote in Chinese, or with an English frame around it."""
    if lang == "zh":
        return citation.quote
    source = source_line(citation.article, "en")
    words = "; ".join(_answer_words(citation))
    answer = f" Answer: {words}." if words else ""
    frame = f"According to {source}: " if source else "The paper says: "
    return f"{frame}“{citation.quote}”{answer}"


def list_line(count: ListCount, lang: Language, items: Sequence[str]) -> str:
    """The line that names the items and says how many of those asked for they are.

    A question's number that the report's own list does not bear out is corrected; where the report says
    that there are more than it names, or than were found, that is said.
    """
    asked, found, told = count.asked, count.found, count.told
    if lang == "zh":
        named = "、".join(items)
        if told > found:
            wrong = f"报道说有{told}个，不是{asked}个；" if asked not in {0, told} else ""
            return f"{wrong}找到{told}个中的{found}个：{named}"
        if asked and asked != found:
            return f"报道列出的是{found}个，不是{asked}个：{named}"
        return f"共{found}项：{named}"
    named = ", ".join(items)
    if told > found:
        wrong = (
            f"The article speaks of {_number(told)}, not {_number(asked)}; " if asked not in {0, told} else ""
        )
        return f"{wrong}{found} of {told} found: {named}"
    if asked and asked != found:
        return f"The article names {_number(found)}, not {_number(asked)}: {named}"
    return (
        f"All {_number(found)} named: {named}" if asked else f"{_number(found).capitalize()} named: {named}"
    )


def span(first: date, last: date, lang: Language) -> str:
    """A span of days: 2023-05-18, or 2023-05-08至2023-05-14."""
    if first == last:
        return first.isoformat()
    between = "至" if lang == "zh" else " to "
    return f"{first.isoformat()}{between}{last.isoformat()}"


def dated(period: Period, lang: Language) -> str:
    """The days that a question's time words were taken for, and from which day they were counted."""
    days = span(period.first, period.last, lang)
    if lang == "zh":
        return f"{days}（{'以今天' if period.by == 'today' else '以存档的报纸日期'}为准）"
    return f"{days} (going by {'today' if period.by == 'today' else 'the dates of the papers indexed'})"


def headlines_line(period: Period | None, total: int, shown: int, lang: Language) -> str:
    """The line above a list of headlines."""
    if lang == "zh":
        left = f"，这里列出{shown}篇" if shown < total else ""
        return f"{dated(period, lang) + '的' if period else ''}报道共{total}篇{left}："
    left = f", {shown} of them here" if shown < total else ""
    of = f" of {dated(period, lang)}" if period else ""
    return f"{total} {'story' if total == 1 else 'stories'}{of}{left}:"


def period_line(period: Period, lang: Language) -> str:
    """The line above an answer that was looked for in some days' reports only."""
    return (
        f"据{dated(period, lang)}的报道：" if lang == "zh" else f"From the reports of {dated(period, lang)}:"
    )


def refusal(
    nearest: Sequence[Nearest],
    lang: Language,
    *,
    days: tuple[date | None, date | None] = (None, None),
    period: Period | None = None,
    nothing_there: bool = False,
) -> str:
    """What is said where the archive does not say.

    Args:
        nearest: What it has instead.
        lang: The question's language.
        days: The first and last issue dates of the archive.
        period: The days that the question was confined to.
        nothing_there: Whether nothing at all passed what the question was confined to.
    """
    titles = [f"《{near.headline}》" + (f"（{near.date}）" if near.date else "") for near in nearest]
    covered = span(days[0], days[1], lang) if days[0] and days[1] else ""
    if lang == "zh":
        if nothing_there:
            said = f"存档里没有{dated(period, lang)}的报道。" if period else "存档里没有符合所选条件的报道。"
        else:
            where = f"{dated(period, lang)}的报道" if period else "存档"
            said = f"{where}里没有找到这个问题的答案。"
        about = f"相近的报道有：{'；'.join(titles)}。" if titles else ""
        return said + about + (f"存档收有{covered}的报纸。" if covered else "")
    if nothing_there:
        said = (
            f"The archive has no report of {dated(period, lang)}."
            if period
            else "No report fits the filters."
        )
    else:
        said = f"The reports of {dated(period, lang)} do not say." if period else "The archive does not say."
    about = f" The nearest stories: {'; '.join(titles)}." if titles else ""
    return said + about + (f" The archive covers {covered}." if covered else "")


def _answer_words(citation: Citation) -> list[str]:
    """The marked words for an English reader: as printed, figures and dates rendered beside them."""
    whole = citation.article.field(citation.field)
    words = [whole[start:end] for start, end in citation.spans]
    glosses = [in_english(word) for word in words]
    return [f"{word} ({gloss})" if gloss else word for word, gloss in zip(words, glosses, strict=True)]


def _number(n: int) -> str:
    return ENGLISH_NUMERALS[n] if n < len(ENGLISH_NUMERALS) else str(n)
