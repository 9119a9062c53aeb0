"""What has been trained to read sentences, once for newspapers and once for works of reference.

The two are read otherwise: of an encyclopaedia whole clauses are wanted, of a newspaper 21点40分 and not the
sentence around it, and a report has the first bus beside the last. One reader for both serves each worse
(docs/decisions/0013-two-readers.md). An article that has a headline of its own, a date or a byline is a
newspaper's.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

from corpus.models import Article
from retrieval.evidence.answerable import Answerable
from retrieval.evidence.reader import Reader

FOLDER = Path(__file__).with_name("weights")


class Genre(StrEnum):
    """What kind of text an article is."""

    NEWS = "news"
    REFERENCE = "reference"


def genre_of(article: Article) -> Genre:
    """What kind of text an article is, by what its page says of it."""
    printed = article.headline and not article.headline_made
    return Genre.NEWS if printed or article.date or article.byline else Genre.REFERENCE


@dataclass(frozen=True, slots=True)
class Trained:
    """What was trained together.

    Attributes:
        reader: Finds the words that answer.
        answerable: Tells whether a sentence answers; it has learnt what this reader's odds are worth.
        english: The same for a question in English, on the same axes.
    """

    reader: Reader
    answerable: Answerable
    english: Answerable

    @staticmethod
    def load(folder: Path, name: str) -> Trained:
        """Of a folder that `benchmarks.train_reader` and `benchmarks.train_answerable` have written.

        Args:
            folder: One genre's.
            name: The fold that it has not seen, or `all`.
        """
        return Trained(
            Reader(folder / f"reader-{name}.npz"),
            Answerable(folder / f"answerable-{name}.npz"),
            Answerable(folder / f"answerable-en-{name}.npz"),
        )


@cache
def bundled(genre: Genre) -> Trained:
    """What comes with Wenbao for a genre, for the bundled embedding model's states; loaded once."""
    return Trained.load(FOLDER / genre, "all")


def load(folder: Path, name: str) -> Mapping[Genre, Trained]:
    """Every genre's, of a folder that holds a folder a genre."""
    return {genre: Trained.load(folder / genre, name) for genre in Genre}
