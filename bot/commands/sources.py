"""`wenbao refresh`, `sources` and `status`: what is indexed, and from where."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import asdict, replace
from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer

from bot.commands.days import WRITTEN, day_of
from bot.context import app_of
from bot.errors import EXPECTED, SOME_SOURCES_FAILED, BadInput
from bot.progress import RefreshBar
from bot.reports import print_plan, print_refresh, print_sources, print_status
from bot.terminal import console, error_console, print_json, visible
from bot.watching import keep_refreshing, seconds_of
from corpus.models import Issue
from vectorstore.errors import StoreDamaged, StoreEmpty
from vectorstore.models import RefreshReport

Json = Annotated[bool, typer.Option("--json", help="Print JSON for scripts.")]


def refresh(
    context: typer.Context,
    paths: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="PATH", help="Files or folders of pages; they are remembered. None: all of them."
        ),
    ] = None,
    *,
    paper: Annotated[str | None, typer.Option(help="The paper's name, for the pages under PATH.")] = None,
    city: Annotated[str | None, typer.Option(help="The paper's city: what 我市 means there.")] = None,
    day: Annotated[
        date | None,
        typer.Option(
            "--date", parser=day_of, metavar=WRITTEN, help="The issue's date, where the pages do not say."
        ),
    ] = None,
    page: Annotated[str | None, typer.Option(help="The page's number.")] = None,
    rebuild: Annotated[bool, typer.Option("--rebuild", help="Read and build everything again.")] = False,
    force: Annotated[
        bool, typer.Option("--force", help="Let sources go even if many vanished at once, or all of a PATH.")
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only tell what would be done; nothing is written.")
    ] = False,
    watch: Annotated[
        bool, typer.Option("--watch", help="Go on refreshing whenever a page changes; Ctrl-C ends it.")
    ] = False,
    every: Annotated[
        str | None, typer.Option(metavar="30m", help="Go on refreshing at this interval: 90s, 30m, 1h, 1d.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Index new and changed pages; without PATH all known ones, or the bundled samples in a new store."""
    issue = Issue(paper, city, day, page)
    if issue != Issue() and not paths:
        raise BadInput("--paper, --city, --date and --page say something of a PATH: name one")
    interval = seconds_of(every) if every is not None else None
    if dry_run and (watch or interval):
        raise BadInput("--dry-run looks once: leave --watch and --every out")
    report = run_refresh(context, tuple(paths or ()), issue, rebuild=rebuild, force=force, dry_run=dry_run)
    _show(report, as_json=as_json)
    if watch or interval:
        app = app_of(context)
        again = _Again(context, report, force=force, as_json=as_json)
        when = " and ".join(
            filter(None, ("whenever a page changes" if watch else "", f"every {every}" if every else ""))
        )
        error_console().print(f"Refreshing {when}; Ctrl-C ends it.", style="dim")

        def tell(said: str) -> None:
            error_console().print(f"wenbao: {visible(said)}", soft_wrap=True)

        keep_refreshing(app.store, app.samples, again, watch=watch, interval=interval, tell=tell)
    elif report.failed:
        raise typer.Exit(SOME_SOURCES_FAILED)


def run_refresh(
    context: typer.Context,
    paths: tuple[Path, ...] = (),
    issue: Issue | None = None,
    *,
    rebuild: bool = False,
    force: bool = False,
    dry_run: bool = False,
) -> RefreshReport:
    """Refresh the store with a progress bar on stderr."""
    from vectorstore.refresh import RefreshRequest
    from vectorstore.refresh import refresh as refresh_store

    app = app_of(context)
    for path in paths:
        if not path.exists():
            raise BadInput(f"there is no file or folder {path}")
    request = RefreshRequest(
        samples=app.samples,
        paths=paths,
        issue=issue or Issue(),
        default_root=app.settings.corpus_dir,
        rebuild=rebuild,
        force=force,
        dry_run=dry_run,
    )
    with RefreshBar() as bar:
        return refresh_store(app.store, app.embedder, request, bar)


def _show(report: RefreshReport, *, as_json: bool) -> None:
    if as_json:
        print_json(_refresh_json(report))
    elif report.dry_run:
        print_plan(report)
    else:
        print_refresh(report)


class _Again:
    """One more refresh of a process that goes on whatever happens; nothing new is nothing said.

    New are changes of sources and failures that were not told the last time.
    """

    def __init__(self, context: typer.Context, first: RefreshReport, *, force: bool, as_json: bool) -> None:
        self._context, self._force, self._as_json = context, force, as_json
        self._told = _failures(first)

    def __call__(self) -> None:
        """Refresh, and tell what is new under the time of day."""
        try:
            report = run_refresh(self._context, force=self._force)
        except EXPECTED as exc:
            said = visible(str(exc))
            if said not in self._told:
                self._time()
                error_console().print(f"wenbao: {said}", soft_wrap=True)
            self._told = frozenset({said})
            return
        failures = _failures(report)
        if report.added or report.changed or report.removed or failures - self._told:
            self._time()
            _show(report, as_json=self._as_json)
        self._told = failures

    def _time(self) -> None:
        if not self._as_json:
            error_console().print(f"{datetime.now().astimezone():%Y-%m-%d %H:%M:%S}", style="dim")


def _failures(report: RefreshReport) -> frozenset[str]:
    return frozenset(f"{failure.source}: {failure.error}" for failure in report.failed)


def sources(
    context: typer.Context,
    *,
    forget: Annotated[
        Path | None, typer.Option(help="Drop this root; its articles leave with the next refresh.")
    ] = None,
    as_json: Json = False,
) -> None:
    """List the files and folders that this store indexes."""
    store = app_of(context).store
    roots = store.roots()
    if forget is not None:
        left = tuple(root for root in roots if root.path != str(forget.resolve()))
        if left == roots:
            raise BadInput(f"{forget} is no root of this store: `wenbao sources` lists them")
        with store.writer():
            store.remember_roots(left)
        roots = left
    live = None
    with suppress(StoreEmpty, StoreDamaged):  # the roots are known also where no generation is whole
        live = store.live()
    if as_json:
        print_json([asdict(root) | {"issue": _issue_json(root.issue)} for root in roots])
    else:
        if forget is not None:
            said = f"Forgotten: {forget.resolve()}. Its articles leave with the next `wenbao refresh`."
            console().print(visible(said), soft_wrap=True)
        print_sources(roots, live)


def status(context: typer.Context, *, as_json: Json = False) -> None:
    """Show what is indexed, by which model, and where it lies."""
    app = app_of(context)
    manifest = app.store.live()
    from vectorstore.catalogue.catalogue import Catalogue

    catalogue = Catalogue(app.store.catalogue(manifest.generation))
    first, last = catalogue.days()
    papers, undated = catalogue.papers(), catalogue.undated()
    catalogue.close()
    if as_json:
        print_json(
            asdict(replace(manifest, checksums={}))
            | {
                "data_dir": str(app.store.folder),
                "days": {"from": first, "to": last, "undated": undated},
                "papers": [{"paper": paper, "articles": count} for paper, count in papers],
                "roots": [root.path for root in app.store.roots()],
            }
        )
    else:
        print_status(manifest, app.store, (first, last), papers, undated)


def _issue_json(issue: Issue) -> dict[str, str | None]:
    return asdict(issue) | {"date": issue.date.isoformat() if issue.date else None}


def _refresh_json(report: RefreshReport) -> dict[str, object]:
    """The object that docs/contract.md names, with what the reports to a person have besides."""
    return {
        "generation": report.generation,
        "dry_run": report.dry_run,
        "plan": [{"do": what, "source": name} for what, name in report.plan],
        "whole": report.whole,
        "sources": {
            "added": report.added,
            "changed": report.changed,
            "removed": report.removed,
            "unchanged": report.unchanged,
            "failed": [asdict(failure) for failure in report.failed],
        },
        "articles": report.articles,
        "chunks": report.chunks,
        "embedded": report.embedded,
        "left_out": [
            {"source": rest.source, "text": rest.left_out.text, "reason": rest.left_out.reason}
            for rest in report.left_out
        ],
        "passed_over": dict(report.passed_over),
        "seconds": report.seconds,
    }
