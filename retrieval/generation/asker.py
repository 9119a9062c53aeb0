"""Answers in prose, under the same proof as a quote; in every doubt the quotes themselves.

What the extractive answer refuses is refused: a model's memory is not a source. What it answers with the
paper's own furniture (headlines, bylines) is left to it. Else the model writes from the same evidence, and
each sentence is shown when it is proved.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Generator, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace

from retrieval.asker import Asker, OnText
from retrieval.claims import Prover
from retrieval.generation.asking import Call, ModelCaller
from retrieval.generation.charging import Purse
from retrieval.generation.errors import ModelCutOff, ModelFailed
from retrieval.generation.messages import answer_messages
from retrieval.generation.models import Fallback, Messages
from retrieval.generation.notices import fallback_of
from retrieval.generation.numbering import Piece, numbered, quotes_alone
from retrieval.generation.proofreading import Proofreader
from retrieval.generation.rewriting import rewritten
from retrieval.generation.sentences import SentenceSplitter, read_sentence
from retrieval.generation.settling import fallen_back, is_arranged, settled, with_period
from retrieval.generation.stored import StoredAnswers
from retrieval.models import Answer, Filters, Turn
from retrieval.tracing import span

DEPTH = 10
"""Passages that are asked for at least: the evidence is chosen among them."""

MENDED = {Fallback.UNPROVED, Fallback.BESIDE, Fallback.INCOMPLETE, Fallback.SILENT}
"""Why a model is asked once more, with the quotes alone. Once, a choice: on two cores a call takes six
seconds (docs/language-models.md has what the second one is worth)."""

_LOG = logging.getLogger("wenbao.llm")


@dataclass(frozen=True, slots=True)
class _Writing:
    """One question on its way.

    Attributes:
        purse: What it may spend.
        forgotten: What `StoredAnswers.forgotten` said before its evidence was read.
        on_text: Who hears.
    """

    purse: Purse
    forgotten: int | None
    on_text: OnText | None


@dataclass(frozen=True)
class GeneratingAsker:
    """Answers questions with a language model's prose. Thread-safe.

    Attributes:
        quoting: Who answers in quotes.
        caller: Who asks the model.
        prover: Who proves its sentences.
        stored: What it wrote before.
        user: On whose budget; "" for the one at the terminal.
    """

    quoting: Asker
    caller: ModelCaller
    prover: Prover
    stored: StoredAnswers
    user: str = ""

    def for_user(self, user: str) -> GeneratingAsker:
        """The same, on one user's budget."""
        return replace(self, user=user)

    def ask(
        self,
        question: str,
        *,
        top_k: int = 10,
        filters: Filters = Filters(),  # noqa: B008 (frozen)
        before: Sequence[Turn] = (),
        on_text: OnText | None = None,
    ) -> Answer:
        """Answer one question; see `retrieval.asker.Asker`.

        The answer's `kind` tells whether its text is the model's; where it is not, `reason` and `notice`
        tell why, if there was anything to write about.
        """
        with span("ask") as noted:
            writing = _Writing(self.caller.purse(self.user), self.stored.forgotten(), on_text)
            quoted = self._quoted(question, max(top_k, DEPTH), filters, before, writing.purse)
            began = time.perf_counter()
            answer = self._in_prose(quoted, writing)
            noted.note(lang=answer.lang, status=answer.status, kind=answer.kind, reason=answer.reason)
            noted.note(generation=answer.generation, claims=len(answer.claims))
            noted.note_text(question=question)
        spent = 1e3 * (time.perf_counter() - began)
        timing = replace(
            answer.timing, answer=answer.timing.answer + spent, total=answer.timing.total + spent
        )
        return replace(answer, passages=answer.passages[:top_k], timing=timing)

    def _quoted(
        self, question: str, top_k: int, filters: Filters, before: Sequence[Turn], purse: Purse
    ) -> Answer:
        """The extractive answer; a follow-up that it refuses is tried as the model understands it."""
        quoted = self.quoting.ask(question, top_k=top_k, filters=filters, before=before)
        if quoted.status != "refused" or quoted.understood is None:
            return quoted
        whole = rewritten(self.caller, question, quoted.lang, before, purse)
        if whole is None:
            return quoted
        again = self.quoting.ask(whole, top_k=top_k, filters=filters)
        if again.status != "answered":
            return quoted
        return replace(again, question=question, lang=quoted.lang, understood=whole)

    def _in_prose(self, quoted: Answer, writing: _Writing) -> Answer:
        if quoted.status != "answered" or is_arranged(quoted):
            return quoted
        question = quoted.understood or quoted.question
        pieces = numbered(quoted, question)
        if not pieces:
            return quoted
        began = time.monotonic()
        try:
            first = self._attempt(quoted, pieces, pieces, writing)
        except ModelFailed as exc:
            return fallen_back(quoted, fallback_of(exc))
        return self._mended(quoted, first, pieces, writing, time.monotonic() - began)

    def _mended(
        self, quoted: Answer, first: Answer, pieces: Sequence[Piece], writing: _Writing, spent: float
    ) -> Answer:
        """A second answer, from the quotes alone, where the first was not proved or found nothing to say.

        Prose that is proved now is the answer; a model that now finds nothing is believed as it is at first.
        """
        left = self.caller.spec.deadline - spent
        shown, around = quotes_alone(quoted)
        seen = [one.cited.text for one in pieces]
        if (
            (first.status == "answered" and first.reason not in MENDED)
            or left < spent  # it would take as long again
            or [one.cited.text for one in shown] in ([], seen)
        ):
            return first
        try:
            second = self._attempt(quoted, shown, around, writing, left)
        except ModelFailed:  # it has answered once: what is told of is that answer
            return first
        said = second.kind == "generated" or second.status == "refused"
        return second if said else first

    def _attempt(
        self,
        quoted: Answer,
        shown: Sequence[Piece],
        proving: Sequence[Piece],
        writing: _Writing,
        left: float | None = None,
    ) -> Answer:
        """The answer that comes of one call.

        Args:
            quoted: The extractive answer.
            shown: The passages that the model sees.
            proving: The same with what stands around them: what its sentences are proved by.
            writing: The question.
            left: Seconds that the call has; None for all.

        Raises:
            ModelFailed: In one of its kinds.
        """
        question = quoted.understood or quoted.question
        messages = answer_messages(question, quoted.lang, shown)
        reader = Proofreader(self.prover, proving, question, quoted.lang, quoted.citations)
        self._write(reader, quoted, messages, writing, left)
        return settled(quoted, reader, proving)

    def _write(
        self,
        reader: Proofreader,
        quoted: Answer,
        messages: Messages,
        writing: _Writing,
        left: float | None,
    ) -> None:
        """Read what the model writes, sentence by sentence; what it wrote before is not asked for again.

        Raises:
            ModelFailed: In one of its kinds.
        """
        question, generation = quoted.understood or quoted.question, quoted.generation or ""
        model = self.caller.spec.full_name
        splitter = SentenceSplitter()
        known = self.stored.get(question, generation, model, messages)
        with span("model") as noted:
            call = None if known is not None else self.caller.call(messages, writing.purse, left)
            with closing(_parts(call, known)) as parts:  # a model that has said enough is left
                cut = self._heard(reader, splitter, parts, quoted, writing.on_text)
            usage = call.usage if call else None
            noted.note(model=model, prompt=messages.version, stored=known is not None)
            if usage:
                noted.note(tokens_in=usage.prompt, tokens_out=usage.answer)
        finish = call.finish if call else "stop"
        rest = splitter.rest
        last = None if cut else splitter.finish(whole=finish == "stop")
        if last is None and not cut and finish not in {"stop", "length"} and read_sentence(rest):
            raise ModelCutOff("the stream ended inside a sentence")
        if last and reader.add(last) and writing.on_text:
            writing.on_text(with_period(quoted, reader.text))
        if call:
            self.stored.put(question, generation, model, messages, call.text, forgotten=writing.forgotten)

    def _heard(
        self,
        reader: Proofreader,
        splitter: SentenceSplitter,
        parts: Iterator[str],
        quoted: Answer,
        on_text: OnText | None,
    ) -> bool:
        """Read a stream's whole sentences; whether an answer was full before its end."""
        for part in parts:
            for sentence in splitter.feed(part):
                if reader.add(sentence) and on_text:
                    on_text(with_period(quoted, reader.text))
                if reader.full and not quoted.list_count:
                    return True
        return False


def _parts(call: Call | None, known: str | None) -> Generator[str]:
    """What the model says, or said before."""
    if call is None:
        yield known or ""
    else:
        yield from call
