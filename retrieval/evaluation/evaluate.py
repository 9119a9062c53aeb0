"""Questions with known answers, asked and counted (`wenbao eval`).

What a right answer holds is told by `retrieval.evaluation.gold`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from types import MappingProxyType
from typing import Any, Protocol

from retrieval.errors import QuestionEmpty
from retrieval.evaluation import metrics
from retrieval.evaluation.gold import UNANSWERABLE, GoldQuestion, load_questions, resolved
from retrieval.models import Answer, Turn
from vectorstore.models import CatalogueEntry

__all__ = [
    "UNANSWERABLE",
    "Asks",
    "GoldQuestion",
    "Outcome",
    "Report",
    "breakdown",
    "evaluate",
    "judge",
    "load_questions",
    "missing_gold",
    "outcomes_of",
    "resolved",
    "summarise",
]

_SHOWN = 10


class Asks(Protocol):
    """What an evaluation needs of an answerer."""

    def ask(self, question: str, *, top_k: int = 10, before: Sequence[Turn] = ()) -> Answer:
        """Answer one question."""
        ...


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one question.

    Attributes:
        id: The question's.
        status: The answer's.
        unanswerable: Whether it should have been refused.
        rank: Place of the gold article, from 1; None where it is not among the passages.
        quote_holds: A quote from a gold article holds the answer.
        text_holds: The text that the reader sees holds it.
        f1: Characters of the spans against the gold answer.
        quoted: Length in characters of all quotes together.
        milliseconds: In all.
        groups: The groups that it counts in.
        question: As it was asked.
    """

    id: str
    status: str
    unanswerable: bool
    rank: int | None
    quote_holds: bool
    text_holds: bool
    f1: float
    quoted: int
    milliseconds: float
    groups: tuple[str, ...] = ()
    question: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """The measures over a set of questions; shares are in [0, 1], times in milliseconds.

    A measure that nothing in the set bears on is None: refusals where every question has an answer, and
    all others where none has.

    Attributes:
        questions: How many were asked.
        answerable: How many of them the archive answers.
        gold_missing: Answerable questions whose gold article the archive does not have: they
            count as missed, and the archive is not the one that the questions are about.
        failed: Questions that ended in an error.
        hit_at_1: Share of answerable questions whose gold article's passage came first.
        hit_at_5: The same, among the first five articles.
        hit_at_10: The same, among the first ten.
        mrr: Mean reciprocal rank of the gold article.
        answered: Share of answerable questions that were answered at all.
        quote_holds: Share answered with a quote from a gold article that holds the gold answer.
        text_holds: Share whose answer text holds the gold answer.
        quote_length: Mean characters of an answer's quotes together, over what was answered.
        span_f1: Mean character F1 of the spans over all answerable questions.
        refusal_precision: Of what was refused, the share that had no answer.
        refusal_recall: Of what has no answer, the share that was refused.
        refusal_f1: Their harmonic mean.
        p50_ms: Median of the total time.
        p95_ms: 95th percentile of it.
    """

    questions: int
    answerable: int
    gold_missing: int
    failed: int
    hit_at_1: float | None
    hit_at_5: float | None
    hit_at_10: float | None
    mrr: float | None
    answered: float | None
    quote_holds: float | None
    text_holds: float | None
    quote_length: float | None
    span_f1: float | None
    refusal_precision: float | None
    refusal_recall: float | None
    refusal_f1: float | None
    p50_ms: float
    p95_ms: float

    def to_json(self) -> dict[str, Any]:
        """As one JSON object, rounded to what the numbers can bear."""
        return {key: value if value is None else round(value, 4) for key, value in asdict(self).items()}


def evaluate(
    answerer: Asks,
    questions: Sequence[GoldQuestion],
    entries: Iterable[CatalogueEntry],
    on_progress: Callable[[Outcome], None] | None = None,
) -> Report:
    """Ask every question and count.

    Args:
        answerer: Whom to ask.
        questions: As `load_questions` reads them.
        entries: The archive's articles.
        on_progress: Told each outcome as it comes.
    """
    known = list(entries)
    outcomes = outcomes_of(answerer, questions, known, on_progress)
    return summarise(outcomes, gold_missing=missing_gold(questions, known))


def outcomes_of(
    answerer: Asks,
    questions: Sequence[GoldQuestion],
    entries: Sequence[CatalogueEntry],
    on_progress: Callable[[Outcome], None] | None = None,
    known: Mapping[str, Outcome] = MappingProxyType({}),
) -> list[Outcome]:
    """Ask every question; one that follows another is asked with the turns before it.

    Args:
        answerer: Whom to ask.
        questions: As `load_questions` reads them.
        entries: The archive's articles.
        on_progress: Told each outcome as it comes.
        known: Outcomes by question id that were found before: what no other question follows is not asked
            again.
    """
    turns: dict[str, tuple[Turn, ...]] = {}
    followed = {question.after for question in questions}
    outcomes = []
    for question in resolved(questions, entries):
        if question.id in known and question.id not in followed:
            outcomes.append(known[question.id])
            continue
        before = turns.get(question.after, ()) if question.after else ()
        answer = _asked(answerer, question.question, before)
        turns[question.id] = (*before, answer.turn)
        outcomes.append(judge(question, answer))
        if on_progress:
            on_progress(outcomes[-1])
    return outcomes


def missing_gold(questions: Iterable[GoldQuestion], entries: Sequence[CatalogueEntry]) -> int:
    """How many answerable questions have their gold article not in the archive."""
    ids = {entry.article.id for entry in entries}
    asked = resolved(questions, entries)
    return sum(not q.unanswerable and not ids.intersection(q.articles) for q in asked)


def _asked(answerer: Asks, question: str, before: Sequence[Turn]) -> Answer:
    try:
        if before:
            return answerer.ask(question, top_k=_SHOWN, before=before)
        return answerer.ask(question, top_k=_SHOWN)
    except QuestionEmpty as exc:  # published sets hold a few
        return Answer(question=question, lang="zh", status="failed", text=str(exc), reason=str(exc))


def judge(question: GoldQuestion, answer: Answer) -> Outcome:
    """Hold one answer against the gold."""
    gold = set(question.articles)
    any_of, all_of = question.answers_any, question.answers_all
    proofs = [c for c in answer.citations if c.article.id in gold]
    said = "".join(c.article.field(c.field)[a:b] for c in answer.citations for a, b in c.spans)
    wanted = any_of or ("".join(all_of),)
    answered = answer.status == "answered"
    return Outcome(
        id=question.id,
        status=answer.status,
        unanswerable=question.unanswerable,
        rank=metrics.first_rank(list(dict.fromkeys(p.article.id for p in answer.passages)), gold),
        quote_holds=answered and metrics.quotes_hold([c.quote for c in proofs], any_of, all_of),
        text_holds=answered and metrics.holds(answer.text, any_of, all_of),
        f1=max(metrics.character_f1(said, one) for one in wanted) if answered else 0.0,
        quoted=sum(len(c.quote) for c in answer.citations),
        milliseconds=answer.timing.total,
        groups=question.groups,
        question=question.question,
    )


def summarise(outcomes: Sequence[Outcome], *, gold_missing: int = 0) -> Report:
    """Count outcomes together."""
    due = [o for o in outcomes if not o.unanswerable]
    ranks = [o.rank for o in due]
    refused = metrics.refusal([o.status == "refused" for o in outcomes], [o.unanswerable for o in outcomes])
    refusable = len(due) < len(outcomes)
    answered = [o.quoted for o in outcomes if o.status == "answered"]
    times = [o.milliseconds for o in outcomes]
    return Report(
        questions=len(outcomes),
        answerable=len(due),
        gold_missing=gold_missing,
        failed=sum(o.status == "failed" for o in outcomes),
        hit_at_1=metrics.hit_at(ranks, 1) if due else None,
        hit_at_5=metrics.hit_at(ranks, 5) if due else None,
        hit_at_10=metrics.hit_at(ranks, 10) if due else None,
        mrr=metrics.reciprocal_rank(ranks) if due else None,
        answered=metrics.mean([o.status == "answered" for o in due]) if due else None,
        quote_holds=metrics.mean([o.quote_holds for o in due]) if due else None,
        text_holds=metrics.mean([o.text_holds for o in due]) if due else None,
        quote_length=metrics.mean(answered) if answered else None,
        span_f1=metrics.mean([o.f1 for o in due]) if due else None,
        refusal_precision=refused.precision if refusable else None,
        refusal_recall=refused.recall if refusable else None,
        refusal_f1=refused.f1 if refusable else None,
        p50_ms=metrics.percentile(times, 0.5),
        p95_ms=metrics.percentile(times, 0.95),
    )


def breakdown(outcomes: Sequence[Outcome]) -> dict[str, Report]:
    """The same measures for each group of questions, the largest group first."""
    groups: dict[str, list[Outcome]] = {}
    for outcome in outcomes:
        for group in outcome.groups:
            groups.setdefault(group, []).append(outcome)
    ordered = sorted(groups.items(), key=lambda item: (-len(item[1]), item[0]))
    return {group: summarise(of_group) for group, of_group in ordered}
