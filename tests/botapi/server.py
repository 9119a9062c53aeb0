"""HTTP: the Bot API on 127.0.0.1, in a thread with a loop of its own.

with BotApi() as api:
    person = api.person("王小明")
    # … start the bot with api.token and api.base_url
    answer = person.asks("哪6家企业成功创建省级绿色工厂？")
"""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any, Self, TypeVar

from tornado.httpclient import AsyncHTTPClient
from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets
from tornado.web import Application

from tests.botapi.errors import Conflict, NotFound, Unauthorized
from tests.botapi.handlers import FileHandler, MethodHandler
from tests.botapi.methods import METHODS
from tests.botapi.methods.hooks import allow_updates
from tests.botapi.methods.messages import download
from tests.botapi.methods.parameters import Parameters
from tests.botapi.models import Chat, User
from tests.botapi.people import Group, Person
from tests.botapi.trouble import Fault, Gate, Trouble
from tests.botapi.updates import threadsafe
from tests.botapi.webhook import Deliverer, post
from tests.botapi.world import World

T = TypeVar("T")

HOST = "127.0.0.1"
TOKEN = "4839574812:AAFD39kkdpWt3ywyRZergyOLMaJhac60qc0"
"""The shape of a real token; it opens nothing."""

POLL_SECONDS = range(51)
"""Seconds of a long poll that Telegram grants."""

UPDATES = 100
"""Updates of one getUpdates."""


@dataclass(slots=True)
class Call:
    """A call of the bot's, as the server saw it."""

    method: str
    said: dict[str, str]
    at: float
    status: int | None = None


@dataclass(slots=True)
class _Poll:
    """A getUpdates that waits."""

    woken: asyncio.Event
    rival: bool = False


class BotApi:
    """A Telegram with one bot.

    Attributes:
        world: What there is.
        calls: Every call of the bot's, in order; hold `world.changed` to read it.
        trouble: Faults that are set up; `fails` is the way to do it.
    """

    def __init__(self, *, limited: bool = True, username: str = "wenbao_bot", token: str = TOKEN) -> None:
        bot = User(int(token.partition(":")[0]), "问报", username=username, is_bot=True)
        self.token = token
        self.world = World(bot, limited=limited)
        self.world.users[bot.id] = bot
        self.trouble = Trouble()
        self.calls: list[Call] = []
        self._poll: _Poll | None = None
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, name="bot-api", daemon=True)
        self._server: HTTPServer | None = None
        self._deliverer = Deliverer(self.world)
        self.port = 0

    # -- life

    def __enter__(self) -> Self:
        self._thread.start()
        self.up()
        self._on_loop(self._deliverer.start())
        return self

    def __exit__(self, *_: object) -> None:
        self._on_loop(self._deliverer.stop())
        self.down()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_forever()

    def _on_loop(self, work: Coroutine[Any, Any, T], patience: float = 20.0) -> T:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(patience)

    def up(self) -> None:
        """Listen; after `down` on the same port."""

        async def listen() -> None:
            routes = [(r"/bot([^/]+)/(\w+)", MethodHandler, {"api": self}),
                      (r"/file/bot([^/]+)/(.+)", FileHandler, {"api": self})]  # fmt: skip
            self._server = HTTPServer(Application(routes, log_function=lambda _: None))
            sockets = bind_sockets(self.port, HOST)
            self.port = sockets[0].getsockname()[1]
            self._server.add_sockets(sockets)

        self._on_loop(listen())

    def down(self) -> None:
        """Listen no more, and cut every connection."""

        async def close() -> None:
            if self._server:
                self._server.stop()
                await self._server.close_all_connections()
                self._server = None

        self._on_loop(close())

    @property
    def base_url(self) -> str:
        """What WENBAO_TELEGRAM_BASE_URL is set to."""
        return f"http://{HOST}:{self.port}/bot"

    # -- who talks to the bot

    def person(self, name: str, language: str | None = "zh-hans", user_id: int | None = None) -> Person:
        """Somebody with a Telegram account, who has not yet written to the bot."""
        with self.world.changing():
            user = User(
                user_id or 5_000_000_000 + self.world.number(), name, language, f"u{self.world.number()}"
            )
            self.world.users[user.id] = user
            chat = Chat(user.id, "private", user=user, open=False)
            self.world.chats[chat.id] = chat
            return Person(self.world, chat, user)

    def group(
        self, title: str, *, topics: tuple[int, ...] = (), sees_all: bool = False, basic: bool = False
    ) -> Group:
        """A supergroup (or a basic group) with the bot as a member; a forum where there are topics."""
        with self.world.changing():
            chat = Chat(
                (0 if basic else -1_000_000_000_000) - self.world.number(),
                "group" if basic else "supergroup", title,
                topics=set(topics), bot_sees_all=sees_all,
            )  # fmt: skip
            self.world.chats[chat.id] = chat
            return Group(self.world, chat)

    # -- faults

    def fails(self, *methods: str, **how: Any) -> Fault:
        """Set up a fault (`trouble.Fault`) for these methods."""
        fault = Fault(frozenset(methods), **how)
        with self.world.changing():
            self.trouble.faults.append(fault)
        return fault

    @contextmanager
    def holding(self, *methods: str, **how: Any) -> Iterator[Gate]:
        """Hold calls of these methods at a gate until it is opened, or the block ends."""
        gate = Gate(self.world)
        fault = self.fails(*methods, gate=gate, **{"times": 10**9, **how})
        try:
            yield gate
        finally:
            with self.world.changing():
                self.trouble.faults.remove(fault)
            gate.open()

    def serve_again(self, update_id: int) -> None:
        """Serve an update a second time."""
        with self.world.changing():
            self.world.updates.serve_again(update_id)

    @contextmanager
    def rival(self) -> Iterator[None]:
        """Another process polls with the same token, again as soon as it is thrown out."""

        async def poll() -> None:
            client = AsyncHTTPClient(force_instance=True)
            url = f"{self.base_url}{self.token}/getUpdates?timeout=30&limit=1"
            while True:
                with suppress(OSError):
                    await client.fetch(url, raise_error=False, request_timeout=40)

        async def begin() -> asyncio.Task[None]:
            return asyncio.get_running_loop().create_task(poll())

        async def end(task: asyncio.Task[None]) -> None:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

        task = self._on_loop(begin())
        try:
            yield
        finally:
            self._on_loop(end(task))

    def deliver(self, url: str, update: dict[str, Any], secret: str | None) -> int:
        """Send an update to a webhook as somebody who may not be Telegram; gives the HTTP status.

        A bot sets its webhook before it listens there: a connection that is refused is tried again.
        """

        async def send() -> int:
            while not (status := await post(url, update, secret, 60.0)):  # noqa: ASYNC110 (nobody can tell)
                await asyncio.sleep(0.1)
            return status

        return self._on_loop(send(), 60.0)

    def fetch_page(self, url: str) -> tuple[int, str]:
        """Status and text of a page of the bot's."""

        async def get() -> tuple[int, str]:
            answer = await AsyncHTTPClient().fetch(url, raise_error=False)
            return answer.code, answer.body.decode()

        return self._on_loop(get())

    # -- what a test asks

    def called(self, method: str) -> list[Call]:
        """The bot's calls of one method, so far."""
        with self.world.changed:
            return [call for call in self.calls if call.method == method.lower()]

    def wait_for_call(self, method: str, count: int = 1, patience: float = 60.0) -> Call:
        """Wait until a method has been called that often."""

        def look() -> Call | None:
            calls = [call for call in self.calls if call.method == method.lower()]
            return calls[count - 1] if len(calls) >= count else None

        return self.world.wait(look, f"call {count} of {method}", patience)

    def wait_for_bot(self, patience: float = 60.0) -> None:
        """Wait until the bot takes updates, by polling or by a webhook."""
        self.world.wait(lambda: self.has_bot or None, "a bot that takes updates", patience)

    @property
    def has_bot(self) -> bool:
        """Whether somebody takes updates at this moment."""
        return self._poll is not None or bool(self.world.updates.webhook.url)

    # -- the methods; called on the loop

    def check(self, token: str) -> None:
        """Refuse a token that is not ours."""
        if token != self.token:
            raise Unauthorized

    def fetch(self, path: str) -> bytes:
        """A file's content."""
        with self.world.changed:
            return download(self.world, path)

    def note(self, method: str, said: Parameters) -> tuple[Call, Fault | None]:
        """Note a call, and say what goes wrong with it."""
        with self.world.changing():
            call = Call(method.lower(), said.said, time.monotonic())
            self.calls.append(call)
            return call, self.trouble.take(call.method, said.said)

    async def perform(self, method: str, said: Parameters, closed: asyncio.Event) -> Any:
        """Do what a call asks.

        Raises:
            ApiError: It is refused.
        """
        if method.lower() == "getupdates":
            return await self._get_updates(said, closed)
        work: Callable[[World, Parameters], Any] | None = METHODS.get(method.lower())
        if work is None:
            raise NotFound("method not found")
        with self.world.changing():
            return work(self.world, said)

    async def _get_updates(self, said: Parameters, closed: asyncio.Event) -> list[dict[str, Any]]:
        seconds = min(max(said.number("timeout", 0), 0), POLL_SECONDS[-1])
        limit = min(max(said.number("limit", UPDATES), 1), UPDATES)
        queue = self.world.updates
        poll = _Poll(closed)
        with self.world.changing():
            if self._poll:  # the newer call wins, as at Telegram
                self._poll.rival = True
                self._poll.woken.set()
                self._poll = None
            self._refuse_beside_a_webhook()
            allow_updates(self.world, said)
            if (offset := said.number("offset", 0)) != 0:
                queue.confirm(offset)
            if (batch := queue.batch(limit)) or not seconds:
                return batch
            self._poll = poll
            waker = threadsafe(self._loop, poll.woken)
            queue.wakers.add(waker)
        try:
            await asyncio.wait_for(poll.woken.wait(), seconds)
        except TimeoutError:
            pass
        finally:
            with self.world.changing():
                queue.wakers.discard(waker)
                if self._poll is poll:
                    self._poll = None
        if poll.rival:
            raise Conflict(
                "terminated by other getUpdates request; make sure that only one bot instance is running"
            )
        with self.world.changing():
            if queue.webhook.url:
                raise Conflict("terminated by setWebhook request")
            return queue.batch(limit)

    def _refuse_beside_a_webhook(self) -> None:
        if self.world.updates.webhook.url:
            raise Conflict(
                "can't use getUpdates method while webhook is active; "
                "use deleteWebhook to delete the webhook first"
            )
