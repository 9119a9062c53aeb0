"""Which sentences of the passages answer the question.

Every sentence of the best passages is a candidate. `Features` says what speaks for it, and a weighted sum
orders the candidates; the reader (`evidence.reader`) then reads the best of them for the words that answer, a
network (`evidence.answerable`) judges what it found, and both order these anew (`evidence.weighing`). For an
English question the words that it shares with each sentence come on top (`evidence.bridge`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from corpus.models import Article
from corpus.sentences import sentence_spans
from retrieval.evidence.answerable import Judged, Seen
from retrieval.evidence.bridge import POOL, Bridge, Crossed, Shared
from retrieval.evidence.reader import Reading
from retrieval.evidence.shapes import fits, hints
from retrieval.evidence.vectors import SentenceVectors
from retrieval.evidence.weighing import (
    JUDGED_WEIGHTS,
    READ_WEIGHTS,
    UNJUDGED,
    WEIGHTS,
    Features,
    Weights,
    of_words,
)
from retrieval.models import Passage
from retrieval.question.analysis import Question
from retrieval.search.rarity import Rarity, content_characters
from vectorstore.catalogue.script import simplified
from vectorstore.catalogue.terms import terms

PASSAGES = 5
"""Passages whose sentences are read: the gold article is among the first five for 0.996 of the
questions of cmrc-trial and 0.976 of xquad-en."""

EMBEDDED = 24
"""Sentences whose vectors are made for one question: set to bound the time of an answer, not swept."""

READ = 6
"""Sentences that the reader reads, the best by everything else: as in its training. Among them is one that
holds the answer for 0.91 to 0.98 of the questions of cmrc-trial and xquad-zh."""

_UNSEEN_SIMILARITY = 0.75
"""Cosine taken for a sentence that was not embedded: below nearly all cosines of multilingual-e5-small."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """One sentence, `passage.article.text[start:end]`, what speaks for it, and its score.

    `read` is what the reader made of it, None where it did not read it, and `judged` what the network says of
    it (`retrieval.evidence.answerable`); `shared` and `bridge`, the words that it has of an English question,
    are None for one in Chinese.
    """

    passage: Passage
    start: int
    end: int
    features: Features
    score: float
    read: Reading | None = None
    shared: Shared | None = None
    bridge: Bridge | None = field(default=None, repr=False, compare=False)
    judged: Judged = UNJUDGED

    @property
    def article(self) -> Article:
        """The article that it stands in."""
        return self.passage.article

    @property
    def reading(self) -> str:
        """The article's text in simplified characters, in which it is read; the offsets are the same."""
        return simplified(self.passage.article.text)

    @property
    def text(self) -> str:
        """The sentence in simplified characters; a quote is cut from the article itself."""
        return self.reading[self.start : self.end]


def gather(
    question: Question,
    passages: Sequence[Passage],
    vector: NDArray[np.float32],
    rarity: Rarity,
    vectors: SentenceVectors,
    *,
    embedded: int = EMBEDDED,
) -> list[Evidence]:
    """Score the sentences of the best passages.

    Args:
        question: Analysed.
        passages: Best first; `PASSAGES` of them are read.
        vector: The question's embedding, shape (dimension,).
        rarity: Over the chunks that the search stirred up.
        vectors: Where sentences are embedded.
        embedded: How many sentences to embed, the best by everything else.

    Returns:
        Best first.
    """
    asked = list(dict.fromkeys(terms(question.content)))
    characters = content_characters(question.content)
    drafts: dict[tuple[str, int], Evidence] = {}
    for passage in passages[:PASSAGES]:
        sentences = _Sentences(question, asked, characters, passage.article, rarity)
        for at, (start, end) in enumerate(sentences.spans):
            key = (passage.article.id, start)
            if key not in drafts and start < passage.end and end > passage.start:
                features = sentences.features(at, passage.score - passages[0].score)
                drafts[key] = Evidence(passage, start, end, features, 0.0)
    weights = np.array(WEIGHTS[question.lang])
    scored = sorted((_scored(e, weights) for e in drafts.values()), key=lambda e: -e.score)
    near = scored[:embedded]
    known = vectors.known([e.text for e in near])
    cosines = np.array([one.vector for one in known]) @ vector if known else ()
    near = [
        _scored(replace(e, features=e.features._replace(similarity=float(cosine))), weights)
        for e, cosine in zip(near, cosines, strict=True)
    ]
    near = sorted(near, key=lambda e: -e.score)
    bridged = _bridged(question, passages, [*near, *scored[embedded:]])
    return sorted(_read(question, bridged, vectors), key=lambda e: -e.score)


def _bridged(question: Question, passages: Sequence[Passage], evidence: list[Evidence]) -> list[Evidence]:
    """Put the sentences that share words with an English question first; the scores stay as they were."""
    if question.lang != "en":
        return evidence
    bridge = Bridge(question.text, [simplified(passage.text) for passage in passages[:POOL]])
    articles: dict[str, tuple[Crossed, dict[int, int]]] = {}
    raised = []
    for item in evidence:
        if item.article.id not in articles:
            spans = sentence_spans(item.reading)
            sentences = [item.reading[start:end] for start, end in spans]
            places = {start: at for at, (start, _) in enumerate(spans)}
            articles[item.article.id] = Crossed(bridge, item.article, sentences), places
        crossed, places = articles[item.article.id]
        raised.append(replace(item, shared=crossed.shared(places[item.start]), bridge=bridge))
    return sorted(raised, key=lambda e: -(e.score + of_words(e.shared)))


def _read(question: Question, evidence: list[Evidence], vectors: SentenceVectors) -> list[Evidence]:
    """Let the reader read the best sentences, and weigh what it found; the others count as its worst."""
    asked = vectors.asked(question.text)
    known = vectors.known([e.text for e in evidence[:READ]])
    read = [(e.text, one.states) for e, one in zip(evidence, known, strict=False) if one.states]
    if asked is None or not read:
        return [replace(e, score=e.score + of_words(e.shared)) for e in evidence]
    top = max(e.score for e in evidence[:READ])
    about = [[*e.features, e.score - top, at / 5] for at, e in enumerate(evidence[:READ])]
    readings = vectors.reader.read(question, asked.states, read, np.array(about, np.float32))
    weights = READ_WEIGHTS[question.lang]
    made = [replace(e, read=one) for e, one in zip(evidence, readings, strict=False)]
    seen = [
        Seen(
            e.article.id, e.text, one.tokens, e.features, e.read, weights.of(e), _whole(e) if e.bridge else ""
        )
        for e, one in zip(made, known, strict=True)
        if e.read and one.tokens
    ]
    bridge = evidence[0].bridge
    judge = vectors.english if bridge else vectors.answerable
    judged = judge.judge(question, asked.tokens, seen, bridge)
    made = [replace(e, judged=one) for e, one in zip(made, judged, strict=True)]
    return _judged(made, evidence[READ:], JUDGED_WEIGHTS[question.lang])


def _judged(read: Sequence[Evidence], unread: Sequence[Evidence], weights: Weights) -> list[Evidence]:
    """Sentences with what they are worth; the unread count as the worst that was read."""
    of_features = np.array(weights.features)

    def unread_worth(item: Evidence) -> float:
        return _scored(item, of_features).score + weights.words * of_words(item.shared)

    worst = min(weights.of(e) - unread_worth(e) for e in read)
    made = [replace(e, score=weights.of(e)) for e in read]
    return [*made, *(replace(e, score=unread_worth(e) + worst) for e in unread)]


def _whole(item: Evidence) -> str:
    """The article with its titles, simplified."""
    article = item.article
    titles = simplified("\n".join(filter(None, (article.headline, article.kicker, article.deck))))
    return f"{titles}\n{item.reading}"


class _Sentences:
    """One article's sentences, read for one question."""

    def __init__(
        self,
        question: Question,
        asked: list[str],
        characters: frozenset[str],
        article: Article,
        rarity: Rarity,
    ) -> None:
        text = simplified(article.text)
        self.spans = sentence_spans(text)
        self._question = question
        self._asked = asked
        self._characters = characters
        self._sentences = [text[start:end] for start, end in self.spans]
        self._words = [set(terms(sentence)) for sentence in self._sentences]
        titles = (article.headline, article.kicker, article.deck)
        self._titles = set(terms("\n".join(title for title in titles if title)))
        self._rarity = rarity
        self._local = Rarity.of_terms(self._words)

    def features(self, at: int, rank: float) -> Features:
        words, sentence = self._words[at], self._sentences[at]
        around = self._titles.union(*self._words[max(0, at - 1) : at + 2])
        known = [term for term in self._asked if self._local.count(term)]
        return Features(
            context=self._rarity.covered(self._asked, around),
            local=self._local.covered(known, words),
            characters=len(self._characters & set(sentence)) / max(1, len(self._characters)),
            similarity=_UNSEEN_SIMILARITY,
            rank=rank,
            fits=fits(self._question, sentence),
            hints=hints(self._question.kind, sentence),
        )


def _scored(evidence: Evidence, weights: NDArray[np.float64]) -> Evidence:
    return replace(evidence, score=float(weights @ np.array(evidence.features)))
