"""What the commands share: the options before the command's name, and the parts made from settings."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import cast

import typer

from bot.composition import App
from bot.settings import load_settings


@dataclass(slots=False)
class Context:
    """One run of the command line."""

    debug: bool = False

    @cached_property
    def app(self) -> App:
        """The parts, made from the settings when a command first asks."""
        return App(load_settings())


def app_of(context: typer.Context) -> App:
    """The parts that belong to a command's Typer context."""
    return cast("Context", context.obj).app


def debug_of(context: typer.Context) -> bool:
    """Whether this run shows tracebacks."""
    return cast("Context", context.obj).debug
