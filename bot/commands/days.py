"""Days as options name them: YYYY-MM-DD and nothing else."""

from __future__ import annotations

import datetime
import re

import typer

WRITTEN = "YYYY-MM-DD"

_ISO = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def day_of(text: str) -> datetime.date:
    """The day that an option's value names.

    Raises:
        typer.BadParameter: It is none, or is written otherwise.
    """
    if _ISO.fullmatch(text):
        try:
            return datetime.date.fromisoformat(text)
        except ValueError:
            pass
    raise typer.BadParameter(f"{text!r} is no day: write {WRITTEN}, such as 2023-05-19")
