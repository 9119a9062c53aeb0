"""One HTTP request: its parameters, the fault that strikes it, its answer."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Any

from tornado.web import RequestHandler

from tests.botapi.errors import ApiError, TooManyRequests
from tests.botapi.methods.parameters import Parameters, Upload
from tests.botapi.trouble import Fault

if TYPE_CHECKING:
    from tests.botapi.server import BotApi

_PHRASES = {
    500: "Internal Server Error",
    502: "Bad Gateway",
    503: "Service Unavailable",
    504: "Gateway Timeout",
}


class _Handler(RequestHandler):
    api: BotApi

    def initialize(self, api: BotApi) -> None:
        self.api = api

    def data_received(self, chunk: bytes) -> None:  # abstract in Tornado; bodies are not streamed here
        raise NotImplementedError

    def answer(self, status: int, body: dict[str, Any]) -> None:
        """End the request with JSON."""
        self.set_status(status)
        self.set_header("Content-Type", "application/json")
        self.finish(json.dumps(body, ensure_ascii=False))


class MethodHandler(_Handler):
    """`/bot<token>/<method>`, by GET or POST; a form, JSON, or the query string."""

    def prepare(self) -> None:
        self.closed = asyncio.Event()

    def on_connection_close(self) -> None:
        self.closed.set()

    async def get(self, token: str, method: str) -> None:
        await self._serve(token, method)

    async def post(self, token: str, method: str) -> None:
        await self._serve(token, method)

    def _parameters(self) -> Parameters:
        if self.request.headers.get("Content-Type", "").startswith("application/json"):
            told = json.loads(self.request.body or b"{}")
            said = {
                key: value if isinstance(value, str) else json.dumps(value) for key, value in told.items()
            }
            return Parameters(said)
        arguments = {name: values[-1].decode() for name, values in self.request.arguments.items()}
        uploads = {
            name: Upload(files[-1].filename, files[-1].body, files[-1].content_type)
            for name, files in self.request.files.items()
        }
        return Parameters(arguments, uploads)

    async def _serve(self, token: str, method: str) -> None:
        try:
            self.api.check(token)
        except ApiError as exc:
            self.answer(exc.status, exc.reply())
            return
        said = self._parameters()
        call, fault = self.api.note(method, said)
        if fault and await self._struck_before(fault):
            call.status = self.get_status()
            return
        try:
            result = await self.api.perform(method, said, self.closed)
            status, body = 200, {"ok": True, "result": result}
        except ApiError as exc:
            status, body = exc.status, exc.reply()
        except Exception as exc:
            status, body = 500, {"ok": False, "error_code": 500, "description": f"this server: {exc!r}"}
            raise
        finally:
            with self.api.world.changing():
                call.status = status
        if fault and status != 200 and (fault.slow or fault.lost):
            fault.times += 1  # a call that was refused had no effect whose answer could be lost
        elif fault and fault.lost:
            self._cut()
            return
        elif fault:
            await asyncio.sleep(fault.slow)
        self.answer(status, body)

    async def _struck_before(self, fault: Fault) -> bool:
        """What goes wrong before anything happens; True where the request has ended with it."""
        if fault.delay:
            await asyncio.sleep(fault.delay)
        if fault.gate:
            await fault.gate.hold()
        if fault.retry_after is not None:
            refused = TooManyRequests(fault.retry_after)
            self.answer(refused.status, refused.reply())
        elif fault.garbage:
            self.finish("<html><h1>it works</h1></html>")
        elif fault.status is not None:
            phrase = fault.said or _PHRASES.get(fault.status, "Error")
            self.answer(fault.status, {"ok": False, "error_code": fault.status, "description": phrase})
        else:
            return False
        return True

    def _cut(self) -> None:
        """Close the connection without an answer."""
        connection = self.request.connection
        stream = getattr(connection, "stream", None)
        if stream is not None:
            stream.close()


class FileHandler(_Handler):
    """`/file/bot<token>/<file_path>`."""

    async def get(self, token: str, path: str) -> None:
        try:
            self.api.check(token)
            content = self.api.fetch(path)
        except ApiError as exc:
            self.answer(exc.status, exc.reply())
            return
        self.set_header("Content-Type", "application/octet-stream")
        self.finish(content)
