"""What the commands share: the options before the command's name, and the parts made from settings."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import cast

import typer

from bot.composition import App
from bot.settings import doubts, load_settings
from bot.terminal import error_console, visible


@dataclass(slots=False)
class Context:
    """One run of the command line."""

    debug: bool = False

    @cached_property
    def app(self) -> App:
        """The parts, made from the settings when a command first asks; what is odd about them is said."""
        settings = load_settings()
        for line in doubts():
            error_console().print(f"wenbao: {visible(line)}", soft_wrap=True)
        return App(settings)


def app_of(context: typer.Context) -> App:
    """The parts that belong to a command's Typer context."""
    return cast("Context", context.obj).app


def debug_of(context: typer.Context) -> bool:
    """Whether this run shows tracebacks."""
    return cast("Context", context.obj).debug
