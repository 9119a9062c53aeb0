"""Conversations within a batch of questions: which rows come after which."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bot.errors import BadInput
from retrieval.models import Turn


class Conversations:
    """The turns of a batch so far, by the ids and conversations of its rows.

    A row names the row that it follows by `"after": id`, or the conversation that it belongs to by
    `"conversation": key`; one with neither stands alone.
    """

    def __init__(self) -> None:
        self._by_row: dict[str, Sequence[Turn]] = {}
        self._by_key: dict[str, Sequence[Turn]] = {}

    def before(self, row: Mapping[str, Any]) -> Sequence[Turn]:
        """The turns before a row, oldest first.

        Raises:
            BadInput: It comes after a row that is not above it or was not answered.
        """
        after = row.get("after")
        if after is not None:
            if str(after) not in self._by_row:
                raise BadInput(f"it comes after {after}, and no row above with that id has an answer")
            return self._by_row[str(after)]
        return self._by_key.get(str(row["conversation"]), ()) if row.get("conversation") is not None else ()

    def add(self, row: Mapping[str, Any], before: Sequence[Turn], turn: Turn) -> None:
        """Remember what a row's question came to."""
        turns = (*before, turn)
        if row.get("id") is not None:
            self._by_row[str(row["id"])] = turns
        if row.get("conversation") is not None:
            self._by_key[str(row["conversation"])] = turns
