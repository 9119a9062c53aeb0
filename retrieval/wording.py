"""The sentences around the quotes: what a reader sees, in the language of the question."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.models import Article
from retrieval.models import Citation, Language, ListCount, Nearest

_NUMBERS_EN = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
]


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
    """The line that names the items and says where the question's number is wrong."""
    if lang == "zh":
        named = f"共{count.found}项：{'、'.join(items)}"
        if count.asked and count.asked != count.found:
            return f"报道列出的是{count.found}个，不是{count.asked}个：{'、'.join(items)}"
        return named
    named = f"{_number(count.found).capitalize()} named: {', '.join(items)}"
    if count.asked and count.asked != count.found:
        return f"The article names {_number(count.found)}, not {_number(count.asked)}: {', '.join(items)}"
    return named


def refusal(nearest: Sequence[Nearest], lang: Language) -> str:
    """What is said where the archive does not say."""
    titles = [f"《{near.headline}》" + (f"（{near.date}）" if near.date else "") for near in nearest]
    if lang == "zh":
        about = f"相近的报道有：{'；'.join(titles)}。" if titles else ""
        return f"存档里没有找到这个问题的答案。{about}"
    about = f" The nearest stories: {'; '.join(titles)}." if titles else ""
    return f"The archive does not say.{about}"


def _answer_words(citation: Citation) -> list[str]:
    whole = citation.article.field(citation.field)
    return [whole[start:end] for start, end in citation.spans]


def _number(n: int) -> str:
    return _NUMBERS_EN[n] if n < len(_NUMBERS_EN) else str(n)
