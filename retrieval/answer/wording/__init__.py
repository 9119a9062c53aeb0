"""The sentences around the quotes: what a reader sees, in the language of the question.

Each language's sentences are one module, `zh` and `en`, and say the same by the same names
(`words.Wording`); here the question's language chooses.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from types import MappingProxyType

from corpus.models import Article
from retrieval.answer.wording.en import English
from retrieval.answer.wording.words import Missing, Wording
from retrieval.answer.wording.zh import Chinese
from retrieval.models import Citation, Language, ListCount, Nearest, Period

WORDINGS: Mapping[Language, Wording] = MappingProxyType({"zh": Chinese(), "en": English()})


def source_line(article: Article, lang: Language) -> str:
    """Headline, paper, date and page of an article, as far as they are known."""
    return WORDINGS[lang].source_line(article)


def quoted(citation: Citation, lang: Language, *, marked: bool = True, again: bool = False) -> str:
    """One claim: the quote in Chinese, or with an English frame around it.

    Behind an English frame the marked words follow, unless they have been `marked` out before. A frame that
    stands `again` names no source.
    """
    return WORDINGS[lang].quoted(citation, marked=marked, again=again)


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
    return WORDINGS[lang].list_line(count, items)


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
    return WORDINGS[lang].headlines_line(period, total, shown, issues)


def period_line(period: Period, lang: Language) -> str:
    """The line above an answer that was looked for in some days' reports only."""
    return WORDINGS[lang].period_line(period)


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
    missing = Missing(tuple(nearest), days, period, nothing_there, filtered, no_paper, paper)
    return WORDINGS[lang].refusal(missing)
