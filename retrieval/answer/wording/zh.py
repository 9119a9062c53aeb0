"""The Chinese sentences around the quotes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from corpus.models import Article
from retrieval.answer.wording.words import NAMED_ISSUES, Missing
from retrieval.models import Citation, ListCount, Period


class Chinese:
    """What stands around the quotes of an answer in Chinese (`words.Wording`)."""

    def source_line(self, article: Article) -> str:
        """《标题》，报纸，日期，第几版."""
        headline = f"《{article.headline}》" if article.headline else None
        day = article.date.isoformat() if article.date else None
        page = f"第{article.page}版" if article.page else None
        return "，".join(filter(None, (headline, article.paper, day, page)))

    def quoted(self, citation: Citation, *, marked: bool, again: bool) -> str:
        """The quote alone: it is in the reader's language, and its source stands below."""
        del marked, again
        return citation.quote

    def list_line(self, count: ListCount, items: Sequence[str]) -> str:
        """共6项：…."""
        asked, found, told = count.asked, count.found, count.told
        named = "、".join(items)
        if told > found:
            wrong = f"报道说有{told}个，不是{asked}个；" if asked not in {0, told} else ""
            return f"{wrong}找到{told}个中的{found}个：{named}"
        if asked and asked != found:
            return f"报道列出的是{found}个，不是{asked}个：{named}"
        return f"共{found}项：{named}"

    def headlines_line(self, period: Period | None, total: int, shown: int, issues: Sequence[date]) -> str:
        """2023-05-18的报道共9篇：."""
        left = f"，这里列出{shown}篇" if shown < total else ""
        days = "、".join(map(str, issues[:NAMED_ISSUES]))
        printed = f"，见于{days}{'等日' if issues[NAMED_ISSUES:] else ''}的报纸" if issues else ""
        return f"{_dated(period) + '的' if period else ''}报道共{total}篇{printed}{left}："

    def period_line(self, period: Period) -> str:
        """据2023-05-18的报道：."""
        return f"据{_dated(period)}的报道："

    def refusal(self, missing: Missing) -> str:
        """存档里没有找到这个问题的答案。."""
        period, paper = missing.period, missing.paper
        if missing.nothing_there and missing.no_paper:
            said = f"存档里没有《{missing.no_paper}》这份报纸。"
        elif missing.nothing_there:
            fit = "符合所选条件的" if missing.filtered or not period else ""
            of = _dated(period) + ("、" if fit else "的") if period else ""
            said = f"存档里{f'的《{paper}》' if paper else ''}没有{of}{fit}报道。"
        else:
            where = f"{_dated(period)}的报道" if period else f"存档里的《{paper}》" if paper else "存档"
            said = f"{where}里没有找到这个问题的答案。"
        about = f"相近的报道有：{'；'.join(missing.titles)}。" if missing.nearest else ""
        first, last = missing.days
        return said + about + (f"存档收有{_span(first, last)}的报纸。" if first and last else "")


def _span(first: date, last: date) -> str:
    return first.isoformat() if first == last else f"{first.isoformat()}至{last.isoformat()}"


def _dated(period: Period) -> str:
    """The days that a question's time words were taken for and, where they count, from which day."""
    days = _span(period.first, period.last)
    if period.counted_from is None:  # 6月1日 names its day
        return days
    day = "今天" if period.by == "today" else f"存档里最新的报纸{period.counted_from}"
    return f"{days}（以{day}为准）"
