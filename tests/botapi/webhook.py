"""Deliveries to the bot's webhook: in order, one at a time, each until it is taken."""

from __future__ import annotations

import asyncio
import json
import time

from tornado.httpclient import AsyncHTTPClient, HTTPRequest

from tests.botapi.updates import Update, Webhook, threadsafe
from tests.botapi.world import World

FIRST_PAUSE = 0.1
"""Seconds before a refused update is sent again; doubled each time. Telegram's own pauses are longer."""

LONGEST_PAUSE = 2.0

PATIENCE = 10.0
"""Seconds for which a webhook may take to answer before the update is sent again."""

NO_ANSWER = 599
"""Tornado's status for a request that got none."""


class Deliverer:
    """Sends what waits to the webhook, where one is set."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._task: asyncio.Task[None] | None = None
        self.refused: list[int] = []
        """HTTP statuses of deliveries that were not taken; 0 where there was no answer."""

    async def start(self) -> None:
        """Begin; on the server's loop."""
        self._task = asyncio.get_running_loop().create_task(self._deliver())

    async def stop(self) -> None:
        """End."""
        if self._task:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def _deliver(self) -> None:
        woken = asyncio.Event()
        loop = asyncio.get_running_loop()
        with self._world.changed:
            self._world.updates.wakers.add(threadsafe(loop, woken))
        pause = FIRST_PAUSE
        while True:
            with self._world.changed:
                hook = self._world.updates.webhook
                update = self._world.updates.next() if hook.url else None
            if update is None:
                await woken.wait()
                woken.clear()
            elif await self._send(hook, update):
                pause = FIRST_PAUSE
                with self._world.changing():
                    self._world.updates.delivered(update)
            else:
                await asyncio.sleep(pause)
                pause = min(2 * pause, LONGEST_PAUSE)

    async def _send(self, hook: Webhook, update: Update) -> bool:
        status = await post(hook.url, update, hook.secret)
        if 200 <= status < 300:
            return True
        with self._world.changing():
            self.refused.append(status)
            hook.last_error = f"Wrong response from the webhook: {status}"
            hook.last_error_date = int(time.time())
        return False


async def post(url: str, update: Update, secret: str | None, patience: float = PATIENCE) -> int:
    """Send an update to a webhook as Telegram does; gives the HTTP status, 0 for none within `patience` s."""
    headers = {"Content-Type": "application/json"}
    if secret is not None:
        headers["X-Telegram-Bot-Api-Secret-Token"] = secret
    body = json.dumps(update, ensure_ascii=False)
    request = HTTPRequest(url, "POST", headers, body, request_timeout=patience, connect_timeout=patience)
    try:
        answer = await AsyncHTTPClient().fetch(request, raise_error=False)
    except OSError:
        return 0
    return answer.code if answer.code != NO_ANSWER else 0
