"""A small store of invented pages, with vectors that are angles."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from tests.chroma import chroma_server  # noqa: F401 (a fixture)
from tests.vectorstore.angles import Angles
from vectorstore.archive import LiveArchive
from vectorstore.generations import StoreFolder
from vectorstore.models import Manifest, RefreshReport
from vectorstore.refresh import RefreshRequest, refresh


def page(number: int) -> str:
    return (
        f"第{number}小学迎来新操场\n\n本报讯（记者 江一）5月{number}日，第{number}小学的新操场铺好了草皮。\n"
    )


@dataclass
class World:
    """A store, its pages, and the few steps that tests take."""

    store: StoreFolder
    pages: Path
    model: Angles = field(default_factory=Angles)

    def write(self, *numbers: int) -> None:
        for number in numbers:
            (self.pages / f"{number}.txt").write_text(page(number), encoding="utf-8")

    def request(self, **options: bool) -> RefreshRequest:
        return replace(RefreshRequest(samples=self.pages, paths=(self.pages,)), **options)  # type: ignore[arg-type]

    def refresh(self, **options: bool) -> RefreshReport:
        return refresh(self.store, self.model, self.request(**options))

    def live(self) -> Manifest:
        return self.store.live()

    def headlines(self) -> list[str]:
        return [entry.article.headline or "" for entry in LiveArchive(self.store, self.model).get().entries()]

    def article_id(self, number: int) -> str:
        entries = LiveArchive(self.store, self.model).get().entries()
        return next(e.article.id for e in entries if f"第{number}小学" in (e.article.headline or ""))


@pytest.fixture
def make_world(tmp_path: Path) -> Callable[..., World]:
    def make(*numbers: int, name: str = "data") -> World:
        pages = tmp_path / "pages"
        pages.mkdir(exist_ok=True)
        world = World(StoreFolder(tmp_path / name), pages)
        world.write(*numbers)
        world.refresh()
        return world

    return make
