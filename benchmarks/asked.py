"""The development sets' questions, asked up to their evidence: what `benchmarks.calibrate` fits to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import cast

import numpy as np
from numpy.typing import NDArray

from benchmarks.quality import Fold, indexed, sets
from benchmarks.reader_data import FOLDS, fold_of
from corpus.models import Chunk
from retrieval.evaluation.evaluate import GoldQuestion, load_questions
from retrieval.evaluation.metrics import holds
from retrieval.evidence.reranking import DEPTH, by_atoms, by_sentences
from retrieval.evidence.sentences import Evidence, gather
from retrieval.evidence.support import Support, measure
from retrieval.evidence.trained import Genre, genre_of
from retrieval.evidence.vectors import SentenceVectors
from retrieval.question.analysis import Question, analyse
from retrieval.search.rarity import Rarity
from retrieval.search.retriever import HybridRetriever
from vectorstore.archive import Archive
from vectorstore.catalogue.script import simplified
from vectorstore.embedding import Embedder
from vectorstore.models import CatalogueEntry, Hit


class Without:
    """An archive from which some articles have been taken, as far as a search can tell."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._article: dict[str, str] = {}
        self.gone: frozenset[str] = frozenset()

    def dense(self, vector: NDArray[np.float32], k: int) -> list[Hit]:
        """The nearest chunks that are left."""
        return self._left(self._archive.dense(vector, k))

    def lexical(self, question: str, k: int) -> list[Hit]:
        """The best chunks that are left."""
        return self._left(self._archive.lexical(question, k))

    def alternatives(self, groups: Sequence[Mapping[str, float]], k: int) -> list[Hit]:
        """The best chunks that are left, by words that may be written in several ways."""
        return self._left(self._archive.alternatives(groups, k))

    def pairs(self, first: Iterable[str], second: Iterable[str]) -> dict[str, int]:
        """Unchanged."""
        return self._archive.pairs(first, second)

    def chunks(self, ids: Sequence[str]) -> list[Chunk]:
        """Unchanged."""
        return self._archive.chunks(ids)

    def entry(self, article_id: str) -> CatalogueEntry | None:
        """Unchanged."""
        return self._archive.entry(article_id)

    def _left(self, hits: list[Hit]) -> list[Hit]:
        unknown = [hit.chunk_id for hit in hits if hit.chunk_id not in self._article]
        self._article.update((chunk.id, chunk.article_id) for chunk in self._archive.chunks(unknown))
        return [hit for hit in hits if self._article[hit.chunk_id] not in self.gone]


@dataclass(frozen=True, slots=True)
class Asked:
    """One question, its evidence, and whether the archive answers it."""

    gold: GoldQuestion
    question: Question
    evidence: list[Evidence]
    support: Support | None
    answerable: bool


@dataclass(frozen=True, slots=True)
class Stores:
    """Where the sets' stores lie, and how they are asked.

    Attributes:
        folder: Made by `benchmarks.quality --store`.
        embedder: The bundled model.
        folds: What was trained for each; none: what is bundled for all.
        every: Of how many questions one is asked.
    """

    folder: Path
    embedder: Embedder
    folds: Sequence[Fold] = ()
    every: int = 1

    def vectors(self) -> list[dict[Genre, SentenceVectors]]:
        """One a fold and genre."""
        if not self.folds:
            return [{genre: SentenceVectors(self.embedder, genre) for genre in Genre}] * FOLDS
        return [
            {genre: SentenceVectors(self.embedder, genre, fold[genre]) for genre in Genre}
            for fold in self.folds
        ]


def ask_all(name: str, stores: Stores, *, without: bool, archive_of: str = "") -> Iterator[Asked]:
    """Ask a set's questions.

    Args:
        name: The set's.
        stores: Where it lies.
        without: Ask each a second time without its article.
        archive_of: Another set, whose archive is asked and answers none of them.
    """
    named = {one.name: one for one in sets(stores.folder)}
    one, embedder = named[name], stores.embedder
    archive = Without(indexed(named[archive_of or name], stores.folder, embedder).get())
    retriever = HybridRetriever(archive=cast("Archive", archive), embedder=embedder)
    by_fold = stores.vectors()
    for gold in load_questions(one.questions)[:: stores.every]:
        for removed in (False, True) if without and gold.question.strip() else (False,):
            if not gold.question.strip():
                continue
            archive.gone = frozenset(gold.articles) if removed else frozenset()
            question = analyse(simplified(gold.question))
            english = question.lang == "en"
            found = retriever.search(question.text, DEPTH if english else None)
            if english:
                found = replace(found, passages=by_atoms(question.text, found.passages))
            rarity = Rarity(chunk.text for chunk in found.pool)
            genre = genre_of(found.passages[0].article) if found.passages else Genre.NEWS
            vectors = by_fold[fold_of(gold.id)][genre]
            evidence = gather(question, found.passages, found.vector, rarity, vectors)
            if english:
                found = replace(found, passages=by_sentences(found.passages, evidence))
            support = measure(question, evidence, found, rarity) if evidence else None
            answerable = not removed and not gold.unanswerable and not archive_of
            yield Asked(gold, question, evidence, support, answerable)


def labelled(asked: Asked) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """The features of a question's sentences, shape (sentences, features), and which hold its answer."""
    gold = asked.gold
    features = np.array([item.features for item in asked.evidence])
    labels = [
        item.article.id in gold.articles and holds(item.text, gold.answers_any, gold.answers_all)
        for item in asked.evidence
    ]
    return features, np.array(labels)
