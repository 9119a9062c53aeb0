"""What answers questions, whoever does it: the seam between `retrieval` and whoever shows an answer.

`Answerer` quotes; with a language model configured, what the composition root hands out writes prose
under the same proof. The terminal and Telegram know only this.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from retrieval.models import Answer, Filters, Turn

OnText = Callable[[str], None]
"""Called from the asking thread with the whole answer text so far, each time a proved sentence is added."""


class Asker(Protocol):
    """Answers questions. Thread-safe, and never raises for what a language model does."""

    def ask(
        self,
        question: str,
        *,
        top_k: int = 10,
        filters: Filters = ...,
        before: Sequence[Turn] = (),
        on_text: OnText | None = None,
    ) -> Answer:
        """Answer one question.

        Args:
            question: In Chinese or English.
            top_k: Passages that the answer lists.
            filters: To which reports the question is confined.
            before: Earlier turns of the conversation, oldest first; a follow-up is understood with them.
            on_text: Hears a streamed answer as it is proved; one that comes at once may skip it.

        Raises:
            QuestionEmpty: There is nothing but white space.
            StoreError: The store cannot be opened.
            EmbeddingError: The embedding model cannot be used.
        """
        ...
