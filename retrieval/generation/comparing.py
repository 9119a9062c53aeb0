"""Prose against quotes over the same questions: what `wenbao eval --llm` counts beside the usual measures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from retrieval.answer.below import without_quotes
from retrieval.claims import CitedText, Prover
from retrieval.evaluation.evaluate import GoldQuestion, judge
from retrieval.generation.asker import GeneratingAsker
from retrieval.generation.models import Usage
from retrieval.models import Answer, Claim, Turn


@dataclass(frozen=True, slots=True)
class Written:
    """What became of one question's prose.

    Attributes:
        status: The answer's.
        kind: The answer's.
        reason: The answer's; "" for none.
        claims: Its sentences of prose.
        proved: How many of them the quotes shown prove by themselves, proved anew.
        prose_holds: Whether the prose alone, without the quotes below it, holds the gold answer.
        beside: Whether a quote of the extractive answer was put beside the prose, which lacks its words.
        prompt_tokens: Of its calls, as the server counts them; 0 where the answer was stored.
        answer_tokens: The same.
    """

    status: str
    kind: str = ""
    reason: str = ""
    claims: int = 0
    proved: int = 0
    prose_holds: bool = False
    beside: bool = False
    prompt_tokens: int = 0
    answer_tokens: int = 0


@dataclass(frozen=True, slots=True)
class ProseReport:
    """How a language model did; shares are in [0, 1], None where nothing bears on them.

    Attributes:
        model: As the settings name it.
        answered: Questions answered at all.
        generated: Share of them answered in prose.
        fallbacks: Why the others were not: `Answer.reason` → how many; "" for those that are left to
            quotes by design (headlines, bylines, a question with a wrong number).
        claims: Sentences of prose.
        claims_proved: Share of them that the quotes shown prove by themselves, proved anew.
        prose_holds: Share of the generated answers to answerable questions whose prose alone holds the
            gold answer, letter by letter.
        beside: Share of the generated answers with a quote of the extractive answer put beside the prose.
        prompt_tokens: Of all calls, as the server counts them.
        answer_tokens: The same.
        cost: At the prices set.
    """

    model: str
    answered: int
    generated: float | None
    fallbacks: dict[str, int]
    claims: int
    claims_proved: float | None
    prose_holds: float | None
    beside: float | None
    prompt_tokens: int
    answer_tokens: int
    cost: float

    def to_json(self) -> dict[str, Any]:
        """As one JSON object."""
        return {k: round(v, 4) if isinstance(v, float) else v for k, v in asdict(self).items()}


class Recording:
    """Passes questions on and tells what became of the last one's prose."""

    def __init__(self, asker: GeneratingAsker) -> None:
        self._asker = asker
        self._last: Answer | None = None
        self._spent = asker.caller.spent

    def ask(self, question: str, *, top_k: int = 10, before: Sequence[Turn] = ()) -> Answer:
        """Answer one question."""
        self._spent = self._asker.caller.spent
        self._last = None
        self._last = self._asker.ask(question, top_k=top_k, before=before)
        return self._last

    def written(self, question: GoldQuestion) -> Written:
        """What became of the question that was asked last."""
        answer = self._last
        if answer is None:  # it could not be asked
            return Written("failed")
        used = self._asker.caller.spent - self._spent
        generated = answer.kind == "generated"
        alone = replace(answer, text=without_quotes(answer))
        prose = [claim for claim in answer.claims if claim.text in alone.text]
        return Written(
            status=answer.status,
            kind=answer.kind,
            reason=answer.reason or "",
            claims=len(prose) if generated else 0,
            proved=sum(_proved(self._asker.prover, answer, one) for one in prose) if generated else 0,
            prose_holds=generated and judge(question, alone).text_holds,
            beside=generated and len(prose) < len(answer.claims),
            prompt_tokens=used.prompt,
            answer_tokens=used.answer,
        )


def prose_report(asker: GeneratingAsker, rows: Sequence[tuple[GoldQuestion, Written]]) -> ProseReport:
    """Count what became of the prose.

    Args:
        asker: Who gave the answers.
        rows: One a question.
    """
    answered = [row for _, row in rows if row.status == "answered"]
    written = [row for row in answered if row.kind == "generated"]
    due = [row for q, row in rows if row.kind == "generated" and not q.unanswerable]
    reasons = Counter(row.reason for row in answered if row.kind != "generated")
    spent = sum((Usage(row.prompt_tokens, row.answer_tokens) for _, row in rows), Usage())
    claims = sum(row.claims for row in written)
    return ProseReport(
        model=asker.caller.spec.full_name,
        answered=len(answered),
        generated=len(written) / len(answered) if answered else None,
        fallbacks=dict(reasons.most_common()),
        claims=claims,
        claims_proved=sum(row.proved for row in written) / claims if claims else None,
        prose_holds=sum(row.prose_holds for row in due) / len(due) if due else None,
        beside=sum(row.beside for row in written) / len(written) if written else None,
        prompt_tokens=spent.prompt,
        answer_tokens=spent.answer,
        cost=asker.caller.cost(spent),
    )


def _proved(prover: Prover, answer: Answer, claim: Claim) -> bool:
    cited = [
        CitedText(c.n, c.quote, c.article, c.field, c.start)
        for c in answer.citations
        if c.n in claim.citations
    ]
    question = answer.understood or answer.question
    return prover.prove(claim.text, cited, lang=answer.lang, question=question).kept
