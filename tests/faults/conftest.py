"""A store that real processes refresh and read, and what a clean build of its pages holds."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.chroma import Server, allow_loopback, chroma_server  # noqa: F401 (a fixture)
from tests.conftest import REPOSITORY
from tests.faults.model import STAYS, DigestModel, edition_of
from tests.telegram.stands import embedded, make_stand
from vectorstore.archive import LiveArchive
from vectorstore.chroma.ownership import SPARES
from vectorstore.generations import StoreFolder
from vectorstore.models import RefreshReport
from vectorstore.refresh import RefreshRequest, refresh
from vectorstore.verification import damage

__all__ = ["embedded", "make_stand"]

PAGES = 40

CHANGING = 3
"""Pages that each edition changes: few enough for the difference to be applied, and so many that every third
refresh builds the vectors anew (`vectorstore.building.CHURN`)."""


@dataclass
class Stage:
    """A store, its pages, and the processes that work on it."""

    store: StoreFolder
    pages: Path
    server: Server | None = None

    def print_edition(self, edition: int) -> None:
        """Rewrite the pages that change, each of which says which edition it is of."""
        for number in range(PAGES if edition == 1 else CHANGING):
            headline = f"第{number}小学迎来新操场"
            told = f"第{edition}版说" if number < CHANGING else STAYS
            text = f"{told}，第{number}小学的操场铺好了草皮。" + "孩子们在草地上跑步。" * 30
            (self.pages / f"{number:03d}.txt").write_text(f"{headline}\n\n{text}\n", encoding="utf-8")

    def refresh(self, store: StoreFolder | None = None) -> RefreshReport:
        request = RefreshRequest(samples=self.pages, paths=(self.pages,))
        return refresh(store or self.store, DigestModel(), request)

    def start(self, *words: str | Path, **options: Any) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-m", "tests.faults.worker", *map(str, words)],
            cwd=REPOSITORY,
            env={**os.environ, "FAULT_CHROMA_URL": self.server.url if self.server else ""},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            **options,
        )

    def start_refresh(self, *words: str, **options: Any) -> subprocess.Popen[str]:
        return self.start("refresh", self.store.folder, self.pages, *words, **options)

    def edition(self) -> str:
        """The one edition that a reader gets, its generation checked to the last vector."""
        archive = LiveArchive(self.store, DigestModel()).get()
        assert damage(self.store, archive.generation, deep=True) == []
        return edition_of(archive)

    def equals_a_clean_build(self, beside: Path) -> bool:
        """Refresh, and compare ids, order and vectors with a store built from nothing."""
        self.refresh()
        clean = self.store_in(beside)
        self.refresh(clean)
        mine, theirs = (LiveArchive(store, DigestModel()).get() for store in (self.store, clean))
        assert list(mine.entries()) == list(theirs.entries())
        ids = [chunk.id for chunk in mine.catalogue.all_chunks()]
        assert ids == [chunk.id for chunk in theirs.catalogue.all_chunks()]
        one, other = mine._dense.vectors(ids), theirs._dense.vectors(ids)
        assert min(float(one[chunk] @ other[chunk]) for chunk in ids) >= 0.9999
        query = DigestModel().query("问")
        assert np.allclose([h.score for h in mine.dense(query, 5)], [h.score for h in theirs.dense(query, 5)])
        assert mine.lexical("第7小学的操场", 50) == theirs.lexical("第7小学的操场", 50)
        left = {path.name for path in (self.store.folder / "generations").iterdir()}
        kept = {self.store.manifest(generation).collection for generation in self.store.whole()}
        assert self.collections() >= kept - {""}
        assert len(self.collections() - kept) <= SPARES
        return left <= set(self.store.whole()) and len(left) <= 2

    def store_in(self, folder: Path) -> StoreFolder:
        """A store whose vectors lie where this one's do."""
        return StoreFolder(folder, self.server.client() if self.server else None)

    def collections(self) -> set[str]:
        """What the server keeps for this store."""
        if self.server is None:
            return set()
        own = json.loads((self.store.folder / "store.json").read_text(encoding="utf-8"))["id"]
        return {name for name in self.server.client().names() if own in name}


@pytest.fixture(params=["embedded", "server"])
def make_stage(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[..., Stage]:
    """Every fault befalls a store with its vectors in the folder, and one with them in a server."""
    server = request.getfixturevalue("chroma_server") if request.param == "server" else None

    def make(data: Path | None = None) -> Stage:
        if server is not None:
            allow_loopback()
        pages = tmp_path / "pages"
        pages.mkdir()
        stage = Stage(StoreFolder(tmp_path / "data"), pages, server)
        stage.store = stage.store_in(data or tmp_path / "data")
        stage.print_edition(1)
        stage.refresh()
        return stage

    return make


@pytest.fixture
def stage(make_stage: Callable[..., Stage]) -> Stage:
    return make_stage()
