"""Which sentences of the passages answer the question.

Every sentence of the best passages is a candidate. `Features` says what speaks for it, and a weighted sum
orders the candidates; the reader (`evidence.reader`) then reads the best of them for the words that answer,
and what it found orders these anew. For an English question the words that it shares with each sentence come
on top (`retrieval.evidence.bridge`). The weights come from `benchmarks/calibrate.py`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from corpus.models import Article
from corpus.sentences import sentence_spans
from retrieval.evidence.answerable import Judged, Seen
from retrieval.evidence.bridge import POOL, Bridge, Crossed, Shared
from retrieval.evidence.reader import Reading
from retrieval.evidence.shapes import fits, hints
from retrieval.evidence.vectors import SentenceVectors
from retrieval.models import Language, Passage
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


UNJUDGED = Judged(0.0, 0.0)


class Features(NamedTuple):
    """What speaks for a sentence.

    Attributes:
        context: Share of the question's term weight in the sentence, those before and behind it
            and the headline, rarity taken over the chunks that the search stirred up; [0, 1].
        local: The same in the sentence alone, rarity taken over the sentences of this article:
            which sentence of the article, rather than which article; [0, 1].
        characters: Share of the question's content characters in the sentence; [0, 1].
        similarity: Cosine of sentence and question.
        rank: Its passage's fused score less the best passage's, ≤ 0.
        fits: Whether it holds a figure, time or list where one is asked for; 0.5 elsewhere.
        hints: Whether it holds words that go with a person, place, reason …; 0.5 elsewhere.
    """

    context: float
    local: float
    characters: float
    similarity: float
    rank: float
    fits: float
    hints: float


WEIGHTS: dict[Language, Features] = {
    # Random search for the best first, second and third choice over the candidates of cmrc-trial and
    # xquad-zh (zh) and of xquad-en (en), in units of `fits`: `python -m benchmarks.calibrate sentences`.
    # A share of terms over all chunks got a negative weight from a free fit (an article's first
    # sentence holds its subject and seldom the answer): it is left out, lest full matches lose.
    "zh": Features(0.6, 0.9, 1.6, 6.2, 0.9, 1.0, 0.45),
    "en": Features(0.0, 0.3, 0.0, 50.0, 1.0, 1.0, 0.4),
}


class Weights(NamedTuple):
    """What everything is worth once the reader has read.

    Attributes:
        features: As before.
        span: Log odds of the words that it would give.
        sentence: Log odds of the sentence.
        answers: What the network says of the sentence, `Judged.answers`.
        holds: And of the sentence among those read, `Judged.holds`.
    """

    features: Features
    span: float
    sentence: float
    answers: float = 0.0
    holds: float = 0.0

    def of(self, sentence: Evidence) -> float:
        """What a sentence that has been read is worth."""
        worth = float(np.dot(self.features, sentence.features))
        if sentence.read:
            worth += self.span * sentence.read.span + self.sentence * sentence.read.sentence
        return worth + self.answers * sentence.judged.answers + self.holds * sentence.judged.holds


READ_WEIGHTS: dict[Language, Weights] = {
    # Conditional logistic regression over the sentences read, by readers that had not seen the paragraph:
    # `python -m benchmarks.calibrate read`.
    "zh": Weights(Features(6.22, 0.48, 1.34, 3.03, 1.09, 0.90, 0.60), 0.31, 0.66),
    "en": Weights(Features(0.0, 0.3, 0.0, 50.0, 1.0, 1.0, 0.4), 0.29, 0.14),
}

JUDGED_WEIGHTS: dict[Language, Weights] = {
    # The same once the network has judged them too: `python -m benchmarks.calibrate judged`.
    "zh": Weights(Features(4.47, 0.14, -0.12, 4.03, 0.51, 0.69, 0.35), 0.13, -0.13, 1.27),
    "en": READ_WEIGHTS["en"],
}

SHARED = Shared(4.0, 2.7, 3.2)
"""What the words that an English question shares with a sentence add to its score, `python -m
benchmarks.calibrate bridge`. Cross-validated over xquad-en's paragraphs the first sentence holds the answer
for 0.771 of the questions, 0.660 without, and stands in a right article for 0.913 instead of 0.839."""


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
    return sorted(raised, key=lambda e: -(e.score + _of_words(e)))


def _of_words(item: Evidence) -> float:
    return float(np.dot(SHARED, item.shared)) if item.shared else 0.0


def _read(question: Question, evidence: list[Evidence], vectors: SentenceVectors) -> list[Evidence]:
    """Let the reader read the best sentences, and weigh what it found; the others count as its worst."""
    asked = vectors.asked(question.text)
    known = vectors.known([e.text for e in evidence[:READ]])
    read = [(e.text, one.states) for e, one in zip(evidence, known, strict=False) if one.states]
    if asked is None or not read:
        return [replace(e, score=e.score + _of_words(e)) for e in evidence]
    top = max(e.score for e in evidence[:READ])
    about = [[*e.features, e.score - top, at / 5] for at, e in enumerate(evidence[:READ])]
    readings = vectors.reader.read(question, asked.states, read, np.array(about, np.float32))
    weights = READ_WEIGHTS[question.lang]
    made = [replace(e, read=one) for e, one in zip(evidence, readings, strict=False)]
    seen = [
        Seen(e.article.id, e.text, one.tokens, e.features, e.read, weights.of(e) + _of_words(e))
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
    gained = [weights.of(e) - _scored(e, of_features).score for e in read]
    made = [replace(e, score=weights.of(e) + _of_words(e)) for e in read]
    rest = [replace(e, score=_scored(e, of_features).score + min(gained) + _of_words(e)) for e in unread]
    return [*made, *rest]


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
