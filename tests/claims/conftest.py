"""The sample pages' articles, and a prover with the bundled embedding model."""

from __future__ import annotations

import pytest

from corpus.models import Article
from corpus.reading import read_source
from retrieval.claims import CitedText, Prover
from retrieval.evidence.vectors import SentenceVectors
from tests.conftest import SAMPLES
from vectorstore.embedding import Embedder

ARTICLES: dict[str, Article] = {
    article.headline or "": article
    for page in sorted(SAMPLES.glob("*.txt"))
    for article in read_source(page, SAMPLES).articles
}


def cited(headline: str) -> list[CitedText]:
    """A whole sample article as cited text number 1."""
    article = next(article for title, article in ARTICLES.items() if title.startswith(headline))
    return [CitedText(1, article.text, article)]


@pytest.fixture(scope="session")
def prover(embedder: Embedder) -> Prover:
    return Prover(SentenceVectors(embedder))
