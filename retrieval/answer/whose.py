"""Whose 我市 it is: what a quote's own words for a place or a paper mean, where several papers are read.

我市, 全市 and 我省 mean what the article's paper and city say. A reader of one paper knows; where the search
met articles of more than one, the answer says it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from corpus.models import Article
from retrieval.models import Citation, Language, Passage

_OWN = re.compile(r"(?<![安健完齐保成])(?:[我全本][市省县区](?![场域间])|本报(?!讯|告|名))")


def whose(citations: Sequence[Citation], passages: Iterable[Passage], lang: Language) -> str:
    """The line that says whose city or paper the quotes speak of; "" where there is no doubt.

    Args:
        citations: What the answer quotes.
        passages: What the search found: one paper's articles leave no doubt.
        lang: The question's language.
    """
    read = [passage.article for passage in passages]
    papers = {article.paper for article in read if article.paper}
    cities = {article.city for article in read if article.city}
    if len(papers) <= 1 and len(cities) <= 1:
        return ""
    said: dict[str, None] = {}
    for citation in citations:
        for word in dict.fromkeys(_OWN.findall(citation.quote)):
            owner = _owner(word, citation.article, lang)
            if owner:
                said[f"“{word}”指{owner}" if lang == "zh" else f"“{word}” is {owner}"] = None
    if not said:
        return ""
    return f"（{'；'.join(said)}）" if lang == "zh" else f"({'; '.join(said)})"


_AREAS_EN = {"市": "city", "省": "province", "县": "county", "区": "district"}


def _owner(word: str, article: Article, lang: Language) -> str:
    """What a word means in an article, as far as its issue tells; else which paper says it."""
    if word == "本报":
        return f"《{article.paper}》" if article.paper else ""
    if word.endswith("市") and article.city:
        return f"{article.city}市"
    if not article.paper:
        return ""
    if lang == "en":
        return f"the {_AREAS_EN[word[-1]]} of 《{article.paper}》"
    return f"《{article.paper}》所在的{word[-1]}"
