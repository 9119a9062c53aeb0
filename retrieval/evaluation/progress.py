"""What an evaluation has found so far, kept line by line: hours of asking survive a stop.

The first line tells what is asked of what; each further one holds a question's id and what was found. A file
of another evaluation is begun anew.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from retrieval.errors import EvaluationUnreadable

SUFFIX = ".part"


class Progress:
    """Rows by question id, each on disk as soon as it is there."""

    def __init__(self, saved: Path | None, head: Mapping[str, Any]) -> None:
        """Begin, or go on where the same evaluation was stopped.

        Args:
            saved: The file that the evaluation will be saved in; its neighbour with `SUFFIX` holds the rows.
                None: nothing is kept.
            head: What makes it the same evaluation; JSON values.

        Raises:
            EvaluationUnreadable: The file cannot be written.
        """
        self._path = saved.with_name(saved.name + SUFFIX) if saved else None
        self.rows = self._read(dict(head))
        if self._path and not self.rows:
            self._write("w", dict(head))

    def put(self, question: str, row: Mapping[str, Any]) -> None:
        """Keep what was found for one question.

        Raises:
            EvaluationUnreadable: It cannot be written.
        """
        self.rows[question] = dict(row)
        if self._path:
            self._write("a", {"id": question, **row})

    def done(self) -> None:
        """Forget the rows: the evaluation is saved."""
        if self._path:
            self._path.unlink(missing_ok=True)

    def _read(self, head: dict[str, Any]) -> dict[str, dict[str, Any]]:
        if self._path is None:
            return {}
        try:
            first, *lines = self._path.read_text(encoding="utf-8").split("\n")
            if json.loads(first) != json.loads(json.dumps(head)):
                return {}
        except (OSError, ValueError):
            return {}
        rows = {}
        for line in lines:
            try:
                row = json.loads(line)
                rows[str(row.pop("id"))] = row
            except (ValueError, AttributeError, KeyError):  # the line at which it was stopped
                continue
        return rows

    def _write(self, mode: str, row: Mapping[str, Any]) -> None:
        assert self._path is not None  # whoever calls has looked
        try:
            with self._path.open(mode, encoding="utf-8") as file:
                # A line that was stopped at half its length is ended first.
                file.write(("\n" if mode == "a" else "") + json.dumps(row, ensure_ascii=False))
        except OSError as exc:
            raise EvaluationUnreadable(f"{self._path} cannot be written ({exc.strerror or exc})") from exc
