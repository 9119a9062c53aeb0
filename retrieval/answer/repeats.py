"""One event reported twice: agency copy in two papers, a page indexed a second time.

Two articles repeat each other where most of the shorter one's runs of characters stand in the longer one and
its figures do as well: daily reports made after one pattern (a share's price, the weather) share the words
and not the figures. The best evidence keeps its place, the others are named beside it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from corpus.models import Article
from retrieval.answer.compose import Draft
from retrieval.evidence.sentences import Evidence
from retrieval.models import Also, Passage
from vectorstore.catalogue.script import simplified

RUN = 4
"""Characters of a run."""

SHARED_RUNS = 0.6
SHARED_FIGURES = 0.8
"""Shares of the shorter article's runs and figures that stand in the longer one. In 5,000 articles of two
months' news from many papers, 137 pairs pass both; 324 pairs share six to seven tenths of their runs, all
but 32 of them market reports whose figures differ. From half the runs on, different cases of one kind pass
(benchmarks/repeats.py)."""

LEAST = 20
"""Runs that an article must have to be compared: captions of a few words are alike without being the same."""

_FIGURE = re.compile(r"\d+(?:\.\d+)?")


@dataclass(frozen=True, slots=True)
class Collapsed:
    """Evidence in which no report is told twice.

    Attributes:
        evidence: Best first, of the articles that are kept.
        also: Kept article's id → where else it was printed.
    """

    evidence: list[Evidence]
    also: Mapping[str, tuple[Also, ...]]

    def told(self, draft: Draft) -> Draft:
        """The draft with each citation naming where else its report was printed."""
        citations = (replace(c, also=self.also.get(c.article.id, ())) for c in draft.citations)
        return replace(draft, citations=tuple(citations))


def collapsed(evidence: Sequence[Evidence], passages: Iterable[Passage]) -> Collapsed:
    """Keep the best of the reports that repeat each other.

    Args:
        evidence: Best first.
        passages: What was found, best first: reports that gave no evidence are named as well.
    """
    seen: dict[str, tuple[Article, str]] = {}
    for item in evidence:
        seen.setdefault(item.article.id, (item.article, item.passage.source))
    for passage in passages:
        seen.setdefault(passage.article.id, (passage.article, passage.source))
    kept: list[_Prints] = []
    also: dict[str, list[Also]] = {}
    for article, source in seen.values():
        prints = _Prints.of(article)
        first = next((other for other in kept if prints.repeats(other)), None)
        if first is None:
            kept.append(prints)
        else:
            also.setdefault(first.article.id, []).append(_also(article, source))
    left = {prints.article.id for prints in kept}
    rows = {id_: tuple(sorted(others, key=_order)) for id_, others in also.items()}
    return Collapsed([item for item in evidence if item.article.id in left], rows)


def _also(article: Article, source: str) -> Also:
    return Also(article.id, article.headline, article.paper, article.date, article.page, source)


def _order(also: Also) -> tuple[str, str, str]:
    return (also.date.isoformat() if also.date else "", also.paper or "", also.article_id)


@dataclass(frozen=True, slots=True)
class _Prints:
    """What an article is told again by."""

    article: Article
    runs: frozenset[str]
    figures: frozenset[str]

    @classmethod
    def of(cls, article: Article) -> _Prints:
        text = simplified(article.text)
        bare = "".join(c for c in text if c.isalnum())
        runs = frozenset(bare[at : at + RUN] for at in range(len(bare) - RUN + 1))
        return cls(article, runs, frozenset(_FIGURE.findall(text)))

    def repeats(self, other: _Prints) -> bool:
        if min(len(self.runs), len(other.runs)) < LEAST:
            return self.article.text == other.article.text and self.article.headline == other.article.headline
        return _share(self.runs, other.runs) >= SHARED_RUNS and (
            _share(self.figures, other.figures) >= SHARED_FIGURES
        )


def _share(a: frozenset[str], b: frozenset[str]) -> float:
    """The share of the smaller set that stands in the other; 1 where it is empty."""
    least = min(len(a), len(b))
    return len(a & b) / least if least else 1.0
