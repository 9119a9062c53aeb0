"""`wenbao eval`: how good the answers are, measured on questions with known answers."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer
from rich.table import Table

from bot.commands.sources import Json
from bot.context import app_of
from bot.progress import RefreshBar
from bot.terminal import console, print_json


def evaluate(
    context: typer.Context,
    questions: Annotated[Path, typer.Option(help="Questions with their answers, JSON lines.")],
    *,
    as_json: Json = False,
) -> None:
    """Measure retrieval, answers and refusals against the live generation."""
    from retrieval.evaluation import evaluate as run_evaluation
    from retrieval.evaluation import load_questions

    app = app_of(context)
    asked = load_questions(questions)
    archive = app.archive.get()
    with RefreshBar() as bar:
        bar.stage("asking", len(asked))
        report = run_evaluation(app.answerer, asked, archive.entries(), lambda _: bar.advance())
    if as_json:
        print_json(report.to_json())
    else:
        _print_report(report.to_json())


def _print_report(measures: dict[str, Any]) -> None:
    table = Table.grid(padding=(0, 2))
    table.add_column(style="dim")
    table.add_column(justify="right")
    for name, value in measures.items():
        table.add_row(name.replace("_", " "), f"{value:.3f}" if isinstance(value, float) else str(value))
    console().print(table)
