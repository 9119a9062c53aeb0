"""An evaluation on its way: which questions are asked, of whom, and what is kept as it comes."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from bot.errors import BadInput
from bot.progress import RefreshBar
from bot.terminal import error_console

if TYPE_CHECKING:
    from bot.composition import App
    from retrieval.evaluation.evaluate import Asks, Outcome
    from retrieval.evaluation.saved import Evaluation
    from retrieval.generation.comparing import ProseReport


class Sample(NamedTuple):
    """Which questions of a file are asked; see `retrieval.evaluation.sampling.sampled`."""

    limit: int
    seed: int
    group: str


class Asking:
    """One evaluation on its way, kept as it comes."""

    def __init__(self, app: App, questions: Path, save: Path | None, sample: Sample, *, llm: bool) -> None:
        """Read the questions, and what a run of the same before it has found.

        Raises:
            BadInput: No question is left to ask, or there is no language model to compare with.
        """
        from retrieval.evaluation.evaluate import load_questions
        from retrieval.evaluation.progress import Progress
        from retrieval.evaluation.sampling import sampled
        from retrieval.generation.asker import GeneratingAsker

        self._app, self._questions = app, questions
        self._asked = sampled(load_questions(questions), **sample._asdict())
        if not self._asked:
            raise BadInput(f"{questions} has no question of the group {sample.group}")
        self._answerer = app.answerer
        if llm and not isinstance(self._answerer, GeneratingAsker):
            raise BadInput("--llm needs a language model: set WENBAO_LLM (docs/language-models.md)")
        self._archive = app.archive.get()
        head = {
            "sha256": hashlib.sha256(questions.read_bytes()).hexdigest(),
            "generation": self._archive.generation,
            "model": self._archive.manifest.model,
            "llm": app.settings.llm,
            "twice": llm,
            **sample._asdict(),
        }
        self._save, self._progress = save, Progress(save, head)
        if self._progress.rows:
            error_console().print(f"{len(self._progress.rows)} of {len(self._asked)} were asked before")

    def once(self) -> Evaluation:
        """Ask the questions."""
        return self._evaluated("asking", "outcome", self._answerer, lambda _: {})

    def twice(self) -> tuple[Evaluation, Evaluation, ProseReport]:
        """What the language model writes, what quotes alone answer, and how the model did."""
        from retrieval.generation.asker import GeneratingAsker
        from retrieval.generation.comparing import Recording, Written, prose_report

        assert isinstance(self._answerer, GeneratingAsker)  # looked at when it began
        quotes = self._evaluated("quoting", "quotes", self._app.quoting, lambda _: {})
        recording = Recording(self._answerer)
        by_id = {question.id: question for question in self._asked}
        prose = self._evaluated(
            "writing", "prose", recording, lambda o: {"written": asdict(recording.written(by_id[o.id]))}
        )
        rows = [(q, Written(**self._progress.rows[q.id]["written"])) for q in self._asked]
        return prose, quotes, prose_report(self._answerer, rows)

    def save(self, evaluation: Evaluation) -> None:
        """Keep it where it was to be kept; what was kept on the way goes.

        Raises:
            EvaluationUnreadable: The file cannot be written.
        """
        if self._save:
            evaluation.save(self._save)
        self._progress.done()

    def _evaluated(
        self, stage: str, key: str, asker: Asks, more: Callable[[Outcome], dict[str, Any]]
    ) -> Evaluation:
        from retrieval.evaluation.evaluate import missing_gold, outcomes_of
        from retrieval.evaluation.saved import Evaluation, outcome_of

        entries = list(self._archive.entries())
        rows = self._progress.rows
        known = {id_: outcome_of(row[key]) for id_, row in rows.items() if key in row}
        with RefreshBar() as bar:
            bar.stage(stage, len(self._asked) - len(known))

            def found(outcome: Outcome) -> None:
                row = {**rows.get(outcome.id, {}), key: asdict(outcome), **more(outcome)}
                self._progress.put(outcome.id, row)
                bar.advance()

            outcomes = outcomes_of(asker, self._asked, entries, found, known)
        return Evaluation.of(
            self._questions,
            outcomes,
            generation=self._archive.generation,
            model=self._archive.manifest.model,
            gold_missing=missing_gold(self._asked, entries),
        )
