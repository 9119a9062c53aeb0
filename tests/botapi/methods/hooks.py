"""Webhooks: where updates go when the bot does not poll."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

from tests.botapi.errors import BadRequest
from tests.botapi.methods.parameters import Method, Parameters
from tests.botapi.updates import Webhook
from tests.botapi.world import World

_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")
_LOOPBACK = {"127.0.0.1", "localhost", "::1"}


def set_webhook(world: World, said: Parameters) -> bool:
    """SetWebhook; plain HTTP only to loopback, as Telegram's own server in local mode allows it."""
    if not (url := said.text("url")):
        return delete_webhook(world, said)
    parts = urlsplit(url)
    if parts.scheme != "https" and parts.hostname not in _LOOPBACK:
        raise BadRequest("bad webhook: An HTTPS URL must be provided for webhook")
    secret = said.text("secret_token")
    if secret and not _SECRET.fullmatch(secret):
        raise BadRequest("secret token contains unallowed characters")
    allow_updates(world, said)
    if said.flag("drop_pending_updates"):
        world.updates.clear()
    world.updates.webhook = Webhook(url, secret or None, said.number("max_connections", 40))
    world.updates.wake()
    return True


def delete_webhook(world: World, said: Parameters) -> bool:
    """DeleteWebhook."""
    if said.flag("drop_pending_updates"):
        world.updates.clear()
    world.updates.webhook = Webhook()
    return True


def get_webhook_info(world: World, _said: Parameters) -> dict[str, Any]:
    """GetWebhookInfo."""
    hook = world.updates.webhook
    told: dict[str, Any] = {
        "url": hook.url,
        "has_custom_certificate": False,
        "pending_update_count": world.updates.pending,
    }
    if hook.url:
        told["max_connections"] = hook.max_connections
    if world.updates.allowed:
        told["allowed_updates"] = sorted(world.updates.allowed)
    if hook.last_error:
        told |= {"last_error_message": hook.last_error, "last_error_date": hook.last_error_date}
    return told


def allow_updates(world: World, said: Parameters) -> None:
    """Note which kinds of updates the bot asks for; what is not said stays as it was."""
    kinds = said.json("allowed_updates")
    if kinds is not None:
        world.updates.allowed = frozenset(kinds)


METHODS: dict[str, Method] = {
    "setWebhook": set_webhook,
    "deleteWebhook": delete_webhook,
    "getWebhookInfo": get_webhook_info,
}
