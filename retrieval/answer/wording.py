"""The sentences around the quotes: what a reader sees, in the language of the question."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from corpus.models import Article
from retrieval.answer.amounts import in_english
from retrieval.language import ENGLISH_NUMERALS
from retrieval.models import Citation, Language, ListCount, Nearest, Period


def source_line(article: Article, lang: Language) -> str:
    """Headline, paper, date and page of an article, as far as they are known."""
    day = article.date.isoformat() if article.date else None
    if lang == "zh":
        headline = f"《{article.headline}》" if article.headline else None
        page = f"第{article.page}版" if article.page else None
        return "，".join(filter(None, (headline, article.paper, day, page)))
    headline = f"《{article.headline}》" if article.headline else None
    place = ", ".join(filter(None, (article.paper, day, f"page {article.page}" if article.page else None)))
    if not headline:
        return place
    return f"{headline} ({place})" if place else headline


def quoted(citation: Citation, lang: Language, *, marked: bool = True, again: bool = False) -> str:
    """One claim: the quote in Chinese, or with an English frame around it.

    Behind an English frame the marked words follow, unless they have been `marked` out before. A frame that
    stands `again` names no source.
    """
    if lang == "zh":
        return citation.quote
    source = "" if again else source_line(citation.article, "en")
    words = "; ".join(_answer_words(citation)) if marked else ""
    answer = f" Answer: {words}." if words else ""
    frame = f"According to {source}: " if source else "It also says: " if again else "The paper says: "
    return f"{frame}“{citation.quote}”{answer}"


def framed(citations: Sequence[Citation], lang: Language, *, marked: bool = True) -> list[str]:
    """All quotes of an answer; one that follows another of the same story names it no second time."""
    before = [None, *(citation.article.id for citation in citations)]
    return [
        quoted(citation, lang, marked=marked, again=citation.article.id == last)
        for citation, last in zip(citations, before, strict=False)
    ]


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
    """The days that a question's time words were taken for and, where they count, from which day."""
    days = span(period.first, period.last, lang)
    if period.counted_from is None:  # 6月1日 names its day
        return days
    if lang == "zh":
        day = "今天" if period.by == "today" else f"存档里最新的报纸{period.counted_from}"
        return f"{days}（以{day}为准）"
    day = "today" if period.by == "today" else f"the newest paper indexed, of {period.counted_from}"
    return f"{days} (going by {day})"


_ISSUES = 3
"""Days of issues that a heading names. A choice: it is a heading."""


def headlines_line(
    period: Period | None, total: int, shown: int, lang: Language, issues: Sequence[date] = ()
) -> str:
    """The line above a list of headlines.

    Args:
        period: The days that they are of.
        total: How many there are.
        shown: How many are listed.
        lang: The question's language.
        issues: The days of the papers that they are from, where those are other days: what happened on
            6月1日 is in the paper of 6月2日.
    """
    if lang == "zh":
        left = f"，这里列出{shown}篇" if shown < total else ""
        printed = f"，见于{'、'.join(map(str, issues[:_ISSUES]))}{'等日' if issues[_ISSUES:] else ''}的报纸"
        line = f"{dated(period, lang) + '的' if period else ''}报道共{total}篇"
        return f"{line}{printed if issues else ''}{left}："
    left = f", {shown} of them here" if shown < total else ""
    of = f" of {dated(period, lang)}" if period else ""
    printed = (
        f", printed on {', '.join(map(str, issues[:_ISSUES]))}{' and later' if issues[_ISSUES:] else ''}"
    )
    return f"{total} {'story' if total == 1 else 'stories'}{of}{printed if issues else ''}{left}:"


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
    filtered: bool = False,
    no_paper: str = "",
    paper: str = "",
) -> str:
    """What is said where the archive does not say.

    Args:
        nearest: What it has instead.
        lang: The question's language.
        days: The first and last issue dates of the archive.
        period: The days that the question was confined to.
        nothing_there: Whether nothing at all passed what the question was confined to.
        filtered: Whether its asker confined it, beside what it says itself.
        no_paper: The paper that it was confined to, where the archive has none of that name.
        paper: The paper that the question itself names.
    """
    titles = [f"《{near.headline}》" + (f"（{near.date}）" if near.date else "") for near in nearest]
    covered = span(days[0], days[1], lang) if days[0] and days[1] else ""
    if lang == "zh":
        if nothing_there and no_paper:
            said = f"存档里没有《{no_paper}》这份报纸。"
        elif nothing_there:
            fit = "符合所选条件的" if filtered or not period else ""
            of = dated(period, lang) + ("、" if fit else "的") if period else ""
            said = f"存档里{f'的《{paper}》' if paper else ''}没有{of}{fit}报道。"
        else:
            where = f"{dated(period, lang)}的报道" if period else f"存档里的《{paper}》" if paper else "存档"
            said = f"{where}里没有找到这个问题的答案。"
        about = f"相近的报道有：{'；'.join(titles)}。" if titles else ""
        return said + about + (f"存档收有{covered}的报纸。" if covered else "")
    if nothing_there and no_paper:
        said = f"The archive has no paper of the name {no_paper}."
    elif nothing_there:
        fit = " that fits the filters" if filtered else ""
        said = (
            f"The archive has no report of {dated(period, lang)}{fit}."
            if period
            else "No report fits the filters."
        )
    else:
        said = f"The reports of {dated(period, lang)} do not say." if period else "The archive does not say."
    about = f" The nearest stories: {'; '.join(titles)}." if titles else ""
    return said + about + (f" The archive covers {covered}." if covered else "")


_EDGE = "，。；：、！？,;:!? \n"


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
