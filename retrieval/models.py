"""Question, passage, claim, citation, answer. Frozen data; imports no sibling.

The names and meanings are those of the machine interface (docs/contract.md).
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from typing import Literal

from corpus.models import Article, TextField

Language = Literal["zh", "en"]
Status = Literal["answered", "refused", "failed"]
AnswerKind = Literal["extractive", "generated"]
Span = tuple[int, int]
"""Offsets [start, end) in Python string characters of the cited field."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A chunk that retrieval found, with the article it stands in.

    `article.text[start:end]` is the passage's text.

    Attributes:
        article: The whole article.
        source: Display name of the file it came from.
        start: Offset in the article's text.
        end: Offset behind its last character.
        score: The fused score; higher is better.
        dense: Cosine similarity to the question; None where only the lexical search found it.
        lexical: BM25 score; None where only the dense search found it.
    """

    article: Article
    source: str
    start: int
    end: int
    score: float
    dense: float | None = None
    lexical: float | None = None

    @property
    def text(self) -> str:
        """The passage's characters."""
        return self.article.text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Also:
    """Another print of a cited report: in another paper, on another day, in another file."""

    article_id: str
    headline: str | None
    paper: str | None
    date: datetime.date | None
    page: str | None
    source: str


@dataclass(frozen=True, slots=True)
class Citation:
    """A verbatim quote: `article.field(field)[start:end] == quote`, checked before it leaves.

    Attributes:
        n: Number within the answer, from 1.
        article: The article quoted.
        source: Display name of the file it came from.
        field: Which field of the article.
        start: Offset of the quote in that field.
        end: Offset behind it.
        quote: The characters themselves.
        spans: The words that answer, as offsets in the same field; may be empty.
        also: Where else the same report was printed, oldest first.
    """

    n: int
    article: Article
    source: str
    field: TextField
    start: int
    end: int
    quote: str
    spans: tuple[Span, ...] = ()
    also: tuple[Also, ...] = ()


@dataclass(frozen=True, slots=True)
class Claim:
    """One statement of an answer and the citations that prove it (their numbers)."""

    text: str
    citations: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ListCount:
    """For a list question: how many items were asked for (0: no number said) and found.

    Attributes:
        asked: The question's number; 0 where it has none.
        found: The items quoted.
        told: How many there are as the report itself says beside them; 0 where it does not say.
    """

    asked: int
    found: int
    told: int = 0


@dataclass(frozen=True, slots=True)
class Period:
    """The days that a question's time words were taken to mean, both included.

    Attributes:
        first: The first day.
        last: The last day.
        by: Which day 昨天 was counted from, or the missing year taken from: the newest issue's
            date ("issue") or the calendar's ("today").
        counted_from: That day, where the words count from one (昨天, last week); None where they name days.
    """

    first: datetime.date
    last: datetime.date
    by: Literal["issue", "today"]
    counted_from: datetime.date | None = None


@dataclass(frozen=True, slots=True)
class Filters:
    """What a caller confines a question to; None leaves a side open.

    Attributes:
        first: The first issue day allowed.
        last: The last one.
        paper: The paper's name.
        page: The page as printed, without zero padding.
        reporter: A reporter's or correspondent's name.
    """

    first: datetime.date | None = None
    last: datetime.date | None = None
    paper: str | None = None
    page: str | None = None
    reporter: str | None = None

    def __bool__(self) -> bool:
        return any(
            value is not None for value in (self.first, self.last, self.paper, self.page, self.reporter)
        )


@dataclass(frozen=True, slots=True)
class Nearest:
    """An article near a refused question: what the archive has instead."""

    headline: str
    date: str | None
    article_id: str


@dataclass(frozen=True, slots=True)
class Timing:
    """Milliseconds spent, per step."""

    embed: float = 0.0
    search: float = 0.0
    answer: float = 0.0
    total: float = 0.0


@dataclass(frozen=True, slots=True)
class Turn:
    """One earlier exchange of a conversation: what a follow-up needs to be understood.

    Attributes:
        question: As it was understood (with what earlier turns had lent it), else as it was asked.
        articles: Ids of the articles that its answer quoted, best first; empty for a refusal.
        answer: The answer's text.
        words: The words marked in its quotes, in order.
    """

    question: str
    articles: tuple[str, ...] = ()
    answer: str = ""
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """What Wenbao says to one question.

    Attributes:
        question: As it was asked.
        lang: The question's language.
        status: answered, refused, or (in a batch) failed.
        text: The answer as a reader sees it, without markup.
        kind: extractive or generated.
        claims: What is claimed; every citation number in them is in `citations`.
        citations: The proofs.
        list_count: For a list question.
        period: Where a time was understood.
        understood: A follow-up, or a question with a mistyped name, as it was understood, whole; None for one
            that was read as it stands.
        passages: Ranked, best first.
        reason: For a refusal: "not_in_corpus", or a word on why there was no search. For an answer: why it
            quotes although a language model is configured (`retrieval.generation.models.Fallback`).
        notice: The same for a reader, one line; None where there is nothing to say.
        nearest: For a refusal.
        timing: Milliseconds.
        generation: The store's generation that this answer comes from, whole.
        odds: Log odds that the best evidence answers (`retrieval.evidence.support`); None where nothing was
            weighed.
    """

    question: str
    lang: Language
    status: Status
    text: str
    kind: AnswerKind = "extractive"
    claims: tuple[Claim, ...] = ()
    citations: tuple[Citation, ...] = ()
    list_count: ListCount | None = None
    period: Period | None = None
    understood: str | None = None
    passages: tuple[Passage, ...] = ()
    reason: str | None = None
    notice: str | None = None
    nearest: tuple[Nearest, ...] = ()
    timing: Timing = field(default_factory=Timing)
    generation: str | None = None
    odds: float | None = None

    @property
    def turn(self) -> Turn:
        """What a follow-up needs to know of this exchange."""
        articles = tuple(dict.fromkeys(citation.article.id for citation in self.citations))
        words = tuple(c.article.field(c.field)[a:b] for c in self.citations for a, b in c.spans)
        return Turn(self.understood or self.question, articles, self.text, words)
