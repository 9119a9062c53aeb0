"""What every test gets: its own folders, no network, nothing of the user's settings."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from filelock import FileLock
from pytest_socket import disable_socket

from vectorstore.embedding import Embedder, open_embedder
from vectorstore.generations import StoreFolder
from vectorstore.refresh import RefreshRequest, refresh

REPOSITORY = Path(__file__).resolve().parent.parent
SAMPLES = REPOSITORY / "corpus" / "pages"

# Workers run beside each other: torch's threads, spinning while they wait, would slow all of them.
os.environ.setdefault("OMP_NUM_THREADS", "1")


@pytest.fixture(autouse=True)
def _own_world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Move every path that Wenbao writes to into a temporary folder, and forget the user's settings."""

    for name in list(os.environ):
        if name.startswith("WENBAO_"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("WENBAO_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)


@pytest.fixture(autouse=True)
def _no_network() -> None:
    """Fail a test that opens a network connection; Unix sockets stay allowed."""
    disable_socket(allow_unix_socket=True)


@pytest.fixture
def shared() -> Path:
    """The team's shared folder beside the checkout; tests that need it skip where it is absent."""
    folder = REPOSITORY.parent / "shared"
    if not folder.is_dir():
        pytest.skip("needs ../shared (the team's evaluation data), which is absent here")
    return folder


@pytest.fixture(scope="session")
def shared_tmp(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Path:
    """A temporary folder that all workers of one run share."""
    base = tmp_path_factory.getbasetemp()
    return base.parent if hasattr(request.config, "workerinput") else base


@pytest.fixture(scope="session")
def models_cache(shared_tmp: Path) -> Path:
    """The cache folder into which the bundled model is unpacked once a run."""
    return shared_tmp / "models-cache"


@pytest.fixture(scope="session")
def embedder(models_cache: Path) -> Embedder:
    """The bundled embedding model."""
    return open_embedder("", models_cache)


@pytest.fixture(scope="session")
def sample_store(shared_tmp: Path, embedder: Embedder) -> Path:
    """A data folder in which the sample pages are indexed; made once a run: copy it before writing."""
    folder = shared_tmp / "sample-store"
    with FileLock(shared_tmp / "sample-store.lock"):
        if not (folder / "CURRENT").exists():
            refresh(StoreFolder(folder), embedder, RefreshRequest(samples=SAMPLES))
    return folder
