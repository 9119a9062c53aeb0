"""`wenbao articles` and `show`: the articles themselves."""

from __future__ import annotations

from contextlib import closing
from typing import Annotated

import typer

from bot.commands.sources import Json
from bot.context import app_of
from bot.errors import BadInput
from bot.render import print_article, print_headlines
from bot.terminal import print_json
from vectorstore.catalogue.catalogue import Catalogue
from vectorstore.catalogue.serialise import article_fields
from vectorstore.models import CatalogueEntry

CANDIDATES = 5
"""Ids named when a prefix fits several articles."""

_ORDER = (
    "id", "kind", "headline", "headline_made", "kicker", "deck", "byline", "reporters", "correspondents",
    "dateline", "dateline_date", "date", "paper", "city", "page", "url", "source", "text",
)  # fmt: skip


def articles(context: typer.Context, *, as_json: Json = False) -> None:
    """List all articles, or print them whole as JSON lines."""
    with closing(_catalogue(context)) as catalogue:
        if as_json:
            for entry in catalogue.entries():
                print_json(entry_json(entry))
        else:
            print_headlines(catalogue.entries())


def show(
    context: typer.Context,
    article_id: Annotated[str, typer.Argument(metavar="ID", help="An article's id, or its beginning.")],
    *,
    as_json: Json = False,
) -> None:
    """Show one article whole."""
    with closing(_catalogue(context)) as catalogue:
        entry = catalogue.entry(article_id)
        if entry is None:
            ids = catalogue.ids_beginning(article_id, CANDIDATES) if article_id else []
            if len(ids) > 1:
                raise BadInput(f"several articles begin with {article_id}: {', '.join(ids)}, …")
            entry = catalogue.entry(ids[0]) if ids else None
        if entry is None:
            raise BadInput(f"there is no article {article_id!r}: `wenbao articles` lists them")
        if as_json:
            print_json(entry_json(entry))
        else:
            print_article(entry)


def entry_json(entry: CatalogueEntry) -> dict[str, object]:
    """The object that docs/contract.md names for an article, in its order."""
    fields = article_fields(entry.article) | {"source": entry.source}
    return {name: fields[name] for name in _ORDER}


def _catalogue(context: typer.Context) -> Catalogue:
    store = app_of(context).store
    return Catalogue(store.catalogue(store.live().generation))
