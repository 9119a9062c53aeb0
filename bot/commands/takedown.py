"""`wenbao remove`: an article taken down, and brought back."""

from __future__ import annotations

from contextlib import closing
from dataclasses import asdict
from typing import Annotated

import typer

from bot.commands.sources import Json
from bot.context import app_of
from bot.errors import BadInput
from bot.progress import RefreshBar
from bot.terminal import console, print_json, visible
from vectorstore.models import Withdrawn

LEAST = 6
"""Characters of an id, where it is not given whole: one typed by a slip of the finger takes nothing down. Of
100,000 articles one in 170 shares its first six hexadecimal digits with another, and both are then named."""

CANDIDATES = 5
"""Ids named when a prefix fits several articles."""


def remove(
    context: typer.Context,
    article_id: Annotated[
        str | None,
        typer.Argument(metavar="ID", help="An article's id, or its beginning. None: list what was removed."),
    ] = None,
    *,
    undo: Annotated[bool, typer.Option("--undo", help="Let it come back, if a source still has it.")] = False,
    as_json: Json = False,
) -> None:
    """Take an article down: out of the archive now, and kept out of later refreshes."""
    if article_id is None:
        if undo:
            raise BadInput("--undo needs an ID: `wenbao remove` lists what was removed")
        _list(context, as_json=as_json)
        return
    taken = _put_back(context, article_id) if undo else _take_down(context, article_id)
    back = undo and _is_back(context, taken)
    if as_json:
        print_json(asdict(taken) | {"undone": undo, "back": back})
    elif undo:
        now = "it is back" if back else "a `wenbao refresh` that finds it in a source brings it back"
        said = f"No longer kept out: {visible(taken.headline)} ({taken.id}); {now}."
        console().print(said, soft_wrap=True)
    else:
        said = f"Taken down: {visible(taken.headline)} ({taken.id}); `--undo` lets it come back."
        console().print(said, soft_wrap=True)


def _list(context: typer.Context, *, as_json: bool) -> None:
    from vectorstore import withdrawals

    rows = withdrawals.load(app_of(context).store.withdrawn).articles.values()
    if as_json:
        print_json([asdict(row) for row in rows])
        return
    for row in rows:
        console().print(f"{row.when}  {row.id}  {visible(row.headline)}", soft_wrap=True)
    if not rows:
        console().print("No article was taken down.")


def _take_down(context: typer.Context, wanted: str) -> Withdrawn:
    from bot.stored import keepers
    from vectorstore.catalogue.catalogue import Catalogue
    from vectorstore.takedown import take_down

    app = app_of(context)
    with closing(Catalogue(app.store.catalogue(app.store.live().generation))) as catalogue:
        ids = [wanted] if catalogue.entry(wanted) else []
        if not ids:
            ids = catalogue.ids_beginning(_long_enough(wanted), CANDIDATES)
    found = _only(ids, wanted, "`wenbao articles` lists them")
    with RefreshBar() as bar:
        return take_down(app.store, app.embedder, found, bar, keepers(app.store.folder))


def _put_back(context: typer.Context, wanted: str) -> Withdrawn:
    from vectorstore import withdrawals
    from vectorstore.refresh import RefreshRequest
    from vectorstore.takedown import put_back

    app = app_of(context)
    rows = {row.id: row for row in withdrawals.load(app.store.withdrawn).articles.values()}
    ids = [wanted] if wanted in rows else [one for one in rows if one.startswith(_long_enough(wanted))]
    taken = rows[_only(ids, wanted, "`wenbao remove` lists what was taken down")]
    request = RefreshRequest(samples=app.samples, default_root=app.settings.corpus_dir)
    with RefreshBar() as bar:
        put_back(app.store, app.embedder, taken, request, bar)
    return taken


def _long_enough(beginning: str) -> str:
    if len(beginning) < LEAST:
        raise BadInput(f"{beginning!r} could be many an article: give at least {LEAST} characters of its id")
    return beginning


def _is_back(context: typer.Context, taken: Withdrawn) -> bool:
    """Whether the article is in the live generation: the undoing looked for it in the sources."""
    from vectorstore.catalogue.catalogue import Catalogue

    store = app_of(context).store
    with closing(Catalogue(store.catalogue(store.live().generation))) as catalogue:
        return bool(catalogue.chunks_of_content(taken.content))


def _only(ids: list[str], wanted: str, where: str) -> str:
    if len(ids) > 1:
        raise BadInput(f"several articles begin with {wanted}: {', '.join(ids[:CANDIDATES])}, …")
    if not ids:
        raise BadInput(f"there is no article {wanted!r}: {where}")
    return ids[0]
