"""The application: requests, pace and lanes below, handlers above."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import structlog
from telegram import (
    Bot,
    BotCommand,
    BotCommandScopeAllGroupChats,
    BotCommandScopeChat,
    BotCommandScopeDefault,
    Update,
)
from telegram.error import NetworkError, TelegramError
from telegram.ext import (
    Application,
    CallbackQueryHandler,
    CommandHandler,
    ContextTypes,
    InlineQueryHandler,
    MessageHandler,
    filters,
)
from telegram.request import HTTPXRequest

from bot.settings import Settings
from bot.telegram.desk import DESK, Desk, desk_of
from bot.telegram.handlers import (
    admin,
    asking,
    basics,
    browsing,
    buttons,
    documents,
    door,
    groups,
    inline,
    subscribing,
)
from bot.telegram.models import Lang
from bot.telegram.monitor import Pulse
from bot.telegram.pacing import Pace
from bot.telegram.sending import quietly
from bot.telegram.texts import TEXTS
from bot.telegram.updates import place_of

CONNECTIONS = 64
"""Connections to Telegram at once: two a second of round trips at 30 messages a second, with room."""

TIMEOUT = 20.0
"""Seconds to wait for an answer to a request. A choice: Telegram answers within one, or not at all."""

TAKEN = ["message", "callback_query", "inline_query"]
"""Kinds of updates that are asked for."""

_LOG = structlog.get_logger("wenbao.telegram")

App = Application[Any, Any, Any, Any, Any, Any]


class PollingRequest(HTTPXRequest):
    """The connection of getUpdates, which is listened to: is Telegram there, and does it know the token?

    python-telegram-bot ends its polling without a word when the token is refused while the bot runs.
    """

    def __init__(self, pulse: Pulse, refused: Callable[[], None]) -> None:
        super().__init__(
            connection_pool_size=2, read_timeout=TIMEOUT, write_timeout=TIMEOUT, connect_timeout=TIMEOUT
        )
        self._pulse = pulse
        self._refused = refused

    async def do_request(self, *args: Any, **kwargs: Any) -> tuple[int, bytes]:
        """Make one request."""
        code, payload = await super().do_request(*args, **kwargs)
        if code in {200, 409}:
            self._pulse.beat()
        elif code in {401, 404}:
            self._refused()
        return code, payload


def build(settings: Settings, desk: Desk, *, pulse: Pulse, refused: Callable[[], None]) -> App:
    """Make the application of a bot.

    Args:
        settings: Token and address.
        desk: What the handlers have at hand.
        pulse: Hears whether Telegram is there.
        refused: Called when the token is refused while the bot runs.
    """
    builder = (
        Application.builder()
        .token(settings.telegram_token.get_secret_value())
        .concurrent_updates(desk.lanes)
        .rate_limiter(Pace(desk.metrics))
        .job_queue(None)
        .request(
            HTTPXRequest(
                connection_pool_size=CONNECTIONS, read_timeout=TIMEOUT, write_timeout=TIMEOUT,
                connect_timeout=TIMEOUT, pool_timeout=TIMEOUT,
            )
        )
        .get_updates_request(PollingRequest(pulse, refused))
    )  # fmt: skip
    base = base_of(settings.telegram_base_url)
    if base:
        builder = builder.base_url(f"{base}/bot").base_file_url(f"{base}/file/bot")
    application = builder.build()
    application.bot_data[DESK] = desk
    register(application)
    desk.lanes.busy = lambda update: _busy(application, update)
    return application


def base_of(said: str) -> str:
    """A Bot API server's root: the setting may name it with or without /bot at its end."""
    return said.strip().rstrip("/").removesuffix("/bot").rstrip("/")


def secret_of(settings: Settings) -> str:
    """The webhook's secret: the setting's, else one that only the token's owner can know."""
    said = settings.telegram_webhook_secret.get_secret_value()
    token = settings.telegram_token.get_secret_value()
    return said or hmac.new(token.encode(), b"wenbao webhook", hashlib.sha256).hexdigest()


def register(application: App) -> None:
    """Say which handler takes which update; an edited message is not asked again."""
    new = filters.UpdateType.MESSAGE
    commands = {
        "start": basics.start, "help": basics.help_, "ask": asking.ask_command,
        "reset": basics.reset, "cancel": basics.cancel, "settings": basics.settings,
        "forget": basics.forget, "sources": browsing.sources, "latest": browsing.latest,
        "today": browsing.today, "day": browsing.day, "status": browsing.status,
        "subscribe": subscribing.subscribe, "subscriptions": subscribing.subscriptions,
        "unsubscribe": subscribing.unsubscribe, "refresh": admin.refresh, "verify": admin.verify,
        "stats": admin.stats, "allow": admin.allow, "deny": admin.deny, "export": admin.export,
    }  # fmt: skip
    application.add_handler(MessageHandler(new, door.at_the_door), group=-1)
    for name, handler in commands.items():
        application.add_handler(CommandHandler(name, handler, filters=new))
    private, group = new & filters.ChatType.PRIVATE, new & filters.ChatType.GROUPS
    application.add_handler(MessageHandler(private & filters.COMMAND, basics.help_))
    application.add_handler(MessageHandler(private & filters.TEXT, asking.private_text))
    application.add_handler(MessageHandler(group & filters.TEXT & ~filters.COMMAND, groups.group_text))
    application.add_handler(MessageHandler(new & filters.StatusUpdate.MIGRATE, groups.migrated))
    application.add_handler(MessageHandler(private & filters.Document.ALL, documents.document))
    application.add_handler(MessageHandler(private & ~filters.StatusUpdate.ALL, documents.other))
    application.add_handler(CallbackQueryHandler(buttons.pressed))
    application.add_handler(InlineQueryHandler(inline.inline))
    application.add_handler(MessageHandler(private, admin_wrote), group=1)
    application.add_error_handler(failed)


async def failed(update: object, context: ContextTypes.DEFAULT_TYPE) -> None:
    """Note an error under a number, and tell the number to whoever waits; nothing else leaves the log."""
    desk = desk_of(context)
    error = context.error
    if isinstance(error, TelegramError) and not isinstance(error, NetworkError):
        _LOG.warning("telegram_refused", said=str(error))
        return
    number = secrets.token_hex(4)
    desk.metrics.errors.inc()
    _LOG.error("update_failed", number=number, exc_info=error)
    if isinstance(update, Update) and update.effective_message and update.effective_chat:
        place = place_of(update)
        words = desk.words(update.effective_user)
        await quietly(context.bot, place.chat, words.failed.format(number=number), place.topic)


_MENUS: tuple[tuple[str | None, Lang], ...] = ((None, "en"), ("zh", "zh"), ("en", "en"))
"""Telegram's language code (None: all others) → whose words."""


async def introduce(bot: Bot, desk: Desk) -> None:
    """Register commands and descriptions in both languages, admins' commands in their own chats."""
    for code, lang in _MENUS:
        words = TEXTS[lang]
        everybody = [BotCommand(*pair) for pair in words.commands]
        with suppress(TelegramError):
            await bot.set_my_commands(everybody, BotCommandScopeDefault(), code)
            await bot.set_my_commands(everybody, BotCommandScopeAllGroupChats(), code)
    for one in sorted(desk.gate.admins):
        await introduce_admin(bot, desk, one)
    for code, lang in _MENUS:
        with suppress(TelegramError):
            await bot.set_my_description(TEXTS[lang].description, code)
            await bot.set_my_short_description(TEXTS[lang].about, code)


async def introduce_admin(bot: Bot, desk: Desk, admin_id: int) -> None:
    """Register an admin's commands; one who never wrote to the bot has no chat with it yet."""
    desk.introduced.add(admin_id)
    for code, lang in _MENUS:
        words = TEXTS[lang]
        own = [BotCommand(*pair) for pair in (*words.commands, *words.admin_commands)]
        try:
            await bot.set_my_commands(own, BotCommandScopeChat(admin_id), code)
        except TelegramError:
            desk.introduced.discard(admin_id)
            return


async def admin_wrote(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """An admin who first writes while the bot runs gets the admins' commands then."""
    desk, place = desk_of(context), place_of(update)
    if desk.gate.is_admin(place.user) and place.user not in desk.introduced:
        context.application.create_task(introduce_admin(context.bot, desk, place.user), update=update)


async def _busy(application: App, update: Update) -> None:
    desk: Desk = application.bot_data[DESK]
    place = place_of(update)
    if place.chat < 0:  # a crowded group is not told so in public
        return
    await quietly(application.bot, place.chat, desk.words(update.effective_user).busy, place.topic)
