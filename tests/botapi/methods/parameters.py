"""The parameters of a call as they come over HTTP: words, numbers and JSON, all as text."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.botapi.errors import BadRequest
from tests.botapi.world import World


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that came with a call."""

    name: str
    content: bytes
    mime: str


@dataclass(frozen=True, slots=True)
class Parameters:
    """What a call says.

    Attributes:
        said: Name → text.
        files: Name → upload.
    """

    said: dict[str, str] = field(default_factory=dict)
    files: dict[str, Upload] = field(default_factory=dict)

    def text(self, name: str, default: str = "") -> str:
        """A text."""
        return self.said.get(name, default)

    def number(self, name: str, default: int | None = None) -> int:
        """A whole number.

        Raises:
            BadRequest: It is none, or missing without a default.
        """
        said = self.said.get(name)
        if said is None and default is not None:
            return default
        try:
            return int(said or "")
        except ValueError as exc:
            raise BadRequest(
                f'parameter "{name}" is required' if said is None else f"invalid {name}"
            ) from exc

    def optional_number(self, name: str) -> int | None:
        """A whole number, or None where it is not said."""
        return self.number(name) if name in self.said else None

    def flag(self, name: str) -> bool:
        """A yes or no."""
        return self.said.get(name, "").lower() in {"true", "1", "yes"}

    def json(self, name: str) -> Any:
        """An object or list; None where it is not said.

        Raises:
            BadRequest: It is no JSON.
        """
        if not self.said.get(name):
            return None
        try:
            return json.loads(self.said[name])
        except ValueError as exc:
            raise BadRequest(f"can't parse {name} JSON object") from exc


Method = Callable[[World, Parameters], Any]
"""Called with the world held; gives `result`, or raises ApiError."""
