"""A paper's own town, which a reader names and the paper does not: 棠川市政府 is 市政府 in 棠川日报.

Beside a story that says 全市 and 市政府 the name is a stranger's word, and the whole question looks like
another place's. So where the best story is of the town's own paper and never prints the name, the question is
weighed without it, by stories of that town.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from corpus.models import Article
from retrieval.models import Passage
from retrieval.question.analysis import Question

_TOWN = re.compile(
    r"^(?P<town>[一-鿿]{2,3}?)(?:市|县|区)?(?:日|晚|晨|早|新|快|时|商|周|都市|广播电视|[青少]年|法制)?报$"
)
_ITS = r"(?P<its>[市县区])(?=[一-鿿])(?!场)"
_FIRST = "(?<![一-鿿](?<![问在由的到去从和是]))"
"""Before a town's name no other word: 长三角经济区 is not the district of 经济日报."""


def at_home(question: Question, passages: Sequence[Passage]) -> tuple[Question, str]:
    """The question without the name of the best story's own town, which that story never prints.

    Args:
        question: Analysed, in Chinese; others come back as they are.
        passages: Best first, not empty.

    Returns:
        The question to weigh by (棠川市政府 as 市政府), and the town; "" where nothing is left out.
    """
    best = passages[0].article
    town = town_of(best)
    named = re.search(rf"{_FIRST}{re.escape(town)}{_ITS}", question.text) if town else None
    if question.lang != "zh" or named is None or town in _printed(best):
        return question, ""
    name, its = named.group(), named["its"]
    text, content = (asked.replace(name, its) for asked in (question.text, question.content))
    return replace(question, text=text, content=content), town


def of_town(passages: Sequence[Passage], town: str) -> tuple[Passage, ...]:
    """Those of a town's own papers, and what names it; all where there are none of them."""
    own = tuple(p for p in passages if town_of(p.article) == town or town in _printed(p.article))
    return own or tuple(passages)


def town_of(article: Article) -> str:
    """The town whose paper printed an article, as its page or the paper's name tells; "" for neither."""
    named = _TOWN.match(article.paper or "")
    return article.city or (named["town"] if named else "")


def _printed(article: Article) -> str:
    return f"{article.headline or ''}\n{article.text}"
