"""An asker between a generating one and its quotes, which changes what the quotes answered."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from retrieval.asker import Asker, OnText
from retrieval.generation.asker import GeneratingAsker
from retrieval.models import Answer, Filters, Turn


@dataclass
class Between:
    """Answers with what `changed` makes of another's answer and of the turns before it."""

    asker: Asker
    changed: Callable[[Answer, Sequence[Turn]], Answer]
    asked: list[str] = field(default_factory=list)

    def ask(
        self,
        question: str,
        *,
        top_k: int = 10,
        filters: Filters = Filters(),  # noqa: B008 (frozen)
        before: Sequence[Turn] = (),
        on_text: OnText | None = None,
    ) -> Answer:
        """Answer one question."""
        del filters, on_text
        self.asked.append(question)
        return self.changed(self.asker.ask(question, top_k=top_k), before)


def weighed(asker: GeneratingAsker, odds: float | None) -> GeneratingAsker:
    """The same, over quotes that answer with these log odds."""
    return replace(asker, quoting=Between(asker.quoting, lambda answer, _: replace(answer, odds=odds)))
