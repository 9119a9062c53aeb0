"""The progress bar of a refresh, on stderr, and only where somebody watches."""

from __future__ import annotations

from types import TracebackType
from typing import Self

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

from bot.terminal import error_console

SMALL = 3
"""A stage of fewer steps flashes by: no bar for it."""


class RefreshBar:
    """Draws each stage of a refresh as a bar; on no terminal it draws nothing."""

    def __init__(self) -> None:
        console = error_console()
        self._progress = Progress(
            TextColumn("{task.description:<10}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeRemainingColumn(),
            console=console,
            transient=True,
            disable=not console.is_terminal,
        )
        self._task: TaskID | None = None

    def __enter__(self) -> Self:
        self._progress.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._progress.stop()

    def stage(self, name: str, total: int) -> None:
        """Begin a new bar in place of the one before."""
        if self._task is not None:
            self._progress.remove_task(self._task)
        self._task = self._progress.add_task(name, total=total) if total >= SMALL else None

    def advance(self, steps: int = 1) -> None:
        """Move the running bar."""
        if self._task is not None:
            self._progress.advance(self._task, steps)
