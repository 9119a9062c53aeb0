"""Answers in prose, under the same proof as a quote; in every doubt the quotes themselves.

What the extractive answer refuses is refused: a model's memory is not a source. What it answers with the
paper's own furniture (headlines, bylines) is left to it. Else the model writes from the same evidence, and
each sentence is shown when it is proved.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace

from retrieval.answer.whose import whose
from retrieval.answer.wording import period_line, refusal
from retrieval.answer.wording import quoted as quotation
from retrieval.asker import Asker, OnText
from retrieval.claims import Prover
from retrieval.generation.asking import ModelCaller
from retrieval.generation.charging import Purse
from retrieval.generation.errors import ModelCutOff, ModelFailed
from retrieval.generation.messages import answer_messages
from retrieval.generation.models import Fallback, Messages
from retrieval.generation.notices import fallback_of, notice
from retrieval.generation.numbering import Piece, numbered
from retrieval.generation.proofreading import Proofreader, joined, marked_words
from retrieval.generation.rewriting import rewritten
from retrieval.generation.sentences import SentenceSplitter, read_sentence
from retrieval.generation.stored import StoredAnswers
from retrieval.models import Answer, Filters, Nearest, Turn
from retrieval.tracing import span
from vectorstore.catalogue.script import simplified

DEPTH = 10
"""Passages that are asked for at least: the evidence is chosen among them."""

NOT_SAID = "not_in_corpus"

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
        if quoted.status != "answered" or _is_arranged(quoted):
            return quoted
        question = quoted.understood or quoted.question
        pieces = numbered(quoted, question)
        if not pieces:
            return quoted
        messages = answer_messages(question, quoted.lang, pieces)
        reader = Proofreader(self.prover, pieces, question, quoted.lang, quoted.citations)
        try:
            self._write(reader, quoted, messages, writing)
        except ModelFailed as exc:
            return _fallen_back(quoted, fallback_of(exc))
        return _settled(quoted, reader, pieces)

    def _write(self, reader: Proofreader, quoted: Answer, messages: Messages, writing: _Writing) -> None:
        """Read what the model writes, sentence by sentence; what it wrote before is not asked for again.

        Raises:
            ModelFailed: In one of its kinds.
        """
        question, generation = quoted.understood or quoted.question, quoted.generation or ""
        model, on_text = self.caller.spec.full_name, writing.on_text
        splitter = SentenceSplitter()
        known = self.stored.get(question, generation, model, messages)
        with span("model") as noted:
            call = None if known is not None else self.caller.call(messages, writing.purse)
            for part in [known] if known is not None else call or ():
                for sentence in splitter.feed(part):
                    if reader.add(sentence) and on_text:
                        on_text(_with_period(quoted, reader.text))
            usage = call.usage if call else None
            noted.note(model=model, prompt=messages.version, stored=known is not None)
            if usage:
                noted.note(tokens_in=usage.prompt, tokens_out=usage.answer)
        finish = call.finish if call else "stop"
        rest = splitter.rest
        last = splitter.finish(whole=finish == "stop")
        if last is None and finish not in {"stop", "length"} and read_sentence(rest):
            raise ModelCutOff("the stream ended inside a sentence")
        if last and reader.add(last) and on_text:
            on_text(_with_period(quoted, reader.text))
        if call:
            self.stored.put(question, generation, model, messages, call.text, forgotten=writing.forgotten)


def _settled(quoted: Answer, reader: Proofreader, pieces: Sequence[Piece]) -> Answer:
    """The answer when the model has finished."""
    if reader.silent and not reader.text:
        return _refused(quoted, pieces)
    for _, verdict in reader.struck:  # the words that failed may name somebody: no log holds them
        _LOG.info("a sentence was struck: %s", verdict.reason if verdict else "no such passage")
    if not reader.enough:
        return _fallen_back(quoted, Fallback.UNPROVED)
    if reader.beside:
        return _fallen_back(quoted, Fallback.BESIDE)
    draft = reader.draft()
    if not draft.claims:
        return _fallen_back(quoted, Fallback.UNPROVED)
    said = joined([claim.text for claim in draft.claims], quoted.lang)
    if quoted.list_count and not _holds_all(said, marked_words(quoted.citations)):
        return _fallen_back(quoted, Fallback.INCOMPLETE)
    also = {citation.article.id: citation.also for citation in quoted.citations}
    citations = tuple(replace(c, also=also.get(c.article.id, ())) for c in draft.citations)
    note = whose(citations, quoted.passages, quoted.lang)
    text = "\n".join(filter(None, (_with_period(quoted, said), note)))
    return replace(quoted, kind="generated", text=text, claims=draft.claims, citations=citations)


def _is_arranged(quoted: Answer) -> bool:
    """Whether the extractive answer says what prose would lose.

    Headlines and bylines; that a question's number is wrong; reports that disagree, side by side with their
    dates.
    """
    count = quoted.list_count
    if count and count.asked and count.asked != count.found:
        return True
    if any(citation.field != "text" for citation in quoted.citations):
        return True
    told = {citation.n: quotation(citation, quoted.lang) for citation in quoted.citations}
    return not count and any(not claim.text.startswith(told[claim.citations[0]]) for claim in quoted.claims)


def _with_period(quoted: Answer, said: str) -> str:
    return f"{period_line(quoted.period, quoted.lang)}\n{said}" if quoted.period else said


def _holds_all(text: str, items: Sequence[str]) -> bool:
    said = simplified("".join(text.split()))
    return all(simplified("".join(item.split())) in said for item in items)


def _fallen_back(quoted: Answer, why: Fallback) -> Answer:
    return replace(quoted, reason=str(why), notice=notice(why, quoted.lang))


def _refused(quoted: Answer, pieces: Sequence[Piece]) -> Answer:
    """The model read the evidence and says that it does not say."""
    nearest: dict[str, Nearest] = {}
    for piece in pieces:
        article = piece.cited.article
        if article:
            day = article.date.isoformat() if article.date else None
            nearest.setdefault(article.id, Nearest(article.headline or article.text[:24], day, article.id))
    shown = tuple(nearest.values())[:3]
    return replace(
        quoted,
        status="refused",
        text=refusal(shown, quoted.lang, period=quoted.period),
        claims=(),
        citations=(),
        list_count=None,
        reason=NOT_SAID,
        nearest=shown,
    )
