"""`wenbao verify`, `backup`, `restore`, `history`, `rollback` and `gc`: the store kept sound."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from bot.commands.sources import Json
from bot.context import app_of
from bot.errors import FAILED, BadInput
from bot.progress import RefreshBar
from bot.reports import counted, print_history
from bot.terminal import console, print_json, visible
from vectorstore.errors import StoreDamaged
from vectorstore.models import Damage, EmbeddingModel, Manifest


def verify(
    context: typer.Context,
    *,
    deep: Annotated[
        bool, typer.Option("--deep", help="Also compare every vector and every term with its text.")
    ] = False,
    repair: Annotated[
        bool, typer.Option("--repair", help="Set a damaged generation aside and build a sound one.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Check that the live generation is sound; exit status 1 where it is not."""
    from vectorstore.verification import damage

    if repair:
        found, manifest = _repair(context)
        _tell(found, manifest.generation, repaired=True, as_json=as_json)
        return
    store = app_of(context).store
    try:
        manifest, said = store.serving()
    except StoreDamaged as exc:  # nothing serves: what is wrong with the live one is all there is to say
        said = str(exc)
        generation = store.current() or ""
    else:
        generation = manifest.generation
    found = [Damage("store", said)] if said else []
    found += damage(store, generation, deep=deep) if generation else []
    _tell(found, generation, repaired=False, as_json=as_json)
    if found:
        raise typer.Exit(FAILED)


def backup(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A .tar, or a .tar.gz to have it compressed.")],
    *,
    force: Annotated[bool, typer.Option("--force", help="Replace FILE where it exists.")] = False,
    as_json: Json = False,
) -> None:
    """Write the live generation and all that belongs to it into one file, while serving."""
    from vectorstore.backup import back_up

    if file.exists() and not force:
        raise BadInput(f"{file} exists: name another file, or replace it with --force")
    manifest = back_up(app_of(context).store, file)
    _done(manifest, f"Backed generation {manifest.generation} up into {file}.", as_json=as_json)


def restore(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="What `wenbao backup` wrote.")],
    *,
    as_json: Json = False,
) -> None:
    """Make a backup's articles the live ones; the generation before stays for `wenbao rollback`."""
    from vectorstore.backup import restore as restore_store

    if not file.is_file():
        raise BadInput(f"there is no file {file}")
    app = app_of(context)

    def embedder() -> EmbeddingModel:
        return app.embedder

    manifest = restore_store(app.store, embedder, file)
    said = f"Restored {manifest.articles} articles from {file} as generation {manifest.generation}."
    _done(manifest, said, as_json=as_json)


def history(context: typer.Context, *, as_json: Json = False) -> None:
    """List the generations: what was published when, and what it changed."""
    store = app_of(context).store
    rows = store.history()
    if as_json:
        print_json(rows)
    else:
        print_history(rows, store.live().generation, store.whole())


def rollback(context: typer.Context, *, as_json: Json = False) -> None:
    """Go back to the generation before the live one; the next refresh goes forward again.

    What was taken down stays out.
    """
    from vectorstore import withdrawals
    from vectorstore.unfinished import finish_takedowns

    store = app_of(context).store
    with store.writer("rollback"):
        finish_takedowns(store)
        manifest = store.roll_back()
        taken = len(withdrawals.load(store.withdrawn).articles)
    said = f"Generation {manifest.generation} of {manifest.created} is live: {manifest.articles} articles."
    if taken:
        said += f" What was taken down ({counted(taken, 'article')}) stays out."
    _done(manifest, said, as_json=as_json)


def gc(context: typer.Context, *, as_json: Json = False) -> None:
    """Remove what is not needed to serve: the kept generation, damaged ones, vectors of texts gone."""
    from vectorstore.tidying import tidy

    freed = tidy(app_of(context).store)
    if as_json:
        print_json(asdict(freed))
        return
    console().print(
        f"Removed {counted(freed.generations, 'generation')} and {counted(freed.vectors, 'cached vector')}:"
        f" {freed.bytes / 1e6:,.1f} MB.",
        soft_wrap=True,
    )


def _repair(context: typer.Context) -> tuple[list[Damage], Manifest]:
    from vectorstore.refresh import RefreshRequest
    from vectorstore.verification import repair as repair_store

    app = app_of(context)
    request = RefreshRequest(samples=app.samples, default_root=app.settings.corpus_dir)
    with RefreshBar() as bar:
        return repair_store(app.store, app.embedder, request, bar)


def _tell(found: list[Damage], generation: str, *, repaired: bool, as_json: bool) -> None:
    if as_json:
        print_json(
            {
                "generation": generation,
                "sound": repaired or not found,
                "damage": [asdict(one) for one in found],
            }
        )
        return
    for one in found:
        console().print(f"{'was' if repaired else 'is'} damaged: {visible(str(one))}", soft_wrap=True)
    if repaired or not found:
        console().print(f"Generation {generation} is sound.", soft_wrap=True)
    else:
        console().print("`wenbao verify --repair` sets it aside and builds a sound one.", soft_wrap=True)


def _done(manifest: Manifest, said: str, *, as_json: bool) -> None:
    if as_json:
        print_json(
            {"generation": manifest.generation, "articles": manifest.articles, "chunks": manifest.chunks}
        )
    else:
        console().print(visible(said), soft_wrap=True)
