"""A scripted OpenAI-compatible server on loopback: it answers, or fails, as a test tells it to."""

from __future__ import annotations

import json
import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self

PIECE = 7
"""Characters of one part of a stream: sentences and citations break anywhere."""


@dataclass(frozen=True)
class Reply:
    """What the server does with one request.

    Attributes:
        text: What the model says.
        status: HTTP status; anything but 200 sends an error's body.
        headers: Further headers.
        before: Seconds before the first byte.
        between: Seconds between two parts.
        cut: Whether the connection breaks off when the text is out.
        stream: Whether it is streamed as asked; else one JSON object comes.
        says: What an error's body says.
        finish: The last part's finish_reason; None sends none.
    """

    text: str = ""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    before: float = 0.0
    between: float = 0.0
    cut: bool = False
    stream: bool = True
    finish: str | None = "stop"
    says: str = "scripted"


@dataclass(frozen=True)
class Asked:
    """One request.

    Attributes:
        body: The JSON.
        key: What stood behind "Bearer ".
    """

    body: dict[str, Any]
    key: str

    @property
    def prompt(self) -> str:
        """All messages, one below the other."""
        return "\n".join(message["content"] for message in self.body["messages"])

    @property
    def numbered(self) -> dict[int, str]:
        """The evidence, as a model sees it."""
        return {int(n): text for n, text in re.findall(r"^\[(\d+)\] (.*)$", self.prompt, re.MULTILINE)}


Script = Callable[[Asked], Reply]


class ModelServer:
    """Serves `script` until closed; keeps what it was asked."""

    def __init__(self, script: Script) -> None:
        self.script = script
        self.asked: list[Asked] = []
        self.left = threading.Event()
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (the base class's name)
                del format, args

            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["content-length"])))
                asked = Asked(body, self.headers.get("authorization", "").removeprefix("Bearer "))
                outer.asked.append(asked)
                with suppress(OSError):  # the client may leave
                    _serve(self, asked, outer.script(asked), outer.left)

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._server.block_on_close = False
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)

    @property
    def base_url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}/v1"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.left.set()
        self._server.shutdown()
        self._server.server_close()


def _serve(handler: BaseHTTPRequestHandler, asked: Asked, reply: Reply, left: threading.Event) -> None:
    left.wait(reply.before)
    if reply.status != 200:
        _whole(handler, reply, {"error": {"message": reply.says, "type": "scripted"}})
    elif reply.stream and asked.body.get("stream"):
        _stream(handler, reply, left)
    else:
        message = {"role": "assistant", "content": reply.text}
        choice = {"index": 0, "message": message, "finish_reason": reply.finish}
        _whole(handler, reply, {"id": "1", "object": "chat.completion", "choices": [choice], "usage": USAGE})


USAGE = {"prompt_tokens": 11, "completion_tokens": 5, "total_tokens": 16}


def _whole(handler: BaseHTTPRequestHandler, reply: Reply, body: dict[str, Any]) -> None:
    said = json.dumps(body).encode()
    handler.send_response(reply.status)
    for name, value in {
        "Content-Type": "application/json",
        "Content-Length": str(len(said)),
        **reply.headers,
    }.items():
        handler.send_header(name, value)
    handler.end_headers()
    handler.wfile.write(said)


def _stream(handler: BaseHTTPRequestHandler, reply: Reply, left: threading.Event) -> None:
    handler.send_response(200)
    handler.send_header("Content-Type", "text/event-stream")
    if reply.cut:
        handler.send_header("Content-Length", "10000000")  # more than will come
    handler.send_header("Connection", "close")
    handler.end_headers()
    step = PIECE if len(reply.text) < 10_000 else 10_000
    for at in range(0, len(reply.text), step):
        _event(handler, {"content": reply.text[at : at + step]}, None)
        if reply.between and left.wait(reply.between):
            return
    handler.close_connection = True
    if reply.cut:
        return
    if reply.finish:
        _event(handler, {}, reply.finish)
        usage = {"id": "1", "object": "chat.completion.chunk", "choices": [], "usage": USAGE}
        handler.wfile.write(f"data: {json.dumps(usage)}\n\n".encode())
    handler.wfile.write(b"data: [DONE]\n\n")


def _event(handler: BaseHTTPRequestHandler, delta: dict[str, str], finish: str | None) -> None:
    choice = {"index": 0, "delta": delta, "finish_reason": finish}
    chunk = {"id": "1", "object": "chat.completion.chunk", "model": "scripted", "choices": [choice]}
    handler.wfile.write(f"data: {json.dumps(chunk)}\n\n".encode())
    handler.wfile.flush()


def replies(*those: Reply) -> Script:
    """One after another; the last one for good."""
    left: Iterator[Reply] = iter(those)
    last = those[-1]

    def script(_: Asked) -> Reply:
        return next(left, last)

    return script


def wait_until(holds: Callable[[], bool], seconds: float = 10.0) -> bool:
    """Whether something comes to hold in time."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if holds():
            return True
        time.sleep(0.01)
    return holds()
