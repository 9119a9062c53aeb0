"""What every test gets: its own folders, no network, nothing of the user's settings."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from pytest_socket import disable_socket

REPOSITORY = Path(__file__).resolve().parent.parent


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
