"""A Chroma server that is down, slow, killed, emptied or somebody else."""

import os
import shutil
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.chroma import Server, allow_loopback, free_port
from tests.conftest import REPOSITORY
from tests.faults.conftest import Stage
from tests.faults.model import DigestModel
from vectorstore.archive import LiveArchive
from vectorstore.chroma import api as chroma_api
from vectorstore.chroma.api import ChromaServer
from vectorstore.errors import ServerUnreachable, StoreDamaged, StoreUnwritable
from vectorstore.generations import StoreFolder
from vectorstore.refresh import RefreshRequest
from vectorstore.verification import damage, repair

QUESTION = DigestModel().query("问")


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    """Two generations in a server of their own, which a test may kill."""
    server = Server(tmp_path / "server")
    server.start()
    pages = tmp_path / "pages"
    pages.mkdir()
    stage = Stage(StoreFolder(tmp_path / "data", server.client()), pages, server)
    for edition in (1, 2):
        stage.print_edition(edition)
        stage.refresh()
    yield stage
    server.kill()


def server_of(stage: Stage) -> Server:
    assert stage.server is not None
    return stage.server


def wenbao(stage: Stage, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", "from bot.cli import main; main()", *words],
        cwd=REPOSITORY,
        env={
            **os.environ,
            "WENBAO_DATA_DIR": str(stage.store.folder),
            "WENBAO_CHROMA_URL": server_of(stage).url,
        },
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def test_a_server_that_is_down_is_one_line_and_the_reader_goes_on_when_it_is_back(stage: Stage) -> None:
    archive = LiveArchive(stage.store, DigestModel()).get()
    before = archive.dense(QUESTION, 5)
    server_of(stage).kill()
    with pytest.raises(ServerUnreachable, match="chroma run"):
        archive.dense(QUESTION, 5)
    with pytest.raises(ServerUnreachable, match="chroma run"):
        LiveArchive(stage.store_in(stage.store.folder), DigestModel()).get()
    verified = wenbao(stage, "verify")
    assert (verified.returncode, verified.stderr.count("\n")) == (1, 1)
    assert "cannot be reached" in verified.stderr
    status = wenbao(stage, "status")
    assert (status.returncode, "in a Chroma server" in status.stdout) == (0, True)
    server_of(stage).start()
    assert archive.dense(QUESTION, 5) == before
    assert wenbao(stage, "verify", "--deep").returncode == 0


def test_a_refresh_without_its_server_reads_nothing_and_changes_nothing(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    live = stage.store.current()
    server_of(stage).kill()
    stage.print_edition(3)
    with monkeypatch.context() as patched:
        patched.setattr("vectorstore.refresh.take_in", lambda *_, **__: pytest.fail("a page was read"))
        with pytest.raises(ServerUnreachable, match="chroma run"):
            stage.refresh()
    assert stage.store.current() == live
    with pytest.raises(ServerUnreachable):
        repair(stage.store, DigestModel(), RefreshRequest(samples=stage.pages))
    assert stage.store.current() == live
    server_of(stage).start()
    stage.refresh()
    assert stage.edition() == "第3"


@pytest.mark.parametrize("call", ["create", "put"])
def test_a_server_killed_while_it_is_written_to_costs_that_refresh_alone(
    stage: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    live, inner = stage.store.current(), getattr(ChromaServer, call)

    def killed_after(*words: Any) -> Any:
        result = inner(*words)
        server_of(stage).kill()
        return result

    stage.print_edition(3)
    with monkeypatch.context() as patched:
        patched.setattr(ChromaServer, call, killed_after)
        with pytest.raises(ServerUnreachable):
            stage.refresh()
    assert stage.store.current() == live
    server_of(stage).start()
    assert stage.edition() == "第2"
    assert stage.equals_a_clean_build(tmp_path / "clean")


def test_a_lost_collection_is_named_the_generation_before_serves_and_repair_embeds_nothing(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    live = stage.store.live()
    server_of(stage).client().delete(live.collection)
    (found,) = damage(stage.store, live.generation)
    assert (found.where, live.collection in found.what) == ("chroma", True)
    archive = LiveArchive(stage.store, DigestModel()).get()
    assert archive.generation < live.generation
    assert len(archive.dense(QUESTION, 5)) == 5
    assert "serves" in caplog.text
    archive.close()
    monkeypatch.setattr(DigestModel, "passages", lambda *_: pytest.fail("something was embedded"))
    _, manifest = repair(stage.store, DigestModel(), RefreshRequest(samples=stage.pages))
    assert manifest.generation > live.generation
    assert stage.edition() == "第2"


def test_an_emptied_server_is_filled_again_by_the_next_refresh(stage: Stage) -> None:
    server = server_of(stage)
    server.kill()
    shutil.rmtree(server.folder)
    server.start()
    with pytest.raises(StoreDamaged, match="has no collection"):
        LiveArchive(stage.store, DigestModel()).get()
    assert stage.refresh().embedded == 0
    assert stage.edition() == "第2"


def test_a_server_that_lost_adds_or_mixed_up_vectors_is_found_out(stage: Stage) -> None:
    live, client = stage.store.live(), server_of(stage).client()
    about = client.about(live.collection)
    assert about is not None
    first, second, third = client.ids(about.id, 3, 0)
    _, (one, other) = client.fetch(about.id, [first, second])
    one, other = ([*map(float, np.asarray(row, np.float32))] for row in (one, other))
    no_text = [{"text": ""}]

    def put(chunk: str, vector: Any) -> None:
        client._call(
            "POST",
            f"/collections/{about.id}/upsert",
            {"ids": [chunk], "embeddings": [vector], "metadatas": no_text},
        )

    put("of nothing", one)
    assert "belong to no chunk" in damage(stage.store, live.generation)[0].what
    client.remove(about.id, ["of nothing"])
    assert damage(stage.store, live.generation, deep=True) == []
    put(first, other)
    put(second, one)
    assert damage(stage.store, live.generation) == []
    assert "another vector" in damage(stage.store, live.generation, deep=True)[0].what
    client.remove(about.id, [third])
    assert third in damage(stage.store, live.generation)[0].what


def test_a_server_that_never_answers_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    allow_loopback()
    monkeypatch.setattr(chroma_api, "ANSWER", 0.2)
    with socket.socket() as deaf:
        deaf.bind(("127.0.0.1", 0))
        deaf.listen()
        client = ChromaServer(f"http://127.0.0.1:{deaf.getsockname()[1]}")
        with pytest.raises(ServerUnreachable, match="did not answer within"):
            client.names()


@contextmanager
def stranger(status: int, body: str) -> Iterator[tuple[str, list[str]]]:
    """A web server that answers everything alike; its address, and the passwords that it was told."""
    told: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            told.append(self.headers.get("Authorization", ""))
            self.send_response(status)
            self.end_headers()
            self.wfile.write(body.encode())

        do_POST = do_GET  # noqa: N815 (the base class's naming)

        def log_message(self, *_: object) -> None:
            pass

    allow_loopback()
    server = HTTPServer(("127.0.0.1", free_port()), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"127.0.0.1:{server.server_port}", told
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.mark.parametrize(
    ("status", "body", "said"),
    [
        (200, "<html>Welcome</html>", "is no Chroma server"),
        (404, "<html>nothing here</html>", "is no Chroma server"),
        (404, '{"detail": "Not Found"}', "is no Chroma server"),
        (401, "", "USER:PASSWORD"),
        (503, "upstream", "no Chroma server behind"),
        (500, '{"error": "InternalError", "message": "hnsw"}', "cannot read a collection .hnsw."),
    ],
)
def test_what_is_no_chroma_server_or_refuses_is_told_apart(status: int, body: str, said: str) -> None:
    with stranger(status, body) as (host, _), pytest.raises((ServerUnreachable, StoreDamaged), match=said):
        ChromaServer(f"http://{host}").names()


def test_a_write_that_fails_in_the_server_is_no_damage() -> None:
    body = '{"error": "InternalError", "message": "No space left"}'
    with stranger(500, body) as (host, _), pytest.raises(StoreUnwritable, match="No space left"):
        ChromaServer(f"http://{host}").remove("id", ["chunk"])


def test_a_password_in_the_address_is_sent_and_never_shown(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    with stranger(403, "") as (host, told):
        client = ChromaServer(f"http://reader:s%40fe@{host}/chroma/")
        with pytest.raises(ServerUnreachable) as refused:
            client.names()
    assert told == ["Basic cmVhZGVyOnNAZmU="]  # reader:s@fe
    assert f"{host}/chroma" in str(refused.value)
    assert "fe@" not in str(refused.value) + caplog.text
    assert "s@fe" not in str(refused.value) + caplog.text
