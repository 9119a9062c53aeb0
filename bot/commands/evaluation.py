"""`wenbao eval`: how good the answers are, measured on questions with known answers."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bot.commands.sources import Json


def evaluate(
    context: typer.Context,
    questions: Annotated[Path, typer.Option(help="Questions with their answers, JSON lines.")],
    *,
    as_json: Json = False,
) -> None:
    """Measure retrieval, answers and refusals against the live generation."""
    raise NotImplementedError
