"""One claim against one text that is an article by itself."""

from __future__ import annotations

import datetime

from corpus.models import Article, ArticleKind
from retrieval.claims import CitedText, prove


def kept(text: str, claim: str) -> bool:
    """Whether the proof keeps a Chinese sentence that cites this text."""
    article = Article(
        "a", ArticleKind.ARTICLE, None, headline_made=False, text=text, date=datetime.date(2023, 5, 19)
    )
    return prove(claim, [CitedText(1, text, article)], lang="zh").kept
