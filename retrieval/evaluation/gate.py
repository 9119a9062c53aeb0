"""The quality gate: measures that must not fall below their floors.

A file of floors pins the questions it was set on by their digest, so that neither side changes
unseen. A floor that nothing measures is an error, not a pass.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from retrieval.errors import FloorsUnusable


@dataclass(frozen=True, slots=True)
class Floors:
    """What a set of questions must reach.

    Attributes:
        sha256: Digest of the questions' file.
        floors: Measure → the least value allowed.
        ceilings: Measure → the greatest value allowed.
    """

    sha256: str
    floors: Mapping[str, float]
    ceilings: Mapping[str, float]


def load_floors(path: Path, name: str) -> Floors:
    """Read the floors of one set.

    Raises:
        FloorsUnusable: The file cannot be read, has no such set, or the set no floors.
    """
    try:
        entry = json.loads(path.read_text(encoding="utf-8"))[name]
        loaded = Floors(
            entry["sha256"],
            {key: float(value) for key, value in entry["floors"].items()},
            {key: float(value) for key, value in entry.get("ceilings", {}).items()},
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as exc:
        raise FloorsUnusable(f"{path} holds no floors for {name} ({exc!r})") from exc
    if not loaded.floors:
        raise FloorsUnusable(f"{path} holds no floors for {name}: nothing would be checked")
    return loaded


def check_pinned(floors: Floors, questions: Path) -> None:
    """Make sure that the floors were set on these very questions.

    Raises:
        FloorsUnusable: The file differs.
    """
    digest = hashlib.sha256(questions.read_bytes()).hexdigest()
    if digest != floors.sha256:
        raise FloorsUnusable(
            f"{questions.name} is not the file that the floors were set on ({digest}):"
            " measure anew and set the floors with the change"
        )


def breaches(floors: Floors, measured: Mapping[str, float | None]) -> list[str]:
    """Name every measure that breaks its bound, one line each; empty where all hold.

    Raises:
        FloorsUnusable: A bound's measure was not measured.
    """
    values = {name: value for name, value in measured.items() if value is not None}
    missing = sorted({*floors.floors, *floors.ceilings}.difference(values))
    if missing:
        raise FloorsUnusable(f"not measured: {', '.join(missing)}")
    low = [
        f"{name} is {values[name]:.4f}, below its floor {floor:.4f}"
        for name, floor in floors.floors.items()
        if not values[name] >= floor
    ]
    high = [
        f"{name} is {values[name]:.4f}, above its ceiling {ceiling:.4f}"
        for name, ceiling in floors.ceilings.items()
        if not values[name] <= ceiling
    ]
    return [*low, *high]
