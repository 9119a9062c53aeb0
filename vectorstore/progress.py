"""How long work tells how far it is, without knowing who watches."""

from __future__ import annotations

from typing import Protocol


class Progress(Protocol):
    """Watches a refresh. One stage runs at a time."""

    def stage(self, name: str, total: int) -> None:
        """A stage (reading, embedding, indexing) begins, of `total` steps."""

    def advance(self, steps: int = 1) -> None:
        """Steps of the running stage are done."""


class Silent:
    """Nobody watches."""

    def stage(self, name: str, total: int) -> None:
        """Say nothing."""

    def advance(self, steps: int = 1) -> None:
        """Say nothing."""
