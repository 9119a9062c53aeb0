"""Prose against quotes over the same questions: what `wenbao eval --llm` counts beside the usual measures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from retrieval.asker import Asker
from retrieval.claims import CitedText, Prover
from retrieval.generation.asker import GeneratingAsker
from retrieval.generation.models import Usage
from retrieval.models import Answer, Turn


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
    prompt_tokens: int
    answer_tokens: int
    cost: float

    def to_json(self) -> dict[str, Any]:
        """As one JSON object."""
        return {k: round(v, 4) if isinstance(v, float) else v for k, v in asdict(self).items()}


@dataclass
class Recording:
    """Passes questions on and keeps the answers."""

    asker: Asker
    answers: list[Answer] = field(default_factory=list)

    def ask(self, question: str, *, top_k: int = 10, before: Sequence[Turn] = ()) -> Answer:
        """Answer one question."""
        answer = self.asker.ask(question, top_k=top_k, before=before)
        self.answers.append(answer)
        return answer


def prose_report(asker: GeneratingAsker, answers: Sequence[Answer], spent: Usage) -> ProseReport:
    """Count what became of the prose.

    Args:
        asker: Who gave the answers.
        answers: One a question.
        spent: Tokens of all calls for them.
    """
    answered = [answer for answer in answers if answer.status == "answered"]
    written = [answer for answer in answered if answer.kind == "generated"]
    reasons = Counter(answer.reason or "" for answer in answered if answer.kind != "generated")
    proofs = [
        _proved(asker.prover, answer, claim) for answer in written for claim in range(len(answer.claims))
    ]
    return ProseReport(
        model=asker.caller.spec.full_name,
        answered=len(answered),
        generated=len(written) / len(answered) if answered else None,
        fallbacks=dict(reasons.most_common()),
        claims=len(proofs),
        claims_proved=sum(proofs) / len(proofs) if proofs else None,
        prompt_tokens=spent.prompt,
        answer_tokens=spent.answer,
        cost=asker.caller.cost(spent),
    )


def _proved(prover: Prover, answer: Answer, at: int) -> bool:
    claim = answer.claims[at]
    cited = [
        CitedText(c.n, c.quote, c.article, c.field, c.start)
        for c in answer.citations
        if c.n in claim.citations
    ]
    question = answer.understood or answer.question
    return prover.prove(claim.text, cited, lang=answer.lang, question=question).kept
