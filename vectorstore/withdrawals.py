"""The list of articles that were taken down: kept beside the generations, obeyed by every refresh."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from vectorstore.errors import StoreDamaged
from vectorstore.files import replace_text, writing
from vectorstore.models import Withdrawn


@dataclass(frozen=True, slots=True)
class Withdrawals:
    """The list, and how often it was changed.

    Attributes:
        count: Takedowns and undoings so far; never falls.
        articles: Content id → what was taken down.
    """

    count: int
    articles: Mapping[str, Withdrawn]


def load(path: Path) -> Withdrawals:
    """Read the list.

    Raises:
        StoreDamaged: It cannot be read. Nothing is refreshed then: what was taken down might come back.
    """
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
        rows = [Withdrawn(**row) for row in kept["articles"]]
        return Withdrawals(int(kept["count"]), {row.content: row for row in rows})
    except (FileNotFoundError, NotADirectoryError):
        return Withdrawals(0, {})
    except (OSError, ValueError, TypeError, KeyError) as exc:
        raise StoreDamaged(
            f"the list of articles taken down {path} cannot be read ({exc}): restore it from a backup,"
            " or delete it and take the articles down again"
        ) from exc


def save(path: Path, articles: Sequence[Withdrawn], count: int) -> None:
    """Replace the list, atomically."""
    with writing(path.parent):
        kept = {"count": count, "articles": [asdict(row) for row in articles]}
        replace_text(path, json.dumps(kept, ensure_ascii=False, indent=1) + "\n")
