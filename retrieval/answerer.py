"""The answer without a language model: evidence, claims, citations, or a refusal.

question → analysis → passages → evidence sentences → support → claims and citations → proof
"""

from __future__ import annotations

import time

from retrieval.bylines import by_reporter, byline_of
from retrieval.compose import compose, plain
from retrieval.errors import QuestionEmpty
from retrieval.evidence import gather
from retrieval.models import Answer, Nearest, Passage, Timing
from retrieval.question import Kind, Question, analyse
from retrieval.rarity import Rarity
from retrieval.retriever import MAX_QUESTION, Found, HybridRetriever
from retrieval.smalltalk import Word, empty_archive, smalltalk
from retrieval.support import supported
from retrieval.vectors import SentenceVectors
from retrieval.wording import refusal
from vectorstore.archive import Archive, LiveArchive
from vectorstore.errors import StoreEmpty

NOT_IN_CORPUS = "not_in_corpus"

NEAREST = 3
"""Headlines that a refusal names."""

_HEADLINE_MADE_LENGTH = 24


class Answerer:
    """Answers questions from the live generation. Thread-safe."""

    def __init__(self, live: LiveArchive) -> None:
        self._live = live
        self._vectors = SentenceVectors(live.embedder)

    def ask(self, question: str, *, top_k: int = 10) -> Answer:
        """Answer one question.

        Args:
            question: In Chinese or English; what stands beyond `MAX_QUESTION` characters is not read.
            top_k: Passages that the answer lists.

        Raises:
            QuestionEmpty: There is nothing but white space.
            StoreError: The store cannot be opened (an empty one gives a helpful word instead).
            EmbeddingError: The model cannot be used.
        """
        began = time.perf_counter()
        if not question.strip():
            raise QuestionEmpty("the question is empty: say what you want to know")
        asked = analyse(question.strip()[:MAX_QUESTION])
        word = smalltalk(question.strip(), asked.lang)
        if word:
            return _instead(question, asked, word, began, None)
        try:
            archive = self._live.get()
        except StoreEmpty:
            return _instead(question, asked, empty_archive(asked.lang), began, None)
        return self._from(archive, question, asked, top_k, began)

    def _from(self, archive: Archive, question: str, asked: Question, top_k: int, began: float) -> Answer:
        found = HybridRetriever(archive=archive, embedder=self._live.embedder).search(
            asked.text, max(top_k, 10)
        )
        searched = time.perf_counter()
        if not found.passages:
            return _instead(question, asked, empty_archive(asked.lang), began, archive.generation)
        rarity = Rarity(chunk.text for chunk in found.pool)
        evidence = gather(asked, found.passages, found.vector, rarity, self._vectors)
        shown = found.passages[:top_k]
        stories = by_reporter(asked, archive.entries()) if asked.kind is Kind.STORY_BY else []
        if stories or supported(asked, evidence, found, rarity):
            framing = stories or byline_of(asked, evidence)
            draft = (plain(asked, framing) if framing else compose(asked, evidence, rarity)).proved()
            if draft.claims:
                return Answer(
                    question=question,
                    lang=asked.lang,
                    status="answered",
                    text=draft.text(asked.lang),
                    claims=draft.claims,
                    citations=draft.citations,
                    list_count=draft.list_count,
                    passages=shown,
                    timing=_timing(found, began, searched),
                    generation=archive.generation,
                )
        nearest = _nearest(found.passages)
        return Answer(
            question=question,
            lang=asked.lang,
            status="refused",
            text=refusal(nearest, asked.lang),
            passages=shown,
            reason=NOT_IN_CORPUS,
            nearest=nearest,
            timing=_timing(found, began, searched),
            generation=archive.generation,
        )


def _timing(found: Found, began: float, searched: float) -> Timing:
    now = time.perf_counter()
    return Timing(found.embed_ms, found.search_ms, 1e3 * (now - searched), 1e3 * (now - began))


def _instead(question: str, asked: Question, word: Word, began: float, generation: str | None) -> Answer:
    spent = 1e3 * (time.perf_counter() - began)
    return Answer(
        question=question,
        lang=asked.lang,
        status="refused",
        text=word.text,
        reason=word.reason,
        timing=Timing(answer=spent, total=spent),
        generation=generation,
    )


def _nearest(passages: tuple[Passage, ...]) -> tuple[Nearest, ...]:
    nearest: dict[str, Nearest] = {}
    for passage in passages:
        article = passage.article
        headline = article.headline or article.text[:_HEADLINE_MADE_LENGTH]
        day = article.date.isoformat() if article.date else None
        nearest.setdefault(article.id, Nearest(headline, day, article.id))
    return tuple(nearest.values())[:NEAREST]
