"""The bot's parts, made from the process's: what `Life` runs and every handler has at hand."""

from __future__ import annotations

import re

from bot.composition import App
from bot.telegram.desk import Desk
from bot.telegram.errors import TokenRefused
from bot.telegram.lanes import Lanes
from bot.telegram.limits import Gate, Rate
from bot.telegram.metrics import Metrics
from bot.telegram.notices import Notices
from bot.telegram.searching import Searching
from bot.telegram.store import Records

_TOKEN = re.compile(r"(\d+):[\w-]+", re.ASCII)


def bot_of(token: str) -> int:
    """The bot's id, with which its token begins.

    Raises:
        TokenRefused: It does not.
    """
    match = _TOKEN.fullmatch(token)
    if match is None:
        raise TokenRefused("WENBAO_TELEGRAM_TOKEN is no token: @BotFather gives one such as 123456:ABC-DEF…")
    return int(match.group(1))


def desk_of(app: App, records: Records) -> Desk:
    """Make the parts of one run.

    Raises:
        TokenRefused: The settings' token is none.
    """
    settings = app.settings
    records.updates.bot = bot_of(settings.telegram_token.get_secret_value())
    metrics, searching = Metrics(), Searching(app)
    gate = Gate(records.people, settings.telegram_admins, settings.telegram_allow)
    return Desk(
        settings=settings,
        records=records,
        searching=searching,
        gate=gate,
        rate=Rate(settings.telegram_questions_per_minute),
        metrics=metrics,
        lanes=Lanes(records.updates, metrics),
        notices=Notices(searching, records, metrics, gate, settings.telegram_retention_days),
    )
