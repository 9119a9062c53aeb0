"""Answers that are kept outside the generations: what a takedown must reach besides the archive.

Each keeper is told of an article that was taken down, by whichever process took it down, and imports nothing
of Telegram or of a language model's client.
"""

from __future__ import annotations

from pathlib import Path

from vectorstore.models import Withdrawn
from vectorstore.takedown import Keeper


def keepers(folder: Path) -> tuple[Keeper, ...]:
    """Who keeps answers under a data folder."""

    def telegram(taken: Withdrawn) -> None:
        from bot.telegram.store import withdraw_from

        withdraw_from(folder, taken.id, taken.content)

    def language_model(_: Withdrawn) -> None:
        from retrieval.generation.database import forget_answers

        forget_answers(folder)

    return telegram, language_model
