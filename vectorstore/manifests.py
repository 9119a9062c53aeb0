"""A generation's manifest as a file: JSON that holds a digest of itself, so that damage to it shows."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from vectorstore.errors import StoreDamaged
from vectorstore.models import Changes, Manifest

MANIFEST = "manifest.json"


def read_manifest(folder: Path) -> Manifest:
    """Read the manifest of a generation's folder.

    Raises:
        StoreDamaged: It is missing or cannot be read.
    """
    path = folder / MANIFEST
    try:
        fields = json.loads(path.read_text(encoding="utf-8"))
        if fields.pop("sha256") != _digest(fields):
            raise ValueError("it does not hold what was written to it")  # noqa: TRY301
        fields["changes"] = Changes(**fields["changes"])
        fields["checksums"] = {name: (size, sha) for name, (size, sha) in fields["checksums"].items()}
        return Manifest(**fields)
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as exc:
        raise StoreDamaged(
            f"the manifest {path} cannot be read ({exc}): run `wenbao verify --repair`"
        ) from exc


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Write it into a generation's folder, not yet flushed."""
    fields = asdict(manifest)
    text = json.dumps(fields | {"sha256": _digest(fields)}, ensure_ascii=False, indent=1) + "\n"
    (folder / MANIFEST).write_text(text, encoding="utf-8")


def _digest(fields: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(fields, sort_keys=True).encode()).hexdigest()
