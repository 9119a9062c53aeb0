"""`wenbao model`: which embedding model is in use, and where it lies."""

from __future__ import annotations

from dataclasses import asdict

import typer
from rich.table import Table

from bot.commands.sources import Json
from bot.context import app_of
from bot.terminal import console, print_json, visible


def model(context: typer.Context, *, as_json: Json = False) -> None:
    """Show the embedding model in use; its folder is made on the first call where need be."""
    fields = asdict(app_of(context).embedder.info)
    if as_json:
        print_json(fields)
        return
    table = Table.grid(padding=(0, 2))
    table.add_column(style="dim")
    table.add_column(overflow="fold")
    for name, value in fields.items():
        table.add_row(name.replace("_", " "), visible(str(value)))
    console().print(table)
