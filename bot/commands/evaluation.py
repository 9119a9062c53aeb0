"""`wenbao eval`: how good the answers are, measured on questions with known answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.table import Table

from bot.commands.sources import Json
from bot.context import app_of
from bot.errors import BadInput
from bot.evaluating import Asking, Sample
from bot.terminal import console, print_json

if TYPE_CHECKING:
    from retrieval.evaluation.comparison import Difference
    from retrieval.evaluation.saved import Evaluation
    from retrieval.generation.comparing import ProseReport


def evaluate(
    context: typer.Context,
    questions: Annotated[Path | None, typer.Option(help="Questions with their answers, JSON lines.")] = None,
    *,
    saved: Annotated[
        Path | None, typer.Option(help="Show an evaluation saved earlier instead of asking.")
    ] = None,
    save: Annotated[Path | None, typer.Option(help="Keep outcomes and measures in this file.")] = None,
    compare: Annotated[
        Path | None, typer.Option(help="Compare with an evaluation that --save kept, question by question.")
    ] = None,
    html: Annotated[Path | None, typer.Option(help="Write a page with tables and plots.")] = None,
    llm: Annotated[
        bool, typer.Option("--llm", help="Ask twice: compare the language model's prose with quotes alone.")
    ] = False,
    limit: Annotated[int, typer.Option(min=0, help="Ask so many only, drawn by --seed. 0: all.")] = 0,
    seed: Annotated[int, typer.Option(help="Another one draws other questions.")] = 1,
    group: Annotated[str, typer.Option(help="Ask this group only, such as number or unanswerable.")] = "",
    as_json: Json = False,
) -> None:
    """Measure retrieval, answers and refusals against the live generation.

    With --save what is found is kept as it comes (FILE.part): asked again after a stop, the same evaluation
    goes on where it was.
    """
    if (questions is None) == (saved is None):
        raise BadInput("give --questions FILE to ask, or --saved FILE to show what was asked before")
    if llm and (questions is None or compare is not None):
        raise BadInput("--llm asks --questions twice and compares the two: leave --saved and --compare out")
    from retrieval.evaluation.saved import load

    other = load(compare) if compare else None  # before hours of asking
    prose: ProseReport | None = None
    if questions is None:
        evaluation = load(saved or Path())
        if save:
            evaluation.save(save)
    else:
        asking = Asking(app_of(context), questions, save, Sample(limit, seed, group), llm=llm)
        if llm:
            evaluation, other, prose = asking.twice()
        else:
            evaluation = asking.once()
        asking.save(evaluation)
    differences: Sequence[Difference] = ()
    if other:
        from retrieval.evaluation.comparison import compare as differences_between

        differences = differences_between(evaluation, other)
    if html:
        _write(html, evaluation, other, differences)
    _print(evaluation, differences if other else None, prose, as_json=as_json)


def _print(
    evaluation: Evaluation,
    differences: Sequence[Difference] | None,
    prose: ProseReport | None,
    *,
    as_json: bool,
) -> None:
    if as_json:
        found = _as_json(evaluation, differences)
        print_json(found | ({"llm": prose.to_json()} if prose else {}))
        return
    _print_evaluation(evaluation, differences or ())
    if prose:
        _print_prose(prose)


def _as_json(evaluation: Evaluation, differences: Sequence[Difference] | None) -> dict[str, Any]:
    groups = {name: report.to_json() for name, report in evaluation.groups.items()}
    found = {**evaluation.report.to_json(), "groups": groups}
    if differences is not None:
        found["differences"] = [
            {key: round(v, 4) if isinstance(v, float) else v for key, v in asdict(d).items()}
            for d in differences
        ]
    return found


def _write(
    path: Path, evaluation: Evaluation, other: Evaluation | None, differences: Sequence[Difference]
) -> None:
    from bot.evaluation_page import page

    try:
        path.write_text(page(evaluation, other, differences), encoding="utf-8")
    except OSError as exc:
        raise BadInput(f"the page {path} cannot be written: {exc.strerror or exc}") from exc


def _print_evaluation(evaluation: Evaluation, differences: Sequence[Difference]) -> None:
    from bot.evaluation_page import COLUMNS, cell

    out = console()
    measures = evaluation.report.to_json()
    table = Table.grid(padding=(0, 2))
    table.add_column(style="dim")
    table.add_column(justify="right")
    for name, value in measures.items():
        table.add_row(name.replace("_", " "), cell(name, value))
    out.print(table)
    groups = Table(box=None, padding=(0, 1))
    groups.add_column("")
    shown = [column for column in COLUMNS if column[1] in _OF_GROUPS]
    for heading, _ in shown:
        groups.add_column(heading, justify="right")
    for name, report in evaluation.groups.items():
        row = report.to_json()
        groups.add_row(name, *(cell(measure, row[measure]) for _, measure in shown))
    out.print()
    out.print(groups)
    if differences:
        out.print()
        out.print(_differences(differences))


_OF_GROUPS = {"questions", "hit_at_1", "answered", "quote_holds", "span_f1", "refusal_recall"}


def _print_prose(prose: ProseReport) -> None:
    table = Table.grid(padding=(0, 2))
    table.add_column(style="dim")
    table.add_column(justify="right")
    for name, value in prose.to_json().items():
        said = (
            ", ".join(f"{why or 'by design'} {n}" for why, n in value.items())
            if name == "fallbacks"
            else value
        )
        table.add_row(name.replace("_", " "), "–" if said in {None, ""} else str(said))
    console().print()
    console().print(table)


def _differences(differences: Sequence[Difference]) -> Table:
    table = Table(box=None, padding=(0, 1))
    table.add_column("")
    for heading in ("before", "now", "difference", "95 % interval", "p", "better", "worse"):
        table.add_column(heading, justify="right")
    for d in differences:
        figures = (f"{d.before:.3f}", f"{d.now:.3f}", f"{d.now - d.before:+.3f}")
        interval = f"{d.low:+.3f} … {d.high:+.3f}"
        table.add_row(
            d.measure.replace("_", " "), *figures, interval, f"{d.p:.3f}", str(d.better), str(d.worse)
        )
    return table
