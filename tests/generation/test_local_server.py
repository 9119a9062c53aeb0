"""A model file is served by a child that lives and dies with its parent."""

from __future__ import annotations

import json
import subprocess
import sys
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from retrieval.generation import local_server
from retrieval.generation.errors import ModelDown, ModelUnusable
from retrieval.generation.local_server import LocalServer
from tests.conftest import REPOSITORY
from tests.generation.server import wait_until

CHILD = """
import http.server, json, os, sys
config = json.loads(sys.stdin.readline())
if "broken" in config["file"]:
    print("loading\\nerror: it is broken", file=sys.stderr); sys.exit(3)
if "words" in config["file"]:
    print(json.dumps({"error": "no such architecture"}), flush=True); sys.exit(1)
if "deaf" in config["file"]:
    sys.stdin.read()
server = http.server.HTTPServer(("127.0.0.1", 0), http.server.SimpleHTTPRequestHandler)
import threading; threading.Thread(target=server.serve_forever, daemon=True).start()
print(json.dumps({"url": f"http://127.0.0.1:{server.server_address[1]}"}), flush=True)
sys.stdin.read(); os._exit(0)
"""
"""Stands in for llama.cpp: the same words over the same pipes."""


@pytest.fixture
def child(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a small script be the child."""
    script = tmp_path / "child.py"
    script.write_text(CHILD, encoding="utf-8")
    monkeypatch.setattr(local_server, "COMMAND", [sys.executable, str(script)])


def model(folder: Path, name: str = "model.gguf") -> Path:
    path = folder / name
    path.write_bytes(b"GGUF" + bytes(100))
    return path


@pytest.mark.usefixtures("child")
def test_a_child_is_started_once_and_again_when_it_has_died(tmp_path: Path) -> None:
    server = LocalServer(model(tmp_path))
    url, pid = server.url(), server.pid
    assert url.startswith("http://127.0.0.1:")
    assert url.endswith("/v1")
    assert (server.url(), server.pid) == (url, pid)
    assert server._child is not None
    server._child.kill()
    server._child.wait()
    assert server.url()
    assert server.pid not in {None, pid}
    server.stop()
    assert server.pid is None


@pytest.mark.usefixtures("child")
@pytest.mark.parametrize(("name", "why"), [("broken.gguf", "it is broken"), ("words.gguf", "architecture")])
def test_a_failed_start_is_one_line_that_says_why(tmp_path: Path, name: str, why: str) -> None:
    with pytest.raises(ModelDown, match=why) as caught:
        LocalServer(model(tmp_path, name)).url()
    assert name in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.usefixtures("child")
def test_a_child_that_is_never_ready_is_given_up(tmp_path: Path) -> None:
    with pytest.raises(ModelDown):
        LocalServer(model(tmp_path, "deaf.gguf"), ready=0.3).url()


@pytest.mark.usefixtures("child")
def test_a_child_that_is_still_loading_is_not_waited_for(tmp_path: Path) -> None:
    server = LocalServer(model(tmp_path, "deaf.gguf"))
    with ThreadPoolExecutor(1) as pool:
        start = pool.submit(server.url)
        assert wait_until(lambda: server.pid is not None)
        server.stop()
        with pytest.raises(ModelDown):
            start.result(10)
    assert server.pid is None


def test_files_that_are_no_models_are_told_apart(tmp_path: Path) -> None:
    with pytest.raises(ModelUnusable, match=r"missing\.gguf"):
        LocalServer(tmp_path / "missing.gguf")
    (tmp_path / "page.gguf").write_bytes(b"%PDF")
    with pytest.raises(ModelUnusable, match="GGUF"):
        LocalServer(tmp_path / "page.gguf")


def test_a_missing_package_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(local_server, "find_spec", lambda _: None)
    with pytest.raises(ModelUnusable, match=r"pip install 'wenbao\[local-llm\]'"):
        LocalServer(model(tmp_path))


@pytest.mark.usefixtures("child")
def test_the_child_dies_with_a_parent_that_is_killed(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from retrieval.generation import local_server\n"
        f"local_server.COMMAND = {local_server.COMMAND!r}\n"
        f"server = local_server.LocalServer(Path({str(model(tmp_path))!r}))\n"
        "print(server.url(), flush=True); sys.stdin.read()"
    )
    parent = subprocess.Popen(
        [sys.executable, "-c", code], cwd=REPOSITORY, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        encoding="utf-8",
    )  # fmt: skip
    assert parent.stdout is not None
    url = parent.stdout.readline().strip().removesuffix("/v1")
    assert urllib.request.urlopen(url, timeout=10).status == 200
    parent.kill()
    parent.wait()

    def gone() -> bool:
        try:
            urllib.request.urlopen(url, timeout=1)
        except OSError:
            return True
        return False

    assert wait_until(gone)
    parent.communicate()  # closes its pipes


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
@pytest.mark.usefixtures("child")
def test_the_servers_key_is_on_no_command_line(tmp_path: Path) -> None:
    server = LocalServer(model(tmp_path))
    server.url()
    line = Path(f"/proc/{server.pid}/cmdline").read_bytes()
    assert server.key.encode() not in line
    assert json.dumps(str(tmp_path))[1:-1].encode() in line  # else the wrong process was read
    server.stop()
