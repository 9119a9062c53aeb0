"""`wenbao telegram`: the Telegram bot."""

from __future__ import annotations

import typer

from bot.context import app_of


def telegram(context: typer.Context) -> None:
    """Answer in Telegram until SIGTERM or Ctrl-C; WENBAO_TELEGRAM_TOKEN names the bot."""
    from bot.telegram.running import run

    run(app_of(context))
